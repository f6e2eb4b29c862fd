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
    sql_bind_id(&add, 2, user_id);
    sql_bind_string(&add, 3, activity_word(action));
    sql_bind_id(&add, 4, section_id);
    sql_bind_string(&add, 5, cut(a, detail));
    return sql_run(&add);
}

enum err activity_list(struct db *db, struct arena *a, int64_t before, size_t limit, struct activity **out,
                       size_t *count) {
    SQL(list, db,
        "SELECT a.id, a.at, a.section_id, a.action, u.display, s.title, a.detail FROM activity a"
        " LEFT JOIN user u ON u.id = a.user_id LEFT JOIN section s ON s.id = a.section_id"
        " WHERE ?1 = 0 OR a.id < ?1 ORDER BY a.id DESC LIMIT ?2");
    sql_bind_integer(&list, 1, before);
    sql_bind_integer(&list, 2, (int64_t)limit);
    struct activity *items = NULL;
    size_t n = 0;
    enum err e;
    while (!(e = sql_row(&list))) {
        items = sql_room(a, items, n, sizeof *items);
        items[n++] = (struct activity){
            .id = sql_integer(&list, 0),
            .at = sql_integer(&list, 1),
            .section_id = sql_integer(&list, 2),
            .action = action_of(sql_string(&list, a, 3)),
            .who = sql_string(&list, a, 4),
            .section_title = sql_string(&list, a, 5),
            .detail = sql_string(&list, a, 6),
        };
    }
    *out = items;
    *count = n;
    return sql_end(e);
}
