#ifndef KOSSHI_STORE_SECTION_ROW_H
#define KOSSHI_STORE_SECTION_ROW_H

#include "kosshi/store/section.h"
#include "sql.h"

/*
 * A row of the table section as a struct section. Stands behind a table expression tree (id, depth, locked) that says
 * which ones; parameter 1 says whether their texts are wanted.
 */
#define SECTION_ROW_WITH_TEXT 1
#define SECTION_ROW_SELECT                                                                                             \
    " SELECT s.id, s.parent_id, tree.depth, s.kind, s.number, s.title, s.version, s.state, tree.locked, s.changed_at," \
    "        u.display, s.deleted_at, CASE WHEN ?1 THEN s.text END,"                                                   \
    "        (SELECT count(*) FROM comment c WHERE c.section_id = s.id AND c.state = 'open' AND c.deleted_at IS NULL), s.changed_by,"           \
    "        (SELECT count(*) FROM strategy t WHERE t.section_id = s.id AND t.deleted_at IS NULL)"                     \
    "        + (SELECT count(*) FROM indicator i WHERE i.section_id = s.id AND i.deleted_at IS NULL)"                  \
    " FROM tree JOIN section s ON s.id = tree.id LEFT JOIN user u ON u.id = s.changed_by"

void section_row_read(struct sql *s, struct arena *a, void *section);

/* Adds one behind its siblings, as section_put: the one place that says what a section may be and where. */
enum err section_row_insert(struct db *db, const struct section *s, int64_t *id) MUST_USE;

#endif
