#ifndef KOSSHI_STORE_RECORD_ROW_H
#define KOSSHI_STORE_RECORD_ROW_H

#include "kosshi/store/record.h"
#include "kosshi/text/outline.h"
#include "section_place.h"

/* What the rows of the policies' tables (strategies, tactics, indicators) have in common. */
/* ERR_NOT_FOUND for a section that does not stand, ERR_BAD_FIELD for one of another kind. */
enum err record_row_section(struct db *db, int64_t section_id, enum section_kind kind) MUST_USE;

/* Writes the row as it is now down as its version, in record_version. user_id 0: nobody. */
enum err record_row_keep(struct db *db, enum record_kind kind, int64_t id, int64_t version, int64_t user_id,
                         int64_t now) MUST_USE;

/* Where a row is now. ERR_NOT_FOUND. */
struct record_row {
    int64_t version, section_id;
    int64_t strategy_id; /* of a tactic */
    bool stands;
};
enum err record_row_get(struct db *db, enum record_kind kind, int64_t id, struct record_row *out) MUST_USE;

/* The fields a row had in a version, as record.h names them. *out is the arena's. ERR_NOT_FOUND. */
enum err record_row_state(struct db *db, struct arena *a, enum record_kind kind, int64_t id, int64_t version,
                          json_t **out) MUST_USE;

/* The same from what record_version keeps. new */
json_t *record_row_flat(const char *fields);

/* Puts a new row at the end, with its needed field alone (title or name).
 * parent: the section, or a tactic's strategy. */
enum err record_row_add(struct db *db, enum record_kind kind, int64_t parent, const char *title, int64_t *id) MUST_USE;

/* Makes a row what its fields say, standing, with this version. The fields are known to be well. */
enum err record_row_write(struct db *db, enum record_kind kind, int64_t id, int64_t version, json_t *fields) MUST_USE;

/* Takes a row out. */
enum err record_row_remove(struct db *db, enum record_kind kind, int64_t id, int64_t version, int64_t now) MUST_USE;

#endif
