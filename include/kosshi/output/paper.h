#ifndef KOSSHI_OUTPUT_PAPER_H
#define KOSSHI_OUTPUT_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/assets.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/output/render.h"
#include "kosshi/store/db.h"

/* What a paper is made from. */
struct paper_source {
    struct db *db;
    struct assets *assets;
    struct languages *languages;
    struct render *render; /* NULL for a paper that needs none */
    bool with_names;       /* of those who sent opinions */
};

/* What a paper is of: the document, or the opinions on it (output/response_table.h). */
enum paper_subject { PAPER_DOCUMENT, PAPER_OPINIONS };

/* One thing the secretariat can hand out. Its words stand in the phrases below export.<name>. */
struct paper {
    const char *name;   /* in forms and in the activity log */
    const char *format; /* as in --format of the subject's command */
    const char *type;   /* content type */
    const char *suffix;
    enum err (*write)(const struct paper_source *source, struct buf *out); /* for paper_write */
    enum paper_subject subject;
    bool is_text; /* something to read where one types */
    bool needs_render;
};

/* All of them, in the order they are offered. */
extern const struct paper papers[];
extern const size_t paper_count;

/* The paper of a name; of a subject in a format; NULL for an unknown one. */
const struct paper *paper_find(const char *name);
const struct paper *paper_in_format(enum paper_subject subject, const char *format);

/* Makes a paper, which is of one moment. Nothing is added to out after an error. */
enum err paper_write(const struct paper *p, const struct paper_source *source, struct buf *out) MUST_USE;

#endif
