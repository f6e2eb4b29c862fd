#include "kosshi/text/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "kosshi/text/emphasis.h"

/* --- parse --------------------------------------------------------------------------------------- */

/* ~~ alone strikes through: in 10~20人、30~40人 a single ~ is a range. */
enum { OPTIONS = CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE };

static cmark_node *tree_parse(const char *text, size_t size) {
    static const char *const extensions[] = {"table", "strikethrough", "autolink"};
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(OPTIONS);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, text, size);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

/* --- mend the tree: what a text may not do, what a reader could not use ---------------------- */

static void node_remove(cmark_node *node) {
    cmark_node_unlink(node);
    cmark_node_free(node);
}

static void node_replace(cmark_node *node, cmark_node *with) {
    cmark_node_replace(node, with);
    cmark_node_free(node);
}

/* Leaves the children in the node's place. */
static void node_unwrap(cmark_node *node) {
    cmark_node *child;
    while ((child = cmark_node_first_child(node)) && cmark_node_insert_before(node, child))
        ;
    node_remove(node);
}

static cmark_node *node_text(const char *words) {
    cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, words);
    return text;
}

static bool is_named(cmark_node *node, const char *type) {
    return strcmp(cmark_node_get_type_string(node), type) == 0;
}

static bool string_is_blank(const char *s) {
    const uint8_t *bytes = (const uint8_t *)s;
    int32_t size = (int32_t)strlen(s), i = 0;
    while (i < size) {
        UChar32 c;
        U8_NEXT(bytes, i, size, c);
        if (c < 0 || (!u_isUWhiteSpace(c) && u_charType(c) != U_FORMAT_CHAR)) return false;
    }
    return true;
}

/* True when a node shows nothing that could be read. */
static bool node_is_blank(cmark_node *node) {
    bool blank = true;
    cmark_iter *iter = cmark_iter_new(node);
    while (blank && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) blank = string_is_blank(cmark_node_get_literal(at));
        if (type == CMARK_NODE_FOOTNOTE_REFERENCE) blank = false;
    }
    cmark_iter_free(iter);
    return blank;
}

static bool url_is_allowed(const char *url) {
    static const char *const starts[] = {"http://", "https://", "mailto:", "#"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncasecmp(url, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

/* <br>, <br/>, <br />: how people break a line inside a table's cell. */
static bool is_line_break(const char *html) {
    if (strncasecmp(html, "<br", 3) != 0) return false;
    html += 3;
    html += strspn(html, " \t\n/");
    return *html == '>' && string_is_blank(html + 1);
}

static bool is_comment(const char *html) {
    const char *end = strncmp(html, "<!--", 4) == 0 ? strstr(html, "-->") : NULL;
    return end && string_is_blank(end + 3);
}

/*
 * Raw HTML is shown as it was typed, so that no word is lost; only a comment, which was not meant to be read, is left
 * out. A line break stays in the tree as what it is (a table's cell cannot hold another kind): see LINE_BREAK.
 */
static void html_inline_mend(cmark_node *node) {
    const char *html = cmark_node_get_literal(node);
    if (is_line_break(html)) return;
    if (is_comment(html)) {
        node_remove(node);
    } else {
        node_replace(node, node_text(html));
    }
}

static void html_block_mend(cmark_node *node) {
    const char *html = cmark_node_get_literal(node);
    if (is_comment(html) || is_line_break(html)) {
        node_remove(node);
        return;
    }
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    cmark_node_append_child(paragraph, node_text(html));
    node_replace(node, paragraph);
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

/* A line that ends inside a Japanese sentence leaves no space there (the segment break rule of CSS Text 3, §4.1.3). */
static void soft_break_mend(cmark_node *node) {
    cmark_node *before = cmark_node_previous(node), *after = cmark_node_next(node);
    if (is_spaceless(edge_of(before, true)) && is_spaceless(edge_of(after, false))) node_remove(node);
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
    if (!url_is_allowed(cmark_node_get_url(node))) {
        node_unwrap(node);
    } else if (node_is_blank(node)) {
        cmark_node_append_child(node, node_text(cmark_node_get_url(node)));
    }
}

static void children_remove(cmark_node *node) {
    cmark_node *child;
    while ((child = cmark_node_first_child(node)))
        node_remove(child);
}

static bool row_is_empty(cmark_node *row) {
    for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell))
        if (cmark_node_first_child(cell)) return false;
    return true;
}

/* What is inside of the node is mended by then: a blank cell has no children. */
static void node_mend(struct headings *headings, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) {
        if (node_is_blank(node)) {
            node_remove(node);
        } else {
            heading_mend(headings, node);
        }
    } else if (type == CMARK_NODE_LINK) {
        link_mend(node);
    } else if (type == CMARK_NODE_IMAGE) {
        node_unwrap(node);
    } else if (is_named(node, "table_cell")) {
        if (node_is_blank(node)) children_remove(node);
    } else if (is_named(node, "table_header")) {
        if (row_is_empty(node)) node_remove(node);
    } else if (is_named(node, "table")) {
        if (!cmark_node_first_child(node)) node_remove(node);
    }
}

static void tree_mend(cmark_node *root, int heading) {
    struct headings headings = {.first = heading};
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    /* a leaf may go when it is entered, another node when it is left: the iterator is one step ahead by then */
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_EXIT) {
            node_mend(&headings, node);
        } else if (type == CMARK_NODE_HTML_INLINE) {
            html_inline_mend(node);
        } else if (type == CMARK_NODE_HTML_BLOCK) {
            html_block_mend(node);
        } else if (type == CMARK_NODE_SOFTBREAK) {
            soft_break_mend(node);
        }
    }
    cmark_iter_free(iter);
}

/* --- finish the HTML ----------------------------------------------------------------------------- */

#define TH "<th scope=\"col\""
/* A group, not a region: regions are landmarks, and landmarks of one page must not share a name. */
#define TABLE "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"表\"><table>"

struct swap {
    const char *find, *put;
};

/* What cmark says for any raw HTML; line breaks are all that is left of it. */
#define LINE_BREAK "<!-- raw HTML omitted -->"

static const struct swap fixed_swaps[] = {
    {LINE_BREAK, "<br />"},
    /* the head of a column that has no name is no head */
    {"<th></th>", "<td></td>"},
    {"<th align=\"left\"></th>", "<td align=\"left\"></td>"},
    {"<th align=\"center\"></th>", "<td align=\"center\"></td>"},
    {"<th align=\"right\"></th>", "<td align=\"right\"></td>"},
    {"<th>", TH ">"},
    {"<th align", TH " align"},
    {"<table>", TABLE},
    {"</table>", "</table></div>"},
    {"<pre>", "<pre tabindex=\"0\">"}, /* it scrolls by itself, too */
    {"\" data-footnote-backref aria-label=\"Back to content\">", "\" data-footnote-backref aria-label=\"本文に戻る\">"},
};

/* Where a footnote's ids and targets begin; the prefix is put before the last part. */
static const char *const id_starts[][2] = {
    {"<li id=\"", "fn-"},
    {"<a href=\"#", "fn-"},
    {"<a href=\"#", "fnref-"},
    {"\" id=\"", "fnref-"},
};

enum {
    FIXED_SWAPS = sizeof fixed_swaps / sizeof *fixed_swaps,
    ID_SWAPS = sizeof id_starts / sizeof *id_starts,
    MARK_SWAPS = 2,
    SWAPS = FIXED_SWAPS + ID_SWAPS + MARK_SWAPS
};

/* What every string to find starts with. */
static bool is_start(char c) {
    return c == '<' || c == '"' || c == '%' || c == '\xEE';
}

/* Bytes of html that the swap replaces; 0 when it does not start with what is to be found. */
static size_t swap_length(const struct swap *swap, const char *html) {
    const char *find = swap->find;
    if (find[0] != html[0] || find[1] != html[1]) return 0; /* most end here, and quickly */
    size_t length = strlen(find);
    return strncmp(html, find, length) == 0 ? length : 0;
}

/*
 * Replacing strings in cmark's output is sure: of what a person typed, < and " never come out as such (in text &lt; and
 * &quot;, in addresses %3C and %22), and raw HTML is not rendered. So all that starts with < or " is cmark's
 * own. The mark, which the text does not contain, comes out as it is or, in addresses, percent-encoded.
 */
static void swap_html(const char *html, const struct swap *swaps, size_t count, struct buf *out) {
    for (;;) {
        size_t plain = 0, length = 0, i = 0;
        while (html[plain] && !is_start(html[plain]))
            plain++;
        buf_add(out, html, plain);
        html += plain;
        if (!*html) return;
        while (i < count && !(length = swap_length(&swaps[i], html)))
            i++;
        if (i < count) {
            buf_string(out, swaps[i].put);
            html += length;
        } else {
            buf_byte(out, *html++);
        }
    }
}

/* cmark may cut a character in two where a [^ is not the start of a footnote. */
static void valid_add(struct buf *out, const char *html) {
    const uint8_t *bytes = (const uint8_t *)html;
    int32_t size = (int32_t)strlen(html), start = 0, at = 0;
    buf_reserve(out, (size_t)size);
    while (at < size) {
        int32_t before = at;
        UChar32 c;
        U8_NEXT(bytes, at, size, c);
        if (c >= 0) continue;
        buf_add(out, bytes + start, (size_t)(before - start));
        buf_string(out, "\uFFFD");
        start = at;
    }
    buf_add(out, bytes + start, (size_t)(size - start));
}

static void html_finish(const char *html, const char *prefix, const char *mark, struct buf *out) {
    struct swap swaps[SWAPS];
    struct buf words[2 * ID_SWAPS] = {{0}};
    BUF(encoded);
    size_t count = 0;
    for (size_t i = 0; i < FIXED_SWAPS; i++)
        swaps[count++] = fixed_swaps[i];
    for (size_t i = 0; i < ID_SWAPS; i++) {
        struct buf *find = &words[2 * i], *put = &words[2 * i + 1];
        buf_printf(find, "%s%s", id_starts[i][0], id_starts[i][1]);
        buf_printf(put, "%s%s%s", id_starts[i][0], prefix, id_starts[i][1]);
        swaps[count++] = (struct swap){find->data, put->data};
    }
    if (mark[0]) {
        for (const char *c = mark; *c; c++)
            buf_printf(&encoded, "%%%02X", (unsigned char)*c);
        swaps[count++] = (struct swap){mark, ""};
        swaps[count++] = (struct swap){encoded.data, ""};
    }
    swap_html(html, swaps, count, out);
    for (size_t i = 0; i < 2 * ID_SWAPS; i++)
        buf_free(&words[i]);
}

void markdown_html(const char *text, size_t size, const struct markdown_options *options, struct buf *out) {
    BUF(mended);
    BUF(valid);
    char mark[EMPHASIS_MARK];
    emphasis_mend(text, size, &mended, mark);
    cmark_node *root = tree_parse(mended.data ? mended.data : "", mended.size);
    tree_mend(root, options->heading);
    char *html = cmark_render_html(root, OPTIONS, NULL);
    valid_add(&valid, html);
    html_finish(valid.data, options->prefix, mark, out);
    free(html);
    cmark_node_free(root);
}
