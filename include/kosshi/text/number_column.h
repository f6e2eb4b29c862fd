#ifndef KOSSHI_TEXT_NUMBER_COLUMN_H
#define KOSSHI_TEXT_NUMBER_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"

/* Which cells of a table are numbers, and which columns of it: what is aligned at the right and drawn as a chart. */

enum number_cell {
    CELL_EMPTY, /* nothing, or one of the marks of statistics for nothing: - ー － – — ― … x */
    CELL_NUMBER,
    CELL_WORDS
};

/* A number as decimal_read has it, or one with % behind it. value (NAN unless it is a number) may be NULL. The arena is
 * for what is needed meanwhile. */
enum number_cell number_column_read(struct arena *a, const char *words, double *value);

/* What a column holds; its head is not part of it. {0} is an empty one. */
struct number_column {
    size_t numbers, words;
};

void number_column_count(struct arena *a, struct number_column *column, const char *words);

/* At least one number and no words. */
bool number_column_is_numeric(const struct number_column *column);

#define NUMBER_COLUMN_SERIES 6 /* numeric columns of a chart, at most */

/* True when a chart can be drawn of so many rows and numeric columns: of more, one could not tell which is which. */
bool number_column_can_draw(size_t rows, size_t columns);

#endif
