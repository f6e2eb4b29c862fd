#ifndef KOSSHI_STORE_RECORD_ROW_H
#define KOSSHI_STORE_RECORD_ROW_H

#include "kosshi/store/db.h"
#include "kosshi/text/outline.h"

/* What the rows of the policies' tables (strategies, tactics, indicators) have in common. */
enum record_kind { RECORD_STRATEGY, RECORD_TACTIC, RECORD_INDICATOR, RECORD_KIND_COUNT };
const char *record_row_name(enum record_kind kind); /* "strategy", "tactic", "indicator" */

/* SQL: the standing sections, or the one of parameter 1 alone when it stands, as a table expression standing (id). */
#define RECORD_STANDING                                                                                                \
    "WITH RECURSIVE above (id, top) AS ("                                                                              \
    "  SELECT id, 1 FROM section WHERE parent_id IS NULL AND deleted_at IS NULL"                                       \
    "  UNION ALL"                                                                                                      \
    "  SELECT s.id, 0 FROM above JOIN section s ON s.parent_id = above.id WHERE s.deleted_at IS NULL),"                \
    "standing (id) AS (SELECT id FROM above WHERE ?1 = 0 OR id = ?1) "

/* ERR_NOT_FOUND for a section that does not stand, ERR_BAD_FIELD for one of another kind. */
enum err record_row_section(struct db *db, int64_t section_id, enum section_kind kind) MUST_USE;

/* Writes the row as it is now down as its version, in record_version. user_id 0: nobody. */
enum err record_row_keep(struct db *db, enum record_kind kind, int64_t id, int64_t version, int64_t user_id,
                         int64_t now) MUST_USE;

#endif
