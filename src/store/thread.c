#include "kosshi/store/thread.h"

#include "field.h"
#include "kosshi/store/mention.h"
#include "kosshi/store/seen.h"
#include "section_place.h"
#include "sql.h"

/* --- Reading ---------------------------------------------------------------------------------------------------- */

#define REPLY_COLUMNS "id, author_id, at, author, body, edited_at"

static void read_reply(struct sql *s, struct arena *a, void *item) {
    *(struct thread_reply *)item = (struct thread_reply){
        .id = sql_integer(s, 0),
        .author_id = sql_integer(s, 1),
        .at = sql_integer(s, 2),
        .author = sql_string(s, a, 3),
        .body = sql_string(s, a, 4),
        .edited_at = sql_integer(s, 5),
    };
}

enum err thread_replies(struct db *db, struct arena *a, const struct thread *t, struct thread_reply **out,
                        size_t *count) {
    SQL(list, db,
        "SELECT " REPLY_COLUMNS " FROM reply WHERE (comment_id = ?1 OR suggestion_id = ?2) AND deleted_at IS NULL"
        " ORDER BY id");
    sql_bind_or_null(&list, 1, t->comment_id);
    sql_bind_or_null(&list, 2, t->suggestion_id);
    return sql_list(&list, a, sizeof **out, read_reply, out, count);
}

enum err thread_get(struct db *db, struct arena *a, int64_t reply_id, struct thread_reply *out, struct thread *in) {
    SQL(find, db,
        "SELECT " REPLY_COLUMNS ", comment_id, suggestion_id FROM reply WHERE id = ?1 AND deleted_at IS NULL");
    sql_bind_integer(&find, 1, reply_id);
    enum err e = sql_row(&find);
    if (e) return e;
    read_reply(&find, a, out);
    *in = (struct thread){sql_integer(&find, 6), sql_integer(&find, 7)};
    return OK;
}

enum err thread_stands(struct db *db, const struct thread *t) {
    SQL(find, db,
        "SELECT section_id FROM comment WHERE id = ?1 AND deleted_at IS NULL"
        " UNION ALL SELECT section_id FROM suggestion WHERE id = ?2");
    sql_bind_or_null(&find, 1, t->comment_id);
    sql_bind_or_null(&find, 2, t->suggestion_id);
    enum err e = sql_row(&find);
    if (e) return e;
    struct section_place place;
    return section_place_of(db, sql_integer(&find, 0), &place);
}

/* --- Writing ---------------------------------------------------------------------------------------------------- */

/* The INSERT takes its author's shown name from the table user: no such person, no row. */
static enum err insert(struct db *db, const struct thread *t, const char *body, const struct thread_writer *by,
                       int64_t *id) {
    SQL(add, db,
        "INSERT INTO reply (comment_id, suggestion_id, author_id, author, body, at)"
        " SELECT ?1, ?2, id, display, ?4, ?5 FROM user WHERE id = ?3");
    sql_bind_or_null(&add, 1, t->comment_id);
    sql_bind_or_null(&add, 2, t->suggestion_id);
    sql_bind_integer(&add, 3, by->user_id);
    sql_bind_string(&add, 4, body);
    sql_bind_integer(&add, 5, by->now);
    enum err e = sql_run_one(&add);
    if (!e) *id = sql_new_id(db);
    return e;
}

enum err thread_reply(struct db *db, const struct thread *t, const char *body, const struct thread_writer *by,
                      int64_t *id) {
    enum err e = field_body(body, THREAD_LIMIT);
    if (!e) e = thread_stands(db, t);
    if (!e) e = insert(db, t, body, by, id);
    if (!e) e = mention_write(db, t, *id, by->user_id, body);
    return e ? e : seen_set(db, by->user_id, t, *id);
}

/* A reply of this writer, in a thread that stands. */
static enum err find_own(struct db *db, int64_t reply_id, const struct thread_writer *by, struct thread *in) {
    ARENA(a);
    struct thread_reply reply;
    enum err e = thread_get(db, a, reply_id, &reply, in);
    if (!e) e = thread_stands(db, in);
    if (e) return e;
    return reply.author_id && reply.author_id == by->user_id ? OK : ERR_FORBIDDEN;
}

enum err thread_edit(struct db *db, int64_t reply_id, const char *body, const struct thread_writer *by) {
    struct thread in;
    enum err e = field_body(body, THREAD_LIMIT);
    if (!e) e = find_own(db, reply_id, by, &in);
    if (e) return e;
    SQL(set, db, "UPDATE reply SET body = ?2, edited_at = ?3 WHERE id = ?1 AND body <> ?2");
    sql_bind_integer(&set, 1, reply_id);
    sql_bind_string(&set, 2, body);
    sql_bind_integer(&set, 3, by->now);
    e = sql_run(&set);
    return e ? e : mention_write(db, &in, reply_id, by->user_id, body);
}

enum err thread_delete(struct db *db, int64_t reply_id, const struct thread_writer *by) {
    struct thread in;
    enum err e = find_own(db, reply_id, by, &in);
    if (e) return e;
    SQL(set, db, "UPDATE reply SET deleted_at = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, reply_id);
    sql_bind_integer(&set, 2, by->now);
    e = sql_run(&set);
    return e ? e : mention_write(db, &in, reply_id, by->user_id, "");
}

/* --- From another file ------------------------------------------------------------------------------------------ */

enum err thread_put(struct db *db, const struct thread *t, const struct thread_reply *reply) {
    enum err e = field_body(reply->body, THREAD_LIMIT);
    if (e) return e;
    SQL(add, db,
        "INSERT INTO reply (comment_id, suggestion_id, author, body, at, edited_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql_bind_or_null(&add, 1, t->comment_id);
    sql_bind_or_null(&add, 2, t->suggestion_id);
    sql_bind_string(&add, 3, reply->author);
    sql_bind_string(&add, 4, reply->body);
    sql_bind_integer(&add, 5, reply->at);
    sql_bind_or_null(&add, 6, reply->edited_at);
    return sql_run(&add);
}
