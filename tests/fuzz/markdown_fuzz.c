/*
 * Markdown to HTML over any valid text. What must hold for each: the marks of emphasis change no block and leave no
 * trace; the result is valid UTF-8; every element and every address in it is one of those that may be.
 */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/utf8.h>

#include "kosshi/text/emphasis.h"
#include "kosshi/text/markdown.h"
#include "kosshi/text/utf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static cmark_node *parse(const char *text, size_t size) {
    static const char *const names[] = {"table", "strikethrough", "autolink"};
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
    cmark_parser_feed(parser, text, size);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

static cmark_node *next_block(cmark_iter *iter) {
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK)
            return node;
    }
    return NULL;
}

static void check_blocks(const char *text, size_t size) {
    BUF(mended);
    char mark[EMPHASIS_MARK];
    emphasis_mend(text, size, &mended, mark);
    if (!mark[0]) {
        require(mended.size == size && (!size || memcmp(mended.data, text, size) == 0), "an unmarked text is the text");
        return;
    }
    cmark_node *plain = parse(text, size), *marked = parse(mended.data, mended.size);
    cmark_iter *a = cmark_iter_new(plain), *b = cmark_iter_new(marked);
    cmark_node *left, *right;
    do {
        left = next_block(a);
        right = next_block(b);
        require(!left == !right, "marks make and remove no block");
        require(!left || strcmp(cmark_node_get_type_string(left), cmark_node_get_type_string(right)) == 0,
                "marks change no block");
    } while (left);
    cmark_iter_free(a);
    cmark_iter_free(b);
    cmark_node_free(plain);
    cmark_node_free(marked);
}

static bool starts_with_one_of(const char *s, const char *const *starts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strncasecmp(s, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

/* No other element may come out. */
static const char *const elements[] = {
    "<p>",
    "</p>",
    "<h3>",
    "</h3>",
    "<h4>",
    "</h4>",
    "<h5>",
    "</h5>",
    "<h6>",
    "</h6>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<ol ",
    "</ol>",
    "<li>",
    "<li id=\"p-fn-",
    "</li>",
    "<strong>",
    "</strong>",
    "<em>",
    "</em>",
    "<del>",
    "</del>",
    "<code>",
    "<code class=\"",
    "</code>",
    "<pre ",
    "</pre>",
    "<hr />",
    "<br />",
    "<a href=\"",
    "</a>",
    "<table>",
    "</table>",
    "<thead>",
    "</thead>",
    "<tbody>",
    "</tbody>",
    "<tr>",
    "</tr>",
    "<th ",
    "</th>",
    "<td>",
    "<td ",
    "</td>",
    "<blockquote>",
    "</blockquote>",
    "<sup class=\"footnote-ref\">",
    "</sup>",
    "<section class=\"footnotes\"",
    "</section>",
    "<div class=\"table-wrap\"",
    "</div>",
};

static void check_html(const char *html) {
    static const char *const addresses[] = {"http://", "https://", "mailto:", "#"};
    for (const char *at = html; (at = strchr(at, '<')); at++)
        require(starts_with_one_of(at, elements, sizeof elements / sizeof *elements), "every element may be");
    for (const char *at = html; (at = strstr(at, "<a href=\"")); at++)
        require(starts_with_one_of(at + 9, addresses, sizeof addresses / sizeof *addresses), "every address may be");
    require(!strstr(html, "<td></th>") && !strstr(html, "<th scope=\"col\"></"), "no head is empty");
}

/* The input without what no text may hold, so that few of them are lost. */
static void add_valid(const uint8_t *data, int32_t size, struct buf *text) {
    for (int32_t at = 0; at < size;) {
        UChar32 c;
        int32_t start = at;
        U8_NEXT(data, at, size, c);
        if (c >= 0 && utf_check((const char *)data + start, (size_t)(at - start)) == OK)
            buf_add(text, data + start, (size_t)(at - start));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    BUF(text);
    BUF(html);
    buf_reserve(&text, 0);
    add_valid(data, (int32_t)size, &text);
    check_blocks(text.data, text.size);
    markdown_html(text.data, text.size, &(struct markdown_options){.prefix = "p-", .heading = 3}, &html);
    if (!html.size) return 0;
    /* an entity such as &#1; may make a control character */
    require(utf_check(html.data, html.size) != ERR_BAD_UTF8, "the result is valid");
    check_html(html.data);
    return 0;
}
