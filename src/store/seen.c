#include "kosshi/store/seen.h"

#include "sql.h"

enum err seen_get(struct db *db, int64_t user_id, const struct thread *t, int64_t *reply_id) {
    SQL(find, db, "SELECT reply_id FROM seen WHERE user_id = ?1 AND (comment_id = ?2 OR suggestion_id = ?3)");
    sql_bind_integer(&find, 1, user_id);
    sql_bind_or_null(&find, 2, t->comment_id);
    sql_bind_or_null(&find, 3, t->suggestion_id);
    enum err e = sql_row(&find);
    *reply_id = e ? SEEN_NOTHING : sql_integer(&find, 0);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* What is put is never less than what is there. */
#define SEEN_PUT                                                                                                       \
    " ON CONFLICT (user_id, comment_id) WHERE comment_id IS NOT NULL"                                                  \
    " DO UPDATE SET reply_id = max(reply_id, excluded.reply_id)"                                                       \
    " ON CONFLICT (user_id, suggestion_id) WHERE suggestion_id IS NOT NULL"                                            \
    " DO UPDATE SET reply_id = max(reply_id, excluded.reply_id)"

enum err seen_set(struct db *db, int64_t user_id, const struct thread *t, int64_t reply_id) {
    SQL(put, db,
        "INSERT INTO seen (user_id, comment_id, suggestion_id, reply_id)"
        " SELECT ?1, thread.comment_id, thread.suggestion_id, coalesce((SELECT max(id) FROM reply"
        "  WHERE (comment_id = ?2 OR suggestion_id = ?3) AND id <= ?4), 0)"
        " FROM (SELECT id AS comment_id, NULL AS suggestion_id FROM comment WHERE id = ?2"
        "  UNION ALL SELECT NULL, id FROM suggestion WHERE id = ?3) thread WHERE true" SEEN_PUT);
    sql_bind_integer(&put, 1, user_id);
    sql_bind_or_null(&put, 2, t->comment_id);
    sql_bind_or_null(&put, 3, t->suggestion_id);
    sql_bind_integer(&put, 4, reply_id);
    return sql_run(&put);
}

enum err seen_set_all(struct db *db, int64_t user_id) {
    SQL(put, db,
        "INSERT INTO seen (user_id, comment_id, suggestion_id, reply_id)"
        " SELECT ?1, c.id, NULL, coalesce((SELECT max(id) FROM reply WHERE comment_id = c.id), 0) FROM comment c"
        " UNION ALL"
        " SELECT ?1, NULL, g.id, coalesce((SELECT max(id) FROM reply WHERE suggestion_id = g.id), 0)"
        " FROM suggestion g WHERE true" SEEN_PUT);
    sql_bind_integer(&put, 1, user_id);
    return sql_run(&put);
}

enum err seen_back(struct db *db, int64_t user_id, const struct thread *t, int64_t reply_id) {
    SQL(drop, db, "DELETE FROM seen WHERE user_id = ?1 AND (comment_id = ?2 OR suggestion_id = ?3) AND ?4 = 0");
    sql_bind_integer(&drop, 1, user_id);
    sql_bind_or_null(&drop, 2, t->comment_id);
    sql_bind_or_null(&drop, 3, t->suggestion_id);
    sql_bind_integer(&drop, 4, reply_id);
    enum err e = sql_run(&drop);
    if (e) return e;
    SQL(lower, db,
        "UPDATE seen SET reply_id = min(reply_id, ?4 - 1)"
        " WHERE user_id = ?1 AND (comment_id = ?2 OR suggestion_id = ?3)");
    sql_bind_integer(&lower, 1, user_id);
    sql_bind_or_null(&lower, 2, t->comment_id);
    sql_bind_or_null(&lower, 3, t->suggestion_id);
    sql_bind_integer(&lower, 4, reply_id);
    return sql_run(&lower);
}
