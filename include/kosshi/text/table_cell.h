#ifndef KOSSHI_TEXT_TABLE_CELL_H
#define KOSSHI_TEXT_TABLE_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"

/* Which cells of a table are numbers, and which columns of it: what is aligned at the right and drawn as a chart. */

enum table_cell {
    CELL_EMPTY, /* nothing, or one of the marks of statistics for nothing: - ー － – — ― … x */
    CELL_NUMBER,
    CELL_WORDS
};

/* A number as decimal_read has it, or one with % behind it. value (NAN unless it is a number) may be NULL. The arena is
 * for what is needed meanwhile. */
enum table_cell table_cell_read(struct arena *a, const char *words, double *value);

/* What a column holds; its head is not part of it. {0} is an empty one. */
struct table_cell_column {
    size_t numbers, words;
};

void table_cell_count(struct arena *a, struct table_cell_column *column, const char *words);

/* At least one number and no words. */
bool table_cell_is_numeric(const struct table_cell_column *column);

#define TABLE_CELL_SERIES 6 /* numeric columns of a chart, at most */

/* True when a chart can be drawn of so many rows and numeric columns: of more, one could not tell which is which. */
bool table_cell_can_draw(size_t rows, size_t columns);

#endif
