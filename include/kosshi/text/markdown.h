#ifndef KOSSHI_TEXT_MARKDOWN_H
#define KOSSHI_TEXT_MARKDOWN_H

#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * Markdown to HTML by cmark-gfm: tables, footnotes, strikethrough by ~~, autolinks.
 *
 *  - Raw HTML is not rendered but shown as typed; <br> is a line break, a comment is left out.
 *  - Links go to http, https, mailto or #…, others lose their link and keep their words; a link without words shows its
 *    address. Images keep their alternative text only (figures are a later chapter of kosshi).
 *  - Table heads have scope="col", an empty head cell is an ordinary cell, a head of empty cells is left out. A table
 *    stands in a focusable group (div.table-wrap) that scrolls by itself; so does a code block.
 *  - Headings skip no level, even where the text does; empty ones are left out.
 *  - Emphasis beside CJK punctuation renders: `**「世田谷らしさ」**を` is strong. The way: text/emphasis.h.
 * A line break between two Japanese characters leaves no space between them.
 */
struct markdown_options {
    const char *prefix; /* put before every id and every # target that this text makes itself (footnotes): "s12-" */
    int heading;        /* level of this text's uppermost headings, 2..6; deeper ones follow, 6 at most */
};

/* Adds the HTML of size bytes of text (valid by utf_check) to out. Bombs are not its business: run it in a helper
 * process. */
void markdown_html(const char *text, size_t size, const struct markdown_options *options, struct buf *out);

#endif
