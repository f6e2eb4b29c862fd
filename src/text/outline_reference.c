#include "kosshi/text/outline_reference.h"

#include <stdbool.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline_title.h"

/* An empty list item deeper than this is left as it is, so that time stays linear however lists are nested. */
enum { UNWRAP_LIMIT = 16 };

struct mending {
    struct arena *a;
    struct outline *out;
    const struct outline_line *lines;
    size_t count;
    int *shift; /* columns by which a line moves to the left */
    struct buf text;
    const struct outline_line *before; /* the last line written */
    int item_indent;                   /* where the last item was written; -1 outside of a list */
    bool table;                        /* the last line was a row */
    bool bare;                         /* of a table that stood behind a list mark */
};

static bool follows(const struct outline_line *line, const struct outline_line *before) {
    return before && before->number + 1 == line->number;
}

static bool is_empty_item(const struct outline_line *line) {
    return line->kind == LINE_ITEM && !line->plain && !line->mark && line->content_size == 0;
}

/* --- empty items around nested lists ----------------------------------------------------------------------------- */

/* The list behind an empty item. */
struct wrapped {
    size_t end; /* its first line is the next one */
    size_t level_items, nested_items;
    int nested_indent; /* the smallest */
};

/* True when the list ends before the line. */
static bool list_ends(const struct outline_line *line, const struct outline_line *before, int indent) {
    if (line->kind == LINE_ITEM) return line->indent + 1 < indent;
    if (line->kind == LINE_TEXT) return !follows(line, before) && line->indent <= indent;
    return line->kind != LINE_CODE;
}

static struct wrapped list_behind(const struct mending *m, size_t at) {
    struct wrapped w = {.end = at + 1};
    int indent = m->lines[at].indent;
    for (; w.end < m->count && !list_ends(&m->lines[w.end], &m->lines[w.end - 1], indent); w.end++) {
        const struct outline_line *line = &m->lines[w.end];
        if (line->kind != LINE_ITEM) continue;
        if (line->indent < indent + 2) {
            if (w.nested_items > 0 && w.level_items == 0) break;
            if (++w.level_items > 1) break;
        } else {
            if (w.nested_items == 0 || line->indent < w.nested_indent) w.nested_indent = line->indent;
            w.nested_items++;
        }
    }
    return w;
}

/*
 * A list that lost its outer item's words looks like "- " and then the items one level deeper, or the first of them at
 * the level of the "- ". They move to its level. A "- " before other items of its level is only left out.
 */
static void unwrap(struct mending *m, size_t at) {
    int indent = m->lines[at].indent;
    if (indent > UNWRAP_LIMIT) return;
    struct wrapped w = list_behind(m, at);
    if (w.nested_items == 0 || w.level_items > 1) return;
    for (size_t i = at + 1; i < w.end; i++)
        if (m->lines[i].indent >= w.nested_indent) m->shift[i] += w.nested_indent - indent;
}

/* An item whose words begin in the next line, indented, is not empty. */
static bool is_left_out(const struct mending *m, size_t at) {
    if (!is_empty_item(&m->lines[at])) return false;
    if (at + 1 == m->count || !follows(&m->lines[at + 1], &m->lines[at])) return true;
    const struct outline_line *next = &m->lines[at + 1];
    return (next->kind != LINE_TEXT && next->kind != LINE_CODE) || next->indent <= m->lines[at].indent;
}

/* --- the text ---------------------------------------------------------------------------------------------------- */

/* Ends the last line, and goes over as many blank ones as the paper has besides lines left out, or at least `blank`. */
static void next_line(struct mending *m, const struct outline_line *line, int blank) {
    if (!m->before) return;
    int left_out = (int)(line - m->before) - 1, ends = line->number - m->before->number - left_out;
    for (ends = ends > blank ? ends : blank + 1; ends > 0; ends--)
        buf_byte(&m->text, '\n');
}

static void write_spaces(struct mending *m, int columns) {
    for (; columns > 0; columns--)
        buf_byte(&m->text, ' ');
}

/* The line as it stands, moved to the left by its shift. */
static void write_raw(struct mending *m, const struct outline_line *line) {
    int shift = m->shift[line - m->lines];
    size_t spaces = 0;
    while (shift > 0 && spaces < line->size && (line->raw[spaces] == ' ' || line->raw[spaces] == '\t'))
        spaces++;
    if (shift > 0) write_spaces(m, line->indent - shift);
    buf_add(&m->text, line->raw + spaces, line->size - spaces);
}

static bool has_bar(const struct outline_line *line) {
    return memchr(line->raw, '|', line->size) != NULL;
}

/* True for the head of a table: the delimiter row is the next line. */
static bool is_table_head(const struct mending *m, const struct outline_line *line) {
    size_t next = (size_t)(line - m->lines) + 1;
    if (m->table || next == m->count || !follows(&m->lines[next], line)) return false;
    if (line->kind != LINE_TEXT && !(line->kind == LINE_ITEM && line->content_size > 0 && line->content[0] == '|'))
        return false;
    return has_bar(line) && m->lines[next].kind == LINE_TEXT && outline_line_is_delimiter(&m->lines[next]);
}

static void write_table_head(struct mending *m, const struct outline_line *line) {
    next_line(m, line, 1);
    m->table = true;
    m->bare = line->kind == LINE_ITEM;
    if (m->bare)
        buf_add(&m->text, line->content, line->content_size);
    else
        write_raw(m, line);
}

static void write_row(struct mending *m, const struct outline_line *line) {
    next_line(m, line, 0);
    if (m->bare)
        buf_add(&m->text, line->content, line->content_size);
    else
        write_raw(m, line);
}

/* "- ・目的" becomes "- 目的", and so does a bare "・目的", which Markdown would run together with its neighbours. */
static void write_item(struct mending *m, const struct outline_line *line) {
    next_line(m, line, 0);
    int indent = line->indent - m->shift[line - m->lines];
    if (line->plain && indent > m->item_indent + 2) indent = m->item_indent < 0 ? 0 : m->item_indent + 2;
    m->item_indent = indent;
    if (!line->dot) {
        write_raw(m, line);
        return;
    }
    const char *mark = line->raw;
    while (!line->plain && mark < line->dot && (*mark == ' ' || *mark == '\t'))
        mark++;
    const char *mark_end = line->dot;
    while (mark_end > mark && (mark_end[-1] == ' ' || mark_end[-1] == '\t'))
        mark_end--;
    write_spaces(m, indent);
    if (line->plain)
        buf_byte(&m->text, '-');
    else
        buf_add(&m->text, mark, (size_t)(mark_end - mark));
    buf_byte(&m->text, ' ');
    buf_add(&m->text, line->content, (size_t)(line->raw + line->size - line->content));
}

static void write_heading(struct mending *m, const struct outline_line *line) {
    next_line(m, line, 0);
    const char *behind = line->raw + line->indent + line->level, *end = line->raw + line->size;
    bool written_apart = behind < end && (*behind == ' ' || *behind == '\t');
    if (line->raw[line->indent] != '#' || written_apart) {
        write_raw(m, line);
        return;
    }
    for (int i = 0; i < line->level; i++)
        buf_byte(&m->text, '#');
    buf_byte(&m->text, ' ');
    buf_add(&m->text, line->content, line->content_size);
}

static void write_other(struct mending *m, const struct outline_line *line) {
    if (!follows(line, m->before) && line->indent == 0) m->item_indent = -1;
    /* Without a blank line a rule would make a heading of the paragraph before it, and a table would take in the one
     * behind. */
    next_line(m, line, line->kind == LINE_RULE || m->table ? 1 : 0);
    write_raw(m, line);
}

static void write_line(struct mending *m, const struct outline_line *line) {
    bool head = is_table_head(m, line);
    bool row = m->table && follows(line, m->before) && line->kind == LINE_TEXT && has_bar(line);
    if (head)
        write_table_head(m, line);
    else if (row)
        write_row(m, line);
    else if (line->kind == LINE_ITEM)
        write_item(m, line);
    else if (line->kind == LINE_HEADING)
        write_heading(m, line);
    else
        write_other(m, line);
    m->table = head || row;
    if (line->kind == LINE_HEADING) m->item_indent = -1;
    m->before = line;
}

static void mend(struct mending *m) {
    for (size_t i = 1; i < m->count; i++)
        if (is_left_out(m, i)) unwrap(m, i);
    for (size_t i = 1; i < m->count; i++) {
        const struct outline_line *line = &m->lines[i];
        bool heading = line->kind == LINE_HEADING;
        if (heading && !outline_title_words(m->a, line->content, line->content_size)[0]) {
            const char *raw = arena_copy(m->a, line->raw, line->size);
            m->out->unplaced[m->out->unplaced_count++] = (struct outline_unplaced){line->number, raw};
        } else if (!is_left_out(m, i) && !(i == 1 && line->kind == LINE_UNDERLINE)) {
            write_line(m, line);
        }
    }
}

/* --- considerations ---------------------------------------------------------------------------------------------- */

/* The words of an item and of the lines that go on with it; *at moves to the last of them. */
static const char *item_words(const struct mending *m, size_t *at) {
    BUF(words);
    const struct outline_line *line = &m->lines[*at];
    buf_string(&words, outline_title_words(m->a, line->content, line->content_size));
    while (*at + 1 < m->count && line[1].kind == LINE_TEXT && follows(&line[1], line)) {
        line = &m->lines[++*at];
        buf_string(&words, outline_title_words(m->a, line->content, line->content_size));
    }
    return words.size > 0 ? arena_copy(m->a, words.data, words.size) : "";
}

/* The considerations of the group whose heading is line `at`. */
static void read_group(struct mending *m, size_t at) {
    const char *group = outline_title_words(m->a, m->lines[at].content, m->lines[at].content_size);
    size_t i = at + 1;
    while (i < m->count && (is_empty_item(&m->lines[i]) || m->lines[i].kind == LINE_UNDERLINE))
        i++;
    if (!group[0] || i == m->count || m->lines[i].kind != LINE_ITEM || !m->lines[i].dot) return;
    for (; i < m->count && m->lines[i].kind == LINE_ITEM; i++) {
        const struct outline_line *line = &m->lines[i];
        const char *words = item_words(m, &i);
        if (!line->dot || !words[0]) continue;
        m->out->considerations[m->out->consideration_count++] =
            (struct outline_consideration){.group = group, .title = words, .line = line->number};
    }
}

void outline_reference_read(struct arena *a, const struct outline_line *lines, size_t count, struct outline *out) {
    struct mending m = {.a = a, .out = out, .lines = lines, .count = count, .item_indent = -1};
    m.shift = arena_alloc(a, count * sizeof *m.shift);
    mend(&m);
    out->references[out->reference_count++] =
        (struct outline_reference){.title = outline_title_words(a, lines[0].content, lines[0].content_size),
                                   .text = m.text.size > 0 ? arena_copy(a, m.text.data, m.text.size) : "",
                                   .line = lines[0].number};
    buf_free(&m.text);
    for (size_t i = 0; i < count; i++)
        if (lines[i].kind == LINE_HEADING) read_group(&m, i);
}
