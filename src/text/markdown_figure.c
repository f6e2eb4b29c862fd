#include <stdlib.h>
#include <string.h>

#include "kosshi/text/caption.h"
#include "kosshi/text/utf.h"
#include "markdown_node.h"

static const char *const notes[] = {"出典：", "出典:", "資料：", "資料:", "注：", "注:"};

/* What a node's first text says; "" when something else comes first. */
static const char *first_words(cmark_node *node) {
    cmark_node *first = cmark_node_first_child(node);
    return first && cmark_node_get_type(first) == CMARK_NODE_TEXT ? cmark_node_get_literal(first) : "";
}

static bool words_are_note(const char *words) {
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (utf_starts(words, strlen(words), notes[i])) return true;
    return false;
}

bool markdown_figure_is_note(cmark_node *node) {
    return words_are_note(first_words(node));
}

/* --- figures and their notes --------------------------------------------------------------------- */

/* The start of an element that stands for what begins on a line of the text; 0 for a line that is not known. */
static void element_open(const struct markdown_mend *m, const char *name, const char *class, int line,
                         struct buf *html) {
    buf_printf(html, "<%s class=\"%s\"", name, class);
    if (m->options->lines && line > 0) buf_printf(html, " data-line=\"%d\"", line);
    buf_byte(html, '>');
}

static cmark_node *figure_new(const struct markdown_mend *m, const char *class, int line) {
    BUF(html);
    element_open(m, "figure", class, line, &html);
    return markdown_node_block(PART_FIGURE, html.data, "</figure>");
}

/* Puts a figure in the node's place, and the node into it. */
static cmark_node *figure_around(const struct markdown_mend *m, cmark_node *node, const char *class, int line) {
    cmark_node *figure = figure_new(m, class, line);
    cmark_node_replace(node, figure);
    cmark_node_append_child(figure, node);
    return figure;
}

static void note_add(const struct markdown_mend *m, cmark_node *figure, cmark_node *words) {
    BUF(html);
    element_open(m, "p", "figure-note", cmark_node_get_start_line(words), &html);
    cmark_node *note = markdown_node_inline(PART_NOTE, html.data, "</p>");
    markdown_node_move_children(words, note);
    cmark_node_append_child(figure, note);
}

void markdown_figure_note(const struct markdown_mend *m, cmark_node *group, cmark_node *words) {
    cmark_node *figure = cmark_node_parent(group);
    if (markdown_node_part(figure) == PART_DATA) figure = cmark_node_parent(figure);
    if (markdown_node_part(figure) != PART_FIGURE)
        figure =
            figure_around(m, group, "figure figure-table", cmark_node_get_start_line(cmark_node_first_child(group)));
    note_add(m, figure, words);
}

/* --- captions ------------------------------------------------------------------------------------ */

/* Of a paragraph of one line that begins as a caption does, and says something more; *behind as caption_read. */
static enum caption caption_of(cmark_node *node, size_t *behind) {
    if (!node || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH ||
        cmark_node_get_start_line(node) != cmark_node_get_end_line(node))
        return CAPTION_NONE;
    const char *words = first_words(node);
    enum caption caption = caption_read(words, strlen(words), behind);
    if (caption == CAPTION_NONE) return CAPTION_NONE;
    bool more = cmark_node_next(cmark_node_first_child(node)) != NULL;
    return more || !markdown_node_is_blank_string(words + *behind) ? caption : CAPTION_NONE;
}

/* Takes what makes it a caption off a paragraph. */
static void caption_strip(cmark_node *paragraph, size_t behind) {
    cmark_node *first = cmark_node_first_child(paragraph);
    const char *rest = cmark_node_get_literal(first) + behind;
    for (;;) {
        if (*rest == ' ')
            rest++;
        else if (utf_starts(rest, strlen(rest), "　"))
            rest += strlen("　");
        else
            break;
    }
    cmark_node *words = markdown_node_text(rest);
    markdown_node_replace(first, words);
}

static cmark_node *caption_node(cmark_node *words, bool of_table) {
    cmark_node *caption =
        of_table ? markdown_node_inline(PART_TABLE_CAPTION, "<figcaption>" MARKDOWN_TABLE_HTML, "</figcaption>")
                 : markdown_node_inline(PART_CAPTION, "<figcaption>" MARKDOWN_FIGURE_HTML, "</figcaption>");
    markdown_node_move_children(words, caption);
    markdown_node_remove(words);
    return caption;
}

/* --- tables and charts --------------------------------------------------------------------------- */

/* A group, not a region: regions are landmarks, and landmarks of one page must not share a name. */
static cmark_node *group_around(cmark_node *table, const char *name_html) {
    BUF(html);
    buf_string(&html, "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"");
    buf_string(&html, name_html);
    buf_string(&html, "\">");
    cmark_node *group = markdown_node_block(PART_TABLE, html.data, "</div>");
    cmark_node_replace(table, group);
    cmark_node_append_child(group, table);
    return group;
}

/* The drawing before the group, the group behind a fold. */
static void chart_put(cmark_node *group, const char *svg) {
    cmark_node *data = markdown_node_block(
        PART_DATA, "<details class=\"figure-data\"><summary>" MARKDOWN_DATA_HTML "</summary>", "</details>");
    cmark_node_replace(group, data);
    cmark_node_append_child(data, group);
    cmark_node_insert_before(data, markdown_node_block(PART_CHART, svg, ""));
}

cmark_node *markdown_figure_table(struct markdown_mend *m, cmark_node *table, const struct markdown_columns *columns) {
    cmark_node *above = cmark_node_previous(table);
    size_t behind;
    enum caption caption = caption_of(above, &behind);
    if (caption == CAPTION_NONE) return group_around(table, MARKDOWN_GROUP_HTML);
    BUF(name);
    BUF(name_html);
    BUF(svg);
    int line = cmark_node_get_start_line(above), start = line ? line : cmark_node_get_start_line(table);
    caption_strip(above, behind);
    markdown_node_words(above, m->mark, &name);
    buf_reserve(&svg, 0);
    bool chart =
        caption != CAPTION_TABLE && markdown_chart_draw(m, table, columns, name.data, caption == CAPTION_LINE, &svg);
    buf_html(&name_html, name.data, name.size);
    cmark_node *group = group_around(table, name_html.data);
    cmark_node *figure = figure_around(m, group, chart ? "figure figure-chart" : "figure figure-table", start);
    cmark_node_prepend_child(figure, caption_node(above, !chart));
    if (chart) chart_put(group, svg.data);
    return group;
}

/* --- images -------------------------------------------------------------------------------------- */

/* An image alone in its paragraph, or with nothing but a note behind it: then *note is where that begins. */
static cmark_node *image_of(cmark_node *paragraph, cmark_node **note) {
    cmark_node *image = cmark_node_first_child(paragraph);
    *note = NULL;
    if (!image || cmark_node_get_type(image) != CMARK_NODE_IMAGE) return NULL;
    cmark_node *next = cmark_node_next(image);
    if (next && cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK) next = cmark_node_next(next);
    if (!next) return image;
    if (cmark_node_get_start_line(paragraph) == cmark_node_get_end_line(paragraph) ||
        cmark_node_get_type(next) != CMARK_NODE_TEXT || !words_are_note(cmark_node_get_literal(next)))
        return NULL;
    *note = next;
    return image;
}

static cmark_node *image_caption(cmark_node *image) {
    const char *title = cmark_node_get_title(image);
    if (!title || markdown_node_is_blank_string(title)) return NULL;
    cmark_node *words = cmark_node_new(CMARK_NODE_PARAGRAPH), *text = markdown_node_text(title);
    cmark_node_append_child(words, text);
    markdown_ruby_mend(text);
    return caption_node(words, false);
}

/* The paragraph with its image becomes a figure. */
static void image_mend(const struct markdown_mend *m, cmark_node *paragraph, cmark_node *image, cmark_node *note) {
    cmark_node *figure = figure_new(m, "figure figure-image", cmark_node_get_start_line(paragraph));
    cmark_node *caption = image_caption(image);
    cmark_node_set_title(image, "");
    if (caption) cmark_node_append_child(figure, caption);
    cmark_node_append_child(figure, image);
    if (note) {
        cmark_node *before = cmark_node_previous(note);
        if (before) markdown_node_remove(before);
        note_add(m, figure, paragraph);
    }
    markdown_node_replace(paragraph, figure);
}

void markdown_figure_paragraph(const struct markdown_mend *m, cmark_node *paragraph) {
    cmark_node *note, *image = image_of(paragraph, &note), *above = cmark_node_previous(paragraph);
    enum markdown_part part = markdown_node_part(above);
    if (image) {
        image_mend(m, paragraph, image, note);
    } else if ((part == PART_FIGURE || part == PART_TABLE) && markdown_figure_is_note(paragraph)) {
        if (part == PART_FIGURE) {
            note_add(m, above, paragraph);
        } else {
            markdown_figure_note(m, above, paragraph);
        }
        markdown_node_remove(paragraph);
    }
}
