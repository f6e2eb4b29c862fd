#include "kosshi/store/strategy.h"

#include <string.h>

#include "field.h"
#include "kosshi/text/outline.h"
#include "record_row.h"
#include "sql.h"

const char *const strategy_status_names[] = {
    [TACTIC_UNSAID] = "",
    [TACTIC_NEW] = "new",
    [TACTIC_CONTINUED] = "continued",
    [TACTIC_STATUS_COUNT] = NULL,
};

const char *strategy_status_name(enum tactic_status s) {
    return strategy_status_names[s];
}

enum tactic_status strategy_status_of(const char *name) {
    int s = 0;
    while (s < TACTIC_STATUS_COUNT && strcmp(name, strategy_status_names[s]) != 0)
        s++;
    return (enum tactic_status)s;
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

static void read_strategy(struct sql *s, struct arena *a, void *item) {
    *(struct strategy *)item = (struct strategy){.id = sql_integer(s, 0),
                                                 .section_id = sql_integer(s, 1),
                                                 .title = sql_string(s, a, 2),
                                                 .version = sql_integer(s, 3)};
}

static void read_tactic(struct sql *s, struct arena *a, void *item) {
    *(struct tactic *)item = (struct tactic){.id = sql_integer(s, 0),
                                             .strategy_id = sql_integer(s, 1),
                                             .title = sql_string(s, a, 2),
                                             .content = sql_string(s, a, 3),
                                             .owner = sql_string(s, a, 4),
                                             .period = sql_string(s, a, 5),
                                             .status = strategy_status_of(sql_string(s, a, 6)),
                                             .version = sql_integer(s, 7)};
}

static enum err list_tactics(struct db *db, struct arena *a, int64_t section_id, struct tactic **out, size_t *count) {
    SQL(list, db,
        SECTION_STANDING
        "SELECT t.id, t.strategy_id, t.title, t.content, t.owner, t.period, t.status, t.version"
        " FROM strategy s JOIN standing ON standing.id = s.section_id JOIN tactic t ON t.strategy_id = s.id"
        " WHERE s.deleted_at IS NULL AND t.deleted_at IS NULL"
        " ORDER BY s.section_id, s.position, s.id, t.position, t.id");
    sql_bind_integer(&list, 1, section_id);
    return sql_list(&list, a, sizeof **out, read_tactic, out, count);
}

/* Both lists are in the same order, so that a strategy's tactics are a run of theirs. */
enum err strategy_list(struct db *db, struct arena *a, int64_t section_id, struct strategy **out, size_t *count) {
    struct tactic *tactics = NULL;
    size_t tactic_count = 0, next = 0;
    enum err e = list_tactics(db, a, section_id, &tactics, &tactic_count);
    if (e) return e;
    SQL(list, db,
        SECTION_STANDING "SELECT s.id, s.section_id, s.title, s.version"
                         " FROM strategy s JOIN standing ON standing.id = s.section_id WHERE s.deleted_at IS NULL"
                         " ORDER BY s.section_id, s.position, s.id");
    sql_bind_integer(&list, 1, section_id);
    e = sql_list(&list, a, sizeof **out, read_strategy, out, count);
    for (size_t i = 0; i < *count && !e; i++) {
        struct strategy *s = &(*out)[i];
        s->tactics = tactics ? tactics + next : NULL;
        while (tactics && next < tactic_count && tactics[next].strategy_id == s->id)
            next++, s->tactic_count++;
    }
    return e;
}

/* --- Putting -------------------------------------------------------------------------------------------------- */

static enum err put_tactic(struct db *db, struct tactic *t, int64_t now) {
    enum err e = field_line(t->title, TACTIC_TITLE_LIMIT);
    if (!e && *t->content) e = field_body(t->content, TACTIC_CONTENT_LIMIT);
    if (!e) e = field_line_or_empty(t->owner, TACTIC_OWNER_LIMIT);
    if (!e) e = field_line_or_empty(t->period, TACTIC_PERIOD_LIMIT);
    if (!e && t->status >= TACTIC_STATUS_COUNT) e = ERR_BAD_FIELD;
    if (e) return e == ERR_TOO_LARGE ? ERR_BAD_FIELD : e;
    if (t->version == 0) t->version = 1;
    SQL(add, db,
        "INSERT INTO tactic (id, strategy_id, position, title, content, owner, period, status, version)"
        " VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM tactic WHERE strategy_id = ?2),"
        "         ?3, ?4, ?5, ?6, ?7, ?8)");
    sql_bind_or_null(&add, 1, t->id);
    sql_bind_integer(&add, 2, t->strategy_id);
    sql_bind_string(&add, 3, t->title);
    sql_bind_string(&add, 4, t->content);
    sql_bind_string(&add, 5, t->owner);
    sql_bind_string(&add, 6, t->period);
    sql_bind_string(&add, 7, strategy_status_name(t->status));
    sql_bind_integer(&add, 8, t->version);
    e = sql_run_unique(&add, ERR_BAD_FIELD);
    if (e) return e;
    t->id = sql_new_id(db);
    return record_row_keep(db, RECORD_TACTIC, t->id, t->version, 0, now);
}

static enum err put_row(struct db *db, struct strategy *s) {
    SQL(add, db,
        "INSERT INTO strategy (id, section_id, position, title, version)"
        " VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM strategy WHERE section_id = ?2), ?3, ?4)");
    sql_bind_or_null(&add, 1, s->id);
    sql_bind_integer(&add, 2, s->section_id);
    sql_bind_string(&add, 3, s->title);
    sql_bind_integer(&add, 4, s->version);
    enum err e = sql_run_unique(&add, ERR_BAD_FIELD);
    if (!e) s->id = sql_new_id(db);
    return e;
}

enum err strategy_put(struct db *db, struct strategy *s, int64_t now) {
    enum err e = record_row_section(db, s->section_id, KIND_STRATEGIES);
    if (!e) e = field_line(s->title, STRATEGY_TITLE_LIMIT);
    if (s->version == 0) s->version = 1;
    if (!e) e = put_row(db, s);
    if (!e) e = record_row_keep(db, RECORD_STRATEGY, s->id, s->version, 0, now);
    for (size_t i = 0; i < s->tactic_count && !e; i++) {
        s->tactics[i].strategy_id = s->id;
        e = put_tactic(db, &s->tactics[i], now);
    }
    return e;
}
