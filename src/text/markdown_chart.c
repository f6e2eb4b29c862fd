#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/number_column.h"
#include "markdown_node.h"

/* A table's words, row by row; the head is the first row, empty when it has none. */
struct grid {
    struct arena *a;
    const char *mark;
    const char **cells;
    size_t columns, rows; /* the head not counted */
};

static const char **cell_at(const struct grid *g, size_t row, size_t column) {
    return &g->cells[row * g->columns + column];
}

static const char *words_of(const struct grid *g, cmark_node *cell) {
    BUF(words);
    markdown_node_words(cell, g->mark, &words);
    return arena_copy(g->a, words.data, words.size);
}

static void row_read(const struct grid *g, cmark_node *node, size_t row) {
    cmark_node *cell = cmark_node_first_child(node);
    for (size_t column = 0; column < g->columns; column++) {
        *cell_at(g, row, column) = cell && cmark_node_first_child(cell) ? words_of(g, cell) : "";
        if (cell) cell = cmark_node_next(cell);
    }
}

static void grid_read(struct grid *g, cmark_node *table) {
    cmark_node *head = cmark_node_first_child(table), *row = head;
    bool headed = markdown_node_is(head, "table_header");
    size_t at = 0;
    g->cells = arena_alloc(g->a, (g->rows + 1) * g->columns * sizeof *g->cells);
    row_read(g, headed ? head : NULL, at++);
    if (headed) row = cmark_node_next(head);
    for (; row; row = cmark_node_next(row))
        row_read(g, row, at++);
}

static void series_read(const struct grid *g, size_t column, struct markdown_series *series) {
    double *values = arena_alloc(g->a, g->rows * sizeof *values);
    const char **texts = arena_alloc(g->a, g->rows * sizeof *texts);
    for (size_t i = 0; i < g->rows; i++) {
        const char *words = *cell_at(g, i + 1, column);
        bool number = number_column_read(g->a, words, &values[i]) == CELL_NUMBER;
        texts[i] = number ? words : "";
    }
    *series = (struct markdown_series){.name = *cell_at(g, 0, column), .values = values, .texts = texts};
}

/* Where the last （単位： of a caption begins, and what follows it; NULL for none. */
static char *unit_find(char *caption, const char **unit) {
    static const char *const opens[] = {"（単位：", "（単位:", "(単位：", "(単位:"};
    char *last = NULL;
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        for (char *at = strstr(caption, opens[i]); at; at = strstr(at + 1, opens[i])) {
            if (last && at < last) continue;
            last = at;
            *unit = at + strlen(opens[i]);
        }
    }
    return last;
}

/* The unit at the end of a caption, taken off it; "" for none. */
static const char *unit_take(struct arena *a, char *caption) {
    static const char *const closes[] = {"）", ")"};
    const char *unit;
    char *open = unit_find(caption, &unit), *end = caption + strlen(caption);
    for (size_t i = 0; open && i < sizeof closes / sizeof *closes; i++) {
        size_t length = strlen(closes[i]);
        if ((size_t)(end - unit) < length || strcmp(end - length, closes[i]) != 0) continue;
        *open = '\0';
        return arena_copy(a, unit, (size_t)(end - unit) - length);
    }
    return "";
}

static size_t rows_of(cmark_node *table) {
    size_t rows = 0;
    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row))
        rows += !markdown_node_is(row, "table_header");
    return rows;
}

static size_t numeric_of(const struct markdown_columns *columns) {
    size_t found = 0;
    for (size_t i = 0; i < columns->count; i++)
        found += columns->numeric[i];
    return found;
}

bool markdown_chart_draw(struct markdown_mend *m, cmark_node *table, const struct markdown_columns *columns,
                         const char *caption, bool line, struct buf *out) {
    size_t rows = rows_of(table), count = numeric_of(columns), at = 0;
    if (!number_column_can_draw(rows, count)) return false;
    m->charts++;
    if (!m->options->chart) return true;
    ARENA(a);
    struct grid g = {.a = a, .mark = m->mark, .columns = columns->count, .rows = rows};
    struct markdown_series series[NUMBER_COLUMN_SERIES];
    const char **labels = arena_alloc(a, rows * sizeof *labels);
    char *title = arena_string(a, caption);
    const char *unit = unit_take(a, title);
    grid_read(&g, table);
    for (size_t i = 0; i < rows; i++)
        labels[i] = *cell_at(&g, i + 1, 0);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->numeric[i]) series_read(&g, i, &series[at++]);
    struct markdown_chart chart = {.line = line,
                                   .id = arena_printf(a, "%schart%zu-", m->options->prefix, m->charts),
                                   .title = title,
                                   .unit = unit,
                                   .labels = labels,
                                   .label_count = rows,
                                   .series = series,
                                   .series_count = count};
    m->options->chart(&chart, out);
    return true;
}
