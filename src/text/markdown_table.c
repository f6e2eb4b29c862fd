#include <cmark-gfm-core-extensions.h>
#include <stdint.h>
#include <stdlib.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/number_column.h"
#include "markdown_node.h"

static cmark_node *head_of(cmark_node *table) {
    cmark_node *first = cmark_node_first_child(table);
    return first && markdown_node_is(first, "table_header") ? first : NULL;
}

static bool row_is_empty(cmark_node *row) {
    for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
        if (cmark_node_first_child(cell)) return false;
    return true;
}

static void children_remove(cmark_node *node) {
    cmark_node *child;
    while ((child = cmark_node_first_child(node)))
        markdown_node_remove(child);
}

/* A blank cell gets no children, so that it can be told by that. */
static void cells_mend(cmark_node *table) {
    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row))
        for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
            if (cmark_node_first_child(cell) && markdown_node_is_blank(cell)) children_remove(cell);
}

static void row_count(struct markdown_mend *m, cmark_node *row, struct number_column *columns, size_t count) {
    ARENA(a);
    BUF(words);
    size_t i = 0;
    for (cmark_node *cell = cmark_node_first_child(row); cell && i < count; cell = cmark_node_next(cell), i++) {
        if (!cmark_node_first_child(cell)) continue;
        buf_clear(&words);
        markdown_node_words(cell, m->mark, &words);
        number_column_count(a, &columns[i], words.data);
    }
}

/* The first column says what the rows are about, even where that is numbers, as years are. */
static struct markdown_columns columns_find(struct markdown_mend *m, cmark_node *table, struct arena *a) {
    size_t count = cmark_gfm_extensions_get_table_columns(table);
    struct number_column *columns = arena_alloc(a, (count + 1) * sizeof *columns);
    bool *numeric = arena_alloc(a, count + 1);
    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row))
        if (row != head_of(table)) row_count(m, row, columns, count);
    for (size_t i = 1; i < count; i++)
        numeric[i] = number_column_is_numeric(&columns[i]);
    return (struct markdown_columns){.numeric = numeric, .count = count};
}

static void columns_align(cmark_node *table, const struct markdown_columns *columns) {
    uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->numeric[i] && !alignments[i]) alignments[i] = 'r';
}

/* A note that stands straight below a table, without an empty line, is a row of it to cmark. */
static bool row_is_note(cmark_node *row) {
    cmark_node *first = cmark_node_first_child(row), *second = first ? cmark_node_next(first) : NULL;
    if (!second || !markdown_figure_is_note(first)) return false;
    for (cmark_node *cell = second; cell; cell = cmark_node_next(cell))
        if (cmark_node_first_child(cell)) return false;
    return true;
}

/* The rows at the end that are notes, taken out of the table; the first of them, others follow it in holder. */
static void notes_take(cmark_node *table, cmark_node *holder) {
    cmark_node *row = cmark_node_last_child(table), *above;
    for (; row && cmark_node_previous(row) && row_is_note(row); row = above) {
        above = cmark_node_previous(row);
        cmark_node *note = markdown_node_inline(PART_NONE, "", "");
        markdown_node_move_children(cmark_node_first_child(row), note);
        cmark_node_prepend_child(holder, note);
        markdown_node_remove(row);
    }
}

static void notes_put(const struct markdown_mend *m, cmark_node *group, cmark_node *holder) {
    for (cmark_node *note = cmark_node_first_child(holder); note; note = cmark_node_next(note))
        markdown_figure_note(m, group, note);
    cmark_node_free(holder);
}

void markdown_table_mend(struct markdown_mend *m, cmark_node *table) {
    ARENA(a);
    cells_mend(table);
    cmark_node *head = head_of(table), *notes = markdown_node_block(PART_NONE, "", "");
    if (head && row_is_empty(head)) markdown_node_remove(head);
    notes_take(table, notes);
    if (!cmark_node_first_child(table)) {
        markdown_node_remove(table);
        cmark_node_free(notes);
        return;
    }
    struct markdown_columns columns = columns_find(m, table, a);
    columns_align(table, &columns);
    notes_put(m, markdown_figure_table(m, table, &columns), notes);
}
