#include "kosshi/store/record.h"

#include <stdlib.h>
#include <string.h>

#include "kosshi/store/section.h"
#include "kosshi/text/outline.h"
#include "record_field.h"
#include "record_row.h"
#include "record_twin.h"
#include "section_place.h"
#include "sql.h"

static const char *const names[RECORD_KIND_COUNT] = {
    [RECORD_STRATEGY] = "strategy",
    [RECORD_TACTIC] = "tactic",
    [RECORD_INDICATOR] = "indicator",
};

const char *record_kind_name(enum record_kind kind) {
    return names[kind];
}

enum err record_check_count(struct db *db, int64_t section_id) {
    SQL(count, db,
        "SELECT (SELECT count(*) FROM strategy WHERE section_id = ?1 AND deleted_at IS NULL) > ?2"
        "    OR (SELECT count(*) FROM strategy s JOIN tactic t ON t.strategy_id = s.id"
        "        WHERE s.section_id = ?1 AND s.deleted_at IS NULL AND t.deleted_at IS NULL) > ?3"
        "    OR (SELECT count(*) FROM indicator WHERE section_id = ?1 AND deleted_at IS NULL) > ?4");
    sql_bind_integer(&count, 1, section_id);
    sql_bind_integer(&count, 2, RECORD_STRATEGIES_MOST);
    sql_bind_integer(&count, 3, RECORD_TACTICS_MOST);
    sql_bind_integer(&count, 4, RECORD_INDICATORS_MOST);
    enum err e = sql_row(&count);
    return !e && sql_integer(&count, 0) ? ERR_TOO_MANY_ROWS : e;
}

const char *record_reason_word(enum record_reason r) {
    static const char *const words[RECORD_REASON_COUNT] = {
#define X(name, word) [name] = word,
        KOSSHI_RECORD_REASONS(X)
#undef X
    };
    return words[r];
}

bool record_is_conflict(enum record_reason r) {
    return r >= RECORD_CHANGED;
}

/* One save on its way. */
struct save {
    struct db *db;
    struct arena *a;
    const struct record_change *change;
    int64_t user_id, now;
    struct record_result *out;
    struct record_row row;
    json_t *base, *current, *merged; /* the fields at base_version, now, and to be; the arena's */
    size_t room;                     /* of out->problems */
};

static const char *text_of(json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? text : "";
}

static void release(void *json) {
    json_decref(json);
}

static json_t *of_arena(struct arena *a, json_t *json) {
    arena_defer(a, release, json);
    return json;
}

static struct record_problem *problem(struct save *s, const char *field, enum record_reason reason) {
    struct record_result *out = s->out;
    if (out->problem_count == s->room) {
        size_t room = s->room ? 2 * s->room : 8;
        struct record_problem *more = arena_alloc(s->a, room * sizeof *more);
        if (s->room) memcpy(more, out->problems, s->room * sizeof *more);
        out->problems = more;
        s->room = room;
    }
    struct record_problem *p = &out->problems[out->problem_count++];
    *p = (struct record_problem){.field = arena_string(s->a, field), .reason = reason, .theirs = "", .by = ""};
    return p;
}

/* --- What somebody else did ----------------------------------------------------------------------------------- */

/* Who gave a field, or the row (field NULL), what it holds since base_version: the last one that changed it. */
static enum err say_who(struct save *s, const char *field, struct record_problem *p) {
    SQL(list, s->db,
        "SELECT v.fields, coalesce(u.display, ''), v.at FROM record_version v LEFT JOIN user u ON u.id = v.user_id"
        " WHERE v.kind = ?1 AND v.record_id = ?2 AND v.version > ?3 ORDER BY v.version");
    sql_bind_string(&list, 1, record_kind_name(s->change->kind));
    sql_bind_integer(&list, 2, s->change->id);
    sql_bind_integer(&list, 3, s->change->base_version);
    json_t *before = s->base;
    enum err e;
    while ((e = sql_row(&list)) == OK) {
        json_t *state = of_arena(s->a, record_row_flat(sql_string(&list, s->a, 0)));
        if (!field || strcmp(text_of(before, field), text_of(state, field)) != 0) {
            p->by = sql_string(&list, s->a, 1);
            p->at = sql_integer(&list, 2);
        }
        before = state;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err conflict(struct save *s, const char *field, enum record_reason reason) {
    struct record_problem *p = problem(s, field, reason);
    if (reason == RECORD_CHANGED) p->theirs = text_of(s->current, field);
    return say_who(s, reason == RECORD_CHANGED ? field : NULL, p);
}

/* --- Merging -------------------------------------------------------------------------------------------------- */

static enum err check_link(struct save *s, const char *name) {
    SQL(find, s->db, "SELECT 1 FROM strategy WHERE id = ?1 AND deleted_at IS NULL");
    sql_bind_integer(&find, 1, atoll(name + strlen("strategy_")));
    enum err e = sql_row(&find);
    if (e != ERR_NOT_FOUND) return e;
    (void)problem(s, name, RECORD_UNKNOWN_STRATEGY);
    return OK;
}

/* Reads every field that was given into merged; what cannot be becomes a problem. */
static enum err read_fields(struct save *s) {
    const char *name;
    json_t *typed;
    enum err e = OK;
    json_object_foreach(s->change->fields, name, typed) {
        enum record_reason reason;
        const char *kept;
        const struct record_field *field = record_field_of(s->change->kind, name);
        if (!field || !json_is_string(typed)) {
            (void)problem(s, name, RECORD_UNKNOWN_FIELD);
        } else if (!record_field_read(s->a, field, json_string_value(typed), &kept, &reason)) {
            (void)problem(s, name, reason);
        } else {
            json_object_set_new(s->merged, name, json_string(kept));
            bool new_link = field->form == RECORD_LINK && *kept && !*text_of(s->current, name);
            if (new_link && !e) e = check_link(s, name);
        }
    }
    return e;
}

/* merged holds what was typed: puts what is now where nothing was typed, and where both have changed the same field. */
static enum err merge(struct save *s) {
    const char *name;
    json_t *value;
    enum err e = OK;
    json_t *typed = s->merged;
    s->merged = of_arena(s->a, json_copy(s->current));
    json_object_foreach(typed, name, value) {
        const char *base = text_of(s->base, name), *now = text_of(s->current, name);
        const char *mine = json_string_value(value);
        if (strcmp(mine, base) == 0 || strcmp(mine, now) == 0) continue;
        if (strcmp(now, base) == 0) {
            json_object_set(s->merged, name, value);
        } else if (!e) {
            e = conflict(s, name, RECORD_CHANGED);
        }
    }
    return e;
}

/* Told beside the year that was typed; years that stand so already keep nobody from saving something else. */
static void check_years(struct save *s) {
    const char *from = text_of(s->merged, "baseline_year"), *to = text_of(s->merged, "target_year");
    if (!*from || !*to || atoi(from) <= atoi(to)) return;
    bool typed = strcmp(to, text_of(s->current, "target_year")) != 0;
    if (typed || strcmp(from, text_of(s->current, "baseline_year")) != 0)
        (void)problem(s, typed ? "target_year" : "baseline_year", RECORD_YEARS_TURNED);
}

/* An absent field is an empty one. */
static bool same(json_t *one, json_t *other) {
    const char *name;
    json_t *value;
    json_object_foreach(one, name, value) {
        if (strcmp(json_string_value(value), text_of(other, name)) != 0) return false;
    }
    json_object_foreach(other, name, value) {
        if (strcmp(json_string_value(value), text_of(one, name)) != 0) return false;
    }
    return true;
}

/* --- A row that is there -------------------------------------------------------------------------------------- */

/* A tactic that is written to stands on a strategy that stands. */
static enum err raise_strategy(struct save *s, int64_t strategy_id) {
    SQL(raise, s->db,
        "UPDATE strategy SET deleted_at = NULL, version = version + 1 WHERE id = ?1 AND deleted_at IS NOT NULL");
    sql_bind_integer(&raise, 1, strategy_id);
    enum err e = sql_run_one(&raise);
    if (e) return e == ERR_NOT_FOUND ? OK : e;
    struct record_row strategy;
    e = record_row_get(s->db, RECORD_STRATEGY, strategy_id, &strategy);
    return e ? e : record_row_keep(s->db, RECORD_STRATEGY, strategy_id, strategy.version, s->user_id, s->now);
}

static enum err finish(struct save *s, int64_t version) {
    enum record_kind kind = s->change->kind;
    enum err e = record_row_keep(s->db, kind, s->out->id, version, s->user_id, s->now);
    if (!e && kind == RECORD_TACTIC && s->out->stands) e = raise_strategy(s, s->row.strategy_id);
    if (!e) e = section_touch(s->db, s->change->section_id, s->user_id, s->now);
    s->out->version = version;
    s->out->changed = true;
    return e;
}

static enum err write(struct save *s) {
    s->out->stands = s->row.stands;
    if (same(s->merged, s->current)) return OK;
    int64_t version = s->row.version + 1;
    s->out->stands = true;
    enum err e = record_row_write(s->db, s->change->kind, s->out->id, version, s->merged);
    return e ? e : finish(s, version);
}

/* A strategy goes when its tactics have gone: one that is there still was added by somebody else. */
static enum err look_below(struct save *s) {
    SQL(find, s->db,
        "SELECT coalesce(u.display, ''), v.at FROM tactic t"
        " JOIN record_version v ON v.kind = 'tactic' AND v.record_id = t.id AND v.version = t.version"
        " LEFT JOIN user u ON u.id = v.user_id WHERE t.strategy_id = ?1 AND t.deleted_at IS NULL"
        " ORDER BY v.at DESC, t.id DESC LIMIT 1");
    sql_bind_integer(&find, 1, s->change->id);
    enum err e = sql_row(&find);
    if (e) return e == ERR_NOT_FOUND ? OK : e;
    struct record_problem *p = problem(s, "", RECORD_CHANGED_BELOW);
    p->by = sql_string(&find, s->a, 0);
    p->at = sql_integer(&find, 1);
    return OK;
}

static enum err remove_row(struct save *s) {
    s->out->stands = false;
    if (!s->row.stands) return OK;
    bool moved = s->change->strategy_id && s->change->strategy_id != s->row.strategy_id;
    if (moved && s->change->kind == RECORD_TACTIC) {
        s->out->stands = true;
        return OK;
    }
    enum err e = same(s->base, s->current) ? OK : conflict(s, "", RECORD_CHANGED_ROW);
    if (!e && s->change->kind == RECORD_STRATEGY) e = look_below(s);
    if (e || s->out->problem_count > 0) return e;
    int64_t version = s->row.version + 1;
    e = record_row_remove(s->db, s->change->kind, s->out->id, version, s->now);
    return e ? e : finish(s, version);
}

static enum err save_row(struct save *s) {
    const struct record_change *c = s->change;
    enum err e = record_row_get(s->db, c->kind, c->id, &s->row);
    if (!e && s->row.section_id != c->section_id) e = ERR_NOT_FOUND;
    if (e) return e;
    e = record_row_state(s->db, s->a, c->kind, c->id, s->row.version, &s->current);
    if (!e) e = record_row_state(s->db, s->a, c->kind, c->id, c->base_version, &s->base);
    if (e) return e == ERR_NOT_FOUND ? ERR_BAD_FIELD : e;
    s->out->id = c->id;
    s->out->version = s->row.version;
    s->out->fields = s->merged = s->current;
    if (c->remove) return remove_row(s);
    s->merged = of_arena(s->a, json_object());
    e = read_fields(s);
    if (!e) e = merge(s);
    check_years(s);
    s->out->fields = s->merged;
    s->out->stands = s->row.stands;
    return e || s->out->problem_count > 0 ? e : write(s);
}

/* --- A new row ------------------------------------------------------------------------------------------------ */

/* What a new row holds where nothing is said. */
static void put_defaults(struct save *s) {
    for (const struct record_field *f = record_fields(s->change->kind); f->name; f++) {
        if (f->many || json_object_get(s->change->fields, f->name)) continue;
        if (f->needed) (void)problem(s, f->name, RECORD_NEEDED);
        if (f->form == RECORD_CHOICE) json_object_set_new(s->merged, f->name, json_string(f->choices[0]));
    }
}

static int64_t parent_of(const struct record_change *c) {
    return c->kind == RECORD_TACTIC ? c->strategy_id : c->section_id;
}

static const char *title_of(enum record_kind kind, json_t *fields) {
    return text_of(fields, record_fields(kind)[0].name);
}

static enum err check_strategy(struct save *s) {
    if (s->change->kind != RECORD_TACTIC) return OK;
    struct record_row strategy;
    enum err e = record_row_get(s->db, RECORD_STRATEGY, s->change->strategy_id, &strategy);
    s->row.strategy_id = s->change->strategy_id;
    return !e && strategy.section_id != s->change->section_id ? ERR_NOT_FOUND : e;
}

static enum err add_row(struct save *s) {
    const struct record_change *c = s->change;
    s->current = of_arena(s->a, json_object());
    s->out->fields = s->merged = of_arena(s->a, json_object());
    if (c->remove) return OK;
    enum err e = check_strategy(s);
    if (!e) e = read_fields(s);
    if (e) return e;
    put_defaults(s);
    check_years(s);
    if (s->out->problem_count > 0) return OK;
    if (c->twins) s->out->id = record_twin_take(c->twins, parent_of(c), s->merged);
    s->out->stands = true;
    s->out->version = 1;
    if (s->out->id) return OK;
    e = record_row_add(s->db, c->kind, parent_of(c), title_of(c->kind, s->merged), &s->out->id);
    if (!e) e = record_row_write(s->db, c->kind, s->out->id, 1, s->merged);
    return e ? e : finish(s, 1);
}

/* --- Both ----------------------------------------------------------------------------------------------------- */

/* Mistakes before conflicts, as they came. */
static enum err sort_problems(struct save *s) {
    struct record_result *out = s->out;
    if (out->problem_count == 0) return OK;
    struct record_problem *sorted = arena_alloc(s->a, out->problem_count * sizeof *sorted);
    size_t n = 0, mistakes;
    for (size_t i = 0; i < out->problem_count; i++)
        if (!record_is_conflict(out->problems[i].reason)) sorted[n++] = out->problems[i];
    mistakes = n;
    for (size_t i = 0; i < out->problem_count; i++)
        if (record_is_conflict(out->problems[i].reason)) sorted[n++] = out->problems[i];
    out->problems = sorted;
    return mistakes > 0 ? ERR_BAD_FIELD : ERR_STALE;
}

enum err record_save(struct db *db, struct arena *a, const struct record_change *change, int64_t user_id, int64_t now,
                     struct record_result *out) {
    struct section_place place;
    *out = (struct record_result){.name = ""};
    struct save s = {.db = db, .a = a, .change = change, .user_id = user_id, .now = now, .out = out};
    enum err e = record_row_section(db, change->section_id,
                                    change->kind == RECORD_INDICATOR ? KIND_INDICATORS : KIND_STRATEGIES);
    if (e) return e == ERR_BAD_FIELD ? ERR_NOT_FOUND : e;
    e = section_place_unlocked(db, change->section_id, &place);
    if (!e) e = change->id ? save_row(&s) : add_row(&s);
    if (e) return e;
    out->name = title_of(change->kind, out->fields);
    return sort_problems(&s);
}
