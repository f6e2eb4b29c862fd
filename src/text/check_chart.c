#include "check_chart.h"

#include <string.h>

#include "kosshi/text/caption.h"
#include "kosshi/text/cell.h"
#include "kosshi/text/number_column.h"

static bool follows(const struct outline_line *lines, size_t count, size_t at) {
    return at < count && at > 0 && lines[at - 1].number + 1 == lines[at].number;
}

static bool has_bar(const struct outline_line *line) {
    return memchr(line->content, '|', line->content_size) != NULL;
}

/* A table's head stands at `at`. */
static bool is_table(const struct outline_line *lines, size_t count, size_t at) {
    return at < count && has_bar(&lines[at]) && follows(lines, count, at + 1) &&
           outline_line_is_delimiter(&lines[at + 1]);
}

bool check_chart_is_caption(const struct outline_line *lines, size_t count, size_t at) {
    const struct outline_line *line = &lines[at];
    if (line->kind != LINE_TEXT && line->kind != LINE_ITEM) return false;
    size_t behind;
    enum caption caption = caption_read(line->content, line->content_size, &behind);
    if (caption != CAPTION_BARS && caption != CAPTION_LINE) return false;
    bool alone = !follows(lines, count, at + 1) || lines[at + 1].kind != LINE_TEXT || is_table(lines, count, at + 1);
    return alone && line->content_size > behind;
}

/* The words of a cell without what makes them strong, struck or noted. */
static const char *cell_words(struct arena *a, const char *cell) {
    static const char around[] = " \t*_~`";
    const char *note = strstr(cell, "[^"), *end = note ? note : cell + strlen(cell);
    while (cell < end && strchr(around, *cell))
        cell++;
    while (end > cell && strchr(around, end[-1]))
        end--;
    return arena_copy(a, cell, (size_t)(end - cell));
}

/* Counts the cells of a row as columns; of its delimiter row, without columns to count into, how many there are. */
static size_t row_count(const struct outline_line *line, struct number_column *columns, size_t count) {
    ARENA(a);
    size_t cell_count;
    const char **cells = cell_split(a, line->content, line->content_size, &cell_count);
    for (size_t i = 0; i < cell_count && i < count; i++)
        number_column_count(a, &columns[i], cell_words(a, cells[i]));
    return cell_count;
}

bool check_chart_has_numbers(struct arena *a, const struct outline_line *lines, size_t count, size_t at) {
    size_t head = at + 1, row = head + 2, numeric = 0;
    if (!is_table(lines, count, head)) return false;
    size_t column_count = row_count(&lines[head + 1], NULL, 0);
    struct number_column *columns = arena_alloc(a, (column_count + 1) * sizeof *columns);
    for (; follows(lines, count, row) && lines[row].kind == LINE_TEXT && has_bar(&lines[row]); row++)
        (void)row_count(&lines[row], columns, column_count);
    for (size_t i = 1; i < column_count; i++)
        numeric += number_column_is_numeric(&columns[i]);
    return number_column_can_draw(row - head - 2, numeric);
}
