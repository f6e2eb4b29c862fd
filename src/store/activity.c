#include "kosshi/store/activity.h"

#include <string.h>

#include "kosshi/text/utf.h"
#include "sql.h"

#define DETAIL_LIMIT 200 /* code points */

static const char *const words[DID_COUNT] = {
#define X(name, word) [name] = word,
    KOSSHI_ACTIONS(X)
#undef X
};

const char *activity_word(enum activity_action a) {
    return words[a];
}

static enum activity_action action_of(const char *word) {
    int action = 0;
    while (action < DID_COUNT && strcmp(word, words[action]) != 0)
        action++;
    return (enum activity_action)action;
}

static const char *cut(struct arena *a, const char *detail) {
    if (!detail) return "";
    return utf_points(detail, strlen(detail)) > DETAIL_LIMIT ? utf_excerpt(a, detail, DETAIL_LIMIT - 1) : detail;
}

enum err activity_add(struct db *db, int64_t now, int64_t user_id, enum activity_action action, int64_t section_id,
                      const char *detail) {
    ARENA(a);
    SQL(add, db, "INSERT INTO activity (at, user_id, action, section_id, detail) VALUES (?1, ?2, ?3, ?4, ?5)");
    sql_bind_integer(&add, 1, now);
    sql_bind_or_null(&add, 2, user_id);
    sql_bind_string(&add, 3, activity_word(action));
    sql_bind_or_null(&add, 4, section_id);
    sql_bind_string(&add, 5, cut(a, detail));
    return sql_run(&add);
}

enum err activity_add_export(struct db *db, int64_t now, int64_t user_id, const char *format, size_t bytes) {
    ARENA(a);
    return activity_add(db, now, user_id, DID_EXPORT, 0, arena_printf(a, "%s %zu", format, bytes));
}

/* The word of the action is a literal, so that SQLite sees that the index of exports holds all there is to find. */
enum err activity_last_export(struct db *db, struct arena *a, const char *format, struct activity_export *out) {
    SQL(last, db,
        "SELECT a.at, u.display, CAST(substr(a.detail, length(?1) + 2) AS INTEGER) FROM activity a"
        " LEFT JOIN user u ON u.id = a.user_id"
        " WHERE a.action = 'export' AND substr(a.detail, 1, length(?1) + 1) = ?1 || ' ' ORDER BY a.id DESC LIMIT 1");
    sql_bind_string(&last, 1, format);
    enum err e = sql_row(&last);
    if (e) return e;
    *out = (struct activity_export){
        .at = sql_integer(&last, 0), .who = sql_string(&last, a, 1), .bytes = sql_integer(&last, 2)};
    return OK;
}

#define ACTIVITY_SELECT                                                                                                \
    "SELECT a.id, a.at, a.section_id, a.action, u.display, s.title, a.detail FROM activity a"                          \
    " LEFT JOIN user u ON u.id = a.user_id LEFT JOIN section s ON s.id = a.section_id"

static void read_row(struct sql *s, struct arena *a, void *item) {
    *(struct activity *)item = (struct activity){
        .id = sql_integer(s, 0),
        .at = sql_integer(s, 1),
        .section_id = sql_integer(s, 2),
        .action = action_of(sql_string(s, a, 3)),
        .who = sql_string(s, a, 4),
        .section_title = sql_string(s, a, 5),
        .detail = sql_string(s, a, 6),
    };
}

enum err activity_list(struct db *db, struct arena *a, int64_t before, size_t limit, struct activity **out,
                       size_t *count) {
    SQL(list, db, ACTIVITY_SELECT " WHERE ?1 = 0 OR a.id < ?1 ORDER BY a.id DESC LIMIT ?2");
    sql_bind_integer(&list, 1, before);
    sql_bind_integer(&list, 2, (int64_t)limit);
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

enum err activity_after(struct db *db, struct arena *a, int64_t after, size_t limit, struct activity **out,
                        size_t *count) {
    SQL(list, db, ACTIVITY_SELECT " WHERE a.id > ?1 ORDER BY a.id LIMIT ?2");
    sql_bind_integer(&list, 1, after);
    sql_bind_integer(&list, 2, (int64_t)limit);
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

enum err activity_newest(struct db *db, int64_t *id) {
    SQL(newest, db, "SELECT max(id) FROM activity");
    enum err e = sql_row(&newest);
    if (e == OK) *id = sql_integer(&newest, 0);
    return e;
}
