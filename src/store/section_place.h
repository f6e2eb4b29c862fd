#ifndef KOSSHI_STORE_SECTION_PLACE_H
#define KOSSHI_STORE_SECTION_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"

/*
 * SQL for the step of the row s in a path: the steps from the top down to a section, put together, sort as the document
 * goes. (The ORDER BY of a recursive table expression would walk it so, but SQLite leaves that out when the expression
 * is joined with another table.)
 */
#define SECTION_STEP "format('%012d', s.position)"

/* SQL: the standing sections, or the one of parameter 1 alone when it stands, as a table expression standing (id). */
#define SECTION_STANDING                                                                                               \
    "WITH RECURSIVE above (id, top) AS ("                                                                              \
    "  SELECT id, 1 FROM section WHERE parent_id IS NULL AND deleted_at IS NULL"                                       \
    "  UNION ALL"                                                                                                      \
    "  SELECT s.id, 0 FROM above JOIN section s ON s.parent_id = above.id WHERE s.deleted_at IS NULL),"                \
    "standing (id) AS (SELECT id FROM above WHERE ?1 = 0 OR id = ?1) "

/* Where a standing section is in the tree. */
struct section_place {
    int64_t parent_id;  /* 0 for a chapter */
    int64_t chapter_id; /* itself for a chapter */
    int depth;          /* 0 for a chapter */
    bool locked;        /* it or one above it is final */
    bool outline;       /* it or one above it is not begun */
};

/* ERR_NOT_FOUND for an unknown one, a deleted one and one below a deleted one. */
enum err section_place_of(struct db *db, int64_t id, struct section_place *out) MUST_USE;

/* The same, and ERR_LOCKED when its text and its place may not change. */
enum err section_place_unlocked(struct db *db, int64_t id, struct section_place *out) MUST_USE;

/* The depth of the children of a section that may get some; parent_id 0: of chapters. ERR_NOT_FOUND, ERR_LOCKED. */
enum err section_place_below(struct db *db, int64_t parent_id, int *depth) MUST_USE;

#endif
