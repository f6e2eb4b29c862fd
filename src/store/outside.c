#include "kosshi/store/outside.h"

#include "sql.h"

enum err outside_is_there(struct db *db, const struct comment_draft *draft, bool *out) {
    SQL(find, db,
        "SELECT 1 FROM comment WHERE section_id = ?1 AND source = ?2 AND author = ?3 AND body = ?4"
        " AND deleted_at IS NULL LIMIT 1");
    sql_bind_integer(&find, 1, draft->section_id);
    sql_bind_string(&find, 2, draft->source);
    sql_bind_string(&find, 3, draft->author);
    sql_bind_string(&find, 4, draft->body);
    enum err e = sql_row(&find);
    *out = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err outside_add(struct db *db, const struct outside_opinion *o, const struct thread_writer *by, int64_t *id) {
    enum err e = comment_add(db, &o->draft, by, id);
    bool has_answer = o->disposition != DISPOSITION_NONE || *o->summary || *o->answer;
    if (e || !has_answer) return e;
    const struct response response = {.disposition = o->disposition, .summary = o->summary, .body = o->answer};
    return response_put(db, *id, &response, by->user_id, by->now);
}
