#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "kosshi/text/emphasis.h"
#include "kosshi/text/image_use.h"
#include "markdown_node.h"

static cmark_node *tree_parse(const char *text, size_t size) {
    static const char *const extensions[] = {"table", "strikethrough", "autolink"};
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(MARKDOWN_CMARK);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, text, size);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

/* What is left of it is mended from here on: what a text may not do, what a reader could not use. */

static bool link_is_allowed(const char *url) {
    static const char *const starts[] = {"http://", "https://", "mailto:", "#"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncasecmp(url, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

static bool image_is_own(const char *url) {
    int64_t id;
    return image_use_read(url, strlen(url), &id);
}

/* <br>, <br/>, <br />: how people break a line inside a table's cell. */
static bool is_line_break(const char *html) {
    if (strncasecmp(html, "<br", 3) != 0) return false;
    html += 3;
    html += strspn(html, " \t\n/");
    return *html == '>' && markdown_node_is_blank_string(html + 1);
}

static bool is_comment(const char *html) {
    const char *end = strncmp(html, "<!--", 4) == 0 ? strstr(html, "-->") : NULL;
    return end && markdown_node_is_blank_string(end + 3);
}

/*
 * Raw HTML is shown as it was typed, so that no word is lost; only a comment, which was not meant to be read, is left
 * out. A line break stays in the tree as what it is (a table's cell cannot hold another kind): see LINE_BREAK.
 */
static void html_inline_mend(cmark_node *node) {
    const char *html = cmark_node_get_literal(node);
    if (is_line_break(html)) return;
    if (is_comment(html)) {
        markdown_node_remove(node);
    } else {
        markdown_node_replace(node, markdown_node_text(html));
    }
}

static void html_block_mend(cmark_node *node) {
    const char *html = cmark_node_get_literal(node);
    if (is_comment(html) || is_line_break(html)) {
        markdown_node_remove(node);
        return;
    }
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    cmark_node_append_child(paragraph, markdown_node_text(html));
    markdown_node_replace(node, paragraph);
}

/* The first or last character that a node shows; 0 when it shows none there. Private use is our mark: not shown. */
static UChar32 edge_of(cmark_node *node, bool last) {
    while (node && cmark_node_first_child(node))
        node = last ? cmark_node_last_child(node) : cmark_node_first_child(node);
    if (!node || cmark_node_get_type(node) != CMARK_NODE_TEXT) return 0;
    const uint8_t *bytes = (const uint8_t *)cmark_node_get_literal(node);
    int32_t size = (int32_t)strlen((const char *)bytes), at = last ? size : 0;
    UChar32 c = U_SENTINEL;
    while (last ? at > 0 : at < size) {
        if (last) {
            U8_PREV(bytes, 0, at, c);
        } else {
            U8_NEXT(bytes, at, size, c);
        }
        if (u_charType(c) != U_PRIVATE_USE_CHAR) return c;
    }
    return 0;
}

/* Of a script that puts no spaces between words: East Asian Width F, W or H, but not Hangul. */
static bool is_spaceless(UChar32 c) {
    int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return (width == U_EA_WIDE || width == U_EA_FULLWIDTH || width == U_EA_HALFWIDTH) &&
           u_getIntPropertyValue(c, UCHAR_SCRIPT) != USCRIPT_HANGUL;
}

/* What a line of its own begins with in a Japanese paper, though Markdown knows no list by it: ・ ※ ① １． and the space
 * of an indented paragraph. */
static bool begins_line(UChar32 c) {
    static const UChar32 marks[] = {0x30fb, 0x203b, 0x3000, 0x25cf, 0x25cb, 0x25c6, 0x25c7, 0x25a0, 0x25a1};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (c == marks[i]) return true;
    return c >= 0x2460 && c <= 0x2473; /* ① to ⑳ */
}

/* １． １） １、 (full-width digits). */
static bool begins_with_number(cmark_node *node) {
    if (!node || cmark_node_get_type(node) != CMARK_NODE_TEXT) return false;
    const uint8_t *bytes = (const uint8_t *)cmark_node_get_literal(node);
    int32_t size = (int32_t)strlen((const char *)bytes), at = 0, digits = -1;
    UChar32 c;
    do {
        digits++;
        if (at == size) return false;
        U8_NEXT(bytes, at, size, c);
    } while (c >= 0xff10 && c <= 0xff19);
    return digits > 0 && (c == 0xff0e || c == 0xff09 || c == 0x3001);
}

/* A line that ends inside a Japanese sentence leaves no space there (the segment break rule of CSS Text 3, §4.1.3); one
 * that begins as a line of its own stays one. */
static void soft_break_mend(cmark_node *node) {
    cmark_node *before = cmark_node_previous(node), *after = cmark_node_next(node);
    if (begins_line(edge_of(after, false)) || begins_with_number(after)) {
        markdown_node_replace(node, cmark_node_new(CMARK_NODE_LINEBREAK));
    } else if (is_spaceless(edge_of(before, true)) && is_spaceless(edge_of(after, false))) {
        markdown_node_remove(node);
    }
}

/* The headings above the one at hand, as typed: a level that the text skips is not skipped in the result. */
struct headings {
    int first; /* level of the uppermost ones */
    int typed[6];
    int depth;
};

static void heading_mend(struct headings *h, cmark_node *node) {
    int typed = cmark_node_get_heading_level(node);
    while (h->depth > 0 && h->typed[h->depth - 1] >= typed)
        h->depth--;
    int level = h->first + h->depth;
    h->typed[h->depth++] = typed; /* typed levels rise from 1 to 6, so there is room */
    cmark_node_set_heading_level(node, level < 6 ? level : 6);
}

static void link_mend(cmark_node *node) {
    if (!link_is_allowed(cmark_node_get_url(node))) {
        markdown_node_unwrap(node);
    } else if (markdown_node_is_blank(node)) {
        cmark_node_append_child(node, markdown_node_text(cmark_node_get_url(node)));
    }
}

/* What is inside of the node is mended by then. */
static void node_mend(struct markdown_mend *m, struct headings *headings, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) {
        if (markdown_node_is_blank(node)) {
            markdown_node_remove(node);
        } else {
            heading_mend(headings, node);
        }
    } else if (type == CMARK_NODE_LINK) {
        link_mend(node);
    } else if (type == CMARK_NODE_IMAGE) {
        if (!image_is_own(cmark_node_get_url(node))) markdown_node_unwrap(node);
    } else if (type == CMARK_NODE_PARAGRAPH) {
        markdown_figure_paragraph(m, node);
    } else if (markdown_node_is(node, "table")) {
        markdown_table_mend(m, node);
    }
}

/* Asking for a literal gives the node a copy of its own: what it had lies in the paragraph, which may go before it. */
static void leaf_mend(cmark_node *node, bool in_image) {
    cmark_node_type type = cmark_node_get_type(node);
    (void)cmark_node_get_literal(node);
    if (type == CMARK_NODE_HTML_INLINE) {
        html_inline_mend(node);
    } else if (type == CMARK_NODE_HTML_BLOCK) {
        html_block_mend(node);
    } else if (type == CMARK_NODE_SOFTBREAK) {
        soft_break_mend(node);
    } else if (type == CMARK_NODE_TEXT && !in_image) { /* an alternative text is a string */
        markdown_ruby_mend(node);
    }
}

static void tree_mend(struct markdown_mend *m, cmark_node *root) {
    struct headings headings = {.first = m->options->heading};
    size_t images = 0; /* that the node is in */
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    /* a leaf may go when it is entered, another node when it is left: the iterator is one step ahead by then */
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (cmark_node_get_type(node) == CMARK_NODE_IMAGE) images += event == CMARK_EVENT_ENTER ? 1 : (size_t)-1;
        if (event == CMARK_EVENT_EXIT) {
            node_mend(m, &headings, node);
        } else {
            leaf_mend(node, images > 0);
        }
    }
    cmark_iter_free(iter);
}

cmark_node *markdown_tree(const char *text, size_t size, const struct markdown_options *options, char *mark) {
    BUF(mended);
    emphasis_mend(text, size, &mended, mark);
    cmark_node *root = tree_parse(mended.data ? mended.data : "", mended.size);
    tree_mend(&(struct markdown_mend){.options = options, .mark = mark}, root);
    return root;
}
