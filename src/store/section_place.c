#include "section_place.h"

#include "sql.h"

/* What one section says to the place of those below it, and what it stands below. */
static enum err step(struct db *db, int64_t id, struct section_place *out, int64_t *parent_id) {
    SQL(find, db,
        "SELECT parent_id, state = 'final', state = 'outline', deleted_at IS NOT NULL FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    *parent_id = sql_integer(&find, 0);
    out->chapter_id = id;
    out->locked = out->locked || sql_integer(&find, 1);
    out->outline = out->outline || sql_integer(&find, 2);
    return sql_integer(&find, 3) ? ERR_NOT_FOUND : OK;
}

/* The tree is a few levels high: climbing it step by step costs a fraction of what a recursive expression does. */
enum err section_place_of(struct db *db, int64_t id, struct section_place *out) {
    *out = (struct section_place){0};
    enum err e = step(db, id, out, &out->parent_id);
    for (int64_t above = out->parent_id; above && !e; out->depth++)
        e = step(db, above, out, &above);
    return e;
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
