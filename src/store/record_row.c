#include "record_row.h"

#include <string.h>

#include "section_place.h"
#include "sql.h"

static const char *const names[RECORD_KIND_COUNT] = {
    [RECORD_STRATEGY] = "strategy",
    [RECORD_TACTIC] = "tactic",
    [RECORD_INDICATOR] = "indicator",
};

const char *record_row_name(enum record_kind kind) {
    return names[kind];
}

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
    sql_bind_string(&keep, 1, names[kind]);
    sql_bind_integer(&keep, 2, id);
    sql_bind_integer(&keep, 3, version);
    sql_bind_or_null(&keep, 4, user_id);
    sql_bind_integer(&keep, 5, now);
    return sql_run_one(&keep);
}
