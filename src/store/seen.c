#include "kosshi/store/seen.h"

#include "section_place.h"
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

/* --- What is new -------------------------------------------------------------------------------------------------- */

#define SEEN_OF_COMMENT "(SELECT w.reply_id FROM seen w WHERE w.user_id = ?2 AND w.comment_id = c.id)"
#define SEEN_OF_SUGGESTION "(SELECT w.reply_id FROM seen w WHERE w.user_id = ?2 AND w.suggestion_id = g.id)"

/* What parameter 2 has not read, a row for each time somebody said something. A part of a suggestion says nothing new. */
#define SEEN_UNREAD                                                                                                    \
    "said (comment_id, suggestion_id, reply_id, section_id, at) AS ("                                                  \
    " SELECT c.id, NULL, 0, c.section_id, c.at FROM comment c"                                                         \
    " WHERE c.deleted_at IS NULL AND c.source = '' AND c.author_id IS NOT ?2 AND " SEEN_OF_COMMENT " IS NULL"          \
    " UNION ALL"                                                                                                       \
    " SELECT c.id, NULL, p.id, c.section_id, p.at FROM reply p JOIN comment c ON c.id = p.comment_id"                  \
    " WHERE c.deleted_at IS NULL AND p.deleted_at IS NULL AND p.author_id IS NOT ?2"                                   \
    " AND p.id > coalesce(" SEEN_OF_COMMENT ", 0)"                                                                     \
    " UNION ALL"                                                                                                       \
    " SELECT NULL, g.id, 0, g.section_id, g.at FROM suggestion g"                                                      \
    " WHERE g.part_of IS NULL AND g.author_id IS NOT ?2 AND " SEEN_OF_SUGGESTION " IS NULL"                            \
    " UNION ALL"                                                                                                       \
    " SELECT NULL, g.id, p.id, g.section_id, p.at FROM reply p JOIN suggestion g ON g.id = p.suggestion_id"            \
    " WHERE p.deleted_at IS NULL AND p.author_id IS NOT ?2 AND p.id > coalesce(" SEEN_OF_SUGGESTION ", 0))"

/* The same of what calls parameter 2, found from there. What was taken back calls nobody. */
#define SEEN_CALLS                                                                                                     \
    "said (comment_id, suggestion_id, reply_id, section_id, at) AS ("                                                  \
    " SELECT m.comment_id, m.suggestion_id, coalesce(m.reply_id, 0), coalesce(c.section_id, g.section_id),"            \
    "  coalesce(p.at, c.at, g.at) FROM mention m LEFT JOIN comment c ON c.id = m.comment_id"                           \
    "  LEFT JOIN suggestion g ON g.id = m.suggestion_id LEFT JOIN reply p ON p.id = m.reply_id"                        \
    "  WHERE m.user_id = ?2 AND coalesce(m.reply_id, 0) > coalesce(" SEEN_OF_COMMENT ", " SEEN_OF_SUGGESTION ", -1))"

/* The newest of each thread, and how many threads there are. Of a group with one max() SQLite takes the other columns from the row
 * that has it. */
#define SEEN_NEWEST                                                                                                    \
    ", news AS ("                                                                                                      \
    " SELECT said.comment_id, said.suggestion_id, said.reply_id, said.section_id, max(said.at) AS at,"                 \
    "  count(*) OVER () AS total FROM said"                                                                            \
    " WHERE said.section_id IN (SELECT id FROM standing) GROUP BY said.comment_id, said.suggestion_id ORDER BY "       \
    "max(said.at) DESC LIMIT ?3)"                                                                                      \
    " SELECT n.comment_id, n.suggestion_id, n.reply_id, n.section_id, n.at, n.total,"                                  \
    "  coalesce(p.author, c.author, g.author), coalesce(p.body, c.body, g.reason) FROM news n"                         \
    " LEFT JOIN reply p ON p.id = n.reply_id LEFT JOIN comment c ON c.id = n.comment_id"                               \
    " LEFT JOIN suggestion g ON g.id = n.suggestion_id ORDER BY n.at DESC"

struct news_row {
    struct seen_news news;
    size_t total;
};

static void read_news(struct sql *s, struct arena *a, void *item) {
    *(struct news_row *)item = (struct news_row){
        .news = {.thread = {sql_integer(s, 0), sql_integer(s, 1)},
                 .reply_id = sql_integer(s, 2),
                 .section_id = sql_integer(s, 3),
                 .at = sql_integer(s, 4),
                 .by = sql_string(s, a, 6),
                 .words = sql_string(s, a, 7)},
        .total = (size_t)sql_integer(s, 5),
    };
}

enum err seen_news(struct db *db, struct arena *a, int64_t user_id, bool mentions, size_t limit, struct seen_news **out,
                   size_t *count, size_t *total) {
    struct news_row *rows;
    SQL(unread, db, SECTION_STANDING ", " SEEN_UNREAD SEEN_NEWEST);
    SQL(calls, db, SECTION_STANDING ", " SEEN_CALLS SEEN_NEWEST);
    struct sql *list = mentions ? &calls : &unread;
    sql_bind_integer(list, 1, 0);
    sql_bind_integer(list, 2, user_id);
    sql_bind_integer(list, 3, (int64_t)limit);
    enum err e = sql_list(list, a, sizeof *rows, read_news, &rows, count);
    *total = *count ? rows[0].total : 0;
    *out = arena_alloc(a, *count * sizeof **out);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = rows[i].news;
    return e;
}
