#include "kosshi/store/indicator.h"

#include <string.h>

#include "field.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/outline.h"
#include "record_row.h"
#include "sql.h"

const char *const indicator_direction_names[] = {
    [INDICATOR_UP] = "up",
    [INDICATOR_DOWN] = "down",
    [INDICATOR_DIRECTION_COUNT] = NULL,
};

const char *indicator_direction_name(enum indicator_direction d) {
    return indicator_direction_names[d];
}

enum indicator_direction indicator_direction_of(const char *name) {
    int d = 0;
    while (d < INDICATOR_DIRECTION_COUNT && strcmp(name, indicator_direction_names[d]) != 0)
        d++;
    return (enum indicator_direction)d;
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

static void read_indicator(struct sql *s, struct arena *a, void *item) {
    *(struct indicator *)item = (struct indicator){.id = sql_integer(s, 0),
                                                   .section_id = sql_integer(s, 1),
                                                   .name = sql_string(s, a, 2),
                                                   .unit = sql_string(s, a, 3),
                                                   .direction = indicator_direction_of(sql_string(s, a, 4)),
                                                   .baseline = sql_string(s, a, 5),
                                                   .baseline_year = (int)sql_integer(s, 6),
                                                   .target = sql_string(s, a, 7),
                                                   .target_year = (int)sql_integer(s, 8),
                                                   .source = sql_string(s, a, 9),
                                                   .owner = sql_string(s, a, 10),
                                                   .version = sql_integer(s, 11)};
}

struct owned_actual {
    int64_t indicator;
    struct indicator_actual actual;
};

static void read_actual(struct sql *s, struct arena *a, void *item) {
    *(struct owned_actual *)item =
        (struct owned_actual){sql_integer(s, 0), {.year = (int)sql_integer(s, 1), .value = sql_string(s, a, 2)}};
}

struct owned_strategy {
    int64_t indicator, strategy;
};

static void read_strategy(struct sql *s, struct arena *a, void *item) {
    (void)a;
    *(struct owned_strategy *)item = (struct owned_strategy){sql_integer(s, 0), sql_integer(s, 1)};
}

/* The owned ones come in the order of the indicators, so that each takes a run of them. */
static enum err add_actuals(struct db *db, struct arena *a, int64_t section_id, struct indicator *list, size_t count) {
    struct owned_actual *rows = NULL;
    size_t row_count = 0, next = 0;
    SQL(find, db,
        SECTION_STANDING "SELECT i.id, x.year, x.value FROM indicator i JOIN standing ON standing.id = i.section_id"
                         " JOIN indicator_actual x ON x.indicator_id = i.id WHERE i.deleted_at IS NULL"
                         " ORDER BY i.section_id, i.position, i.id, x.year");
    sql_bind_integer(&find, 1, section_id);
    enum err e = sql_list(&find, a, sizeof *rows, read_actual, &rows, &row_count);
    struct indicator_actual *actuals = arena_alloc(a, (row_count + 1) * sizeof *actuals);
    for (size_t i = 0; i < count && !e; i++) {
        list[i].actuals = actuals + next;
        for (; next < row_count && rows[next].indicator == list[i].id; list[i].actual_count++, next++)
            actuals[next] = rows[next].actual;
    }
    return e;
}

static enum err add_strategies(struct db *db, struct arena *a, int64_t section_id, struct indicator *list,
                               size_t count) {
    struct owned_strategy *rows = NULL;
    size_t row_count = 0, next = 0;
    SQL(find, db,
        SECTION_STANDING
        "SELECT i.id, s.id FROM indicator i JOIN standing ON standing.id = i.section_id"
        " JOIN indicator_strategy x ON x.indicator_id = i.id JOIN strategy s ON s.id = x.strategy_id"
        " WHERE i.deleted_at IS NULL AND s.deleted_at IS NULL AND s.section_id IN (SELECT id FROM above)"
        " ORDER BY i.section_id, i.position, i.id, s.section_id, s.position, s.id");
    sql_bind_integer(&find, 1, section_id);
    enum err e = sql_list(&find, a, sizeof *rows, read_strategy, &rows, &row_count);
    int64_t *strategies = arena_alloc(a, (row_count + 1) * sizeof *strategies);
    for (size_t i = 0; i < count && !e; i++) {
        list[i].strategies = strategies + next;
        for (; next < row_count && rows[next].indicator == list[i].id; list[i].strategy_count++, next++)
            strategies[next] = rows[next].strategy;
    }
    return e;
}

enum err indicator_list(struct db *db, struct arena *a, int64_t section_id, struct indicator **out, size_t *count) {
    SQL(list, db,
        SECTION_STANDING
        "SELECT i.id, i.section_id, i.name, i.unit, i.direction, i.baseline, i.baseline_year, i.target, i.target_year,"
        "       i.source, i.owner, i.version"
        " FROM indicator i JOIN standing ON standing.id = i.section_id WHERE i.deleted_at IS NULL"
        " ORDER BY i.section_id, i.position, i.id");
    sql_bind_integer(&list, 1, section_id);
    enum err e = sql_list(&list, a, sizeof **out, read_indicator, out, count);
    if (!e) e = add_actuals(db, a, section_id, *out, *count);
    return e ? e : add_strategies(db, a, section_id, *out, *count);
}

/* --- Putting -------------------------------------------------------------------------------------------------- */

static bool is_value(const char *value) {
    return !*value || decimal_is(value);
}

static bool is_year(int year) {
    return year == 0 || fiscal_year_is(year);
}

static enum err check(const struct indicator *i) {
    enum err e = field_line(i->name, INDICATOR_NAME_LIMIT);
    if (!e) e = field_line_or_empty(i->unit, INDICATOR_UNIT_LIMIT);
    if (!e) e = field_line_or_empty(i->source, INDICATOR_SOURCE_LIMIT);
    if (!e) e = field_line_or_empty(i->owner, INDICATOR_OWNER_LIMIT);
    if (e) return e;
    bool well = is_value(i->baseline) && is_value(i->target) && is_year(i->baseline_year) && is_year(i->target_year);
    for (size_t k = 0; k < i->actual_count; k++)
        well = well && i->actuals[k].year && is_year(i->actuals[k].year) && decimal_is(i->actuals[k].value);
    return well && i->direction < INDICATOR_DIRECTION_COUNT ? OK : ERR_BAD_FIELD;
}

static enum err put_row(struct db *db, struct indicator *i) {
    SQL(add, db,
        "INSERT INTO indicator (id, section_id, position, name, unit, direction, baseline, baseline_year, target,"
        "                       target_year, source, owner, version)"
        " VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM indicator WHERE section_id = ?2),"
        "         ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    sql_bind_or_null(&add, 1, i->id);
    sql_bind_integer(&add, 2, i->section_id);
    sql_bind_string(&add, 3, i->name);
    sql_bind_string(&add, 4, i->unit);
    sql_bind_string(&add, 5, indicator_direction_name(i->direction));
    sql_bind_string(&add, 6, i->baseline);
    sql_bind_integer(&add, 7, i->baseline_year);
    sql_bind_string(&add, 8, i->target);
    sql_bind_integer(&add, 9, i->target_year);
    sql_bind_string(&add, 10, i->source);
    sql_bind_string(&add, 11, i->owner);
    sql_bind_integer(&add, 12, i->version);
    enum err e = sql_run_unique(&add, ERR_BAD_FIELD);
    if (!e) i->id = sql_new_id(db);
    return e;
}

static enum err put_actual(struct db *db, int64_t id, const struct indicator_actual *actual) {
    SQL(add, db, "INSERT INTO indicator_actual (indicator_id, year, value) VALUES (?1, ?2, ?3)");
    sql_bind_integer(&add, 1, id);
    sql_bind_integer(&add, 2, actual->year);
    sql_bind_string(&add, 3, actual->value);
    return sql_run_unique(&add, ERR_BAD_FIELD);
}

static enum err put_strategy(struct db *db, int64_t id, int64_t strategy) {
    SQL(add, db,
        "INSERT INTO indicator_strategy (indicator_id, strategy_id)"
        " SELECT ?1, id FROM strategy WHERE id = ?2 AND deleted_at IS NULL"
        "   AND NOT EXISTS (SELECT 1 FROM indicator_strategy WHERE indicator_id = ?1 AND strategy_id = ?2)");
    sql_bind_integer(&add, 1, id);
    sql_bind_integer(&add, 2, strategy);
    enum err e = sql_run_one(&add);
    return e == ERR_NOT_FOUND ? ERR_BAD_FIELD : e;
}

enum err indicator_put(struct db *db, struct indicator *i, int64_t now) {
    enum err e = record_row_section(db, i->section_id, KIND_INDICATORS);
    if (!e) e = check(i);
    if (i->version == 0) i->version = 1;
    if (!e) e = put_row(db, i);
    for (size_t k = 0; k < i->actual_count && !e; k++)
        e = put_actual(db, i->id, &i->actuals[k]);
    for (size_t k = 0; k < i->strategy_count && !e; k++)
        e = put_strategy(db, i->id, i->strategies[k]);
    return e ? e : record_row_keep(db, RECORD_INDICATOR, i->id, i->version, 0, now);
}
