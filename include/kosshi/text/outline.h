#ifndef KOSSHI_TEXT_OUTLINE_H
#define KOSSHI_TEXT_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"

/* What a document and its sections can hold, wherever they come from. */
#define OUTLINE_TITLE_LIMIT 200 /* code points of a title */
#define OUTLINE_DEPTH_LIMIT 6   /* levels, chapters included */

/* The kinds of a node of the outline tree. Their order is that of outline_kind_name's table. */
enum section_kind {
    KIND_CHAPTER,
    KIND_SECTION,
    KIND_POLICY,
    KIND_GOAL,
    KIND_STRATEGIES,
    KIND_INDICATORS,
    KIND_APPENDIX,
    KIND_COUNT
};

/* "chapter", "section", "policy", "goal", "strategies", "indicators", "appendix": as in the schema and in JSON. */
const char *outline_kind_name(enum section_kind kind);
bool outline_kind_has_rows(enum section_kind kind); /* strategies or indicators stand in it */

/* The kind of a name; KIND_COUNT for an unknown one. */
enum section_kind outline_kind(const char *name);

struct outline_node {
    enum section_kind kind;
    int line;           /* of the heading, from 1 */
    const char *number; /* as the paper has it, normalized in form only: "Ⅴ", "1", "(1)", "①"; "" for none */
    const char *title;
    const char *text;              /* Markdown that stands below its heading; "" for none */
    struct outline_node *children; /* array */
    size_t child_count;
};

struct outline_reference {
    const char *title;
    const char *text; /* Markdown, headings as in the paper, readable: see outline_parse */
    int line;
};

struct outline_consideration {
    const char *group; /* the heading of its group */
    const char *title;
    int line;
};

struct outline_unplaced {
    int line;
    const char *text; /* the line as it stands */
};

struct outline {
    const char *title;
    struct outline_node *chapters;
    size_t chapter_count;
    struct outline_reference *references;
    size_t reference_count;
    struct outline_consideration *considerations;
    size_t consideration_count;
    struct outline_unplaced *unplaced;
    size_t unplaced_count;
};

/*
 * Reads a Markdown outline of the shape of a meeting paper (text is valid by utf_check). Everything is in the arena.
 *
 *  - The first H1 is the title, without a tail such as の骨子, の骨子イメージ, の骨子（案）, 骨子案.
 *  - Its H2s are chapters, with their own numbers: I. Ⅰ. Ⅰ、 Ｉ． 第1章 １． 1. are all understood; roman ones
 *    become Ⅰ…Ⅻ, full-width digits ASCII. A chapter named 資料編 or 付録… is an appendix.
 *  - List items (or H3s) below a chapter are its 節; "- ・目指す姿", "戦略と戦術(取組)", "指標" below an item make
 *    it a policy 方針 with goal, strategies, indicators. H3/H4 headings and list items may be mixed; ・ ● ○ and
 *    full-width numerals and dots are understood.
 *  - Paragraphs below a heading or item of the document are that node's text. So are lists below text of a 節
 *    (but for the three labels of a policy), lists of sentences, items too long for a title, and what is nested
 *    deeper than OUTLINE_DEPTH_LIMIT. A heading over OUTLINE_TITLE_LIMIT goes on in the text.
 *  - Each further H1 is a reference, whole, so that nothing of it is lost. Its Markdown is mended so that it reads
 *    well: a list mark before a table's first row is taken away, so is a ・ doubled behind a list mark, and an empty
 *    list item around a nested list.
 *  - In a reference a heading (or, for an H1 whose next lines are a list, the H1) directly followed by a list of ・
 *    items is a group of considerations; each item is one.
 *  - A line that belongs nowhere (before the first heading, 資料 5, <目次>, what stands below a heading 目次,
 *    an empty heading, a thematic break, an HTML comment) is unplaced: reported with its number and kept.
 *
 * Every line with something on it is in exactly one of: title, node (number, title, text), reference, unplaced;
 * considerations are taken from references besides.
 * ERR_BAD_OUTLINE when there is no H1 or not a single chapter.
 */
enum err outline_parse(struct arena *a, const char *text, size_t size, struct outline **out) MUST_USE;

/*
 * The value of a number as written (Ⅴ, V, 5, ５, (5), ⑤, 第5章, 五): 5. 0 when it is none.
 */
int outline_number_value(const char *number);

/* How the depth's numbers are written in an official document: depth 0 Ⅰ, 1 1, 2 (1), 3 and deeper ①. value from 1;
 * above 20 (12 for roman) plain digits. In the arena. */
const char *outline_number(struct arena *a, int depth, int value);

#endif
