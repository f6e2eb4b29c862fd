#ifndef KOSSHI_OUTPUT_PAPER_H
#define KOSSHI_OUTPUT_PAPER_H

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
};

/* One thing the secretariat can hand out. Its words stand in the phrases below export.<name>. */
struct paper {
    const char *name; /* as in --format, in forms and in the activity log */
    const char *type; /* content type */
    const char *suffix;
    bool needs_render;
    enum err (*write)(const struct paper_source *source, struct buf *out); /* for paper_write */
};

/* All of them, in the order they are offered. */
extern const struct paper papers[];
extern const size_t paper_count;

/* The paper of a name; NULL for an unknown one. */
const struct paper *paper_find(const char *name);

/* Makes a paper, which is of one moment. Nothing is added to out after an error. */
enum err paper_write(const struct paper *p, const struct paper_source *source, struct buf *out) MUST_USE;

#endif
