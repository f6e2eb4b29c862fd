#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/thread_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"

#define PAGE 50 /* comments, whose bodies have up to COMMENT_LIMIT characters each */
#define PAGE_OF_SECTION_JSON 500

/* The section a page of comments is about. */
static enum err put_section(struct request *r, const struct section *s, json_t *view) {
    int64_t chapter;
    struct section *tree;
    size_t count;
    enum err e = section_chapter(r->db, s->id, &chapter);
    if (e == OK) e = section_tree(r->db, r->arena, false, &tree, &count);
    if (e != OK) return e;
    json_object_set_new(view, "section",
                        json_pack("{s:I s:s s:s s:s}", "id", (json_int_t)s->id, "number", s->number, "title", s->title,
                                  "href", section_view_href(r->arena, chapter, s->id)));
    comment_view_place(r, tree, count, view);
    return OK;
}

static json_t *state_choices(struct request *r, const char *chosen) {
    static const char *const states[] = {"open", "resolved"};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        choice_add(list, states[i], comment_view_state(r, states[i]), chosen && strcmp(states[i], chosen) == 0);
    return list;
}

static const char *query_or_null(struct request *r, const char *name) {
    const char *value = request_query(r, name);
    return *value ? value : NULL;
}

/* The list with its filter. */
static const char *list_path(struct request *r, const struct comment_filter *f) {
    const char *path = comment_view_section_path(r, r->id);
    if (f->state) path = arena_printf(r->arena, "%s?state=%s", path, f->state);
    if (f->kind) path = arena_printf(r->arena, "%s%ckind=%s", path, f->state ? '&' : '?', f->kind);
    return path;
}

/* How many comments the section has in all, whatever the list leaves out. */
static enum err put_filter(struct request *r, const struct comment_filter *f, json_t *view) {
    size_t open, resolved;
    enum err e = comment_count(r->db, &(struct comment_filter){.section_id = r->id}, &open, &resolved);
    if (e != OK) return e;
    json_object_update_new(view, json_pack("{s:o s:o s:b s:b s:I s:s}", "states", state_choices(r, f->state), "kinds",
                                           comment_view_kinds(r, f->kind), "filtered", f->state || f->kind, "has_any",
                                           open + resolved > 0, "all_count", (json_int_t)open + (json_int_t)resolved,
                                           "path_of_all", comment_view_section_path(r, r->id)));
    return OK;
}

/* What of the page is unread, for the form that marks it so far as it is shown: "3:17 5:0", see reading.c. */
static void put_unread(struct request *r, json_t *view) {
    const char *marks = "";
    size_t i;
    json_t *comment;
    json_array_foreach(json_object_get(view, "comments"), i, comment) {
        if (!json_is_true(json_object_get(comment, "unread"))) continue;
        marks = arena_printf(r->arena, "%s%s%lld:%lld", marks, *marks ? " " : "",
                             json_integer_value(json_object_get(comment, "id")),
                             json_integer_value(json_object_get(comment, "last_reply")));
    }
    json_object_set_new(view, "unread_marks", json_string(marks));
}

static enum err show_section(struct request *r) {
    struct section s;
    struct comment_filter filter = {.section_id = r->id,
                                    .state = query_or_null(r, "state"),
                                    .kind = query_or_null(r, "kind"),
                                    .limit = r->wants_json ? PAGE_OF_SECTION_JSON : PAGE};
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    const char *heading = request_phrase(r, s.parent_id ? "comments.of_section" : "comments.of_chapter");
    json_auto_t *view =
        json_pack("{s:s s:s}", "title", arena_printf(r->arena, "%s %s", heading, s.title), "heading", heading);
    e = put_section(r, &s, view);
    if (e == OK) e = comment_view_page(r, filter, list_path(r, &filter), view);
    if (e == ERR_BAD_FIELD) return request_bad(r, e, "state");
    if (e == OK) e = put_filter(r, &filter, view);
    if (e != OK) return e;
    put_unread(r, view);
    return reply_view(r, "section_comments", json_incref(view));
}

enum err comments_section(struct request *r) {
    return request_in_one_moment(r, show_section);
}

/* Whoever follows a link to it is told in words of its own. */
static enum err missing(struct request *r) {
    if (r->wants_json) return ERR_NOT_FOUND;
    json_t *view = json_pack("{s:s}", "title", request_phrase(r, "thread.missing"));
    return reply_view_status(r, 404, "comment_missing", view);
}

/* The form of the reader's own words: those of the comment (edit), or those of a reply (reply: its id); null for none. */
static json_t *edit_form(struct request *r, const struct comment *c) {
    const struct thread_writer reader = thread_view_writer(r);
    const char *back = comment_view_permalink(r, c->id), *heading = request_phrase(r, "thread.edit_comment");
    if (*request_query(r, "edit") && comment_may_edit(c, &reader) == OK)
        return json_pack("{s:s s:s s:s s:s s:s s:b s:o s:b}", "heading", heading, "label",
                         request_phrase(r, "thread.body"), "action", back, "back", back, "body", c->body, "has_kinds",
                         1, "kinds", comment_view_kinds(r, comment_kind_name(c->kind)), "may_delete",
                         comment_may_delete(c, &reader) == OK);
    int64_t asked = request_query_integer(r, "reply");
    for (size_t i = 0; i < c->reply_count; i++) {
        const struct thread_reply *reply = &c->replies[i];
        if (reply->id != asked || reply->author_id != r->user.id || r->user.role < ROLE_REVIEWER) continue;
        return json_pack("{s:s s:s s:s s:s s:s s:b s:b}", "heading", request_phrase(r, "thread.edit_reply"), "label",
                         request_phrase(r, "comments.reply_body"), "action",
                         arena_printf(r->arena, "/replies/%lld", (long long)reply->id), "back", back, "body",
                         reply->body, "has_kinds", 0, "may_delete", 1);
    }
    return json_null();
}

static enum err show_one(struct request *r) {
    struct comment c;
    struct section *tree;
    size_t count;
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e == ERR_NOT_FOUND) return missing(r);
    if (e == OK) e = section_tree(r->db, r->arena, false, &tree, &count);
    if (e != OK) return e;
    json_t *view = comment_view(r, &c);
    comment_view_place(r, tree, count, view);
    bool stands = json_object_get(json_object_get(view, "section"), "place") != NULL;
    const char *kind = comment_view_kind(r, comment_kind_name(c.kind));
    json_object_update_new(
        view, json_pack("{s:s s:s s:b s:o}", "title", arena_printf(r->arena, "%s %lld", kind, (long long)c.id), "back",
                        comment_view_permalink(r, c.id), "stands", stands, "edit", edit_form(r, &c)));
    return reply_view(r, "comment_alone", view);
}

enum err comments_show(struct request *r) {
    return request_in_one_moment(r, show_one);
}

/* A field of the words: of "anchor" in a JSON body, anchor_… in a form. */
static enum err mark_field(struct request *r, const char *name, int64_t *out) {
    const char *field = arena_printf(r->arena, "anchor_%s", name);
    const json_t *value = json_object_get(json_object_get(r->body, "anchor"), name);
    if (!value) return request_integer(r, field, out);
    *out = json_integer_value(value);
    return json_is_integer(value) ? OK : request_bad(r, ERR_BAD_FIELD, field);
}

/* The words a comment is said to be about, if any are. */
static enum err read_mark(struct request *r, bool *any, struct anchor_mark *out) {
    const json_t *anchor = json_object_get(r->body, "anchor");
    *any = json_is_object(anchor) || json_object_get(r->body, "anchor_version");
    if (anchor && !json_is_object(anchor) && !json_is_null(anchor)) return request_bad(r, ERR_BAD_FIELD, "anchor");
    if (!*any) return OK;
    enum err e = mark_field(r, "version", &out->version);
    if (e == OK) e = mark_field(r, "from", &out->from);
    return e == OK ? mark_field(r, "to", &out->to) : e;
}

/* Its kind and its words. A kind that is not said is kept; of a new one it is an opinion. */
static enum err read_draft(struct request *r, struct comment_draft *out) {
    const char *kind = request_text(r, "kind");
    if (*kind) out->kind = comment_kind_of(kind);
    out->body = request_text(r, "body");
    return out->kind == COMMENT_KIND_COUNT ? request_bad(r, ERR_BAD_FIELD, "kind") : OK;
}

/* The words a new comment is about are found on the worker. */
enum err comments_find(struct request *r) {
    bool any;
    struct anchor_mark *mark = arena_alloc(r->arena, sizeof *mark);
    *mark = (struct anchor_mark){0};
    enum err e = read_mark(r, &any, mark);
    if (e != OK || !any) return e;
    if (r->in_haste) return ERR_AGAIN;
    anchor_find(r->db, r->arena, r->id, mark);
    r->prepared = mark;
    return OK;
}

enum err comments_add(struct request *r) {
    int64_t id;
    const struct anchor_mark *mark = r->prepared;
    struct comment_draft draft = {.section_id = r->id};
    const struct thread_writer by = thread_view_writer(r);
    enum err e = read_draft(r, &draft);
    if (e != OK) return e;
    e = comment_add(r->db, &draft, &by, &id);
    if (e != OK) return thread_view_bad_body(r, e);
    if (mark) e = anchor_add(r->db, r->arena, id, mark);
    if (e == ERR_BAD_FIELD || e == ERR_TOO_LARGE) return request_bad(r, e, "anchor");
    return e == OK ? comment_view_done(r, id, DID_COMMENT) : e;
}

/* Of one from outside only what is said here: where it came from is kept. */
enum err comments_edit(struct request *r) {
    struct comment c;
    const struct thread_writer by = thread_view_writer(r);
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e != OK) return e;
    struct comment_draft draft = {.kind = c.kind};
    if (*c.source) {
        draft.source = c.source;
        draft.author = c.author;
        draft.people = c.people;
    }
    e = read_draft(r, &draft);
    if (e != OK) return e;
    bool same = draft.kind == c.kind && strcmp(draft.body, c.body) == 0;
    e = comment_edit(r->db, r->id, &draft, &by);
    return e == OK ? comment_view_done(r, r->id, same ? DID_COUNT : DID_COMMENT_EDIT) : thread_view_bad_body(r, e);
}

enum err comments_delete(struct request *r) {
    struct comment c;
    const struct thread_writer by = thread_view_writer(r);
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e == OK) e = comment_delete(r->db, r->id, &by);
    return e == OK ? comment_view_gone(r, &c) : e;
}

/* Doing it twice changes nothing, and nothing is written down. */
static enum err set_open(struct request *r, bool open) {
    struct comment c;
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e != OK) return e;
    if (c.open == open) return comment_view_done(r, r->id, DID_COUNT);
    e = open ? comment_reopen(r->db, r->id) : comment_resolve(r->db, r->id, r->user.id, r->now);
    return e == OK ? comment_view_done(r, r->id, open ? DID_REOPEN : DID_RESOLVE) : e;
}

enum err comments_resolve(struct request *r) {
    return set_open(r, false);
}

enum err comments_reopen(struct request *r) {
    return set_open(r, true);
}
