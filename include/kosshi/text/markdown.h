#ifndef KOSSHI_TEXT_MARKDOWN_H
#define KOSSHI_TEXT_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * Markdown by cmark-gfm: tables, footnotes, strikethrough by ~~, autolinks. And what official documents have besides:
 *
 *  - A paragraph of an image alone, ![what it shows](/images/3 "title"), is a figure; the title is its caption. Nothing
 *    but /images/ID makes an image: of any other the alternative text stays.
 *  - One line 表：title directly above a table is its caption.
 *  - One line 棒グラフ：title or 折れ線グラフ：title above a table makes it a figure: a chart of its own numbers, with
 *    the table below it. The first column holds the labels; each further column of numbers (text/number_column.h) is a
 *    series. （単位：所） at the end gives the unit. Without such a column it is a table with a caption.
 *  - Paragraphs directly below that begin with 出典：, 資料： or 注： are notes of the figure or table.
 *  - ｜骨子《こっし》 is ruby; directly in a table's cell 骨子（こっし）.
 *  - A column of numbers that says nothing else is aligned at the right.
 *
 * A colon may be full-width or not. What is nearly one of these shows as typed.
 *
 * Captions get their numbers, and controls their words in the reader's language, when a page is put together
 * (output/figures.h): here stands a mark in their place, which no text that a person types can make.
 */
#define MARKDOWN_FIGURE_HTML "<!--figure-->"
#define MARKDOWN_TABLE_HTML "<!--table-->"
#define MARKDOWN_IMAGE_HTML "<img src=\"/images/" /* the id, then \" alt=\"…\" and what else, up to the first > */
#define MARKDOWN_DATA_HTML "<!--data-->"          /* what unfolds the table below a chart */
#define MARKDOWN_GROUP_HTML "<!--group-->"        /* the name of a table without a caption; inside an attribute */
#define MARKDOWN_BACK_HTML "<!--back-->"          /* the name of the way back from a footnote; inside an attribute */
#define MARKDOWN_LINE_HTML "<!--line-->"          /* what a chart is, before its first label, … */
#define MARKDOWN_BAR_HTML "<!--bar-->"
#define MARKDOWN_TO_HTML "<!--to-->"   /* … before its last label … */
#define MARKDOWN_END_HTML "<!--end-->" /* … and behind that */
#define MARKDOWN_FIGURE_TEXT "\x02"
#define MARKDOWN_TABLE_TEXT "\x03"

struct markdown_series {
    const char *name;
    const double *values;     /* one for each label; NAN where there is none */
    const char *const *texts; /* the same as they were typed; "" for none */
};

struct markdown_chart {
    bool line;                 /* else bars */
    const char *id;            /* prefix for the ids inside, its own in this text: "s12-chart1-" */
    const char *title, *unit;  /* of the caption; unit "" for none */
    const char *const *labels; /* at least one */
    size_t label_count;
    const struct markdown_series *series; /* at least one */
    size_t series_count;
};

struct markdown_options {
    const char *prefix; /* put before every id and every # target that this text makes itself (footnotes): "s12-" */
    int heading;        /* level of this text's uppermost headings, 2..6; deeper ones follow, 6 at most */
    bool lines;         /* blocks say which line of the text they begin on, counted from 1: data-line="12" */
    void (*chart)(const struct markdown_chart *chart, struct buf *out); /* adds an SVG; NULL: its place stays empty */
};

/*
 * Adds the HTML of size bytes of text (valid by utf_check) to out. Bombs are not its business: run it in a helper
 * process.
 *
 *  - Raw HTML is not rendered but shown as typed; <br> is a line break, a comment is left out.
 *  - Links go to http, https, mailto or #…, others lose their link and keep their words; a link without words shows its
 *    address.
 *  - Table heads have scope="col", an empty head cell is an ordinary cell, a head of empty cells is left out. A table
 *    stands in a focusable group (div.table-wrap) that scrolls by itself, named by its caption; so does a code block.
 *  - Headings skip no level, even where the text does; empty ones are left out.
 *  - Lines, where asked for, stand at headings, paragraphs, lists and their items, quotations, code, tables and their
 *    rows, figures and their notes. They grow from block to block, but for footnotes, which keep the line they were
 *    written on. A paragraph that a table follows without an empty line leaves its line to that table.
 *  - Emphasis beside CJK punctuation renders: `**「世田谷らしさ」**を` is strong. The way: text/emphasis.h.
 *
 * A line break between two Japanese characters leaves no space between them; a line that begins with ・ ※ ① １．
 * or a wide space stays a line of its own.
 */
void markdown_html(const char *text, size_t size, const struct markdown_options *options, struct buf *out);

/*
 * The same as plain text, to be read aloud or put into a mail: headings with ■ ● ○ ◆, lists with ・ or their numbers, a
 * table row as ・列：値、列：値, a figure as its caption with （説明：alternative text）, a chart as the numbers of its
 * table, a link with its address in parentheses, （注1） and the notes at the end, 骨子（こっし）. No line ends in
 * white space; out ends in a line end unless the text shows nothing.
 */
void markdown_text(const char *text, size_t size, struct buf *out);

#endif
