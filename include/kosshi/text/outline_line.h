#ifndef KOSSHI_TEXT_OUTLINE_LINE_H
#define KOSSHI_TEXT_OUTLINE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"

/* What a line of an outline is, seen by itself and by the fences around it. Blank lines are not kept: the numbers tell
 * where they were. */
enum outline_line_kind {
    LINE_HEADING,
    LINE_UNDERLINE, /* === or --- that makes the line before it a heading */
    LINE_ITEM,
    LINE_TEXT,
    LINE_RULE, /* a thematic break */
    LINE_CODE  /* a fence, or a line between two */
};

/* Marks of list items in the order in which papers nest them when all stand at one indent. */
enum outline_rank { RANK_DOTTED_NUMBER, RANK_BRACKET, RANK_CIRCLE, RANK_BULLET, RANK_RING, RANK_DOT };

struct outline_line {
    int number; /* from 1 */
    enum outline_line_kind kind;
    const char *raw; /* the line as it stands, without its end; borrowed from the text */
    size_t size;
    int indent; /* columns: a tab goes to the next multiple of 4, a full-width space is two in front of a bullet */
    const char *content; /* behind the marks of a heading or item, without spaces at its ends; else behind the indent */
    size_t content_size;
    int level; /* of a heading, 1..6 */

    /* of an item */
    enum outline_rank rank;
    bool plain;         /* no list item to Markdown: ・目的, （１）目的, １．目的 */
    const char *dot;    /* the ・ in front, or behind the list mark as in "- ・目的"; NULL for none */
    int content_indent; /* columns of the content behind the first list mark */
    const char *mark;   /* the innermost numbered list mark, "1." or "1)"; NULL for none */
    size_t mark_size;
};

/* The lines of a text that are not blank, in the arena. Takes any bytes; time and memory are linear in size. */
size_t outline_line_all(struct arena *a, const char *text, size_t size, struct outline_line **out);

/* True when the line is a table's delimiter row, such as |---|:-:|. */
bool outline_line_is_delimiter(const struct outline_line *line);

#endif
