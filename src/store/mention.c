#include "kosshi/store/mention.h"

#include <stdbool.h>
#include <string.h>

#include "kosshi/store/seen.h"
#include "kosshi/text/at_name.h"
#include "sql.h"

/* --- Reading ---------------------------------------------------------------------------------------------------- */

static void read_mention(struct sql *s, struct arena *a, void *item) {
    *(struct mention *)item =
        (struct mention){.user_id = sql_integer(s, 0), .reply_id = sql_integer(s, 1), .display = sql_string(s, a, 2)};
}

enum err mention_list(struct db *db, struct arena *a, const struct thread *t, struct mention **out, size_t *count) {
    SQL(list, db,
        "SELECT m.user_id, m.reply_id, u.display FROM mention m JOIN user u ON u.id = m.user_id"
        " WHERE m.comment_id = ?1 OR m.suggestion_id = ?2 ORDER BY m.id");
    sql_bind_or_null(&list, 1, t->comment_id);
    sql_bind_or_null(&list, 2, t->suggestion_id);
    return sql_list(&list, a, sizeof **out, read_mention, out, count);
}

/* --- Writing ---------------------------------------------------------------------------------------------------- */

/* Somebody who can be called. */
struct person {
    int64_t id;
    const char *display;
    bool was_called, is_called;
};

static void read_person(struct sql *s, struct arena *a, void *item) {
    *(struct person *)item =
        (struct person){.id = sql_integer(s, 0), .display = sql_string(s, a, 1), .was_called = sql_integer(s, 2)};
}

/* Everybody else who is there, and whoever was called before. */
static enum err list_people(struct db *db, struct arena *a, const struct thread *t, int64_t reply_id, int64_t author_id,
                            struct person **out, size_t *count) {
    SQL(list, db,
        "SELECT u.id, u.display, m.id IS NOT NULL FROM user u LEFT JOIN mention m ON m.user_id = u.id"
        " AND m.comment_id IS ?1 AND m.suggestion_id IS ?2 AND m.reply_id IS ?3"
        " WHERE u.id IS NOT ?4 AND (u.disabled_at IS NULL OR m.id IS NOT NULL)");
    sql_bind_or_null(&list, 1, t->comment_id);
    sql_bind_or_null(&list, 2, t->suggestion_id);
    sql_bind_or_null(&list, 3, reply_id);
    sql_bind_or_null(&list, 4, author_id);
    return sql_list(&list, a, sizeof **out, read_person, out, count);
}

/* Two who are shown by the same name are both called by it. */
static void find_called(struct arena *a, const char *words, struct person *people, size_t count) {
    const char **names = arena_alloc(a, count * sizeof *names);
    struct at_name *calls;
    size_t call_count;
    for (size_t i = 0; i < count; i++)
        names[i] = people[i].display;
    at_name_find(a, words, names, count, &calls, &call_count);
    for (size_t c = 0; c < call_count; c++) {
        for (size_t i = 0; i < count; i++)
            if (strcmp(names[i], names[calls[c].name]) == 0) people[i].is_called = true;
    }
}

static enum err add(struct db *db, const struct thread *t, int64_t reply_id, int64_t user_id) {
    SQL(put, db, "INSERT INTO mention (user_id, comment_id, suggestion_id, reply_id) VALUES (?1, ?2, ?3, ?4)");
    sql_bind_integer(&put, 1, user_id);
    sql_bind_or_null(&put, 2, t->comment_id);
    sql_bind_or_null(&put, 3, t->suggestion_id);
    sql_bind_or_null(&put, 4, reply_id);
    enum err e = sql_run(&put);
    return e ? e : seen_back(db, user_id, t, reply_id);
}

static enum err take_away(struct db *db, const struct thread *t, int64_t reply_id, int64_t user_id) {
    SQL(drop, db,
        "DELETE FROM mention WHERE user_id = ?1 AND comment_id IS ?2 AND suggestion_id IS ?3 AND reply_id IS ?4");
    sql_bind_integer(&drop, 1, user_id);
    sql_bind_or_null(&drop, 2, t->comment_id);
    sql_bind_or_null(&drop, 3, t->suggestion_id);
    sql_bind_or_null(&drop, 4, reply_id);
    return sql_run(&drop);
}

enum err mention_write(struct db *db, const struct thread *t, int64_t reply_id, int64_t author_id, const char *words) {
    ARENA(a);
    struct person *people;
    size_t count;
    enum err e = list_people(db, a, t, reply_id, author_id, &people, &count);
    if (e) return e;
    find_called(a, words, people, count);
    for (size_t i = 0; i < count && !e; i++) {
        if (people[i].is_called == people[i].was_called) continue;
        e = people[i].is_called ? add(db, t, reply_id, people[i].id) : take_away(db, t, reply_id, people[i].id);
    }
    return e;
}
