/*
 * Markdown over any valid text. What must hold for each: the marks of emphasis change no block and leave no trace; the
 * result is valid UTF-8; every element and every address in the HTML is one of those that may be, and every element is
 * closed; no line of the plain text ends in white space; both have the same figures and tables in the same order.
 */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <math.h>
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
    "<div class=\"table-wrap\" ",
    "</div>",
    "<figure class=\"figure figure-",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    "<p class=\"figure-note\">",
    "<details class=\"figure-data\">",
    "</details>",
    "<summary>",
    "</summary>",
    "<svg>",
    "</svg>",
    "<ruby>",
    "</ruby>",
    "<rp>",
    "</rp>",
    "<rt>",
    "</rt>",
    MARKDOWN_FIGURE_HTML,
    MARKDOWN_TABLE_HTML,
    MARKDOWN_DATA_HTML,
    MARKDOWN_GROUP_HTML,
    MARKDOWN_BACK_HTML,
    MARKDOWN_IMAGE_HTML,
};

static bool is_void(const char *tag) {
    static const char *const names[] = {"<!--", "<br ", "<hr ", "<img "};
    return starts_with_one_of(tag, names, sizeof names / sizeof *names);
}

/* Elements are closed in the order they were opened; the names of those that are open are kept as NAME>NAME>… */
static void check_nesting(const char *html) {
    BUF(open);
    buf_reserve(&open, 0);
    for (const char *at = html; (at = strchr(at, '<')); at++) {
        bool closes = at[1] == '/';
        const char *name = at + 1 + closes;
        size_t size = strcspn(name, " >");
        if (is_void(at)) continue;
        if (!closes) {
            buf_byte(&open, '>');
            buf_add(&open, name, size);
            continue;
        }
        require(open.size > size && open.data[open.size - size - 1] == '>' &&
                    memcmp(open.data + open.size - size, name, size) == 0,
                "what is closed was opened last");
        open.size -= size + 1;
    }
    require(open.size == 0, "what is open is closed");
}

/* A figure has one caption at most, and that comes first. */
static void check_captions(const char *html) {
    for (const char *at = html; (at = strstr(at, "<figcaption>")); at++) {
        const char *before = at;
        while (before > html && *--before != '<')
            ;
        require(starts_with_one_of(before, (const char *const[]){"<figure "}, 1) &&
                    strncmp(at + strlen("<figcaption>"), "<!--", 4) == 0,
                "a caption begins its figure, and with a number");
    }
}

static void check_html(const char *html) {
    static const char *const addresses[] = {"http://", "https://", "mailto:", "#"};
    for (const char *at = html; (at = strchr(at, '<')); at++)
        require(starts_with_one_of(at, elements, sizeof elements / sizeof *elements), "every element may be");
    for (const char *at = html; (at = strstr(at, "<a href=\"")); at++)
        require(starts_with_one_of(at + 9, addresses, sizeof addresses / sizeof *addresses), "every address may be");
    check_nesting(html);
    check_captions(html);
    require(!strstr(html, "<td></th>") && !strstr(html, "<th scope=\"col\"></"), "no head is empty");
}

static void draw(const struct markdown_chart *chart, struct buf *out) {
    require(chart->label_count > 0 && chart->series_count > 0, "a chart has something to draw");
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t j = 0; j < chart->label_count; j++)
            require(chart->labels[j] && (chart->series[i].texts[j][0] != '\0') == !isnan(chart->series[i].values[j]),
                    "a number is one in words too");
    buf_string(out, "<svg></svg>");
}

static bool is_at(const char *s, const char *what) {
    return strncmp(s, what, strlen(what)) == 0;
}

/* f and t for each figure and table that gets a number, in order. */
static void add_numbered(const char *written, const char *figure, const char *table, struct buf *out) {
    buf_reserve(out, 0);
    for (const char *at = written; *at; at++) {
        if (is_at(at, figure)) buf_byte(out, 'f');
        if (is_at(at, table)) buf_byte(out, 't');
    }
}

static void check_text(const struct buf *text, const char *html) {
    BUF(plain);
    BUF(in_html);
    BUF(in_plain);
    buf_reserve(&plain, 0);
    markdown_text(text->data, text->size, &plain);
    require(utf_check(plain.data, plain.size) != ERR_BAD_UTF8, "the plain text is valid");
    require(plain.size == 0 || plain.data[plain.size - 1] == '\n', "the plain text ends in a line end");
    require(!strstr(plain.data, " \n") && !strstr(plain.data, "\t\n") && !strstr(plain.data, "　\n"),
            "no line ends in white space");
    add_numbered(html, MARKDOWN_FIGURE_HTML, MARKDOWN_TABLE_HTML, &in_html);
    add_numbered(plain.data, MARKDOWN_FIGURE_TEXT, MARKDOWN_TABLE_TEXT, &in_plain);
    require(in_html.size == in_plain.size && memcmp(in_html.data, in_plain.data, in_html.size) == 0,
            "figures and tables have the same numbers in both");
}

/* The same text with its lines is the same but for them. */
static void check_lines(const struct buf *text, const char *html) {
    static const char attribute[] = " data-line=\"";
    BUF(lined);
    BUF(plain);
    struct markdown_options options = {.prefix = "p-", .heading = 3, .lines = true, .chart = draw};
    buf_reserve(&lined, 0);
    markdown_html(text->data, text->size, &options, &lined);
    const char *from = lined.data, *at;
    for (; (at = strstr(from, attribute)); from = strchr(at + strlen(attribute), '"') + 1)
        buf_add(&plain, from, (size_t)(at - from));
    buf_string(&plain, from);
    require(strcmp(plain.data, html) == 0, "lines change nothing else");
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
    buf_reserve(&html, 0);
    markdown_html(text.data, text.size, &(struct markdown_options){.prefix = "p-", .heading = 3, .chart = draw}, &html);
    check_text(&text, html.data);
    check_lines(&text, html.data);
    if (!html.size) return 0;
    /* an entity such as &#1; may make a control character */
    require(utf_check(html.data, html.size) != ERR_BAD_UTF8, "the result is valid");
    check_html(html.data);
    return 0;
}
