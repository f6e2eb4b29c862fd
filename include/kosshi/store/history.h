#ifndef KOSSHI_STORE_HISTORY_H
#define KOSSHI_STORE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/store/update.h"

/*
 * What became of a section's text, for people: its readable points (revisions), and who wrote which of its words.
 * What reads compares whole texts and walks through whole logs: for a worker thread.
 */
struct history_person {
    int64_t id;       /* 0 for nobody: the command line, or a text that came out of another file */
    const char *name; /* shown; "" for nobody */
};

/* Somebody of a point, and who accepted what they suggested of it. */
struct history_part {
    struct history_person person;
    const char *
        *accepted_by; /* shown names, each once, in the order of the accepting; none for words of their own hand */
    size_t accepted_count;
};

/* A point: the last text of neighbouring updates of the same people. In an older file each save is one. */
struct history_point {
    int64_t version, before;     /* of its text, and of the point before it (0: the empty text) */
    int64_t began_at, at;        /* its first and its last update; the same where no log tells more */
    struct history_part *people; /* at least one, in the order in which they began to write */
    size_t person_count;
    size_t length, added, removed; /* characters a person would count; the last two against the point before */
    bool is_current;
};

/* How many there are. ERR_NOT_FOUND: no such section, or a deleted one. */
enum err history_count(struct db *db, int64_t section_id, size_t *count) MUST_USE;

/* Newest first: at most `limit` behind the first `offset`. ERR_NOT_FOUND. */
enum err history_list(struct db *db, struct arena *a, int64_t section_id, size_t offset, size_t limit,
                      struct history_point **out, size_t *count) MUST_USE;

/* One person's part in one point. */
struct history_writer {
    struct history_person person;
    int64_t version, before, at; /* of the point, as above; at: the last this person wrote in it */
};

/* A stretch of the text and who wrote it; neighbours have different writers. */
struct history_span {
    size_t at, size;  /* bytes */
    int64_t from, to; /* units */
    const struct history_writer *writer;
};

struct history_words {
    int64_t version;
    const char *text;
    size_t size;                /* bytes */
    struct history_span *spans; /* all of the text, in order */
    size_t count;
};

/*
 * Where the log does not reach back, the texts of the points before it are compared, and what came with the first of
 * them is that one's. A change that gives the text of an earlier point again, as history_restore does, gives the words
 * back to who wrote them then. ERR_NOT_FOUND; ERR_IO, logged: the log does not lead to the text.
 */
enum err history_words(struct db *db, struct arena *a, int64_t section_id, struct history_words *out) MUST_USE;

/*
 * Brings the text of a version back, by update_save: as an update like any other, which restoring the version before it
 * takes back. That one becomes a point. Errors of update_save; ERR_NOT_FOUND also for a version that is not known.
 */
struct history_restore {
    int64_t section_id, version;
    int64_t base_version; /* that the person has seen; what others wrote since stays */
    int64_t user_id;
    int64_t now;
    const struct update_save *compared; /* by history_restore_compare; NULL: history_restore compares */
};

/* Finds what it changes, beforehand: see update_save_compare. */
void history_restore_compare(struct db *db, struct arena *a, struct history_restore *restore);

enum err history_restore(struct db *db, struct arena *a, const struct history_restore *restore,
                         struct update_saved *out) MUST_USE;

#endif
