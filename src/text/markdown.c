#include "kosshi/text/markdown.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>

#include "kosshi/text/emphasis.h"
#include "markdown_node.h"

#define TH "<th scope=\"col\""

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
    {"<pre", "<pre tabindex=\"0\""}, /* it scrolls by itself, too */
    {"\" data-footnote-backref aria-label=\"Back to content\">",
     "\" data-footnote-backref aria-label=\"" MARKDOWN_BACK_HTML "\">"},
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

/* The same as markdown_node_literal does to words. */
static void valid_add(struct buf *out, const char *html) {
    const uint8_t *bytes = (const uint8_t *)html;
    int32_t size = (int32_t)strlen(html), start = 0, at = 0;
    buf_reserve(out, (size_t)size);
    while (at < size) {
        int32_t before = at;
        UChar32 c;
        U8_NEXT(bytes, at, size, c);
        if (c >= 0 && !markdown_node_is_control(c)) continue;
        buf_add(out, bytes + start, (size_t)(before - start));
        if (c < 0) buf_string(out, "\uFFFD");
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

/*
 * cmark's position of a block becomes the line it begins on: what else is in it is wrong in places. A cell goes by its
 * row, and what was made anew has no line. As sure as the swaps are, for the same reason.
 */
static void lines_put(const char *html, struct buf *out) {
    static const char position[] = " data-sourcepos=\"";
    const char *at, *from = html;
    while ((at = strstr(from, position))) {
        const char *tag = memrchr(html, '<', (size_t)(at - html)), *line = at + strlen(position);
        bool is_cell = strncmp(tag, "<td", 3) == 0 || strncmp(tag, "<th", 3) == 0;
        buf_add(out, from, (size_t)(at - from));
        if (!is_cell && *line != '0') buf_printf(out, " data-line=\"%.*s\"", (int)strcspn(line, ":"), line);
        from = strchr(line, '"') + 1;
    }
    buf_string(out, from);
}

void markdown_html(const char *text, size_t size, const struct markdown_options *options, struct buf *out) {
    BUF(valid);
    BUF(placed);
    char mark[EMPHASIS_MARK];
    cmark_node *root = markdown_tree(text, size, options, mark);
    char *html = cmark_render_html(root, options->lines ? MARKDOWN_CMARK | CMARK_OPT_SOURCEPOS : MARKDOWN_CMARK, NULL);
    lines_put(html, &placed);
    valid_add(&valid, placed.data);
    html_finish(valid.data, options->prefix, mark, out);
    free(html);
    cmark_node_free(root);
}
