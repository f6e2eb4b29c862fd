#include "kosshi/store/opinion.h"

#include "section_place.h"
#include "sql.h"

/* --- Merging -------------------------------------------------------------------------------------------------- */

/* What one is merged into, 0 for a head. ERR_NOT_FOUND unless it is there and its section stands. */
static enum err stands(struct db *db, int64_t id, int64_t *into) {
    SQL(find, db, "SELECT section_id, merged_into FROM comment WHERE id = ?1 AND deleted_at IS NULL");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    struct section_place place;
    *into = sql_integer(&find, 1);
    return section_place_of(db, sql_integer(&find, 0), &place);
}

enum err opinion_merge(struct db *db, int64_t id, int64_t into) {
    int64_t before, above;
    if (id == into) return ERR_BAD_FIELD;
    enum err e = stands(db, id, &before);
    if (!e) e = stands(db, into, &above);
    if (!e && above) e = ERR_MERGED;
    if (e) return e;
    SQL(set, db, "UPDATE comment SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, into);
    return sql_run(&set);
}

enum err opinion_split(struct db *db, int64_t id) {
    int64_t into;
    enum err e = stands(db, id, &into);
    if (e) return e;
    SQL(set, db, "UPDATE comment SET merged_into = NULL WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    return sql_run(&set);
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

static void read_id(struct sql *s, struct arena *a, void *item) {
    (void)a;
    *(int64_t *)item = sql_integer(s, 0);
}

enum err opinion_followers(struct db *db, struct arena *a, int64_t head, int64_t **out, size_t *count) {
    SQL(list, db, "SELECT id FROM comment WHERE merged_into = ?1 AND deleted_at IS NULL ORDER BY id");
    sql_bind_integer(&list, 1, head);
    return sql_list(&list, a, sizeof **out, read_id, out, count);
}

/* SQL: the standing sections, each with its chapter and its place in the document. */
#define TREE                                                                                                           \
    "WITH RECURSIVE tree (id, path, chapter_id) AS ("                                                                  \
    "  SELECT s.id, " SECTION_STEP ", s.id FROM section s WHERE s.parent_id IS NULL AND s.deleted_at IS NULL"          \
    "  UNION ALL"                                                                                                      \
    "  SELECT s.id, tree.path || " SECTION_STEP ", tree.chapter_id"                                                    \
    "  FROM tree JOIN section s ON s.parent_id = tree.id WHERE s.deleted_at IS NULL) "

/* SQL: the heads in it with their responses; what response_is_done says of one. */
#define HEADS                                                                                                          \
    " FROM comment c JOIN tree ON tree.id = c.section_id LEFT JOIN response r ON r.comment_id = c.id"                  \
    " WHERE c.deleted_at IS NULL AND c.merged_into IS NULL"
#define IS_DONE "(r.disposition IS NOT NULL AND r.body <> '')"

static void read_head(struct sql *s, struct arena *a, void *item) {
    (void)a;
    *(struct opinion_head *)item = (struct opinion_head){.id = sql_integer(s, 0), .is_done = sql_integer(s, 1)};
}

enum err opinion_heads(struct db *db, struct arena *a, struct opinion_head **out, size_t *count) {
    SQL(list, db, TREE "SELECT c.id, " IS_DONE HEADS " ORDER BY tree.path, c.id");
    return sql_list(&list, a, sizeof **out, read_head, out, count);
}

static void read_total(struct sql *s, struct arena *a, void *item) {
    *(struct opinion_total *)item = (struct opinion_total){
        .chapter_id = sql_integer(s, 0),
        .disposition = response_disposition_of(sql_string(s, a, 1)),
        .heads = (size_t)sql_integer(s, 2),
        .opinions = (size_t)sql_integer(s, 3),
        .unanswered = (size_t)sql_integer(s, 4),
    };
}

enum err opinion_totals(struct db *db, struct arena *a, struct opinion_total **out, size_t *count) {
    SQL(list, db,
        TREE "SELECT tree.chapter_id, coalesce(r.disposition, ''), count(*), sum(1 + (SELECT count(*) FROM comment m"
             " WHERE m.merged_into = c.id AND m.deleted_at IS NULL)),"
             " count(*) - count(*) FILTER (WHERE " IS_DONE ")" HEADS " GROUP BY 1, 2");
    return sql_list(&list, a, sizeof **out, read_total, out, count);
}
