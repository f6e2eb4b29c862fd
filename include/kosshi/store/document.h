#ifndef KOSSHI_STORE_DOCUMENT_H
#define KOSSHI_STORE_DOCUMENT_H

#include <stdbool.h>
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
    int64_t changed_at;              /* the latest change of a section's text or tables; 0 for none */
    const char *publisher, *contact; /* 奥付: who publishes it; whom to ask, any number of lines; "" for none */
    int64_t diagram_section; /* the section that shows the 体系図; 0 for none, also when that one is deleted */
    bool is_sample;          /* invented content: anybody may sign in as anybody */
};
#define DOCUMENT_PUBLISHER_LIMIT 200 /* code points */
#define DOCUMENT_CONTACT_LIMIT 500

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
/* 奥付; both may be empty. ERR_BAD_FIELD, ERR_TOO_LARGE. */
enum err document_set_colophon(struct db *db, const char *publisher, const char *contact) MUST_USE;
/* ERR_NOT_FOUND for a section that does not stand; 0: none shows it. */
enum err document_set_diagram(struct db *db, int64_t section) MUST_USE;
/* Which section shows it in a document that does not say so: the first one, in the order of the ids, with 体系 in its
 * title, else with 全体像, else none. */
enum err document_find_diagram(struct db *db) MUST_USE;
enum err document_set_sample(struct db *db) MUST_USE;

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
/* In groups, in the order of the paper; what is added to a group later stands at its end. */
enum err consideration_list(struct db *db, struct arena *a, struct consideration **out, size_t *count) MUST_USE;
enum err consideration_add(struct db *db, const char *group, const char *title, int64_t *id) MUST_USE;

/* That a standing section answers a consideration. */
struct consideration_answer {
    int64_t consideration, section;
};
/* By consideration, then by section. */
enum err consideration_answers(struct db *db, struct arena *a, struct consideration_answer **out,
                               size_t *count) MUST_USE;
/* Says so, or not any more; doing it twice changes nothing, of which *changed tells. ERR_NOT_FOUND, ERR_LOCKED. */
enum err consideration_answer(struct db *db, int64_t consideration, int64_t section, bool answered,
                              bool *changed) MUST_USE;
/* For the interchange forms: says so, of a locked section too. ERR_NOT_FOUND. */
enum err consideration_answer_put(struct db *db, int64_t consideration, int64_t section) MUST_USE;

#endif
