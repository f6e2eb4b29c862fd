#include "record_twin.h"

#include <stdlib.h>

#include "record_row.h"
#include "sql.h"

struct record_twins {
    json_t *ids; /* what a row holds, as text → the ids of the rows that hold it, the oldest last; the arena's */
};

static void release(void *json) {
    json_decref(json);
}

/* Where a row stands and what it holds, an absent field being an empty one. new */
static char *text_of(int64_t parent, json_t *fields) {
    const char *name;
    json_t *value;
    json_auto_t *held = json_object();
    json_object_set_new(held, "", json_integer(parent));
    json_object_foreach(fields, name, value) {
        if (*json_string_value(value)) json_object_set(held, name, value);
    }
    char *text = json_dumps(held, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text) die("a row has no text");
    return text;
}

static void add(struct record_twins *twins, int64_t id, int64_t parent, const char *kept) {
    json_auto_t *fields = record_row_flat(kept);
    char *text = text_of(parent, fields);
    json_t *ids = json_object_get(twins->ids, text);
    if (!ids) json_object_set_new(twins->ids, text, ids = json_array());
    json_array_append_new(ids, json_integer(id));
    free(text);
}

static struct sql list_strategies(struct db *db) {
    return sql_open(db,
                    "SELECT r.id, r.section_id, v.fields FROM record_version v JOIN strategy r ON r.id = v.record_id"
                    " WHERE v.kind = 'strategy' AND v.record_id > ?1 AND v.version = 1 AND v.user_id = ?2"
                    " AND v.at < ?3 AND r.section_id = ?4 AND r.version = 1 AND r.deleted_at IS NULL"
                    " ORDER BY v.record_id DESC LIMIT ?5");
}

static struct sql list_tactics(struct db *db) {
    return sql_open(db, "SELECT r.id, r.strategy_id, v.fields FROM record_version v JOIN tactic r ON r.id = v.record_id"
                        " JOIN strategy s ON s.id = r.strategy_id"
                        " WHERE v.kind = 'tactic' AND v.record_id > ?1 AND v.version = 1 AND v.user_id = ?2"
                        " AND v.at < ?3 AND s.section_id = ?4 AND r.version = 1 AND r.deleted_at IS NULL"
                        " ORDER BY v.record_id DESC LIMIT ?5");
}

static struct sql list_indicators(struct db *db) {
    return sql_open(db,
                    "SELECT r.id, r.section_id, v.fields FROM record_version v JOIN indicator r ON r.id = v.record_id"
                    " WHERE v.kind = 'indicator' AND v.record_id > ?1 AND v.version = 1 AND v.user_id = ?2"
                    " AND v.at < ?3 AND r.section_id = ?4 AND r.version = 1 AND r.deleted_at IS NULL"
                    " ORDER BY v.record_id DESC LIMIT ?5");
}

enum err record_twins(struct db *db, struct arena *a, enum record_kind kind, int64_t section_id, int64_t known,
                      int64_t user_id, int64_t now, struct record_twins **out) {
    static struct sql (*const lists[RECORD_KIND_COUNT])(struct db *) = {
        [RECORD_STRATEGY] = list_strategies,
        [RECORD_TACTIC] = list_tactics,
        [RECORD_INDICATOR] = list_indicators,
    };
    __attribute__((cleanup(sql_close))) struct sql list = lists[kind](db);
    sql_bind_integer(&list, 1, known);
    sql_bind_integer(&list, 2, user_id);
    sql_bind_integer(&list, 3, now);
    sql_bind_integer(&list, 4, section_id);
    sql_bind_integer(&list, 5, RECORD_TWINS_MOST);
    struct record_twins *twins = *out = arena_alloc(a, sizeof *twins);
    twins->ids = json_object();
    arena_defer(a, release, twins->ids);
    enum err e;
    while ((e = sql_row(&list)) == OK) {
        ARENA(row);
        add(twins, sql_integer(&list, 0), sql_integer(&list, 1), sql_string(&list, row, 2));
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

int64_t record_twin_take(struct record_twins *twins, int64_t parent, json_t *fields) {
    char *text = text_of(parent, fields);
    json_t *ids = json_object_get(twins->ids, text);
    free(text);
    size_t count = json_array_size(ids);
    if (count == 0) return 0;
    int64_t id = json_integer_value(json_array_get(ids, count - 1));
    json_array_remove(ids, count - 1);
    return id;
}
