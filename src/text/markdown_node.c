#include "markdown_node.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

void markdown_node_remove(cmark_node *node) {
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void markdown_node_replace(cmark_node *node, cmark_node *with) {
    cmark_node_replace(node, with);
    cmark_node_free(node);
}

void markdown_node_unwrap(cmark_node *node) {
    cmark_node *child;
    while ((child = cmark_node_first_child(node)) && cmark_node_insert_before(node, child))
        ;
    markdown_node_remove(node);
}

void markdown_node_move_children(cmark_node *from, cmark_node *to) {
    cmark_node *child;
    while ((child = cmark_node_first_child(from)) && cmark_node_append_child(to, child))
        ;
}

cmark_node *markdown_node_text(const char *words) {
    cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, words);
    return text;
}

/* Which part a node is stands in its user data, as a pointer into this table. */
static const enum markdown_part parts[PART_COUNT] = {PART_NONE,          PART_TABLE,  PART_FIGURE, PART_CAPTION,
                                                     PART_TABLE_CAPTION, PART_CHART,  PART_DATA,   PART_NOTE,
                                                     PART_RUBY,          PART_READING};

static cmark_node *custom(cmark_node_type type, enum markdown_part part, const char *before, const char *after) {
    cmark_node *node = cmark_node_new(type);
    cmark_node_set_user_data(node, (void *)&parts[part]);
    cmark_node_set_on_enter(node, before);
    cmark_node_set_on_exit(node, after);
    return node;
}

cmark_node *markdown_node_block(enum markdown_part part, const char *before, const char *after) {
    return custom(CMARK_NODE_CUSTOM_BLOCK, part, before, after);
}

cmark_node *markdown_node_inline(enum markdown_part part, const char *before, const char *after) {
    return custom(CMARK_NODE_CUSTOM_INLINE, part, before, after);
}

enum markdown_part markdown_node_part(cmark_node *node) {
    const enum markdown_part *part = node ? cmark_node_get_user_data(node) : NULL;
    return part ? *part : PART_NONE;
}

bool markdown_node_is(cmark_node *node, const char *type) {
    return strcmp(cmark_node_get_type_string(node), type) == 0;
}

bool markdown_node_is_blank_string(const char *s) {
    const uint8_t *bytes = (const uint8_t *)s;
    int32_t size = (int32_t)strlen(s), i = 0;
    while (i < size) {
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        if (c < 0 || (!u_isUWhiteSpace(c) && u_charType(c) != U_FORMAT_CHAR)) return false;
    }
    return true;
}

bool markdown_node_is_blank(cmark_node *node) {
    bool blank = true;
    cmark_iter *iter = cmark_iter_new(node);
    while (blank && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            blank = markdown_node_is_blank_string(cmark_node_get_literal(at));
        if (type == CMARK_NODE_FOOTNOTE_REFERENCE || type == CMARK_NODE_IMAGE) blank = false;
    }
    cmark_iter_free(iter);
    return blank;
}

bool markdown_node_is_control(int32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f);
}

/* cmark may cut a character in two where a [^ is not the start of a footnote, and &#2; makes a control character. */
void markdown_node_literal(const char *literal, const char *mark, struct buf *out) {
    const uint8_t *bytes = (const uint8_t *)literal;
    int32_t size = (int32_t)strlen(literal), at = 0;
    size_t marked = strlen(mark);
    buf_reserve(out, (size_t)size);
    while (at < size) {
        int32_t start = at;
        UChar32 c;
        U8_NEXT(bytes, at, size, c);
        if (marked && strncmp(literal + start, mark, marked) == 0) continue;
        if (c < 0)
            buf_string(out, "\uFFFD");
        else if (!markdown_node_is_control(c))
            buf_add(out, literal + start, (size_t)(at - start));
    }
}

void markdown_node_words(cmark_node *node, const char *mark, struct buf *out) {
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event;
    size_t start = out->size;
    buf_reserve(out, 0);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);
        if (markdown_node_part(at) == PART_READING) buf_string(out, event == CMARK_EVENT_ENTER ? "（" : "）");
        if (event != CMARK_EVENT_ENTER) continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            markdown_node_literal(cmark_node_get_literal(at), mark, out);
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_HTML_INLINE)
            buf_byte(out, ' ');
    }
    cmark_iter_free(iter);
    for (size_t i = start; i < out->size; i++)
        if (out->data[i] == '\n') out->data[i] = ' ';
}
