#include "kosshi/pages/table_view.h"

#include <stdlib.h>
#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/text/fiscal_year.h"

#define BLANK_ROWS 2     /* of indicators, or of tactics below a new strategy */
#define PATTERN_KEY "N0" /* what a script replaces in a pattern */

static const char *phrase(struct table *t, const char *group, const char *word) {
    return request_phrase(t->r, arena_printf(t->r->arena, "table.%s.%s", group, word));
}

static const char *label_of(struct table *t, enum record_kind kind, const struct table_column *c) {
    if (c->field->many && c->field->form == RECORD_DECIMAL)
        return fiscal_year_print(t->r->arena, t->day_style, atoi(c->name + strlen(c->field->name)));
    return phrase(t, kind == RECORD_STRATEGY ? "strategy" : "column", c->name);
}

static const char *choice_label(struct table *t, const char *value) {
    return phrase(t, "choice", *value ? value : "unsaid");
}

/* --- Problems ------------------------------------------------------------------------------------------------- */

static const char *column_of(const char *field) {
    return strncmp(field, "strategy_", 9) == 0 ? "strategies" : *field ? field : "remove";
}

/* What somebody else has saved, as one would read it. */
static const char *theirs_shown(struct table *t, enum record_kind kind, const struct record_problem *p,
                                const char **value) {
    size_t count;
    const struct table_column *columns = table_rows_columns(t, kind, &count);
    *value = p->theirs;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(columns[i].name, p->field) != 0) continue;
        json_auto_t *fields = json_pack("{s:s}", p->field, p->theirs);
        *value = arena_string(t->r->arena, table_rows_shown(t, &columns[i], fields));
        if (columns[i].field->form == RECORD_CHOICE) return choice_label(t, p->theirs);
    }
    return **value ? *value : request_phrase(t->r, "table.nothing");
}

void table_view_problem(struct table *t, struct table_row *row, const struct record_problem *p) {
    const char *value, *word = record_reason_word(p->reason);
    const char *theirs = theirs_shown(t, row->kind, p, &value);
    const char *by = *p->by ? p->by : request_phrase(t->r, "table.somebody");
    const char *message =
        language_fill(t->r->arena, phrase(t, "problem", word), (const char *[]){"by", by, "theirs", theirs, NULL});
    json_t *view = json_pack("{s:s, s:s}", "reason", word, "message", message);
    if (record_is_conflict(p->reason)) {
        json_t *more =
            json_pack("{s:s, s:I, s:s}", "by", p->by, "at", (json_int_t)p->at, "at_text", reply_moment(t->r, p->at));
        json_object_update_new(view, more);
    }
    if (p->reason == RECORD_CHANGED) {
        json_object_set_new(view, "has_theirs", json_true());
        json_object_set_new(view, "theirs", json_string(theirs));
        json_object_set_new(view, "theirs_value", json_string(value));
    }
    json_object_set_new(row->problems, column_of(p->field), view);
}

/* --- Cells and rows ------------------------------------------------------------------------------------------- */

static void set(json_t *view, const char *key, json_t *value) {
    json_object_set_new(view, key, value);
}

static json_t *choices_of(struct table *t, const struct record_field *f, const char *chosen) {
    json_t *list = json_array();
    for (const char *const *c = f->choices; *c; c++)
        choice_add(list, *c, choice_label(t, *c), strcmp(*c, chosen) == 0);
    return list;
}

static json_t *cell_of(struct table *t, const struct table_row *row, const struct table_column *c) {
    const struct record_field *f = c->field;
    const char *value = json_string_value(json_object_get(row->typed, c->name));
    if (!value) value = f->form == RECORD_CHOICE ? f->choices[0] : "";
    bool choice = f->form == RECORD_CHOICE, text = f->form == RECORD_TEXT;
    bool number = f->form == RECORD_DECIMAL;
    json_t *cell = json_pack("{s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b}", "name",
                             arena_printf(t->r->arena, "%s.%s", row->key, c->name), "column", c->name, "label",
                             label_of(t, row->kind, c), "value", value, "is_line", !choice && !text, "is_text", text,
                             "is_choice", choice, "is_number", number);
    if (f->limit) set(cell, "limit", json_integer((json_int_t)f->limit));
    if (choice) set(cell, "choices", choices_of(t, f, value));
    if (choice) set(cell, "value_label", json_string(choice_label(t, value)));
    json_t *problem = json_object_get(row->problems, c->name);
    if (problem) json_object_set(cell, "problem", problem);
    return cell;
}

/* Which row it is, as a person would say, and the number in its head. */
struct numbers {
    int strategy, tactic, indicator;
    int next_new; /* of the keys of new rows */
};

static void number_row(struct table *t, struct numbers *n, enum record_kind kind, json_t *view) {
    struct arena *a = t->r->arena;
    if (kind == RECORD_STRATEGY) n->tactic = 0;
    int number = kind == RECORD_STRATEGY ? ++n->strategy : kind == RECORD_TACTIC ? ++n->tactic : ++n->indicator;
    const char *text = arena_printf(a, "%d", number), *above = arena_printf(a, "%d", n->strategy);
    set(view, "number", json_string(kind == RECORD_TACTIC ? arena_printf(a, "(%d)", number) : text));
    set(view, "row_name",
        json_string(language_fill(a, phrase(t, "row", record_kind_name(kind)),
                                  (const char *[]){"n", text, "above", above, NULL})));
}

static bool is_column(const struct table_column *columns, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0) return true;
    return false;
}

/* What was typed into fields that have no column, as of other years, and what is wrong with such. */
static void put_beside(struct table *t, const struct table_row *row, const struct table_column *columns, size_t count,
                       json_t *view) {
    json_t *list = json_array(), *value;
    const char *name;
    json_object_foreach(row->typed, name, value) {
        if (is_column(columns, count, name)) continue;
        json_t *field = json_pack("{s:s, s:s, s:O}", "name", arena_printf(t->r->arena, "%s.%s", row->key, name),
                                  "label", name, "value", value);
        json_t *problem = json_object_get(row->problems, name);
        if (problem) json_object_set(field, "problem", problem);
        json_array_append_new(list, field);
    }
    json_object_set_new(view, "beside", list);
}

static json_t *row_of(struct table *t, const struct table_row *row, struct numbers *n) {
    json_t *cells = json_array();
    size_t count;
    const struct table_column *columns = table_rows_columns(t, row->kind, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(cells, cell_of(t, row, &columns[i]));
    json_t *view =
        json_pack("{s:s, s:I, s:I, s:s, s:b, s:b, s:b, s:o}", "key", row->key, "id", (json_int_t)row->id, "version",
                  (json_int_t)row->version, "kind", record_kind_name(row->kind), "is_strategy",
                  row->kind == RECORD_STRATEGY, "is_new", row->id == 0, "removed", row->removed, "cells", cells);
    json_t *problem = json_object_get(row->problems, "remove");
    if (problem) json_object_set(view, "remove_problem", problem);
    put_beside(t, row, columns, count, view);
    number_row(t, n, row->kind, view);
    return view;
}

static json_t *blank_of(struct table *t, enum record_kind kind, const char *number, struct numbers *n) {
    struct table_row row = {.kind = kind,
                            .key = arena_printf(t->r->arena, "%c%s", *record_kind_name(kind), number),
                            .typed = json_object(),
                            .problems = json_object()};
    json_t *view = row_of(t, &row, n);
    json_decref(row.typed);
    json_decref(row.problems);
    return view;
}

static void add_blank(struct table *t, json_t *rows, enum record_kind kind, struct numbers *n) {
    json_array_append_new(rows, blank_of(t, kind, arena_printf(t->r->arena, "N%d", n->next_new++), n));
}

static void add_blanks(struct table *t, json_t *rows, struct numbers *n) {
    if (!t->of_indicators) add_blank(t, rows, RECORD_STRATEGY, n);
    for (int i = 0; i < BLANK_ROWS; i++)
        add_blank(t, rows, t->of_indicators ? RECORD_INDICATOR : RECORD_TACTIC, n);
}

static int next_new(const struct table *t) {
    int next = 1;
    for (size_t i = 0; i < t->count; i++) {
        int number = t->rows[i].id ? 0 : atoi(t->rows[i].key + 2);
        if (number >= next && number < 1000000) next = number + 1;
    }
    return next;
}

/* A locked table is for reading: it has no row to add by. */
static json_t *rows_of(struct table *t) {
    struct numbers n = {.strategy = (int)t->strategy_before, .next_new = next_new(t)};
    json_t *rows = json_array();
    for (size_t i = 0; i < t->count; i++) {
        json_array_append_new(rows, row_of(t, &t->rows[i], &n));
        bool last = i + 1 == t->count || t->rows[i + 1].kind == RECORD_STRATEGY;
        if (!t->of_indicators && last && !t->section.locked) add_blank(t, rows, RECORD_TACTIC, &n);
    }
    if (!t->section.locked) add_blanks(t, rows, &n);
    return rows;
}

/* --- The hidden fields ---------------------------------------------------------------------------------------- */

static const char *order_of(struct table *t, json_t *rows) {
    BUF(b);
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) {
        buf_printf(&b, "%s%s", i ? " " : "", json_string_value(json_object_get(row, "key")));
    }
    return arena_string(t->r->arena, b.data ? b.data : "");
}

static const char *base_of(struct table *t) {
    BUF(b);
    for (size_t i = 0; i < t->base_count; i++)
        buf_printf(&b, "%s%c%lld", i ? " " : "", *record_kind_name(t->base[i].kind), (long long)t->base[i].id);
    return arena_string(t->r->arena, b.data ? b.data : "");
}

static void put_years(struct table *t, json_t *view) {
    BUF(b);
    for (int year = t->first_year; t->first_year && year <= t->last_year; year++)
        buf_printf(&b, "%s%d", year > t->first_year ? " " : "", year);
    set(view, "years", json_string(b.data ? b.data : ""));
    bool before = t->first_saved && t->first_saved < t->first_year;
    set(view, "more_years", json_boolean(before || t->last_saved > t->last_year));
}

static void put_strategies(struct table *t, json_t *view) {
    BUF(b);
    json_t *list = json_array();
    for (size_t i = 0; i < t->strategy_count; i++) {
        buf_printf(&b, "%s%lld", i ? " " : "", (long long)t->strategies[i]);
        json_array_append_new(list, json_pack("{s:I, s:I, s:s}", "number", (json_int_t)i + 1, "id",
                                              (json_int_t)t->strategies[i], "title", t->titles[i]));
    }
    set(view, "strategies", list);
    set(view, "has_strategies", json_boolean(t->strategy_count > 0));
    set(view, "numbers", json_string(b.data ? b.data : ""));
}

/* --- The whole ------------------------------------------------------------------------------------------------ */

static void put_columns(struct table *t, json_t *view) {
    json_t *list = json_array();
    size_t count;
    enum record_kind kind = t->of_indicators ? RECORD_INDICATOR : RECORD_TACTIC;
    const struct table_column *columns = table_rows_columns(t, kind, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "name", columns[i].name, "label",
                                              label_of(t, kind, &columns[i]), "is_number",
                                              columns[i].field->form == RECORD_DECIMAL));
    set(view, "columns", list);
    set(view, "width", json_integer((json_int_t)count));
}

static void add_error(json_t *list, json_t *row, const char *name, const char *label, json_t *problem) {
    json_t *error = json_pack("{s:s, s:s, s:O, s:O}", "name", name, "label", label, "row",
                              json_object_get(row, "row_name"), "key", json_object_get(row, "key"));
    json_object_update_missing(error, problem);
    json_array_append_new(list, error);
}

static void add_errors(json_t *list, json_t *row, json_t *fields) {
    size_t i;
    json_t *field;
    json_array_foreach(fields, i, field) {
        json_t *problem = json_object_get(field, "problem");
        if (problem)
            add_error(list, row, json_string_value(json_object_get(field, "name")),
                      json_string_value(json_object_get(field, "label")), problem);
    }
}

/* Whether all that is wrong is what somebody else has saved. */
static bool only_conflicts(json_t *errors) {
    size_t i;
    json_t *error;
    bool only = json_array_size(errors) > 0;
    json_array_foreach(errors, i, error) only = only && json_object_get(error, "by");
    return only;
}

static void put_errors(struct table *t, json_t *view) {
    json_t *list = json_array(), *row;
    size_t i;
    json_array_foreach(json_object_get(view, "rows"), i, row) {
        json_t *problem = json_object_get(row, "remove_problem");
        const char *key = json_string_value(json_object_get(row, "key"));
        if (problem)
            add_error(list, row, arena_printf(t->r->arena, "%s.remove", key), request_phrase(t->r, "table.remove"),
                      problem);
        add_errors(list, row, json_object_get(row, "cells"));
        add_errors(list, row, json_object_get(row, "beside"));
    }
    set(view, "has_errors", json_boolean(json_array_size(list) > 0));
    set(view, "conflicts", json_boolean(only_conflicts(list)));
    set(view, "errors", list);
}

static json_t *patterns_of(struct table *t) {
    struct numbers n = {0};
    json_t *list = json_array();
    if (!t->of_indicators) json_array_append_new(list, blank_of(t, RECORD_STRATEGY, PATTERN_KEY, &n));
    json_array_append_new(list, blank_of(t, t->of_indicators ? RECORD_INDICATOR : RECORD_TACTIC, PATTERN_KEY, &n));
    return list;
}

enum err table_view(struct table *t, json_t **out) {
    struct request *r = t->r;
    json_t *view = json_pack(
        "{s:s, s:I, s:s, s:b, s:b, s:b, s:o}", "title",
        arena_printf(r->arena, "%s %s", request_phrase(r, "table.title"), section_view_name(r->arena, &t->section)),
        "id", (json_int_t)t->section.id, "kind", outline_kind_name(t->section.kind), "is_indicators", t->of_indicators,
        "locked", t->section.locked, "unsaved", t->unsaved, "rows", rows_of(t));
    *out = view;
    set(view, "order", json_string(order_of(t, json_object_get(view, "rows"))));
    set(view, "base_order", json_string(base_of(t)));
    set(view, "strategy_before", json_integer((json_int_t)t->strategy_before));
    put_years(t, view);
    put_strategies(t, view);
    put_columns(t, view);
    put_errors(t, view);
    set(view, "patterns", patterns_of(t));
    enum err e = section_frame_place(r, &t->section, view);
    if (!e) e = section_frame_keep(r, t->section.id, view);
    return e;
}
