#ifndef KOSSHI_OUTPUT_MARKDOWN_FORM_PARTS_H
#define KOSSHI_OUTPUT_MARKDOWN_FORM_PARTS_H

#include "kosshi/output/markdown_form.h"
#include "kosshi/store/document.h"
#include "kosshi/store/image.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"
#include "kosshi/text/marker.h"

/*
 * What markdown_form_read.c reads of a Markdown form and markdown_form_put.c puts into a file. Lists are arrays inside
 * a buf; each item knows its line. Ids are 0 where the form gives none.
 */
struct form_section {
    int line;
    struct section section; /* state STATE_COUNT, version -1: not said */
    int64_t parent;         /* index of the section above, -1 for a chapter */
};

struct form_strategy {
    int line;
    struct strategy strategy;
    size_t section, first_tactic; /* indexes; tactic_count is in strategy */
};

struct form_tactic {
    int line;
    struct tactic tactic;
};

struct form_indicator {
    int line;
    struct indicator indicator;
    size_t section;
    const char *strategies; /* as written */
};

struct form_reference {
    const char *title, *text;
};

struct form_consideration {
    int line;
    const char *group, *title, *sections; /* sections: ids as written */
};

struct form_image {
    int line;
    struct image image;
    const char *base64; /* in the form's own text */
    size_t base64_size;
};

struct form {
    struct arena *arena;
    struct markdown_form_problem *problem;
    int64_t now;
    int line; /* of the part that is read */
    struct document document;
    struct buf section, strategy, tactic, indicator, reference, consideration, image; /* each of its struct form_… */
};

#define FORM_LIST(form, kind) ((struct form_##kind *)(form)->kind.data)
#define FORM_COUNT(form, kind) ((form)->kind.size / sizeof(struct form_##kind))

/* Says what is wrong on a line. Always ERR_BAD_INTERCHANGE. */
enum err markdown_form_read_refuse(struct form *f, int line, const char *what, const char *detail) MUST_USE;

/*
 * Numbers separated by spaces or 、 at *at, which is moved behind one. False at the end and for what is no number, where
 * **at is not NUL then.
 */
bool markdown_form_read_number(const char **at, int64_t *out);

/* The tables of a section: a line of one, at the reader's place, with all that belongs to it. */
struct form_lines {
    const char *at, *end; /* what was not read yet */
    int line;             /* the number of the line that begins there */
};

/* The next line without its end; false at the end of the form. peek leaves it there. */
bool markdown_form_read_line(struct form_lines *l, const char **line, size_t *size);
bool markdown_form_read_peek(const struct form_lines *l, const char **line, size_t *size);

/* Reads what stands behind the markers strategies and indicators of the latest section. */
enum err markdown_form_rows_strategies(struct form *f, struct form_lines *l, const struct marker *m) MUST_USE;
enum err markdown_form_rows_indicators(struct form *f, struct form_lines *l, const struct marker *m) MUST_USE;

/* Puts all of it into a new file. */
enum err markdown_form_put(struct form *f, struct db *db) MUST_USE;

#endif
