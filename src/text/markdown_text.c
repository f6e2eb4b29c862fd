#include <stdio.h>
#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/emphasis.h"
#include "kosshi/text/utf.h"
#include "markdown_node.h"

#define INDENT "　"
enum { HEADING_FIRST = 2 }; /* so that as many levels as can be are told apart */
enum { INDENT_MOST = 10, ROW_LONGEST = 40 /* code points of a table's row that stays on one line */ };

/* A table while its cells are read: what its head says, and of the row at hand "列：値" for each cell with a value. */
struct table {
    const char **heads;
    size_t columns, at;
    const char **values;
    size_t count;
};

struct writer {
    struct buf *out;
    struct buf line;    /* the line under way, without its indent */
    struct buf bullets; /* what stands before it, of the list items that have no line yet */
    size_t waiting;     /* how many those are */
    size_t depth;       /* of lists, quotes and notes */
    bool gap;           /* an empty line comes before the next block */
    bool one_line;      /* a heading or a caption is under way */
    const char *mark;
    size_t link;        /* where in the line the words of the link at hand begin */
    size_t images;      /* that the node at hand is in: what an image says is written when it ends */
    size_t notes;       /* written so far */
    struct buf numbers; /* of int: the next one of each list around, 0 for ・ */
    struct table table;
    bool in_table;
    struct arena *a;
};

/* --- lines --------------------------------------------------------------------------------------- */

static void spaces_trim(struct buf *line) {
    static const size_t wide = sizeof INDENT - 1;
    for (;;) {
        if (line->size > 0 && (line->data[line->size - 1] == ' ' || line->data[line->size - 1] == '\t'))
            line->size--;
        else if (line->size >= wide && memcmp(line->data + line->size - wide, INDENT, wide) == 0)
            line->size -= wide;
        else
            break;
    }
    if (line->data) line->data[line->size] = '\0';
}

static void indent_add(struct writer *w, size_t depth) {
    for (size_t i = 0; i < depth && i < INDENT_MOST; i++)
        buf_string(w->out, INDENT);
}

/* Ends the line under way; forced: also an empty one. */
static void line_end(struct writer *w, bool forced) {
    spaces_trim(&w->line);
    if (w->line.size == 0) spaces_trim(&w->bullets);
    if (w->line.size > 0 || w->bullets.size > 0) {
        indent_add(w, w->depth - w->waiting);
        buf_add(w->out, w->bullets.data, w->bullets.size);
        buf_add(w->out, w->line.data, w->line.size);
        buf_byte(w->out, '\n');
    } else if (forced) {
        buf_byte(w->out, '\n');
    }
    buf_clear(&w->line);
    buf_clear(&w->bullets);
    w->waiting = 0;
    w->link = 0;
    w->one_line = false;
}

static void block_begin(struct writer *w) {
    if (w->gap && w->out->size > 0) buf_byte(w->out, '\n');
    w->gap = false;
}

static bool is_in_tight_list(cmark_node *node) {
    cmark_node *item = cmark_node_parent(node);
    return item && cmark_node_get_type(item) == CMARK_NODE_ITEM && cmark_node_get_list_tight(cmark_node_parent(item));
}

static void block_end(struct writer *w, cmark_node *node) {
    line_end(w, false);
    w->gap = !is_in_tight_list(node);
}

/* Goes down into an item of a list or a note, whose first line begins with the bullet. */
static void item_begin(struct writer *w, const char *bullet) {
    block_begin(w);
    buf_string(&w->bullets, bullet);
    w->waiting++;
    w->depth++;
}

static void item_end(struct writer *w) {
    line_end(w, false);
    w->depth--;
}

/* --- tables -------------------------------------------------------------------------------------- */

static void cell_end(struct writer *w, cmark_node *cell) {
    struct table *t = &w->table;
    spaces_trim(&w->line);
    const char *words = arena_copy(w->a, w->line.size ? w->line.data : "", w->line.size);
    buf_clear(&w->line);
    if (t->at >= t->columns) return;
    size_t at = t->at++;
    if (markdown_node_is(cmark_node_parent(cell), "table_header"))
        t->heads[at] = words;
    else if (*words)
        t->values[t->count++] = *t->heads[at] ? arena_printf(w->a, "%s：%s", t->heads[at], words) : words;
}

static void row_end(struct writer *w) {
    struct table *t = &w->table;
    size_t length = 0;
    for (size_t i = 0; i < t->count; i++)
        length += utf_points(t->values[i], strlen(t->values[i])) + 1;
    bool one_line = length <= ROW_LONGEST;
    if (t->count > 0) item_begin(w, "・");
    for (size_t i = 0; i < t->count; i++) {
        if (one_line && i > 0) buf_string(&w->line, "、");
        buf_string(&w->line, t->values[i]);
        if (!one_line) line_end(w, false);
    }
    if (t->count > 0) item_end(w);
    t->at = t->count = 0;
}

static size_t cells_of(cmark_node *table) {
    size_t cells = 0;
    cmark_node *row = cmark_node_first_child(table);
    for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
        cells++;
    return cells;
}

static void table_begin(struct writer *w, cmark_node *node) {
    struct table *t = &w->table;
    *t = (struct table){.columns = cells_of(node)};
    t->heads = arena_alloc(w->a, (t->columns + 1) * sizeof *t->heads);
    t->values = arena_alloc(w->a, (t->columns + 1) * sizeof *t->values);
    for (size_t i = 0; i < t->columns; i++)
        t->heads[i] = "";
    block_begin(w);
    w->in_table = true;
}

/* --- what stands in a line ----------------------------------------------------------------------- */

static void words_add(struct writer *w, const char *literal) {
    BUF(words);
    markdown_node_literal(literal, w->mark, &words);
    const char *from = words.size ? words.data : "";
    for (const char *end; (end = strchr(from, '\n')); from = end + 1) {
        buf_add(&w->line, from, (size_t)(end - from));
        if (w->in_table)
            buf_byte(&w->line, ' ');
        else
            line_end(w, true);
    }
    buf_string(&w->line, from);
}

/* A break that was meant; what must be one line keeps to it. */
static void break_add(struct writer *w) {
    if (w->in_table)
        buf_string(&w->line, "／");
    else if (w->one_line)
        buf_byte(&w->line, ' ');
    else
        line_end(w, true);
}

/* The address of a link, unless its words say it already or it leads to a place in the document. */
static void link_end(struct writer *w, cmark_node *link) {
    static const char *const unsaid[] = {"", "mailto:", "http://", "https://"};
    const char *url = cmark_node_get_url(link), *words = w->line.size > w->link ? w->line.data + w->link : "";
    if (*url == '#') return;
    for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++) {
        size_t length = strlen(unsaid[i]);
        if (strncmp(url, unsaid[i], length) == 0 && strcmp(url + length, words) == 0) return;
    }
    buf_string(&w->line, "（");
    words_add(w, url);
    buf_string(&w->line, "）");
}

/* What an image shows, between two strings; alone when it shows nothing that was said. */
static void image_add(struct writer *w, cmark_node *image, const char *before, const char *alone) {
    BUF(words);
    markdown_node_words(image, w->mark, &words);
    if (words.size == 0) {
        buf_string(&w->line, alone);
        return;
    }
    buf_string(&w->line, before);
    buf_add(&w->line, words.data, words.size);
    buf_string(&w->line, "）");
}

static void caption_end(struct writer *w, cmark_node *caption) {
    cmark_node *image = cmark_node_next(caption);
    if (image && cmark_node_get_type(image) == CMARK_NODE_IMAGE) image_add(w, image, "（説明：", "");
    line_end(w, false);
}

static void image_end(struct writer *w, cmark_node *image) {
    if (markdown_node_part(cmark_node_previous(image)) == PART_CAPTION) return;
    image_add(w, image, "（図：", "（図）");
    if (markdown_node_part(cmark_node_parent(image)) == PART_FIGURE) line_end(w, false);
}

/* --- blocks -------------------------------------------------------------------------------------- */

static void heading_begin(struct writer *w, cmark_node *node) {
    static const char *const marks[] = {"■ ", "● ", "○ ", "◆ "};
    int last = (int)(sizeof marks / sizeof *marks) - 1, level = cmark_node_get_heading_level(node) - HEADING_FIRST;
    block_begin(w);
    w->one_line = true;
    buf_string(&w->line, marks[level < last ? level : last]);
}

static void code_add(struct writer *w, cmark_node *node) {
    block_begin(w);
    words_add(w, cmark_node_get_literal(node));
    block_end(w, node);
}

static void rule_add(struct writer *w, cmark_node *node) {
    block_begin(w);
    buf_string(&w->line, "────────────");
    block_end(w, node);
}

static void list_begin(struct writer *w, cmark_node *list) {
    int first = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? cmark_node_get_list_start(list) : -1;
    buf_add(&w->numbers, &first, sizeof first);
}

static void list_item_begin(struct writer *w) {
    char bullet[16] = "・";
    int number;
    if (!w->numbers.data) return; /* there is no item outside of a list */
    char *last = w->numbers.data + w->numbers.size - sizeof number;
    memcpy(&number, last, sizeof number);
    if (number >= 0) {
        snprintf(bullet, sizeof bullet, "%d. ", number++);
        memcpy(last, &number, sizeof number);
    }
    item_begin(w, bullet);
}

static void note_begin(struct writer *w) {
    item_begin(w, arena_printf(w->a, "（注%zu）", ++w->notes));
}

/* --- the walk ------------------------------------------------------------------------------------ */

static void part_enter(struct writer *w, enum markdown_part part) {
    if (part == PART_FIGURE) block_begin(w);
    if (part == PART_CAPTION || part == PART_TABLE_CAPTION) w->one_line = true;
    if (part == PART_CAPTION) buf_string(&w->line, MARKDOWN_FIGURE_TEXT);
    if (part == PART_TABLE_CAPTION) buf_string(&w->line, MARKDOWN_TABLE_TEXT);
    if (part == PART_READING) buf_string(&w->line, "（");
}

static void part_exit(struct writer *w, cmark_node *node, enum markdown_part part) {
    bool alone = markdown_node_part(cmark_node_parent(node)) == PART_NONE;
    if (part == PART_FIGURE || (part == PART_TABLE && alone)) block_end(w, node);
    if (part == PART_CAPTION || part == PART_TABLE_CAPTION) caption_end(w, node);
    if (part == PART_NOTE) line_end(w, false);
    if (part == PART_READING) buf_string(&w->line, "）");
}

/* cmark's own kinds that are no constants: of its extensions, and footnotes, which its API calls unknown. */
static void other_enter(struct writer *w, cmark_node *node) {
    if (markdown_node_is(node, "table"))
        table_begin(w, node);
    else if (markdown_node_is(node, "strikethrough"))
        buf_string(&w->line, "［削除：");
}

static void other_exit(struct writer *w, cmark_node *node) {
    if (markdown_node_is(node, "table"))
        w->in_table = false;
    else if (markdown_node_is(node, "table_cell"))
        cell_end(w, node);
    else if (markdown_node_is(node, "table_row") || markdown_node_is(node, "table_header"))
        row_end(w);
    else if (markdown_node_is(node, "strikethrough"))
        buf_string(&w->line, "］");
}

static void node_enter(struct writer *w, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH)
        block_begin(w);
    else if (type == CMARK_NODE_HEADING)
        heading_begin(w, node);
    else if (type == CMARK_NODE_CODE_BLOCK)
        code_add(w, node);
    else if (type == CMARK_NODE_THEMATIC_BREAK)
        rule_add(w, node);
    else if (type == CMARK_NODE_LIST)
        list_begin(w, node);
    else if (type == CMARK_NODE_ITEM)
        list_item_begin(w);
    else if (type == CMARK_NODE_BLOCK_QUOTE)
        item_begin(w, INDENT);
    else if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
        note_begin(w);
    else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
        words_add(w, cmark_node_get_literal(node));
    else if (type == CMARK_NODE_SOFTBREAK)
        buf_byte(&w->line, ' ');
    else if (type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_HTML_INLINE)
        break_add(w);
    else if (type == CMARK_NODE_FOOTNOTE_REFERENCE)
        buf_printf(&w->line, "（注%s）", cmark_node_get_literal(node));
    else if (type == CMARK_NODE_LINK)
        w->link = w->line.size;
    else
        other_enter(w, node);
}

static void node_exit(struct writer *w, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
        block_end(w, node);
    } else if (type == CMARK_NODE_LIST) {
        w->numbers.size -= sizeof(int);
        block_end(w, node);
    } else if (type == CMARK_NODE_ITEM) {
        item_end(w);
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
        item_end(w);
        w->gap = !is_in_tight_list(node);
    } else if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
        item_end(w);
        w->gap = false;
    } else if (type == CMARK_NODE_LINK) {
        link_end(w, node);
    } else if (type == CMARK_NODE_IMAGE) {
        image_end(w, node);
    } else {
        other_exit(w, node);
    }
}

static void tree_write(struct writer *w, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        enum markdown_part part = markdown_node_part(node);
        bool enter = event == CMARK_EVENT_ENTER, image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
        if (image && !enter) w->images--;
        if (w->images == 0) {
            if (part != PART_NONE && enter)
                part_enter(w, part);
            else if (part != PART_NONE)
                part_exit(w, node, part);
            else if (enter)
                node_enter(w, node);
            else
                node_exit(w, node);
        }
        if (image && enter) w->images++;
    }
    cmark_iter_free(iter);
}

void markdown_text(const char *text, size_t size, struct buf *out) {
    ARENA(a);
    char mark[EMPHASIS_MARK];
    BUF(own); /* so that out may hold something already */
    struct writer w = {.out = &own, .mark = mark, .a = a};
    struct markdown_options own_options = {.prefix = "", .heading = HEADING_FIRST};
    cmark_node *root = markdown_tree(text, size, &own_options, mark);
    tree_write(&w, root);
    buf_add(out, own.data, own.size);
    cmark_node_free(root);
    buf_free(&w.line);
    buf_free(&w.bullets);
    buf_free(&w.numbers);
}
