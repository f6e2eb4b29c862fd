#include "kosshi/text/outline.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline_line.h"
#include "kosshi/text/outline_reference.h"
#include "kosshi/text/outline_title.h"
#include "kosshi/text/utf.h"

enum { LIST_LIMIT = 12 /* lists in lists; deeper items are text */ };

/*
 * A line of the document's part in its place. Invariant: a block's subtree holds its lines in the order of the paper,
 * so that walking it gives them back.
 */
struct block {
    const struct outline_line *line; /* NULL for the document itself */
    struct outline_title title;      /* of a heading or item that may be a node */
    bool text;                       /* it can be nothing but text of its parent */
    struct block *first, *last, *next;
    struct block *below; /* the next line of the same node's text */
};

struct open_item {
    struct block *block;
    const struct outline_line *line;
};

struct builder {
    struct arena *a;
    struct outline *out;
    struct block document;
    struct block *headings[7];          /* open ones by level, from 2 on */
    struct open_item items[LIST_LIMIT]; /* open ones below the last heading, outermost first */
    size_t depth;
    struct block *owner;               /* the node that the last line belongs to; NULL when it was unplaced */
    const struct outline_line *before; /* the last line */
    bool paragraph;                    /* it was text */
    int contents_level;                /* level of the heading 目次 that we are below; 0 for none */
};

/* --- the lines become a tree ------------------------------------------------------------------------------------- */

static void unplaced(struct builder *b, const struct outline_line *line) {
    const char *text = arena_copy(b->a, line->raw, line->size);
    b->out->unplaced[b->out->unplaced_count++] = (struct outline_unplaced){line->number, text};
    b->owner = NULL;
    b->paragraph = false;
}

static struct block *add(struct builder *b, struct block *parent, const struct outline_line *line, bool text) {
    struct block *block = arena_alloc(b->a, sizeof *block);
    block->line = line;
    block->text = text;
    if (!text) block->title = outline_title_read(b->a, line);
    if (parent->last)
        parent->last->next = block;
    else
        parent->first = block;
    parent->last = block;
    b->paragraph = text;
    b->owner = text ? parent : block;
    return block;
}

static bool follows(const struct builder *b, const struct outline_line *line) {
    return b->before && b->before->number + 1 == line->number;
}

/* The deepest open heading above a level. NULL when there is none. */
static struct block *heading_above(const struct builder *b, int level) {
    while (--level >= 2)
        if (b->headings[level]) return b->headings[level];
    return NULL;
}

static void add_heading(struct builder *b, const struct outline_line *line) {
    const char *words = outline_title_words(b->a, line->content, line->content_size);
    struct block *parent = line->level == 2 ? &b->document : heading_above(b, line->level);
    bool contents = outline_title_is_contents(words);
    bool in_contents = b->contents_level && line->level > b->contents_level;
    if (!words[0] || in_contents || (!parent && !contents)) {
        unplaced(b, line);
        return;
    }
    b->contents_level = contents ? line->level : 0;
    b->depth = 0;
    for (int level = line->level; level < 7; level++)
        b->headings[level] = NULL;
    if (contents)
        unplaced(b, line);
    else
        b->headings[line->level] = add(b, parent, line, false);
}

/* The node that text belongs to: that of the paragraph it goes on with, else the deepest one it is indented for. */
static struct block *owner_of(struct builder *b, const struct outline_line *line) {
    bool goes_on = follows(b, line) || (b->before && b->before->kind == LINE_CODE && line->kind == LINE_CODE);
    if (b->owner && goes_on) return b->owner;
    while (b->depth > 0 && b->items[b->depth - 1].line->indent > line->indent)
        b->depth--;
    return b->depth > 0 ? b->items[b->depth - 1].block : heading_above(b, 7);
}

/* True when the line may be an item inside an item that stands open: by its indent, or at one indent by its mark. */
static bool nests(const struct outline_line *line, const struct outline_line *open) {
    return line->indent >= open->indent + 2 || (line->indent + 1 >= open->indent && line->rank > open->rank);
}

/* In the middle of a paragraph ・ or １． begins an item where its row has begun before, a number also behind a 。 */
static bool may_interrupt(const struct builder *b, const struct outline_line *line) {
    const struct outline_line *before = b->before;
    size_t stop = strlen("。"), size = before->content_size;
    bool sentence = size >= stop && memcmp(before->content + size - stop, "。", stop) == 0;
    if (sentence && line->rank < RANK_BULLET) return true;
    for (size_t i = 0; i < b->depth; i++) {
        const struct outline_line *open = b->items[i].line;
        bool level = line->indent <= open->indent + 1 && open->indent <= line->indent + 1;
        if (open->plain && open->rank == line->rank && level) return true;
    }
    return false;
}

static void add_item(struct builder *b, const struct outline_line *line) {
    bool inside = line->plain && follows(b, line) && b->paragraph && b->owner && !may_interrupt(b, line);
    bool table = line->content_size > 0 && line->content[0] == '|';
    if (inside || table) {
        (void)add(b, owner_of(b, line), line, true);
        return;
    }
    while (b->depth > 0 && !nests(line, b->items[b->depth - 1].line))
        b->depth--;
    struct block *parent = b->depth > 0 ? b->items[b->depth - 1].block : heading_above(b, 7);
    if (b->depth == LIST_LIMIT) {
        (void)add(b, parent, line, true);
        return;
    }
    if (outline_title_words(b->a, line->content, line->content_size)[0]) {
        b->items[b->depth++] = (struct open_item){add(b, parent, line, false), line};
        return;
    }
    /* An item without words is no node: what is nested in it belongs to where it stands. */
    b->items[b->depth++] = (struct open_item){parent, line};
    if (line->mark || line->content_size > 0) unplaced(b, line);
    b->owner = parent;
    b->paragraph = false;
}

static void add_line(struct builder *b, const struct outline_line *line) {
    bool in_paragraph = b->paragraph && follows(b, line);
    bool stray = line->kind == LINE_RULE || (line->kind == LINE_TEXT && !in_paragraph &&
                                             outline_title_is_stray(b->a, line->content, line->content_size));
    if (line->kind == LINE_HEADING)
        add_heading(b, line);
    else if (line->kind == LINE_UNDERLINE)
        b->paragraph = false;
    else if (!heading_above(b, 7) || b->contents_level || stray)
        unplaced(b, line);
    else if (line->kind == LINE_ITEM)
        add_item(b, line);
    else
        (void)add(b, owner_of(b, line), line, true);
    b->before = line;
}

/* --- the tree becomes nodes -------------------------------------------------------------------------------------- */

/* The lines of a node's text while they are gathered. */
struct text {
    struct block *first, *last;
    int indent; /* the smallest of them */
};

static void gather(struct text *text, struct block *block) {
    if (text->last)
        text->last->below = block;
    else
        text->first = block;
    text->last = block;
    if (block->line->indent < text->indent) text->indent = block->line->indent;
    for (struct block *child = block->first; child; child = child->next)
        gather(text, child);
}

/* A line without the indent that it has only because it stands in an item; of "- | a | b |" the table's row. */
static void write_line(struct buf *out, const struct outline_line *line, int strip) {
    if (line->kind == LINE_ITEM && line->content_size > 0 && line->content[0] == '|') {
        buf_add(out, line->content, line->content_size);
        return;
    }
    size_t i = 0;
    for (int column = 0; i < line->size && column < strip && (line->raw[i] == ' ' || line->raw[i] == '\t'); i++) {
        int next = line->raw[i] == ' ' ? column + 1 : column + 4 - column % 4;
        if (next > strip) break;
        column = next;
    }
    buf_add(out, line->raw + i, line->size - i);
}

/* The text of a node: what did not fit in its title, then its lines as they stand, blank ones included. */
static const char *write_text(struct arena *a, const struct text *text, const char *rest) {
    BUF(out);
    buf_string(&out, rest);
    const struct outline_line *before = NULL;
    for (const struct block *block = text->first; block; block = block->below) {
        const struct outline_line *line = block->line;
        int ends = before ? 2 : out.size > 0 ? 2 : 0;
        if (before && before + 1 == line) ends = line->number - before->number;
        for (; ends > 0; ends--)
            buf_byte(&out, '\n');
        write_line(&out, line, text->indent);
        before = line;
    }
    return out.size > 0 ? arena_copy(a, out.data, out.size) : "";
}

/* Whether the list items below a block are sections or prose. */
static bool items_are_text(const struct block *block, int depth) {
    bool before = true, text_first = false, sentence = false, label = false;
    for (const struct block *child = block->first; child; child = child->next) {
        if (child->text && before) text_first = true;
        if (!child->text) before = false;
        if (child->text || child->line->kind != LINE_ITEM) continue;
        sentence = sentence || outline_title_is_sentence(child->title.title);
        label = label || outline_title_label(child->title.title) != KIND_COUNT;
    }
    return !label && (sentence || (depth > 0 && text_first));
}

static bool is_node(const struct block *child, int depth, bool items_text) {
    if (child->text || depth >= OUTLINE_DEPTH_LIMIT) return false;
    return child->line->kind == LINE_HEADING || (!items_text && !child->title.cut);
}

/* 目指す姿, or two of the three parts, make a node a policy. */
static void find_policy(struct outline_node *node) {
    bool parts[KIND_COUNT] = {false};
    for (size_t i = 0; i < node->child_count; i++) {
        enum section_kind label = outline_title_label(node->children[i].title);
        if (label != KIND_COUNT) parts[label] = true;
    }
    if (!parts[KIND_GOAL] && !(parts[KIND_STRATEGIES] && parts[KIND_INDICATORS])) return;
    node->kind = KIND_POLICY;
    for (size_t i = 0; i < node->child_count; i++) {
        enum section_kind label = outline_title_label(node->children[i].title);
        if (label != KIND_COUNT) node->children[i].kind = label;
    }
}

/* depth is that of the node, 0 for a chapter. */
static void make_node(struct arena *a, const struct block *block, int depth, struct outline_node *node) {
    *node = (struct outline_node){.kind = depth == 0 ? KIND_CHAPTER : KIND_SECTION,
                                  .number = block->title.number,
                                  .title = block->title.title,
                                  .line = block->line->number};
    if (depth == 0 && outline_title_is_appendix(node->title)) node->kind = KIND_APPENDIX;
    bool items_text = items_are_text(block, depth);
    size_t count = 0;
    for (const struct block *child = block->first; child; child = child->next)
        count += is_node(child, depth + 1, items_text);
    node->children = arena_alloc(a, count * sizeof *node->children);
    int content = block->line->kind == LINE_ITEM ? block->line->content_indent : 0;
    struct text text = {.indent = INT_MAX};
    for (struct block *child = block->first; child; child = child->next) {
        if (is_node(child, depth + 1, items_text))
            make_node(a, child, depth + 1, &node->children[node->child_count++]);
        else
            gather(&text, child);
    }
    /* Four columns and more beyond those of the node mean something to Markdown: code. */
    if (text.indent > content + 3 || block->line->kind == LINE_HEADING) text.indent = content;
    node->text = write_text(a, &text, block->title.rest);
    if (depth > 0) find_policy(node);
}

/* --- the paper --------------------------------------------------------------------------------------------------- */

/* The next H1 that says something, from `from` on; count when there is none. */
static size_t next_part(struct arena *a, const struct outline_line *lines, size_t from, size_t count) {
    while (from < count && !(lines[from].kind == LINE_HEADING && lines[from].level == 1 &&
                             outline_title_words(a, lines[from].content, lines[from].content_size)[0]))
        from++;
    return from;
}

static void read_title(struct builder *b, const struct outline_line *line) {
    const char *words = outline_title_words(b->a, line->content, line->content_size);
    b->out->title = outline_title_document(b->a, words);
    if (utf_points(b->out->title, strlen(b->out->title)) <= OUTLINE_TITLE_LIMIT) return;
    b->out->title = utf_excerpt(b->a, b->out->title, OUTLINE_TITLE_LIMIT - 1);
    unplaced(b, line);
}

static void read_document(struct builder *b, const struct outline_line *lines, size_t count) {
    read_title(b, lines);
    for (size_t i = 1; i < count; i++)
        add_line(b, &lines[i]);
    size_t chapters = 0;
    for (const struct block *block = b->document.first; block; block = block->next)
        chapters++;
    b->out->chapters = arena_alloc(b->a, chapters * sizeof *b->out->chapters);
    for (const struct block *block = b->document.first; block; block = block->next)
        make_node(b->a, block, 0, &b->out->chapters[b->out->chapter_count++]);
}

enum err outline_parse(struct arena *a, const char *text, size_t size, struct outline **out) {
    struct outline_line *lines;
    size_t count = outline_line_all(a, text, size, &lines), parts = 0;
    for (size_t i = 0; i < count; i++)
        parts += lines[i].kind == LINE_HEADING && lines[i].level == 1;
    struct outline *outline = arena_alloc(a, sizeof *outline);
    *outline = (struct outline){.references = arena_alloc(a, parts * sizeof *outline->references),
                                .considerations = arena_alloc(a, count * sizeof *outline->considerations),
                                .unplaced = arena_alloc(a, count * sizeof *outline->unplaced)};
    struct builder b = {.a = a, .out = outline};
    size_t at = next_part(a, lines, 0, count);
    for (size_t i = 0; i < at; i++)
        unplaced(&b, &lines[i]);
    if (at == count) return ERR_BAD_OUTLINE;
    size_t end = next_part(a, lines, at + 1, count);
    read_document(&b, lines + at, end - at);
    for (at = end; at < count; at = end) {
        end = next_part(a, lines, at + 1, count);
        outline_reference_read(a, lines + at, end - at, outline);
    }
    if (outline->chapter_count == 0) return ERR_BAD_OUTLINE;
    *out = outline;
    return OK;
}

bool outline_kind_has_rows(enum section_kind kind) {
    return kind == KIND_STRATEGIES || kind == KIND_INDICATORS;
}

const char *outline_kind_name(enum section_kind kind) {
    static const char *const names[KIND_COUNT] = {"chapter",    "section",    "policy",  "goal",
                                                  "strategies", "indicators", "appendix"};
    return names[kind];
}

enum section_kind outline_kind(const char *name) {
    enum section_kind kind = 0;
    while (kind < KIND_COUNT && strcmp(name, outline_kind_name(kind)) != 0)
        kind++;
    return kind;
}
