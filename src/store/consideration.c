#include "kosshi/store/document.h"
#include "section_place.h"
#include "sql.h"

static void read_row(struct sql *s, struct arena *a, void *item) {
    *(struct consideration *)item =
        (struct consideration){.id = sql_integer(s, 0), .group = sql_string(s, a, 1), .title = sql_string(s, a, 2)};
}

enum err consideration_list(struct db *db, struct arena *a, struct consideration **out, size_t *count) {
    SQL(list, db,
        "SELECT id, group_name, title FROM consideration c"
        " ORDER BY (SELECT min(position) FROM consideration g WHERE g.group_name = c.group_name), position");
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

enum err consideration_add(struct db *db, const char *group, const char *title, int64_t *id) {
    SQL(add, db,
        "INSERT INTO consideration (position, group_name, title)"
        " VALUES ((SELECT coalesce(max(position), 0) + 1 FROM consideration), ?1, ?2)");
    sql_bind_string(&add, 1, group);
    sql_bind_string(&add, 2, title);
    enum err e = sql_run(&add);
    if (!e) *id = sql_new_id(db);
    return e;
}

/* --- Which sections answer it ---------------------------------------------------------------------------------- */

static void read_answer(struct sql *s, struct arena *a, void *item) {
    (void)a;
    *(struct consideration_answer *)item =
        (struct consideration_answer){.consideration = sql_integer(s, 0), .section = sql_integer(s, 1)};
}

enum err consideration_answers(struct db *db, struct arena *a, struct consideration_answer **out, size_t *count) {
    SQL(list, db,
        SECTION_STANDING
        "SELECT a.consideration_id, a.section_id FROM consideration_answer a JOIN standing ON standing.id = "
        "a.section_id"
        " ORDER BY a.consideration_id, a.section_id");
    sql_bind_integer(&list, 1, 0);
    return sql_list(&list, a, sizeof **out, read_answer, out, count);
}

static enum err find(struct db *db, int64_t id) {
    SQL(row, db, "SELECT 1 FROM consideration WHERE id = ?1");
    sql_bind_integer(&row, 1, id);
    return sql_row(&row);
}

/* Runs what says so or takes it back; one that finds it done already changes nothing. */
static enum err run_answer(struct sql *statement, bool *changed) {
    enum err e = sql_run_one(statement);
    *changed = !e;
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err add_answer(struct db *db, int64_t consideration, int64_t section, bool *changed) {
    SQL(add, db, "INSERT OR IGNORE INTO consideration_answer (consideration_id, section_id) VALUES (?1, ?2)");
    sql_bind_integer(&add, 1, consideration);
    sql_bind_integer(&add, 2, section);
    return run_answer(&add, changed);
}

static enum err take_answer(struct db *db, int64_t consideration, int64_t section, bool *changed) {
    SQL(take, db, "DELETE FROM consideration_answer WHERE consideration_id = ?1 AND section_id = ?2");
    sql_bind_integer(&take, 1, consideration);
    sql_bind_integer(&take, 2, section);
    return run_answer(&take, changed);
}

enum err consideration_answer(struct db *db, int64_t consideration, int64_t section, bool answered, bool *changed) {
    struct section_place place;
    *changed = false;
    enum err e = section_place_unlocked(db, section, &place);
    if (!e) e = find(db, consideration);
    if (e) return e;
    return answered ? add_answer(db, consideration, section, changed)
                    : take_answer(db, consideration, section, changed);
}

enum err consideration_answer_put(struct db *db, int64_t consideration, int64_t section) {
    struct section_place place;
    bool changed;
    enum err e = section_place_of(db, section, &place);
    if (!e) e = find(db, consideration);
    return e ? e : add_answer(db, consideration, section, &changed);
}
