#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/table_form.h"
#include "kosshi/pages/table_rows.h"
#include "kosshi/pages/table_view.h"
#include "kosshi/store/activity.h"

/*
 * The table of a section of kind strategies or indicators. Its form has flat names, for a browser and a script alike:
 *
 *   s12.title  t34.content  i5.actual_2024   a field of a strategy, tactic, indicator (store/record.h); of an indicator
 *                                            strategies holds the numbers of the policy's strategies ("1、3"; in JSON
 *                                            also a list of their ids)
 *   s12.version                              the version the row was typed over; needed for a row that is there
 *   sN1.title                                a new row, with any number behind the N; a blank one is left out
 *   t34.remove                               not empty: the row is taken out, a strategy with its tactics
 *   t34.title.take                           what somebody else has saved, to be taken instead of t34.title
 *   order                                    "s12 t34 tN1 s13": how the rows stand, a tactic behind its strategy;
 *                                            without it nothing moves, and new rows go where their fields stand in the
 *                                            form
 *   base_order                               the same when the form was made, of the rows that were there
 *   numbers                                  the ids of the strategies in the order they were numbered by
 *   years                                    "2023 2024": the years that have a column
 *   move, year                               "t34 up", "t34 down"; "earlier", "later": the form comes back so, unsaved
 *   next                                     chapter: where a browser goes after the save
 *
 * A row says only what it wants to change. Everything is saved or nothing: with a mistake (400) or a conflict (409) the
 * form comes back as it was typed with a message beside each field; JSON clients get error.fields, a list of {name,
 * key, label, row, reason, message, and of a conflict theirs, theirs_value, by, at}, and the form as table. A form that
 * comes back after a conflict is based on what is saved now, so that sending it again decides.
 */

static const char *path_of(struct request *r) {
    return arena_printf(r->arena, "/sections/%lld/table", (long long)r->id);
}

static enum err show(struct table *t, int status) {
    json_t *view;
    enum err e = table_view(t, &view);
    if (e) {
        json_decref(view);
        return e;
    }
    json_object_set_new(view, "saved", json_boolean(strcmp(request_query(t->r, "saved"), "1") == 0));
    return reply_view_status(t->r, status, "table", view);
}

enum err table_show(struct request *r) {
    struct table t;
    enum err e = table_rows_open(r, &t);
    if (!e) e = table_rows_load(&t);
    return e ? e : show(&t, 200);
}

/* --- Saving --------------------------------------------------------------------------------------------------- */

/* What came of the rows so far. */
struct saving {
    struct table *t;
    struct table *before;        /* the rows as they were saved */
    struct record_place *places; /* the rows that are there, in the order of the form */
    size_t place_count;
    bool mistake, conflict, changed;
    struct buf *names; /* of the changed rows, for the log */
    struct record_twins *twins[RECORD_KIND_COUNT];
    json_t *keys; /* new key → the key it got; the arena's */
};

static int64_t known_of(const struct table *t, enum record_kind kind) {
    int64_t known = 0;
    for (size_t i = 0; i < t->base_count; i++)
        if (t->base[i].kind == kind && t->base[i].id > known) known = t->base[i].id;
    return known;
}

/* A form without any order is a script's, which adds what it says. */
static enum err find_twins(struct saving *s) {
    struct table *t = s->t;
    struct request *r = t->r;
    enum err e = OK;
    if (!t->base_count && !table_form_has_order(t)) return OK;
    for (size_t i = 0; i < t->count && !e; i++) {
        enum record_kind kind = t->rows[i].kind;
        if (t->rows[i].id || s->twins[kind]) continue;
        e = record_twins(r->db, r->arena, kind, r->id, known_of(t, kind), r->user.id, r->now, &s->twins[kind]);
    }
    return e;
}

/* The strategy a tactic stood below when the form was made; 0 for none. */
static int64_t base_strategy(const struct table *t, int64_t tactic) {
    int64_t strategy = 0;
    for (size_t i = 0; i < t->base_count; i++) {
        if (t->base[i].kind == RECORD_STRATEGY) strategy = t->base[i].id;
        if (t->base[i].kind == RECORD_TACTIC && t->base[i].id == tactic) return strategy;
    }
    return 0;
}

/* After a conflict the row is based on what is saved now: fields that were not touched show it. */
static void rebase(struct table *t, struct table_row *row, const struct record_result *result) {
    size_t count;
    const struct table_column *columns = table_rows_columns(t, row->kind, &count);
    row->version = result->version;
    for (size_t i = 0; i < count; i++) {
        if (json_object_get(row->problems, columns[i].name)) continue;
        json_object_set_new(row->typed, columns[i].name, json_string(table_rows_shown(t, &columns[i], result->fields)));
    }
    const char *name;
    json_t *typed;
    json_object_foreach(row->typed, name, typed) { /* years without a column */
        const char *saved = json_string_value(json_object_get(result->fields, name));
        if (strncmp(name, "actual_", 7) == 0 && !json_object_get(row->problems, name))
            json_object_iter_set_new(row->typed, json_object_key_to_iter(name), json_string(saved ? saved : ""));
    }
}

static void note_problems(struct saving *s, struct table_row *row, enum err e, const struct record_result *result) {
    bool conflict = false;
    for (size_t i = 0; i < result->problem_count; i++) {
        table_view_problem(s->t, row, &result->problems[i]);
        conflict = conflict || record_is_conflict(result->problems[i].reason);
    }
    s->mistake = s->mistake || e == ERR_BAD_FIELD;
    s->conflict = s->conflict || conflict;
    if (conflict) rebase(s->t, row, result);
}

static void note_change(struct saving *s, struct table_row *row, const struct record_result *result) {
    struct arena *a = s->t->r->arena;
    if (result->changed) {
        s->changed = true;
        buf_printf(s->names, "%s%s", s->names->size ? "、" : "", result->name);
    }
    if (!row->id && result->id) {
        const char *key = arena_printf(a, "%c%lld", row->key[0], (long long)result->id);
        json_object_set_new(s->keys, row->key, json_string(key));
        row->id = result->id;
    }
}

/* Only what the row itself cannot explain (a row of another section, a version it never had) ends the save. */
static enum err save_row(struct saving *s, struct table_row *row, int64_t strategy, bool remove) {
    struct table *t = s->t;
    struct request *r = t->r;
    json_auto_t *fields = table_form_fields(t, row);
    if (json_object_get(row->problems, "strategies")) {
        struct record_problem unknown = {"strategies", RECORD_UNKNOWN_STRATEGY, "", "", 0};
        table_view_problem(t, row, &unknown);
        s->mistake = true;
    }
    struct record_change change = {.kind = row->kind,
                                   .section_id = r->id,
                                   .id = row->id,
                                   .base_version = row->version,
                                   .strategy_id = strategy,
                                   .fields = fields,
                                   .remove = remove,
                                   .twins = s->twins[row->kind]};
    struct record_result result;
    enum err e = record_save(r->db, r->arena, &change, r->user.id, r->now, &result);
    if (result.problem_count > 0) {
        note_problems(s, row, e, &result);
        return OK;
    }
    if (e == ERR_NOT_FOUND || e == ERR_BAD_FIELD) return request_bad(r, ERR_BAD_FIELD, row->key);
    if (!e) note_change(s, row, &result);
    return e;
}

/* True for a row that only repeats what is saved: a script sends every field of every row. */
static bool is_saved(const struct saving *s, const struct table_row *row) {
    const struct table_row *saved = row->id && !row->removed ? table_rows_find(s->before, row->key) : NULL;
    const char *column;
    json_t *typed;
    if (!saved || saved->version != row->version) return false;
    json_object_foreach(row->typed, column, typed) {
        if (!json_equal(typed, json_object_get(saved->typed, column))) return false;
    }
    return true;
}

/* False for a row of which the form wants nothing. */
static bool is_said(const struct saving *s, const struct table_row *row) {
    return row->removed || (json_object_size(row->typed) > 0 && !is_saved(s, row));
}

/* A new strategy without a title is left out unless it has a tactic. */
static bool is_left_out(struct table *t, size_t at) {
    if (t->rows[at].id) return false;
    if (t->rows[at].removed) return true;
    if (!table_form_is_blank(t, &t->rows[at])) return false;
    for (size_t i = at + 1; t->rows[at].kind == RECORD_STRATEGY && i < t->count; i++) {
        if (t->rows[i].kind == RECORD_STRATEGY) break;
        if (!t->rows[i].removed && !table_form_is_blank(t, &t->rows[i])) return false;
    }
    return true;
}

/*
 * The rows one after the other, so that a new tactic finds its new strategy saved. A strategy that is to go waits until
 * its tactics are gone or moved elsewhere (remove_strategies).
 */
static enum err save_rows(struct saving *s) {
    struct table *t = s->t;
    struct table_row *strategy = NULL;
    enum err e = OK;
    for (size_t i = 0; i < t->count && !e; i++) {
        struct table_row *row = &t->rows[i];
        if (row->kind == RECORD_STRATEGY) strategy = row;
        bool gone = row->kind == RECORD_TACTIC && strategy && strategy->removed;
        if (is_left_out(t, i) || (gone && !row->id)) continue;
        bool waits = row->kind == RECORD_STRATEGY && row->removed;
        if (row->kind == RECORD_TACTIC && !row->id && !strategy) return request_bad(t->r, ERR_BAD_FIELD, row->key);
        bool lost = row->kind == RECORD_TACTIC && !row->id && !strategy->id; /* its strategy could not be saved */
        bool remove = row->removed || (gone && row->version);
        int64_t above = !row->id && strategy ? strategy->id : 0;
        if (gone && !row->removed) above = base_strategy(t, row->id);
        if ((is_said(s, row) || remove) && !waits && !lost) e = save_row(s, row, above, remove);
        if (row->id) s->places[s->place_count++] = (struct record_place){row->kind, row->id};
    }
    return e;
}

static enum err remove_strategies(struct saving *s) {
    enum err e = OK;
    for (size_t i = 0; i < s->t->count && !e; i++) {
        struct table_row *row = &s->t->rows[i];
        if (row->kind == RECORD_STRATEGY && row->removed && row->id) e = save_row(s, row, 0, true);
    }
    return e;
}

static enum err save(struct saving *s) {
    struct request *r = s->t->r;
    bool moved = false;
    s->places = arena_alloc(r->arena, (s->t->count + 1) * sizeof *s->places);
    enum err e = find_twins(s);
    if (!e) e = save_rows(s);
    if (!e && table_form_has_order(s->t))
        e = record_order(r->db, r->arena, r->id, s->t->base, s->t->base_count, s->places, s->place_count, r->user.id,
                         r->now, &moved);
    if (!e) e = remove_strategies(s);
    if (!e && json_object_size(s->keys) > 0) e = record_check_count(r->db, r->id);
    s->changed = s->changed || moved;
    return e;
}

/* --- Answers -------------------------------------------------------------------------------------------------- */

static enum err say_problems(struct saving *s) {
    struct table *t = s->t;
    struct request *r = t->r;
    enum err e = s->mistake ? ERR_BAD_FIELD : ERR_STALE;
    for (size_t i = 0; i < t->count; i++) /* what was added is not: the save is taken back */
        if (t->rows[i].key[1] == 'N') t->rows[i].id = 0;
    table_form_drop_blanks(t);
    enum err joined = s->conflict ? table_rows_join(t) : OK;
    if (joined) return joined;
    if (!r->wants_json) return show(t, err_status(e));
    json_auto_t *view = NULL;
    joined = table_view(t, &view);
    if (joined) return joined;
    const char *title = request_phrase(r, s->mistake ? "table.mistake" : "table.conflict");
    json_t *error = json_pack("{s:s, s:s, s:s, s:O}", "code", err_code(e), "message", title, "text",
                              request_phrase(r, "table.nothing_saved"), "fields", json_object_get(view, "errors"));
    return reply_view_status(r, err_status(e), "", json_pack("{s:o, s:O}", "error", error, "table", view));
}

static enum err say_saved(struct saving *s) {
    struct request *r = s->t->r;
    struct table now = *s->before;
    json_t *view = NULL;
    enum err e = OK;
    if (s->changed) {
        e = table_rows_open(r, &now);
        if (!e) e = table_rows_load(&now);
    }
    if (!e) e = table_view(&now, &view);
    if (e) {
        json_decref(view);
        return e;
    }
    json_object_set_new(view, "keys", json_incref(s->keys));
    json_object_set_new(view, "at", json_integer(r->now));
    const char *chapter = json_string_value(json_object_get(view, "chapter_href"));
    bool leave = strcmp(request_text(r, "next"), "chapter") == 0;
    const char *path = leave ? arena_string(r->arena, chapter) : arena_printf(r->arena, "%s?saved=1", path_of(r));
    return reply_done(r, path, view);
}

static void release(void *json) {
    json_decref(json);
}

enum err table_submit(struct request *r) {
    struct table t, before;
    enum err e = table_rows_open(r, &t);
    if (!e && t.section.locked) e = ERR_LOCKED;
    if (e) return e;
    before = t;
    e = table_rows_load(&before);
    if (!e) e = table_form_read(&t);
    if (e) return e;
    /* A form that comes back has the columns it had, and those that are filled. */
    (void)table_rows_year(&t, before.first_year);
    (void)table_rows_year(&t, before.last_year);
    t.first_saved = before.first_saved;
    t.last_saved = before.last_saved;
    if (table_form_rearrange(&t)) return show(&t, 200);
    BUF(names);
    struct saving s = {.t = &t, .before = &before, .names = &names, .keys = json_object()};
    arena_defer(r->arena, release, s.keys);
    e = db_savepoint(r->db);
    if (e) return e;
    e = save(&s);
    bool well = !e && !s.mistake && !s.conflict;
    enum err ended = db_savepoint_end(r->db, well);
    if (e || ended) return e ? e : ended;
    if (!well) return say_problems(&s);
    if (s.changed) e = activity_add(r->db, r->now, r->user.id, DID_TABLE_SAVE, r->id, names.data ? names.data : "");
    return e ? e : say_saved(&s);
}
