#include "record_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "section_place.h"
#include "sql.h"

enum err record_row_section(struct db *db, int64_t section_id, enum section_kind kind) {
    struct section_place place;
    enum err e = section_place_of(db, section_id, &place);
    if (e) return e;
    SQL(find, db, "SELECT kind = ?2 FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, section_id);
    sql_bind_string(&find, 2, outline_kind_name(kind));
    e = sql_row(&find);
    return !e && !sql_integer(&find, 0) ? ERR_BAD_FIELD : e;
}

static struct sql open_strategy(struct db *db) {
    return sql_open(db, "INSERT INTO record_version (kind, record_id, version, user_id, at, fields)"
                        " SELECT ?1, id, ?3, ?4, ?5, json_object('title', title) FROM strategy WHERE id = ?2");
}

static struct sql open_tactic(struct db *db) {
    return sql_open(db, "INSERT INTO record_version (kind, record_id, version, user_id, at, fields)"
                        " SELECT ?1, id, ?3, ?4, ?5, json_object('title', title, 'content', content, 'owner', owner,"
                        "        'period', period, 'status', status)"
                        " FROM tactic WHERE id = ?2");
}

static struct sql open_indicator(struct db *db) {
    return sql_open(db, "INSERT INTO record_version (kind, record_id, version, user_id, at, fields)"
                        " SELECT ?1, i.id, ?3, ?4, ?5, json_object('name', name, 'unit', unit, 'direction', direction,"
                        "        'baseline', baseline, 'baseline_year', baseline_year, 'target', target,"
                        "        'target_year', target_year, 'source', source, 'owner', owner,"
                        "        'actuals', (SELECT json_group_object(year, value) FROM indicator_actual"
                        "                    WHERE indicator_id = i.id),"
                        "        'strategies', (SELECT json_group_array(strategy_id) FROM indicator_strategy"
                        "                       WHERE indicator_id = i.id))"
                        " FROM indicator i WHERE i.id = ?2");
}

enum err record_row_keep(struct db *db, enum record_kind kind, int64_t id, int64_t version, int64_t user_id,
                         int64_t now) {
    static struct sql (*const opens[RECORD_KIND_COUNT])(struct db *) = {
        [RECORD_STRATEGY] = open_strategy,
        [RECORD_TACTIC] = open_tactic,
        [RECORD_INDICATOR] = open_indicator,
    };
    __attribute__((cleanup(sql_close))) struct sql keep = opens[kind](db);
    sql_bind_string(&keep, 1, record_kind_name(kind));
    sql_bind_integer(&keep, 2, id);
    sql_bind_integer(&keep, 3, version);
    sql_bind_or_null(&keep, 4, user_id);
    sql_bind_integer(&keep, 5, now);
    return sql_run_one(&keep);
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

static struct sql find_strategy(struct db *db) {
    return sql_open(db, "SELECT version, section_id, 0, deleted_at IS NULL FROM strategy WHERE id = ?1");
}

static struct sql find_tactic(struct db *db) {
    return sql_open(db, "SELECT t.version, s.section_id, s.id, t.deleted_at IS NULL FROM tactic t"
                        " JOIN strategy s ON s.id = t.strategy_id WHERE t.id = ?1");
}

static struct sql find_indicator(struct db *db) {
    return sql_open(db, "SELECT version, section_id, 0, deleted_at IS NULL FROM indicator WHERE id = ?1");
}

enum err record_row_get(struct db *db, enum record_kind kind, int64_t id, struct record_row *out) {
    static struct sql (*const finds[RECORD_KIND_COUNT])(struct db *) = {
        [RECORD_STRATEGY] = find_strategy,
        [RECORD_TACTIC] = find_tactic,
        [RECORD_INDICATOR] = find_indicator,
    };
    __attribute__((cleanup(sql_close))) struct sql find = finds[kind](db);
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    *out = (struct record_row){.version = sql_integer(&find, 0),
                               .section_id = sql_integer(&find, 1),
                               .strategy_id = sql_integer(&find, 2),
                               .stands = sql_integer(&find, 3) != 0};
    return OK;
}

static void put_string(json_t *flat, const char *name, const char *value) {
    json_object_set_new(flat, name, json_string(value));
}

/* A field of record_version, which is a string, a year, the values by year or the ids of strategies. */
static void put_field(json_t *flat, const char *name, json_t *value) {
    char text[64];
    const char *year;
    json_t *item;
    size_t i;
    if (json_is_string(value)) put_string(flat, name, json_string_value(value));
    if (json_is_integer(value)) {
        snprintf(text, sizeof text, "%lld", json_integer_value(value));
        put_string(flat, name, json_integer_value(value) ? text : "");
    }
    json_object_foreach(value, year, item) {
        snprintf(text, sizeof text, "actual_%.8s", year);
        put_string(flat, text, json_string_value(item));
    }
    json_array_foreach(value, i, item) {
        snprintf(text, sizeof text, "strategy_%lld", json_integer_value(item));
        put_string(flat, text, "1");
    }
}

json_t *record_row_flat(const char *fields) {
    json_auto_t *kept = json_loads(fields, 0, NULL);
    if (!json_is_object(kept)) die("record_version keeps something else than fields");
    json_t *flat = json_object(), *value;
    const char *name;
    json_object_foreach(kept, name, value) {
        put_field(flat, name, value);
    }
    return flat;
}

static void release(void *json) {
    json_decref(json);
}

enum err record_row_state(struct db *db, struct arena *a, enum record_kind kind, int64_t id, int64_t version,
                          json_t **out) {
    SQL(find, db, "SELECT fields FROM record_version WHERE kind = ?1 AND record_id = ?2 AND version = ?3");
    sql_bind_string(&find, 1, record_kind_name(kind));
    sql_bind_integer(&find, 2, id);
    sql_bind_integer(&find, 3, version);
    enum err e = sql_row(&find);
    if (e) return e;
    *out = record_row_flat(sql_string(&find, a, 0));
    arena_defer(a, release, *out);
    return OK;
}

/* --- Writing -------------------------------------------------------------------------------------------------- */

static struct sql add_strategy(struct db *db) {
    return sql_open(db,
                    "INSERT INTO strategy (section_id, position, title)"
                    " VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM strategy WHERE section_id = ?1), ?2)");
}

static struct sql add_tactic(struct db *db) {
    return sql_open(db, "INSERT INTO tactic (strategy_id, position, title)"
                        " VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM tactic WHERE strategy_id = ?1), ?2)");
}

static struct sql add_indicator(struct db *db) {
    return sql_open(db,
                    "INSERT INTO indicator (section_id, position, name)"
                    " VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM indicator WHERE section_id = ?1), ?2)");
}

enum err record_row_add(struct db *db, enum record_kind kind, int64_t parent, const char *title, int64_t *id) {
    static struct sql (*const adds[RECORD_KIND_COUNT])(struct db *) = {
        [RECORD_STRATEGY] = add_strategy,
        [RECORD_TACTIC] = add_tactic,
        [RECORD_INDICATOR] = add_indicator,
    };
    __attribute__((cleanup(sql_close))) struct sql add = adds[kind](db);
    sql_bind_integer(&add, 1, parent);
    sql_bind_string(&add, 2, title);
    enum err e = sql_run(&add);
    if (!e) *id = sql_new_id(db);
    return e;
}

static const char *text_of(json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? text : "";
}

static enum err write_strategy(struct db *db, int64_t id, int64_t version, json_t *fields) {
    SQL(set, db, "UPDATE strategy SET version = ?2, deleted_at = NULL, title = ?3 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, version);
    sql_bind_string(&set, 3, text_of(fields, "title"));
    return sql_run_one(&set);
}

static enum err write_tactic(struct db *db, int64_t id, int64_t version, json_t *fields) {
    SQL(set, db,
        "UPDATE tactic SET version = ?2, deleted_at = NULL, title = ?3, content = ?4, owner = ?5, period = ?6,"
        "                  status = ?7 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, version);
    sql_bind_string(&set, 3, text_of(fields, "title"));
    sql_bind_string(&set, 4, text_of(fields, "content"));
    sql_bind_string(&set, 5, text_of(fields, "owner"));
    sql_bind_string(&set, 6, text_of(fields, "period"));
    sql_bind_string(&set, 7, text_of(fields, "status"));
    return sql_run_one(&set);
}

static enum err write_actual(struct db *db, int64_t id, const char *year, const char *value) {
    SQL(put, db, "INSERT INTO indicator_actual (indicator_id, year, value) VALUES (?1, ?2, ?3)");
    sql_bind_integer(&put, 1, id);
    sql_bind_integer(&put, 2, atoll(year));
    sql_bind_string(&put, 3, value);
    return sql_run(&put);
}

static enum err write_link(struct db *db, int64_t id, const char *strategy) {
    SQL(put, db, "INSERT INTO indicator_strategy (indicator_id, strategy_id) VALUES (?1, ?2)");
    sql_bind_integer(&put, 1, id);
    sql_bind_integer(&put, 2, atoll(strategy));
    return sql_run(&put);
}

/* The rows of an indicator's values by year and of what it measures, anew. */
static enum err write_lists(struct db *db, int64_t id, json_t *fields) {
    SQL(no_actuals, db, "DELETE FROM indicator_actual WHERE indicator_id = ?1");
    SQL(no_links, db, "DELETE FROM indicator_strategy WHERE indicator_id = ?1");
    sql_bind_integer(&no_actuals, 1, id);
    sql_bind_integer(&no_links, 1, id);
    enum err e = sql_run(&no_actuals);
    if (!e) e = sql_run(&no_links);
    const char *name;
    json_t *value;
    json_object_foreach(fields, name, value) {
        const char *text = json_string_value(value);
        if (e || !*text) continue;
        if (strncmp(name, "actual_", 7) == 0) e = write_actual(db, id, name + 7, text);
        if (strncmp(name, "strategy_", 9) == 0) e = write_link(db, id, name + 9);
    }
    return e;
}

static enum err write_indicator(struct db *db, int64_t id, int64_t version, json_t *fields) {
    SQL(set, db,
        "UPDATE indicator SET version = ?2, deleted_at = NULL, name = ?3, unit = ?4, direction = ?5, baseline = ?6,"
        "       baseline_year = ?7, target = ?8, target_year = ?9, source = ?10, owner = ?11 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, version);
    sql_bind_string(&set, 3, text_of(fields, "name"));
    sql_bind_string(&set, 4, text_of(fields, "unit"));
    sql_bind_string(&set, 5, text_of(fields, "direction"));
    sql_bind_string(&set, 6, text_of(fields, "baseline"));
    sql_bind_integer(&set, 7, atoll(text_of(fields, "baseline_year")));
    sql_bind_string(&set, 8, text_of(fields, "target"));
    sql_bind_integer(&set, 9, atoll(text_of(fields, "target_year")));
    sql_bind_string(&set, 10, text_of(fields, "source"));
    sql_bind_string(&set, 11, text_of(fields, "owner"));
    enum err e = sql_run_one(&set);
    return e ? e : write_lists(db, id, fields);
}

enum err record_row_write(struct db *db, enum record_kind kind, int64_t id, int64_t version, json_t *fields) {
    switch (kind) {
    case RECORD_STRATEGY:
        return write_strategy(db, id, version, fields);
    case RECORD_TACTIC:
        return write_tactic(db, id, version, fields);
    default:
        return write_indicator(db, id, version, fields);
    }
}

static struct sql remove_strategy(struct db *db) {
    return sql_open(db, "UPDATE strategy SET version = ?2, deleted_at = ?3 WHERE id = ?1");
}

static struct sql remove_tactic(struct db *db) {
    return sql_open(db, "UPDATE tactic SET version = ?2, deleted_at = ?3 WHERE id = ?1");
}

static struct sql remove_indicator(struct db *db) {
    return sql_open(db, "UPDATE indicator SET version = ?2, deleted_at = ?3 WHERE id = ?1");
}

enum err record_row_remove(struct db *db, enum record_kind kind, int64_t id, int64_t version, int64_t now) {
    static struct sql (*const removes[RECORD_KIND_COUNT])(struct db *) = {
        [RECORD_STRATEGY] = remove_strategy,
        [RECORD_TACTIC] = remove_tactic,
        [RECORD_INDICATOR] = remove_indicator,
    };
    __attribute__((cleanup(sql_close))) struct sql set = removes[kind](db);
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, version);
    sql_bind_integer(&set, 3, now);
    return sql_run_one(&set);
}
