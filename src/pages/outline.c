#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/text/outline_number.h"
#include "kosshi/text/outline_title.h"
#include "kosshi/text/utf.h"

static json_t *state_choices(struct request *r, enum section_state chosen) {
    json_t *list = json_array();
    for (enum section_state s = 0; s < STATE_COUNT; s++) {
        choice_add(list, section_state_name(s), label_state(r, s), s == chosen);
    }
    return list;
}

static json_t *kind_choices(struct request *r, bool top) {
    json_t *list = json_array();
    for (enum section_kind k = 0; k < KIND_COUNT; k++) {
        if (section_is_top_kind(k) != top) continue;
        choice_add(list, outline_kind_name(k), label_kind(r, k), false);
    }
    return list;
}

static enum err put_next_number(struct request *r, int64_t parent, json_t *view) {
    const char *number;
    enum err e = section_next_number(r->db, r->arena, parent, &number);
    if (e == OK) json_object_set_new(view, "next_number", json_string(number));
    return e;
}

/* True when the title says already what kind it is: "目指す姿", "戦略と戦術(取組)". */
static bool kind_in_title(struct request *r, const struct section *s) {
    return outline_title_label(s->title) == s->kind || strcmp(s->title, label_kind(r, s->kind)) == 0;
}

/* One row: the section and what can be done with it. */
static json_t *row_of(struct request *r, const struct section *s) {
    json_t *row = section_view(r, s);
    json_object_set_new(row, "parent", json_integer(s->parent_id));
    json_object_set_new(row, "kind_label", json_string(label_kind(r, s->kind)));
    json_object_set_new(row, "kind_in_title", json_boolean(kind_in_title(r, s)));
    json_object_set_new(row, "states", state_choices(r, s->state));
    json_object_set_new(row, "may_hold", json_boolean(s->depth + 1 < OUTLINE_DEPTH_LIMIT && !s->locked));
    return row;
}

/* The choice of a new place for the section that ?move= names: every one that may hold it, not itself nor what is below
 * it. */
static json_t *moving_of(struct request *r, const struct section *tree, size_t count, int64_t id) {
    size_t at = 0;
    while (at < count && tree[at].id != id)
        at++;
    if (at == count || tree[at].locked) return json_null();
    size_t end = section_view_end(tree, count, at);
    json_t *targets = json_array();
    if (tree[at].parent_id) {
        choice_add(targets, "0", request_phrase(r, "outline.to_top"), false);
    }
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &tree[i];
        bool own = i >= at && i < end;
        if (own || s->locked || s->id == tree[at].parent_id || s->depth + 1 >= OUTLINE_DEPTH_LIMIT) continue;
        BUF(label);
        for (int depth = 0; depth < s->depth; depth++)
            buf_string(&label, "　");
        buf_string(&label, section_view_name(r->arena, s));
        const char *value = arena_printf(r->arena, "%lld", (long long)s->id);
        choice_add(targets, value, label.data, false);
    }
    return json_pack("{s:I s:s s:o}", "id", (json_int_t)id, "label", section_view_name(r->arena, &tree[at]), "targets",
                     targets);
}

static json_t *figure_or_null(int figure) {
    return figure ? json_integer(figure) : json_null();
}

/* What is still open in a section and below it, to be known before it becomes final. diagram: the section that shows
 * the 体系図; 0 for none. */
static json_t *unfinished_of(const struct section *tree, size_t count, size_t at, int64_t diagram) {
    size_t end = section_view_end(tree, count, at);
    int empty = 0, comments = 0;
    for (size_t i = at; i < end; i++) {
        bool holds_others = i + 1 < end && tree[i + 1].depth > tree[i].depth;
        if (section_is_unwritten(&tree[i], holds_others, tree[i].id == diagram)) empty++;
        comments += tree[i].open_comments;
    }
    if (tree[at].locked || (!empty && !comments)) return json_null();
    return json_pack("{s:o s:o}", "empty", figure_or_null(empty), "comments", figure_or_null(comments));
}

/* True when a number among the siblings of tree[at] is not greater than the one before it in the same style. */
static bool runs_backwards(const struct section *tree, size_t count, size_t at) {
    struct outline_numeral before = {0}, numeral;
    for (size_t i = 0; i < count; i++) {
        if (tree[i].parent_id != tree[at].parent_id || !outline_number_read(tree[i].number, &numeral)) continue;
        bool same = before.value && numeral.value && outline_number_same_style(&before, &numeral);
        if (same && numeral.value <= before.value) return true;
        before = numeral;
    }
    return false;
}

/* What was done last, as ?done= says after a change: one of these words, or nothing. */
static const char *const changes[] = {"add", "rename", "move", "delete", "restore", "state", "renumber", "settings"};

/* The sentence about it; NULL for none. */
static const char *done_phrase(struct request *r) {
    const char *done = request_query(r, "done");
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (strcmp(done, changes[i]) == 0) return request_phrase(r, arena_printf(r->arena, "outline.done.%s", done));
    }
    return NULL;
}

/* The row that ?at= names says what was done to it; the one that ?open= names has its menu open. */
static void put_done(struct request *r, const struct section *tree, size_t count, size_t at, json_t *row) {
    const char *done = request_query_integer(r, "at") == tree[at].id ? done_phrase(r) : NULL;
    if (done) {
        bool moved = strcmp(request_query(r, "done"), "move") == 0;
        json_object_set_new(row, "changed", json_string(done));
        json_object_set_new(row, "backwards", json_boolean(moved && runs_backwards(tree, count, at)));
    }
    json_object_set_new(row, "unfolded", json_boolean(request_query_integer(r, "open") == tree[at].id));
}

static enum err put_tree(struct request *r, json_t *view) {
    struct section *tree;
    size_t count;
    struct document document;
    enum err e = document_get(r->db, r->arena, &document);
    if (e == OK) e = section_tree(r->db, r->arena, true, &tree, &count);
    if (e != OK) return e;
    int64_t diagram = section_any_items(tree, count) ? document.diagram_section : 0;
    json_t *rows = json_array();
    json_object_set_new(view, "sections", rows);
    for (size_t i = 0; i < count && e == OK; i++) {
        json_t *row = row_of(r, &tree[i]);
        json_array_append_new(rows, row);
        bool parent = i + 1 < count && tree[i + 1].parent_id == tree[i].id;
        json_object_set_new(row, "has_children", json_boolean(parent));
        json_object_set_new(row, "unfinished", unfinished_of(tree, count, i, diagram));
        put_done(r, tree, count, i, row);
        e = put_next_number(r, tree[i].id, row);
    }
    json_object_set_new(view, "moving", moving_of(r, tree, count, request_query_integer(r, "move")));
    return e;
}

static enum err put_deleted(struct request *r, json_t *view) {
    struct section *deleted;
    size_t count;
    enum err e = section_deleted(r->db, r->arena, &deleted, &count);
    if (e != OK) return e;
    json_t *list = json_array();
    json_object_set_new(view, "deleted", list);
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &deleted[i];
        json_t *item =
            json_pack("{s:I s:s s:s s:s s:I s:s s:I}", "id", (json_int_t)s->id, "number", s->number, "title", s->title,
                      "kind_label", label_kind(r, s->kind), "deleted_at", (json_int_t)s->deleted_at, "deleted_at_text",
                      reply_moment(r, s->deleted_at), "length", (json_int_t)s->length);
        const char *done = request_query_integer(r, "at") == s->id ? done_phrase(r) : NULL;
        if (done) json_object_set_new(item, "changed", json_string(done));
        json_array_append_new(list, item);
    }
    json_object_set_new(view, "has_deleted", json_boolean(count > 0));
    return OK;
}

/* The sections as choices of where the 体系図 stands. */
static enum err diagram_choices(struct request *r, int64_t chosen, json_t **out) {
    struct section *tree;
    size_t count;
    enum err e = section_tree(r->db, r->arena, false, &tree, &count);
    *out = json_array();
    if (e != OK) return e;
    choice_add(*out, "0", request_phrase(r, "outline.diagram_none"), chosen == 0);
    for (size_t i = 0; i < count; i++)
        choice_add(*out, arena_printf(r->arena, "%lld", (long long)tree[i].id), section_view_place(r->arena, tree, i),
                   tree[i].id == chosen);
    return OK;
}

static enum err put_settings(struct request *r, json_t *view) {
    static const char *const styles[] = {"wareki", "seireki"};
    struct document d;
    enum err e = document_get(r->db, r->arena, &d);
    if (e != OK) return e;
    json_t *choices = json_array();
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        const char *label = language_day(r->arena, styles[i], d.created_at);
        choice_add(choices, styles[i], label, strcmp(styles[i], d.day_style) == 0);
    }
    json_t *settings =
        json_pack("{s:s s:s s:o s:I s:s s:s}", "title", d.title, "day_style", d.day_style, "day_styles", choices,
                  "diagram", (json_int_t)d.diagram_section, "publisher", d.publisher, "contact", d.contact);
    json_t *diagram;
    e = diagram_choices(r, d.diagram_section, &diagram);
    json_object_set_new(settings, "diagrams", diagram);
    json_object_set_new(view, "settings", settings);
    return e;
}

enum err outline_show(struct request *r) {
    json_auto_t *view = json_pack("{s:s s:o s:o}", "title", request_phrase(r, "outline.title"), "kinds",
                                  kind_choices(r, false), "top_kinds", kind_choices(r, true));
    const char *done = request_query_integer(r, "at") ? NULL : done_phrase(r);
    if (done) json_object_set_new(view, "done", json_string(done));
    enum err e = put_tree(r, view);
    if (e == OK) e = put_next_number(r, 0, view);
    if (e == OK) e = put_deleted(r, view);
    if (e == OK) e = put_settings(r, view);
    return e == OK ? reply_view(r, "outline", json_incref(view)) : e;
}

/* Writes a change down and goes back to the outline, to the row it was about; argument: more of the address, or "". */
static enum err finish_with(struct request *r, enum activity_action did, int64_t id, const char *detail,
                            const char *done, const char *argument) {
    enum err e = activity_add(r->db, r->now, r->user.id, did, id, detail);
    if (e != OK) return e;
    const char *path = arena_printf(r->arena, "/outline?done=%s", done);
    if (id) path = arena_printf(r->arena, "%s&at=%lld%s#s%lld", path, (long long)id, argument, (long long)id);
    return reply_done(r, path, id ? json_pack("{s:b s:I}", "ok", true, "id", (json_int_t)id) : NULL);
}

static enum err finish(struct request *r, enum activity_action did, int64_t id, const char *detail, const char *done) {
    return finish_with(r, did, id, detail, done, "");
}

/* A field of one line within its limit; needed: not only white space. */
static enum err check_line(struct request *r, const char *field, size_t limit, bool needed) {
    return request_is_line(request_text(r, field), limit, needed) ? OK : request_bad(r, ERR_BAD_FIELD, field);
}

static enum err check_names(struct request *r) {
    enum err e = check_line(r, "title", OUTLINE_TITLE_LIMIT, true);
    return e == OK ? check_line(r, "number", SECTION_NUMBER_LIMIT, false) : e;
}

enum err outline_add(struct request *r) {
    int64_t parent, id;
    enum section_kind kind = outline_kind(request_text(r, "kind"));
    enum err e = request_integer(r, "parent", &parent);
    if (e == OK) e = check_names(r);
    if (e != OK) return e;
    if (kind == KIND_COUNT || section_is_top_kind(kind) != (parent == 0)) return request_bad(r, ERR_BAD_FIELD, "kind");
    e = section_add(r->db, parent, kind, request_text(r, "number"), request_text(r, "title"), &id);
    return e == OK ? finish(r, DID_SECTION_ADD, id, NULL, "add") : e;
}

enum err outline_rename(struct request *r) {
    enum err e = check_names(r);
    if (e == OK) e = section_rename(r->db, r->id, request_text(r, "number"), request_text(r, "title"));
    return e == OK ? finish(r, DID_SECTION_RENAME, r->id, NULL, "rename") : e;
}

/* One place up or down (direction), or below another section (parent, 0 for none). */
enum err outline_move(struct request *r) {
    const char *direction = request_text(r, "direction"), *open = "";
    enum err e;
    if (strcmp(direction, "up") == 0) {
        e = section_move_by(r->db, r->id, -1);
    } else if (strcmp(direction, "down") == 0) {
        e = section_move_by(r->db, r->id, +1);
    } else {
        int64_t parent;
        e = request_integer(r, "parent", &parent);
        if (e == OK) e = section_move_to(r->db, r->id, parent);
    }
    if (*direction) open = arena_printf(r->arena, "&open=%lld", (long long)r->id); /* it may go further */
    return e == OK ? finish_with(r, DID_SECTION_MOVE, r->id, NULL, "move", open) : e;
}

enum err outline_delete(struct request *r) {
    enum err e = section_delete(r->db, r->id, r->now);
    return e == OK ? finish(r, DID_SECTION_DELETE, r->id, NULL, "delete") : e;
}

enum err outline_restore(struct request *r) {
    enum err e = section_restore(r->db, r->id);
    return e == OK ? finish(r, DID_SECTION_RESTORE, r->id, NULL, "restore") : e;
}

enum err outline_state(struct request *r) {
    enum section_state state = section_state_of(request_text(r, "state"));
    if (state == STATE_COUNT) return request_bad(r, ERR_BAD_FIELD, "state");
    enum err e = section_set_state(r->db, r->id, state);
    return e == OK ? finish(r, DID_SECTION_STATE, r->id, section_state_name(state), "state") : e;
}

enum err outline_renumber(struct request *r) {
    int64_t parent;
    enum err e = request_integer(r, "parent", &parent);
    if (e == OK) e = section_renumber(r->db, parent);
    return e == OK ? finish(r, DID_RENUMBER, parent, NULL, "renumber") : e;
}

/* Only when it is asked for: a script may set the title alone. */
static enum err set_diagram(struct request *r) {
    int64_t section;
    if (!json_object_get(r->body, "diagram")) return OK;
    enum err e = request_integer(r, "diagram", &section);
    if (e == OK) e = document_set_diagram(r->db, section);
    return e == ERR_NOT_FOUND ? request_bad(r, ERR_BAD_FIELD, "diagram") : e;
}

/* A field that was not sent stays as it is. */
static const char *sent_or(const struct request *r, const char *field, const char *present) {
    return json_object_get(r->body, field) ? request_text(r, field) : present;
}

static enum err set_colophon(struct request *r) {
    struct document d;
    enum err e = document_get(r->db, r->arena, &d);
    if (e != OK) return e;
    const char *publisher = sent_or(r, "publisher", d.publisher), *contact = sent_or(r, "contact", d.contact);
    if (!request_is_line(publisher, DOCUMENT_PUBLISHER_LIMIT, false)) return request_bad(r, ERR_BAD_FIELD, "publisher");
    if (utf_length(publisher, strlen(publisher)) == 0) publisher = "";
    if (utf_length(contact, strlen(contact)) == 0) contact = "";
    e = document_set_colophon(r->db, publisher, contact);
    return e == ERR_BAD_FIELD || e == ERR_TOO_LARGE ? request_bad(r, e, "contact") : e;
}

enum err outline_settings(struct request *r) {
    enum err e = check_line(r, "title", OUTLINE_TITLE_LIMIT, true);
    if (e == OK) e = document_set(r->db, request_text(r, "title"), request_text(r, "day_style"));
    if (e == ERR_BAD_FIELD && !r->bad_field) return request_bad(r, e, "day_style");
    if (e == OK) e = set_diagram(r);
    if (e == OK) e = set_colophon(r);
    return e == OK ? finish(r, DID_SETTINGS, 0, NULL, "settings") : e;
}
