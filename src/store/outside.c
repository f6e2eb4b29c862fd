#include "kosshi/store/outside.h"

#include "sql.h"

/* By the index comment_outside. +: with what body is, SQLite would put it into length(body), and find nothing by that. */
#define SAME                                                                                                           \
    "source = ?2 AND source <> '' AND author = ?3 AND length(body) = length(?4) AND +body = ?4"                        \
    " AND deleted_at IS NULL LIMIT 1"

static enum err is_there(struct sql *find, const struct comment_draft *draft, bool *out) {
    sql_bind_integer(find, 1, draft->section_id);
    sql_bind_string(find, 2, draft->source);
    sql_bind_string(find, 3, draft->author);
    sql_bind_string(find, 4, draft->body);
    enum err e = sql_row(find);
    *out = e == OK;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err outside_is_there(struct db *db, const struct comment_draft *draft, bool *out) {
    SQL(find, db, "SELECT 1 FROM comment WHERE section_id = ?1 AND " SAME);
    return is_there(&find, draft, out);
}

enum err outside_newest(struct db *db, int64_t *id) {
    SQL(find, db, "SELECT max(id) FROM comment");
    enum err e = sql_row(&find);
    if (!e) *id = sql_integer(&find, 0);
    return e;
}

enum err outside_is_there_since(struct db *db, const struct comment_draft *draft, int64_t newest, bool *out) {
    SQL(find, db, "SELECT 1 FROM comment NOT INDEXED WHERE id > ?5 AND section_id = ?1 AND " SAME);
    sql_bind_integer(&find, 5, newest);
    return is_there(&find, draft, out);
}

enum err outside_add(struct db *db, const struct outside_opinion *o, const struct thread_writer *by, int64_t *id) {
    enum err e = comment_add(db, &o->draft, by, id);
    bool has_answer = o->disposition != DISPOSITION_NONE || *o->summary || *o->answer;
    if (e || !has_answer) return e;
    const struct response response = {.disposition = o->disposition, .summary = o->summary, .body = o->answer};
    return response_put(db, *id, &response, by->user_id, by->now);
}
