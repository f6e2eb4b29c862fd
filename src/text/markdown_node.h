#ifndef KOSSHI_TEXT_MARKDOWN_NODE_H
#define KOSSHI_TEXT_MARKDOWN_NODE_H

#include <cmark-gfm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/markdown.h"

/*
 * What the files markdown*.c share: the tree that cmark makes of a text, mended to what is shown of it. HTML and plain
 * text are two ways to write the same tree.
 */

/* ~~ alone strikes through: in 10~20人、30~40人 a single ~ is a range. */
enum { MARKDOWN_CMARK = CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE };

/* What cmark has no kind of node for is one of its custom nodes, whose HTML it holds itself. */
enum markdown_part {
    PART_NONE,    /* a node of cmark's own kinds */
    PART_TABLE,   /* block: the group that a table scrolls in */
    PART_FIGURE,  /* block: a caption if there is one, what it is about, its notes */
    PART_CAPTION, /* inline, first in its figure: gets the number of a figure */
    PART_TABLE_CAPTION,
    PART_CHART, /* block: a drawing */
    PART_DATA,  /* block: the table below a chart */
    PART_NOTE,  /* inline */
    PART_RUBY,  /* inline: the words and, as its last child, their reading */
    PART_READING,
    PART_COUNT
};

/* A tree that is being mended. */
struct markdown_mend {
    const struct markdown_options *options;
    const char *mark; /* of text/emphasis.h */
    size_t charts;    /* so far */
};

/* markdown_tree.c: parses a text and mends it. new; mark is set as emphasis_mend does. */
cmark_node *markdown_tree(const char *text, size_t size, const struct markdown_options *options, char *mark);

/* markdown_table.c: a table whose cells are mended, with the caption before it. */
void markdown_table_mend(struct markdown_mend *m, cmark_node *table);

/* A column of a table, as markdown_table.c found it: whether it holds numbers. */
struct markdown_columns {
    const bool *numeric;
    size_t count;
};

/* markdown_figure.c: puts a table into its group and, with the caption that stands before it,
 * into a figure. The group. */
cmark_node *markdown_figure_table(struct markdown_mend *m, cmark_node *table, const struct markdown_columns *columns);
/* A paragraph that may be a figure or the note of one. */
void markdown_figure_paragraph(const struct markdown_mend *m, cmark_node *paragraph);
/* True when what a node shows begins as a note does. */
bool markdown_figure_is_note(cmark_node *node);
/* Adds the children of a node to the figure around a group as a note. */
void markdown_figure_note(const struct markdown_mend *m, cmark_node *group, cmark_node *words);

/* markdown_chart.c: the SVG of a table under a caption; false when no column of it can be drawn. */
bool markdown_chart_draw(struct markdown_mend *m, cmark_node *table, const struct markdown_columns *columns,
                         const char *caption, bool line, struct buf *out);

/* markdown_ruby.c: the ruby in a text node, which may be replaced. */
void markdown_ruby_mend(cmark_node *text);

/* markdown_node.c */
void markdown_node_remove(cmark_node *node);
void markdown_node_replace(cmark_node *node, cmark_node *with);
void markdown_node_unwrap(cmark_node *node); /* leaves the children in the node's place */
void markdown_node_move_children(cmark_node *from, cmark_node *to);
cmark_node *markdown_node_text(const char *words); /* new */
/* A custom node with its HTML. new */
cmark_node *markdown_node_block(enum markdown_part part, const char *before, const char *after);
cmark_node *markdown_node_inline(enum markdown_part part, const char *before, const char *after);
enum markdown_part markdown_node_part(cmark_node *node); /* NULL is PART_NONE */
bool markdown_node_is(cmark_node *node, const char *type);
bool markdown_node_is_blank(cmark_node *node); /* shows nothing */
bool markdown_node_is_blank_string(const char *s);
/* Adds what a node says in plain words on one line, without the mark and without control characters. */
void markdown_node_words(cmark_node *node, const char *mark, struct buf *out);
/* A control character but TAB and LF: entities such as &#2; make them, and no page may have them. */
bool markdown_node_is_control(int32_t c);
/* A literal without the mark and without control characters but TAB and LF; valid UTF-8 whatever cmark did to it. */
void markdown_node_literal(const char *literal, const char *mark, struct buf *out);

#endif
