#include "kosshi/store/section.h"
#include "section_place.h"
#include "sql.h"

struct spot {
    int64_t id, position;
};

static enum err set_position(struct db *db, int64_t id, int64_t position) {
    SQL(set, db, "UPDATE section SET position = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, position);
    return sql_run(&set);
}

static enum err spot_of(struct db *db, int64_t id, struct spot *out) {
    SQL(find, db, "SELECT position FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) *out = (struct spot){.id = id, .position = sql_integer(&find, 0)};
    return e;
}

/* The nearest standing sibling on that side; deleted ones in between keep their places. */
static enum err neighbour_of(struct db *db, const struct spot *here, int64_t parent_id, int steps, struct spot *out) {
    SQL(find, db,
        "SELECT id, position FROM section"
        " WHERE parent_id IS ?1 AND deleted_at IS NULL AND (position - ?2) * ?3 > 0"
        " ORDER BY (position - ?2) * ?3 LIMIT 1");
    sql_bind_or_null(&find, 1, parent_id);
    sql_bind_integer(&find, 2, here->position);
    sql_bind_integer(&find, 3, steps);
    enum err e = sql_row(&find);
    if (!e) *out = (struct spot){.id = sql_integer(&find, 0), .position = sql_integer(&find, 1)};
    return e == ERR_NOT_FOUND ? ERR_BAD_MOVE : e;
}

enum err section_move_by(struct db *db, int64_t id, int steps) {
    if (steps != -1 && steps != 1) return ERR_BAD_MOVE;
    struct section_place place;
    struct spot here = {0};
    struct spot there = {0};
    enum err e = section_place_unlocked(db, id, &place);
    if (!e) e = spot_of(db, id, &here);
    if (!e) e = neighbour_of(db, &here, place.parent_id, steps, &there);
    if (!e) e = set_position(db, here.id, there.position);
    if (!e) e = set_position(db, there.id, here.position);
    return e;
}

/* How many levels there are below a section, deleted ones too: they may come back. holds: other is the section or below
 * it. */
static enum err measure_branch(struct db *db, int64_t id, int64_t other, int *height, bool *holds) {
    SQL(measure, db,
        "WITH RECURSIVE branch (id, height) AS ("
        "  SELECT ?1, 0"
        "  UNION ALL"
        "  SELECT s.id, branch.height + 1 FROM branch JOIN section s ON s.parent_id = branch.id)"
        "SELECT max(height), max(id = ?2) FROM branch");
    sql_bind_integer(&measure, 1, id);
    sql_bind_integer(&measure, 2, other);
    enum err e = sql_row(&measure);
    if (e) return e;
    *height = (int)sql_integer(&measure, 0);
    *holds = sql_integer(&measure, 1) != 0;
    return OK;
}

/* A section that comes to the top becomes a chapter; a chapter or appendix that goes below one becomes a section. */
static enum err put_below(struct db *db, int64_t id, int64_t parent_id) {
    SQL(set, db,
        "UPDATE section SET parent_id = ?2,"
        " position = (SELECT coalesce(max(position), 0) + 1 FROM section WHERE parent_id IS ?2),"
        " kind = CASE WHEN ?2 IS NULL AND kind NOT IN ('chapter', 'appendix') THEN 'chapter'"
        "             WHEN ?2 IS NOT NULL AND kind IN ('chapter', 'appendix') THEN 'section' ELSE kind END"
        " WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_or_null(&set, 2, parent_id);
    return sql_run(&set);
}

/* Strategies and indicators hang on a section of their kind, which a chapter is not. */
static enum err check_rows(struct db *db, int64_t id) {
    SQL(find, db,
        "SELECT 1 FROM strategy WHERE section_id = ?1 AND deleted_at IS NULL"
        " UNION ALL SELECT 1 FROM indicator WHERE section_id = ?1 AND deleted_at IS NULL");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    return e == ERR_NOT_FOUND ? OK : e ? e : ERR_BAD_MOVE;
}

enum err section_move_to(struct db *db, int64_t id, int64_t parent_id) {
    struct section_place place;
    int depth = 0;
    int height = 0;
    bool into_itself = false;
    enum err e = section_place_unlocked(db, id, &place);
    if (e) return e;
    e = section_place_below(db, parent_id, &depth);
    if (e) return e == ERR_NOT_FOUND ? ERR_BAD_MOVE : e;
    e = measure_branch(db, id, parent_id, &height, &into_itself);
    if (e) return e;
    if (into_itself || depth + height >= OUTLINE_DEPTH_LIMIT) return ERR_BAD_MOVE;
    e = parent_id == 0 ? check_rows(db, id) : OK;
    return e ? e : put_below(db, id, parent_id);
}
