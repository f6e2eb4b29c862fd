#ifndef KOSSHI_STORE_UPDATE_H
#define KOSSHI_STORE_UPDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/store/section.h"
#include "kosshi/text/changeset.h"
#include "kosshi/text/overlap.h"

/*
 * The one way a section's text changes: an update is appended to its log and applied to it, in the turn's transaction.
 *
 * Invariants:
 *  1. one update, one version: update n of a section applied to the text of version n - 1 gives that of version n;
 *  2. what was made at an older version is mapped over what came since (text/changeset.h), never refused for being late;
 *  3. a push that is repeated is applied once: its updates are recognised by their client and person, as rebaseUpdates
 *     of @codemirror/collab does by the client;
 *  4. when an update begins a revision, the text before it stands in a row of revision;
 *  5. the first words of a section turn it and those above it from outline to drafting, and so do later ones that find
 *     them there.
 */
#define UPDATE_CLIENT_LIMIT 100 /* code points of a client's name */
#define UPDATE_PUSH_MOST 500    /* updates a push */
#define UPDATE_ANSWER_MOST 5000 /* updates an answer: reading more would keep the others waiting */

/* Neighbouring updates of the same people are one revision: until there is a pause, until it is long enough, or until
 * somebody begins to write who was not there at its beginning. */
#define UPDATE_REVISION_PAUSE_MS (5 * 60 * 1000)
#define UPDATE_REVISION_LONGEST_MS (60 * 60 * 1000)
#define UPDATE_REVISION_MOST 2000               /* updates */
#define UPDATE_REVISION_JOIN_MS (5 * 60 * 1000) /* who begins to write so soon belongs to it */

struct update {
    int64_t id, section_id, version;
    const char *client;
    int64_t user_id;  /* 0 for nobody */
    const char *user; /* shown name; "" for nobody */
    int64_t at;
    const char *changes; /* ChangeSet JSON */
};

/* What one client sends: changesets one after the other, the first for the text of `version`. */
struct update_push {
    int64_t section_id, version;
    const char *client;
    const struct changeset *changes;
    size_t count;
    int64_t user_id; /* 0 for nobody */
    int64_t now;
};

/* What became of it. */
struct update_pushed {
    int64_t version; /* of the section now */
    size_t applied;  /* those that were new */
    bool joined;     /* it is the first of this person in its revision */
};

/*
 * ERR_NOT_FOUND, ERR_LOCKED; ERR_BAD_FIELD: a changeset does not fit its text, there are more than UPDATE_PUSH_MOST, or
 * a client's name that cannot be (likewise ERR_BAD_UTF8, ERR_BAD_CONTROL); ERR_TOO_LARGE: the text would be; ERR_STALE:
 * the version is none of this file's, or the log does not reach back to it. After an error the caller rolls back. A push
 * that changes nothing makes versions all the same, since its client counts them.
 */
enum err update_push(struct db *db, struct arena *a, const struct update_push *push,
                     struct update_pushed *out) MUST_USE;

/*
 * Leaves as many of a push's updates as are done at once: each is put behind all that came since, and has the whole text
 * gone through. One at least, but none when more came since than an answer holds. Who sent it sees from the answer which
 * were taken, and sends the others again. ERR_NOT_FOUND.
 */
enum err update_portion(struct db *db, struct update_push *push) MUST_USE;

/* The updates that made the versions behind `version`, in order, at most `limit`. ERR_STALE as above; ERR_NOT_FOUND. */
enum err update_since(struct db *db, struct arena *a, int64_t section_id, int64_t version, size_t limit,
                      struct update **out, size_t *count) MUST_USE;

/* Updates of all sections with an id above, in the order of their ids, at most `limit`. */
enum err update_after(struct db *db, struct arena *a, int64_t id, size_t limit, struct update **out,
                      size_t *count) MUST_USE;

/* The newest id; 0 when there is none. */
enum err update_newest(struct db *db, int64_t *id) MUST_USE;

/* The text of a version, with who wrote last and when (author "" for nobody). Version 0 is the empty text before all.
 * ERR_NOT_FOUND: no such section, or a version that is neither in the log nor a revision. */
struct revision {
    int64_t version, at;
    const char *text, *author;
    size_t size; /* bytes */
};
enum err update_text_at(struct db *db, struct arena *a, int64_t section_id, int64_t version,
                        struct revision *out) MUST_USE;

/* What a save changes. */
struct update_compared {
    struct changeset changes; /* of the text of its base */
    int64_t version;          /* of the section: the log up to it is in the rest; that of the base: none of it is */
    struct changeset theirs;  /* what others wrote up to it, as one; without parts when nobody did */
    struct changeset behind;  /* changes, put behind theirs */
    bool is_there;            /* the same save is among theirs */
};

/* A text that was written as a whole from base_version: a form, an import, a revision that is brought back. */
struct update_save {
    int64_t section_id, base_version;
    const char *text;
    size_t size;
    int64_t user_id; /* 0 for nobody */
    int64_t now;
    const struct update_compared *compared; /* by update_save_compare; NULL: update_save compares */
};

/* Finds what a save changes, and puts it behind what came since its base, beforehand and where it keeps nobody waiting:
 * two long texts take seconds, tens of thousands of updates tenths of one. Reads only. What cannot be found (a base that is not known, a text that cannot be) stays NULL, and update_save says why. */
void update_save_compare(struct db *db, struct arena *a, struct update_save *save);

/* Finds only what a save changes, when it is little work: little was changed, and little came since the base. False, and
 * nothing is found, when it is not. */
bool update_save_compare_small(struct db *db, struct arena *a, struct update_save *save) MUST_USE;

struct update_saved {
    int64_t version;          /* of the section now; the same as before when nothing was new */
    int64_t chapter_id;       /* it belongs to */
    enum section_state state; /* of the section now */
    const char *text;         /* as it stands now, in the arena */
    size_t size;              /* bytes */
    bool is_new;              /* something was written */
    bool is_merged;           /* others had written since base_version, and their words are in it */
    struct overlap *overlaps; /* where both changed the same words, in units of text */
    size_t overlap_count;
};

/*
 * What was changed (changeset_from_diff) is pushed. The same text from the same base by the same person is the same save
 * sent twice. ERR_TOO_LARGE, ERR_BAD_UTF8, ERR_BAD_CONTROL of the text; ERR_NOT_FOUND, ERR_LOCKED; ERR_STALE for a base
 * whose text is not known.
 */
enum err update_save(struct db *db, struct arena *a, const struct update_save *save, struct update_saved *out) MUST_USE;

#endif
