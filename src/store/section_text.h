#ifndef KOSSHI_STORE_SECTION_TEXT_H
#define KOSSHI_STORE_SECTION_TEXT_H

#include <stdbool.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/store/section.h"

/* The text of a section as it stands, for the verbs that write it. */
struct section_text {
    int64_t version;
    int64_t chapter_id;
    enum section_state state;
    const char *text;
    size_t size;     /* bytes */
    bool is_outline; /* it, or a section above it, has no state but outline yet */
};

/* ERR_TOO_LARGE, ERR_BAD_UTF8, ERR_BAD_CONTROL: what a text may not be. */
enum err section_text_check(const char *text, size_t size) MUST_USE;

/* ERR_NOT_FOUND, ERR_LOCKED. */
enum err section_text_unlocked(struct db *db, struct arena *a, int64_t id, struct section_text *out) MUST_USE;

/* Puts a text in its place, with who and when. */
enum err section_text_set(struct db *db, int64_t id, const struct section_text *text, int64_t user_id,
                          int64_t now) MUST_USE;

/* Turns it and those above it from outline to drafting. */
enum err section_text_begin_drafting(struct db *db, int64_t id) MUST_USE;

/* Keeps a text as a revision, unless it is one already. */
enum err section_text_revise(struct db *db, int64_t id, const struct section_text *text, int64_t user_id,
                             int64_t at) MUST_USE;

#endif
