#include "kosshi/pages/table_rows.h"

#include <stdlib.h>
#include <string.h>

#include "kosshi/output/policy.h"
#include "kosshi/store/document.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"
#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/utf.h"

#define YEARS_BEFORE 3 /* columns of a table without years: that many, up to this one */
#define KEY_DIGITS 15

static void release(void *json) {
    json_decref(json);
}

static json_t *object_of(struct table *t) {
    json_t *object = json_object();
    arena_defer(t->r->arena, release, object);
    return object;
}

/* --- The policy around it ------------------------------------------------------------------------------------- */

static enum err find_policy(struct table *t) {
    struct request *r = t->r;
    struct section *tree;
    struct policies policies;
    size_t count;
    enum err e = section_tree(r->db, r->arena, false, &tree, &count);
    if (!e) e = policy_list(r->db, r->arena, tree, count, &policies);
    if (e) return e;
    const struct policy *of = policy_of(&policies, t->section.id);
    t->strategy_before = policy_before(&policies, t->section.id);
    t->strategy_count = of ? of->strategy_count : 0;
    t->strategies = arena_alloc(r->arena, (t->strategy_count + 1) * sizeof *t->strategies);
    t->titles = arena_alloc(r->arena, (t->strategy_count + 1) * sizeof *t->titles);
    for (size_t i = 0; i < t->strategy_count; i++) {
        t->strategies[i] = of->strategies[i].id;
        t->titles[i] = of->strategies[i].title;
    }
    return OK;
}

enum err table_rows_open(struct request *r, struct table *out) {
    struct document d;
    *out = (struct table){.r = r};
    enum err e = section_get(r->db, r->arena, r->id, &out->section);
    if (!e) e = document_get(r->db, r->arena, &d);
    if (e) return e;
    out->day_style = d.day_style;
    out->of_indicators = out->section.kind == KIND_INDICATORS;
    out->index = object_of(out);
    if (!out->of_indicators && out->section.kind != KIND_STRATEGIES) return ERR_NOT_FOUND;
    return find_policy(out);
}

/* --- Rows ----------------------------------------------------------------------------------------------------- */

struct table_row *table_rows_add(struct table *t, enum record_kind kind, const char *key) {
    if (!t->rows || t->count == t->room) {
        size_t room = t->room ? 2 * t->room : 32;
        struct table_row *more = arena_alloc(t->r->arena, room * sizeof *more);
        if (t->rows) memcpy(more, t->rows, t->count * sizeof *more);
        t->rows = more;
        t->room = room;
    }
    json_object_set_new(t->index, key, json_integer((json_int_t)t->count));
    struct table_row *row = &t->rows[t->count++];
    *row = (struct table_row){
        .kind = kind, .key = arena_string(t->r->arena, key), .typed = object_of(t), .problems = object_of(t)};
    return row;
}

struct table_row *table_rows_find(struct table *t, const char *key) {
    json_t *at = json_object_get(t->index, key);
    return at ? &t->rows[json_integer_value(at)] : NULL;
}

bool table_rows_key(const struct table *t, const char *key, enum record_kind *kind, int64_t *id) {
    int k = 0;
    while (k < RECORD_KIND_COUNT && *record_kind_name((enum record_kind)k) != key[0])
        k++;
    if (k == RECORD_KIND_COUNT || (k == RECORD_INDICATOR) != t->of_indicators) return false;
    bool new = key[1] == 'N';
    const char *number = key + 1 + new;
    size_t digits = strspn(number, "0123456789");
    if (digits == 0 || digits > KEY_DIGITS || number[digits] || number[0] == '0') return false;
    *kind = (enum record_kind)k;
    *id = new ? 0 : atoll(number);
    return true;
}

/* --- Columns -------------------------------------------------------------------------------------------------- */

bool table_rows_year(struct table *t, int year) {
    if (!fiscal_year_is(year)) return false;
    if (t->first_year && year >= t->first_year && year <= t->last_year) return true;
    int first = !t->first_year || year < t->first_year ? year : t->first_year;
    int last = year > t->last_year ? year : t->last_year;
    if (last - first >= TABLE_YEARS_MOST) return false;
    t->first_year = first;
    t->last_year = last;
    memset(t->columns, 0, sizeof t->columns);
    return true;
}

void table_rows_shift(struct table *t, bool later) {
    if (table_rows_year(t, later ? t->last_year + 1 : t->first_year - 1)) return;
    int room = later ? FISCAL_YEAR_LAST - t->last_year : t->first_year - FISCAL_YEAR_FIRST;
    int step = room < TABLE_YEARS_STEP ? room : TABLE_YEARS_STEP;
    t->first_year += later ? step : -step;
    t->last_year += later ? step : -step;
    memset(t->columns, 0, sizeof t->columns);
}

static void make_columns(struct table *t, enum record_kind kind, struct table_columns *out) {
    size_t most = 16 + (size_t)(t->last_year - t->first_year);
    out->list = arena_alloc(t->r->arena, most * sizeof *out->list);
    for (const struct record_field *f = record_fields(kind); f->name; f++) {
        if (!f->many) {
            out->list[out->count++] = (struct table_column){f->name, f};
        } else if (f->form == RECORD_LINK) {
            out->list[out->count++] = (struct table_column){"strategies", f};
        } else {
            for (int year = t->first_year; year <= t->last_year; year++)
                out->list[out->count++] = (struct table_column){arena_printf(t->r->arena, "%s%d", f->name, year), f};
        }
    }
}

const struct table_column *table_rows_columns(struct table *t, enum record_kind kind, size_t *count) {
    struct table_columns *columns = &t->columns[kind];
    if (!columns->list) make_columns(t, kind, columns);
    *count = columns->count;
    return columns->list;
}

static const char *text_of(json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? text : "";
}

static const char *numbers_of(struct table *t, json_t *fields) {
    struct arena *a = t->r->arena;
    const char *out = "";
    for (size_t i = 0; i < t->strategy_count; i++) {
        if (!*text_of(fields, arena_printf(a, "strategy_%lld", (long long)t->strategies[i]))) continue;
        out = arena_printf(a, "%s%s%zu", out, *out ? "、" : "", i + 1);
    }
    return out;
}

const char *table_rows_shown(struct table *t, const struct table_column *c, json_t *fields) {
    if (c->field->form == RECORD_LINK) return numbers_of(t, fields);
    const char *kept = text_of(fields, c->name);
    if (c->field->form != RECORD_YEAR) return kept;
    return fiscal_year_print(t->r->arena, t->day_style, atoi(kept));
}

bool table_rows_numbers(struct table *t, const char *typed, size_t among, bool *out) {
    static const char *const between[] = {",", " ", "\n", "\t", "、", "・", ";", "/"};
    const char *s = utf_fold(t->r->arena, typed);
    memset(out, 0, among * sizeof *out);
    while (*s) {
        size_t digits = strspn(s, "0123456789"), i = 0;
        if (digits > 0) {
            long number = digits < 6 ? strtol(s, NULL, 10) : 0;
            if (number < 1 || (size_t)number > among) return false;
            out[number - 1] = true;
            s += digits;
            continue;
        }
        while (i < sizeof between / sizeof *between && strncmp(s, between[i], strlen(between[i])) != 0)
            i++;
        if (i == sizeof between / sizeof *between) return false;
        s += strlen(between[i]);
    }
    return true;
}

/* --- From the store ------------------------------------------------------------------------------------------- */

static void put(json_t *fields, const char *name, const char *value) {
    json_object_set_new(fields, name, json_string(value));
}

static struct table_row *add_saved(struct table *t, enum record_kind kind, int64_t id, int64_t version,
                                   json_t *fields) {
    const char *key = arena_printf(t->r->arena, "%c%lld", *record_kind_name(kind), (long long)id);
    struct table_row *row = table_rows_add(t, kind, key);
    row->id = id;
    row->version = version;
    size_t count;
    const struct table_column *columns = table_rows_columns(t, kind, &count);
    for (size_t i = 0; i < count; i++)
        put(row->typed, columns[i].name, table_rows_shown(t, &columns[i], fields));
    json_decref(fields);
    return row;
}

static void add_strategy(struct table *t, const struct strategy *s) {
    add_saved(t, RECORD_STRATEGY, s->id, s->version, json_pack("{s:s}", "title", s->title));
    for (size_t i = 0; i < s->tactic_count; i++) {
        const struct tactic *k = &s->tactics[i];
        add_saved(t, RECORD_TACTIC, k->id, k->version,
                  json_pack("{s:s, s:s, s:s, s:s, s:s}", "title", k->title, "content", k->content, "owner", k->owner,
                            "period", k->period, "status", strategy_status_name(k->status)));
    }
}

static const char *year_text(struct table *t, int year) {
    return year ? arena_printf(t->r->arena, "%d", year) : "";
}

static void add_indicator(struct table *t, const struct indicator *i) {
    struct arena *a = t->r->arena;
    json_t *fields = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "name", i->name, "unit", i->unit,
                               "direction", indicator_direction_name(i->direction), "baseline", i->baseline,
                               "baseline_year", year_text(t, i->baseline_year), "target", i->target, "target_year",
                               year_text(t, i->target_year), "source", i->source, "owner", i->owner);
    for (size_t k = 0; k < i->actual_count; k++)
        put(fields, arena_printf(a, "actual_%d", i->actuals[k].year), i->actuals[k].value);
    for (size_t k = 0; k < i->strategy_count; k++)
        put(fields, arena_printf(a, "strategy_%lld", (long long)i->strategies[k]), "1");
    add_saved(t, RECORD_INDICATOR, i->id, i->version, fields);
}

static void find_saved(struct table *t, const struct indicator *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < list[i].actual_count; k++) {
            int year = list[i].actuals[k].year;
            if (!t->first_saved || year < t->first_saved) t->first_saved = year;
            if (year > t->last_saved) t->last_saved = year;
        }
    }
}

/*
 * From the first to the last year that has a number; where those are too many, the latest up to this year. A table that
 * has none yet gets the latest years.
 */
static void find_years(struct table *t) {
    int now = fiscal_year_of(t->r->now), last = t->last_saved;
    if (!t->first_year && last - t->first_saved >= TABLE_YEARS_MOST) {
        int least = t->first_saved + TABLE_YEARS_MOST - 1, wanted = now > least ? now : least;
        if (wanted < last) last = wanted;
        (void)table_rows_year(t, last);
        (void)table_rows_year(t, last - TABLE_YEARS_MOST + 1);
    }
    (void)table_rows_year(t, t->first_saved);
    (void)table_rows_year(t, t->last_saved);
    if (t->first_year) return;
    (void)table_rows_year(t, now);
    (void)table_rows_year(t, now - YEARS_BEFORE);
}

static enum err load_strategies(struct table *t) {
    struct strategy *list;
    size_t count;
    enum err e = strategy_list(t->r->db, t->r->arena, t->section.id, &list, &count);
    for (size_t i = 0; !e && i < count; i++)
        add_strategy(t, &list[i]);
    return e;
}

static enum err load_indicators(struct table *t) {
    struct indicator *list;
    size_t count;
    enum err e = indicator_list(t->r->db, t->r->arena, t->section.id, &list, &count);
    if (!e) find_saved(t, list, count);
    if (!e) find_years(t);
    for (size_t i = 0; !e && i < count; i++)
        add_indicator(t, &list[i]);
    return e;
}

static enum err load(struct table *t) {
    return t->of_indicators ? load_indicators(t) : load_strategies(t);
}

static void note_base(struct table *t) {
    t->base = arena_alloc(t->r->arena, (t->count + 1) * sizeof *t->base);
    t->base_count = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (t->rows[i].id) t->base[t->base_count++] = (struct record_place){t->rows[i].kind, t->rows[i].id};
    }
}

enum err table_rows_load(struct table *t) {
    t->index = object_of(t);
    enum err e = load(t);
    if (!e) note_base(t);
    return e;
}

/* --- What others added ---------------------------------------------------------------------------------------- */

/* Behind which of the rows one that follows `before` stands: behind that row,
 * and a strategy behind its tactics, too. */
static size_t place_behind(struct table *t, const char *before, enum record_kind kind) {
    struct table_row *row = before ? table_rows_find(t, before) : NULL;
    size_t at = row ? (size_t)(row - t->rows) + 1 : 0;
    while (t->rows && kind == RECORD_STRATEGY && at < t->count && t->rows[at].kind == RECORD_TACTIC)
        at++;
    return at;
}

static void insert(struct table *t, size_t at, const struct table_row *row) {
    (void)table_rows_add(t, row->kind, row->key);
    memmove(t->rows + at + 1, t->rows + at, (t->count - 1 - at) * sizeof *t->rows);
    t->rows[at] = *row;
    for (size_t i = at; i < t->count; i++)
        json_object_set_new(t->index, t->rows[i].key, json_integer((json_int_t)i));
}

/* The order the form was made with, as it would have been with that row. */
static void insert_base(struct table *t, struct record_place place, struct record_place before) {
    size_t at = 0;
    for (size_t i = 0; i < t->base_count; i++)
        if (t->base[i].kind == before.kind && t->base[i].id == before.id) at = i + 1;
    while (place.kind == RECORD_STRATEGY && at < t->base_count && t->base[at].kind == RECORD_TACTIC)
        at++;
    struct record_place *more = arena_alloc(t->r->arena, (t->base_count + 1) * sizeof *more);
    memcpy(more, t->base, at * sizeof *more);
    more[at] = place;
    memcpy(more + at + 1, t->base + at, (t->base_count - at) * sizeof *more);
    t->base = more;
    t->base_count++;
}

enum err table_rows_join(struct table *t) {
    struct table now = *t;
    now.rows = NULL;
    now.count = now.room = 0;
    now.index = object_of(t);
    enum err e = load(&now);
    if (e) return e;
    table_rows_year(t, now.first_year);
    table_rows_year(t, now.last_year);
    for (size_t i = 0; i < now.count; i++) {
        const struct table_row *row = &now.rows[i], *before = i ? &now.rows[i - 1] : NULL;
        if (table_rows_find(t, row->key)) continue;
        insert(t, place_behind(t, before ? before->key : NULL, row->kind), row);
        insert_base(t, (struct record_place){row->kind, row->id},
                    before ? (struct record_place){before->kind, before->id} : (struct record_place){row->kind, 0});
    }
    return OK;
}
