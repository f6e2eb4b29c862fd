#include <stdlib.h>
#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/figures.h"
#include "kosshi/pages/diff_view.h"
#include "kosshi/pages/history_words.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/shown_text.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/history.h"
#include "kosshi/store/section.h"
#include "kosshi/store/update.h"
#include "kosshi/text/decimal.h"

/*
 * GET /sections/{id}/history, by its query:
 *
 *   page=N           the points of the text, newest first
 *   from=V, to=V     what was changed from one version to another; without to: to the text as it is now
 *   version=V        the text as it was
 *   restore=V        what bringing it back would change, with the form that does
 *   who=1, person=ID who wrote which words; those of one person are marked
 *
 * All of them run on the worker: texts are compared, and logs are long.
 */
#define PAGE 50 /* points */
#define HEADING 2

static const char *history_path(struct request *r) {
    return arena_printf(r->arena, "/sections/%lld/history", (long long)r->id);
}

/* --- Moments ------------------------------------------------------------------------------------------------------ */

/* What came out of another file long ago may not know when it was written. */
static const char *moment_text(struct request *r, int64_t at) {
    return at ? reply_moment(r, at) : request_phrase(r, "history.no_moment");
}

/* A version as people know it: by when, and who wrote last; what it is besides. */
static json_t *moment_view(struct request *r, const struct section *s, const struct revision *at) {
    return json_pack("{s:I, s:I, s:s, s:s, s:b, s:b, s:b}", "version", (json_int_t)at->version, "at",
                     (json_int_t)at->at, "at_text", moment_text(r, at->at), "author", at->author, "is_current",
                     at->version == s->version, "is_beginning", at->version == 0 && s->version > 0, "has_author",
                     *at->author != '\0');
}

/* "11月23日 14:05〜14:32", or the moment alone when both are written alike. */
static const char *span_text(struct request *r, int64_t from, int64_t to) {
    const char *first = moment_text(r, from), *last = moment_text(r, to), *clock = strrchr(last, ' ');
    if (strcmp(first, last) == 0) return last;
    bool same_day = clock && strncmp(first, last, (size_t)(clock - last) + 1) == 0;
    return language_fill(r->arena, request_phrase(r, "history.span"),
                         (const char *[]){"from", first, "to", same_day ? clock + 1 : last, NULL});
}

/* A version the query asks for: digits alone. */
static enum err asked_version(struct request *r, const char *name, int64_t *out) {
    const char *text = request_query(r, name);
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || text[digits]) return request_bad(r, ERR_BAD_FIELD, name);
    *out = strtoll(text, NULL, 10);
    return OK;
}

static bool is_asked(const struct request *r, const char *name) {
    return *request_query(r, name) != '\0';
}

/* --- What every one of these pages has ------------------------------------------------------------------------------ */

static enum err put_frame(struct request *r, const struct section *s, const char *heading, json_t *view) {
    const char *words = request_phrase(r, heading);
    json_object_update_new(view, json_pack("{s:s, s:s, s:I, s:I, s:s, s:b, s:b}", "title",
                                           arena_printf(r->arena, "%s %s", words, section_view_name(r->arena, s)),
                                           "heading", words, "id", (json_int_t)s->id, "version", (json_int_t)s->version,
                                           "history_href", history_path(r), "locked", s->locked, "may_restore",
                                           r->user.role >= ROLE_MEMBER && !s->locked));
    return section_frame_place(r, s, view);
}

/* --- The list ------------------------------------------------------------------------------------------------------- */

static json_t *accepted_view(const struct history_part *p) {
    json_t *list = json_array();
    for (size_t i = 0; i < p->accepted_count; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:b}", "name", p->accepted_by[i], "is_last", i + 1 == p->accepted_count));
    return list;
}

static json_t *people_view(const struct history_point *point) {
    json_t *people = json_array();
    for (size_t i = 0; i < point->person_count; i++) {
        const struct history_part *p = &point->people[i];
        json_array_append_new(people, json_pack("{s:I, s:s, s:b, s:b, s:o, s:b}", "id", (json_int_t)p->person.id,
                                                "name", p->person.name, "is_nobody", p->person.id == 0, "is_last",
                                                i + 1 == point->person_count, "accepted_by", accepted_view(p),
                                                "has_accepted", p->accepted_count > 0));
    }
    return people;
}

/* A number of characters in a view, and as people read it under <key>_text. */
static void put_number(struct request *r, json_t *view, const char *key, json_int_t number) {
    json_object_set_new(view, key, json_integer(number));
    json_object_set_new(view, arena_printf(r->arena, "%s_text", key),
                        json_string(decimal_print_integer(r->arena, number)));
}

static json_t *point_view(struct request *r, const struct history_point *p) {
    json_t *view =
        json_pack("{s:I, s:I, s:I, s:I, s:s, s:o, s:b}", "version", (json_int_t)p->version, "from",
                  (json_int_t)p->before, "began_at", (json_int_t)p->began_at, "at", (json_int_t)p->at, "span_text",
                  span_text(r, p->began_at, p->at), "people", people_view(p), "is_current", p->is_current);
    put_number(r, view, "length", (json_int_t)p->length);
    put_number(r, view, "added", (json_int_t)p->added);
    put_number(r, view, "removed", (json_int_t)p->removed);
    return view;
}

static json_t *page_link(struct request *r, int64_t number, int64_t pages) {
    if (number < 1 || number > pages) return json_null();
    return json_string(arena_printf(r->arena, "%s?page=%lld", history_path(r), (long long)number));
}

static enum err put_points(struct request *r, json_t *view) {
    struct history_point *points;
    size_t total, count;
    enum err e = history_count(r->db, r->id, &total);
    if (e != OK) return e;
    int64_t pages = total ? ((int64_t)total - 1) / PAGE + 1 : 1, shown = request_query_integer(r, "page");
    shown = shown < 1 ? 1 : shown > pages ? pages : shown;
    e = history_list(r->db, r->arena, r->id, (size_t)(shown - 1) * PAGE, PAGE, &points, &count);
    if (e != OK) return e;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, point_view(r, &points[i]));
    json_t *second = json_array_get(list, shown > 1 ? 0 : 1); /* what one would first compare the text with */
    if (second) json_object_set_new(second, "is_chosen", json_true());
    json_object_update_new(view, json_pack("{s:o, s:b, s:b, s:b, s:I, s:I, s:I, s:b, s:o, s:o}", "revisions", list,
                                           "has_revisions", total > 0, "has_several", total > 1, "is_later_page",
                                           shown > 1, "total", (json_int_t)total, "page", (json_int_t)shown, "pages",
                                           (json_int_t)pages, "has_pages", pages > 1, "newer",
                                           page_link(r, shown - 1, pages), "older", page_link(r, shown + 1, pages)));
    return OK;
}

/* After a version was brought back: which, and the one that takes it back. */
static enum err put_done(struct request *r, const struct section *s, json_t *view) {
    struct revision at;
    if (!is_asked(r, "restored")) return OK;
    int64_t undo = request_query_integer(r, "undo");
    enum err e = update_text_at(r->db, r->arena, s->id, request_query_integer(r, "restored"), &at);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
    json_t *done = json_pack("{s:o, s:b, s:b, s:I}", "revision", moment_view(r, s, &at), "is_new", is_asked(r, "undo"),
                             "is_merged", is_asked(r, "merged"), "undo", (json_int_t)undo);
    json_object_set_new(view, "done", done);
    return OK;
}

static enum err show_list(struct request *r, const struct section *s) {
    json_auto_t *view = json_pack("{s:b}", "is_list", true);
    enum err e = put_frame(r, s, s->depth ? "history.of_section" : "history.of_chapter", view);
    if (e == OK) e = put_points(r, view);
    if (e == OK) e = put_done(r, s, view);
    return e == OK ? reply_view(r, "history", json_incref(view)) : e;
}

/* --- Two versions, one version ------------------------------------------------------------------------------------- */

/* What a change from one to the other is; wrong order is shown as asked: it is what going back would change. */
static enum err put_difference(struct request *r, const struct section *s, int64_t from, int64_t to, json_t *view) {
    struct revision old, new_;
    enum err e = update_text_at(r->db, r->arena, s->id, from, &old);
    if (e == OK) e = update_text_at(r->db, r->arena, s->id, to, &new_);
    if (e != OK) return e;
    json_object_set_new(view, "from", moment_view(r, s, &old));
    json_object_set_new(view, "to", moment_view(r, s, &new_));
    json_t *diff = diff_view(old.text, old.size, new_.text, new_.size);
    put_number(r, diff, "added", json_integer_value(json_object_get(diff, "added")));
    put_number(r, diff, "removed", json_integer_value(json_object_get(diff, "removed")));
    json_object_set_new(view, "diff", diff);
    return OK;
}

static enum err show_difference(struct request *r, const struct section *s) {
    int64_t from = 0, to = s->version;
    enum err e = is_asked(r, "from") ? asked_version(r, "from", &from) : OK;
    if (e == OK && is_asked(r, "to")) e = asked_version(r, "to", &to);
    if (e != OK) return e;
    json_auto_t *view = json_object();
    e = put_frame(r, s, "history.difference", view);
    if (e == OK) e = put_difference(r, s, from, to, view);
    return e == OK ? reply_view(r, "history_diff", json_incref(view)) : e;
}

static enum err show_restore(struct request *r, const struct section *s) {
    int64_t version;
    enum err e = asked_version(r, "restore", &version);
    if (e != OK) return e;
    json_auto_t *view = json_pack("{s:b}", "is_restore", true);
    e = put_frame(r, s, "history.restore_heading", view);
    if (e == OK) e = put_difference(r, s, s->version, version, view);
    return e == OK ? reply_view(r, "history_diff", json_incref(view)) : e;
}

/* As readers saw it then; figures count on from those that stand before it now. */
static enum err put_rendered(struct request *r, const struct section *s, const struct revision *at, json_t *view) {
    struct section *tree;
    size_t count;
    struct render_key key = {RENDER_PREVIEW, s->id, 0, HEADING, RENDER_HTML};
    enum err e = section_tree(r->db, r->arena, true, &tree, &count);
    for (bool again = true; again && e == OK;) {
        struct figures figures;
        again = false;
        e = shown_text_begin(r, &figures);
        if (e == OK && figures_may_be_in(at->text))
            e = figures_pass_before(&figures, r->render, r->user.id, tree, count, s->id);
        if (e == ERR_AGAIN) again = true;
        if (e == OK || again) e = shown_text_put(r, &key, at->text, at->size, &figures, view, &again);
        if (again) render_wait(r->render);
    }
    return e;
}

static enum err show_version(struct request *r, const struct section *s) {
    struct revision at;
    int64_t version = 0;
    enum err e = asked_version(r, "version", &version);
    if (e == OK) e = update_text_at(r->db, r->arena, s->id, version, &at);
    if (e != OK) return e;
    json_auto_t *view = json_object();
    e = put_frame(r, s, "history.text_heading", view);
    if (e == OK) e = put_rendered(r, s, &at, view);
    if (e != OK) return e;
    json_object_set_new(view, "shown", moment_view(r, s, &at));
    json_object_set_new(view, "text", json_stringn(at.text, at.size));
    json_object_set_new(view, "is_empty", json_boolean(at.size == 0));
    return reply_view(r, "history_text", json_incref(view));
}

static enum err show_words(struct request *r, const struct section *s) {
    json_auto_t *view = json_object();
    enum err e = put_frame(r, s, "history.words_heading", view);
    if (e == OK) e = history_words_view(r, view);
    return e == OK ? reply_view(r, "history_words", json_incref(view)) : e;
}

static enum err show(struct request *r) {
    struct section s;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    if (is_asked(r, "restore")) return show_restore(r, &s);
    if (is_asked(r, "version")) return show_version(r, &s);
    if (is_asked(r, "who")) return show_words(r, &s);
    if (is_asked(r, "from") || is_asked(r, "to")) return show_difference(r, &s);
    return show_list(r, &s);
}

enum err history_show(struct request *r) {
    return request_in_one_moment(r, show);
}

/* --- Bringing a version back ---------------------------------------------------------------------------------------- */

/* For who sends no base_version it is the version now. */
enum err history_compare(struct request *r) {
    struct section s;
    struct history_restore *restore = arena_alloc(r->arena, sizeof *restore);
    *restore = (struct history_restore){.section_id = r->id, .user_id = r->user.id, .now = r->now};
    enum err e = request_integer(r, "version", &restore->version);
    if (e == OK) e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    restore->base_version = s.version;
    if (json_object_get(r->body, "base_version")) e = request_integer(r, "base_version", &restore->base_version);
    if (e != OK) return e;
    history_restore_compare(r->db, r->arena, restore);
    r->prepared = restore;
    return OK;
}

enum err history_submit(struct request *r) {
    const struct history_restore *restore = r->prepared;
    struct section s;
    struct update_saved saved;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e == OK) e = history_restore(r->db, r->arena, restore, &saved);
    if (e == OK && saved.is_new)
        e = activity_add(r->db, r->now, r->user.id, DID_TEXT_RESTORE, r->id,
                         arena_printf(r->arena, "v%lld", (long long)restore->version));
    if (e != OK) return e;
    const char *path = arena_printf(r->arena, "%s?restored=%lld", history_path(r), (long long)restore->version);
    if (saved.is_new)
        path = arena_printf(r->arena, "%s&undo=%lld%s", path, (long long)s.version, saved.is_merged ? "&merged=1" : "");
    return reply_done(r, path,
                      json_pack("{s:I, s:I, s:s%, s:I, s:I, s:b, s:b}", "id", (json_int_t)r->id, "version",
                                (json_int_t)saved.version, "text", saved.text, saved.size, "restored",
                                (json_int_t)restore->version, "before", (json_int_t)s.version, "is_new", saved.is_new,
                                "merged", saved.is_merged));
}
