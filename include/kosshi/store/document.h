#ifndef KOSSHI_STORE_DOCUMENT_H
#define KOSSHI_STORE_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/text/outline.h"

/* The document of the file, its references and considerations. */
struct document {
    const char *title;
    const char *day_style; /* "wareki" or "seireki" */
    int64_t created_at;
    int64_t changed_at; /* the latest change of a section's text; 0 for none */
};

/* Makes the one document of a new file from an outline: sections, references, considerations, and the unplaced lines as
 * a last reference named unplaced_title. Texts become version 1. Inside the caller's transaction. ERR_TOO_LARGE for a
 * text over SECTION_TEXT_LIMIT; ERR_BAD_FIELD for a title, number, kind or depth that cannot be, of which outline_parse
 * makes none. */
enum err document_create(struct db *db, const struct outline *outline, const char *unplaced_title) MUST_USE;

/* Makes it with a title alone, for the interchange form. */
enum err document_create_empty(struct db *db, const char *title) MUST_USE;

enum err document_get(struct db *db, struct arena *a, struct document *out) MUST_USE;

/* ERR_BAD_FIELD: an empty title, one over OUTLINE_TITLE_LIMIT, an unknown style. */
enum err document_set(struct db *db, const char *title, const char *day_style) MUST_USE;

struct reference {
    int64_t id;
    const char *title, *text;
};
enum err reference_list(struct db *db, struct arena *a, struct reference **out, size_t *count) MUST_USE;
enum err reference_get(struct db *db, struct arena *a, int64_t id, struct reference *out) MUST_USE;
enum err reference_add(struct db *db, const char *title, const char *text) MUST_USE;

struct consideration {
    int64_t id;
    const char *group, *title;
};
/* In groups, in the order of the paper. */
enum err consideration_list(struct db *db, struct arena *a, struct consideration **out, size_t *count) MUST_USE;
enum err consideration_add(struct db *db, const char *group, const char *title) MUST_USE;

#endif
