#include "section_place.h"

#include "sql.h"

enum err section_place_of(struct db *db, int64_t id, struct section_place *out) {
    SQL(climb, db,
        "WITH RECURSIVE up (id, parent_id, state, deleted_at, steps) AS ("
        "  SELECT id, parent_id, state, deleted_at, 0 FROM section WHERE id = ?1"
        "  UNION ALL"
        "  SELECT s.id, s.parent_id, s.state, s.deleted_at, up.steps + 1 FROM up JOIN section s ON s.id = up.parent_id)"
        "SELECT count(*), count(deleted_at), max(steps), max(state = 'final'),"
        "       max(CASE WHEN steps = 0 THEN parent_id END), max(CASE WHEN parent_id IS NULL THEN id END),"
        "       max(state = 'outline') FROM up");
    sql_bind_integer(&climb, 1, id);
    enum err e = sql_row(&climb);
    if (e) return e;
    if (sql_integer(&climb, 0) == 0 || sql_integer(&climb, 1) > 0) return ERR_NOT_FOUND;
    out->depth = (int)sql_integer(&climb, 2);
    out->locked = sql_integer(&climb, 3) != 0;
    out->parent_id = sql_integer(&climb, 4);
    out->chapter_id = sql_integer(&climb, 5);
    out->outline = sql_integer(&climb, 6) != 0;
    return OK;
}

enum err section_place_unlocked(struct db *db, int64_t id, struct section_place *out) {
    enum err e = section_place_of(db, id, out);
    return !e && out->locked ? ERR_LOCKED : e;
}

enum err section_place_below(struct db *db, int64_t parent_id, int *depth) {
    *depth = 0;
    if (parent_id == 0) return OK;
    struct section_place parent;
    enum err e = section_place_unlocked(db, parent_id, &parent);
    if (!e) *depth = parent.depth + 1;
    return e;
}
