#ifndef KOSSHI_STORE_UPDATE_LOG_H
#define KOSSHI_STORE_UPDATE_LOG_H

#include "kosshi/store/update.h"
#include "kosshi/text/rebase.h"
#include "sql.h"

/* The rows of section_update, for the verbs of store/update.h. */

/* A changeset as its row holds it. Dies when it is none: nobody else writes there. */
struct changeset update_log_read(struct arena *a, const char *json);
/* In the arena. */
const char *update_log_print(struct arena *a, const struct changeset *c);

/* The rows of the versions behind `from` up to `to`, in the order of the statement, which has section, from and to as its
 * first three parameters. ERR_STALE when these are no versions of the section, or not all in the log. */
struct update_span {
    int64_t section_id, from, to;
};
enum err update_log_list(struct sql *list, struct arena *a, const struct update_span *span, size_t item_size,
                         sql_reader *read, void *out, size_t *count) MUST_USE;

/* The updates behind `version` of a text that has version `now`, as they are mapped over; client "" for those of others
 * than this person, so that nobody's words pass for another's. ERR_STALE when they are not all there. */
enum err update_log_since(struct db *db, struct arena *a, int64_t section_id, int64_t version, int64_t now,
                          int64_t user_id, struct rebase_update **out, size_t *count) MUST_USE;

/* Whether an update of this client stands behind `version`. */
enum err update_log_has(struct db *db, int64_t section_id, int64_t version, const char *client, bool *out) MUST_USE;

/* The revision that an update of this person, behind `version`, belongs to. */
struct update_revision {
    int64_t from;         /* version of its first update */
    bool begins;          /* with this one */
    bool joins;           /* this person has written nothing in it before */
    int64_t last_user_id; /* who wrote the version before, and when; 0 for nobody */
    int64_t last_at;
};
enum err update_log_revision(struct db *db, int64_t section_id, int64_t version, int64_t user_id, int64_t now,
                             struct update_revision *out) MUST_USE;

/* One row more. undo takes changes back. */
struct update_row {
    int64_t section_id, version, user_id, at, revision_from;
    const char *client;
    const struct changeset *changes, *undo;
};
enum err update_log_add(struct db *db, struct arena *a, const struct update_row *row) MUST_USE;

#endif
