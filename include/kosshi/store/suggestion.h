#ifndef KOSSHI_STORE_SUGGESTION_H
#define KOSSHI_STORE_SUGGESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/store/user.h"
#include "kosshi/text/changeset.h"

/*
 * 修正案: a change of a section's text that is kept aside until somebody decides. Every update of the text moves it in
 * its transaction, so that it can be pushed at any time. A reviewer suggests, a member decides; while the section, or
 * one above it, is in review, the secretariat alone. Its author may withdraw it. Nothing of it is ever taken away.
 */
enum suggestion_state {
    SUGGESTION_WAITING,
    SUGGESTION_ACCEPTED,
    SUGGESTION_REJECTED,
    SUGGESTION_WITHDRAWN,
    SUGGESTION_STATE_COUNT
};
const char *suggestion_state_name(enum suggestion_state s); /* "waiting", "accepted", "rejected", "withdrawn" */

#define SUGGESTION_REASON_LIMIT 10000          /* code points, of its reason and of the decision's */
#define SUGGESTION_WAITING_LIMIT (512u * 1024) /* characters of the changes that wait in a section, as JSON */
#define SUGGESTION_WAITING_EACH 256            /* characters each of them counts besides its own */

struct suggestion {
    int64_t id, section_id, author_id /* 0: none */, at;
    const char *author;
    const char *reason; /* "" for none */
    enum suggestion_state state;
    bool overlaps;       /* a later update changed the same words */
    int64_t version;     /* of the text that changes are for: the section's, or when it was decided */
    const char *changes; /* ChangeSet JSON */
    int64_t made_version;
    const char *made;                  /* changes as they were made, for the text of made_version */
    const char *decided_by, *decision; /* "" while it waits; decision: why, "" for no reason given */
    int64_t decided_at;                /* 0 while it waits */
    int64_t accepted_version;          /* which accepting it made; 0 for none */
    int64_t part_of;                   /* the one it was taken out of, whose made it has; 0 for none */
};

/* Of a standing section, in the order they were made. ERR_NOT_FOUND. */
enum err suggestion_list(struct db *db, struct arena *a, int64_t section_id, struct suggestion **out,
                         size_t *count) MUST_USE;
/* How many wait in each section in which any do, by the sections' ids. */
struct suggestion_count {
    int64_t section_id;
    int waiting;
};
enum err suggestion_waiting(struct db *db, struct arena *a, struct suggestion_count **out, size_t *count) MUST_USE;

/* Also of a section that does not stand any more. ERR_NOT_FOUND. */
enum err suggestion_get(struct db *db, struct arena *a, int64_t id, struct suggestion *out) MUST_USE;

struct suggestion_draft {
    int64_t section_id, version; /* whose text changes are for */
    const struct changeset *changes;
    const char *reason; /* may be "" */
    int64_t author_id, now;
};
/* Whoever is called in its reason (store/mention.h) is told. ERR_BAD_FIELD: changes that do not fit their text or change nothing; ERR_STALE: a version that is not known here;
 * ERR_TOO_LARGE: the text would be, or the reason, or all that waits; ERR_BAD_UTF8, ERR_BAD_CONTROL of the reason; ERR_NOT_FOUND;
 * ERR_LOCKED. */
enum err suggestion_add(struct db *db, struct arena *a, const struct suggestion_draft *draft, int64_t *id) MUST_USE;

/* True when a person of that role decides about what waits in a section. ERR_NOT_FOUND. */
enum err suggestion_may_decide(struct db *db, int64_t section_id, enum role role, bool *out) MUST_USE;

/* Who decides. */
struct suggestion_decider {
    int64_t user_id;
    enum role role;
    int64_t now;
};

/* Which pieces of it (store/suggestion_piece.h) are decided, by their numbers from 0; one at least, where there are any. */
struct suggestion_choice {
    const int64_t *pieces;
    size_t count;
    int64_t of; /* how many there were for who chose */
};

/*
 * *decided is the id of what was decided: its own, or of the part that was taken out of it, when some of its pieces were
 * chosen: what is left goes on waiting. choice NULL: all of it. Deciding the same twice is no error and changes nothing:
 * *decided is 0.
 *
 * ERR_NOT_FOUND, also when its section does not stand; ERR_FORBIDDEN: somebody else has to; ERR_DECIDED: it was decided
 * otherwise before; ERR_PIECES_CHANGED: its pieces are not those that were chosen from. After an error the caller rolls
 * back. To accept is to push it (store/update.h), as an update of its author: ERR_LOCKED, ERR_TOO_LARGE. To reject needs
 * a reason: ERR_BAD_FIELD, and ERR_TOO_LARGE over SUGGESTION_REASON_LIMIT.
 */
enum err suggestion_accept(struct db *db, struct arena *a, int64_t id, const struct suggestion_decider *by,
                           const struct suggestion_choice *choice, int64_t *decided) MUST_USE;
enum err suggestion_reject(struct db *db, struct arena *a, int64_t id, const struct suggestion_decider *by,
                           const struct suggestion_choice *choice, const char *reason, int64_t *decided) MUST_USE;
enum err suggestion_withdraw(struct db *db, struct arena *a, int64_t id, const struct suggestion_decider *by,
                             int64_t *decided) MUST_USE;

/* Moves those that wait in a section over what a push changed of its text, one changeset after the other. */
enum err suggestion_map(struct db *db, struct arena *a, int64_t section_id, const struct changeset *changes,
                        size_t count) MUST_USE;

/* For the interchange form: puts one with everything given but its author's and decider's ids (both by name, no person
 * behind them), accepted_version, and while it waits version. ERR_BAD_FIELD: an id that is taken, changes that do not
 * fit the text they are for, a reason of a rejection that is missing, part_of that is none of its section's;
 * ERR_TOO_LARGE. Precondition: the section is there. */
enum err suggestion_put(struct db *db, const struct suggestion *s) MUST_USE;
enum suggestion_state suggestion_state_of(const char *name); /* SUGGESTION_STATE_COUNT for an unknown one */

#endif
