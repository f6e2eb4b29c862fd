#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"

#define PAGE 50 /* comments, whose bodies have up to COMMENT_LIMIT characters each */
#define PAGE_OF_SECTION_JSON 500

static const char *section_path(struct request *r, int64_t section) {
    return arena_printf(r->arena, "/sections/%lld/comments", (long long)section);
}

static const char *state_label(struct request *r, const char *state) {
    return request_phrase(r, arena_printf(r->arena, "comments.%s", state));
}

/* The words a comment is about, at the section's version as it is now, or, from == to, where they were; made: as they
 * were when it was written. */
static json_t *anchor_of(const struct anchor *a) {
    if (!a) return json_null();
    return json_pack("{s:I s:I s:I s:s s:b s:{s:I s:s}}", "version", (json_int_t)a->version, "from",
                     (json_int_t)a->from, "to", (json_int_t)(a->detached ? a->from : a->to), "quote", a->quote,
                     "detached", a->detached, "made", "version", (json_int_t)a->made_version, "quote", a->made_quote);
}

/* The view of a comment, as DESIGN.md §7 has it. disposition and response stand empty until there are such. */
static json_t *comment_of(struct request *r, const struct comment *c) {
    json_t *replies = json_array();
    for (size_t i = 0; i < c->reply_count; i++) {
        const struct comment_reply *reply = &c->replies[i];
        json_array_append_new(replies, json_pack("{s:I s:s s:s s:I s:s}", "id", (json_int_t)reply->id, "author",
                                                 reply->author, "body", reply->body, "at", (json_int_t)reply->at,
                                                 "at_text", reply_moment(r, reply->at)));
    }
    const char *state = c->open ? "open" : "resolved";
    json_t *section =
        json_pack("{s:I s:s s:s s:s}", "id", (json_int_t)c->section_id, "number", c->section_number, "title",
                  c->section_title, "href", section_view_href(r->arena, c->chapter_id, c->section_id));
    return json_pack("{s:I s:s s:s s:I s:s s:s s:s s:b s:n s:n s:o s:s s:I s:s s:o s:b s:o}", "id", (json_int_t)c->id,
                     "body", c->body, "author", c->author, "at", (json_int_t)c->at, "at_text", reply_moment(r, c->at),
                     "state", state, "state_label", state_label(r, state), "open", c->open, "disposition", "response",
                     "anchor", anchor_of(c->anchor), "resolved_by", c->resolved_by, "resolved_at",
                     (json_int_t)c->resolved_at, "resolved_at_text", reply_moment(r, c->resolved_at), "section",
                     section, "has_replies", c->reply_count > 0, "replies", replies);
}

/* Where the section of a comment stands, for its reader: "Ⅴ-1 目指す姿". */
static void put_place(struct request *r, const struct section *tree, size_t count, json_t *comment) {
    json_t *section = json_object_get(comment, "section");
    json_int_t id = json_integer_value(json_object_get(section, "id"));
    for (size_t i = 0; i < count; i++) {
        if (tree[i].id != id) continue;
        json_object_set_new(section, "place", json_string(section_view_place(r->arena, tree, i)));
    }
}

static enum err put_comments(struct request *r, const struct comment_filter *filter, json_t *view) {
    struct comment *comments;
    struct section *tree;
    size_t count, sections;
    enum err e = comment_list(r->db, r->arena, filter, &comments, &count);
    if (e == OK) e = section_tree(r->db, r->arena, false, &tree, &sections);
    if (e != OK) return e;
    json_t *list = json_array();
    json_object_set_new(view, "comments", list);
    for (size_t i = 0; i < count; i++) {
        json_t *comment = comment_of(r, &comments[i]);
        put_place(r, tree, sections, comment);
        json_array_append_new(list, comment);
    }
    return OK;
}

/* path with a further argument of its query. */
static const char *path_with(struct request *r, const char *path, const char *argument, int64_t value) {
    return arena_printf(r->arena, "%s%c%s=%lld", path, strchr(path, '?') ? '&' : '?', argument, (long long)value);
}

static json_t *page_link(struct request *r, const char *path, size_t number, size_t pages) {
    if (number < 1 || number > pages) return json_null();
    return json_string(number > 1 ? path_with(r, path, "page", (int64_t)number) : path);
}

/* The page that is asked for by number, or by a comment that stands on it (at); the nearest one there is. From 1. */
static enum err asked_page(struct request *r, const struct comment_filter *filter, size_t pages, size_t *shown) {
    int64_t at = request_query_integer(r, "at"), number = request_query_integer(r, "page");
    size_t before = 0;
    enum err e = at ? comment_count_before(r->db, filter, at, &before) : OK;
    if (e != OK) return e;
    *shown = at ? before / filter->limit + 1 : number > 1 ? (size_t)number : 1;
    if (*shown > pages) *shown = pages;
    return OK;
}

/* Puts one page of what the filter, of which limit is set, lets through. path: of the whole list, to which forms come
 * back and from which its pages are made. */
static enum err put_page(struct request *r, struct comment_filter filter, const char *path, json_t *view) {
    size_t open, resolved, shown;
    enum err e = comment_count(r->db, &filter, &open, &resolved);
    if (e != OK) return e;
    size_t total = open + resolved, pages = total ? (total - 1) / filter.limit + 1 : 1;
    e = asked_page(r, &filter, pages, &shown);
    if (e != OK) return e;
    filter.offset = (shown - 1) * filter.limit;
    e = put_comments(r, &filter, view);
    if (e != OK) return e;
    json_object_update_new(view, json_pack("{s:s s:I s:I s:I s:I s:I s:b s:o s:o}", "back", path, "total",
                                           (json_int_t)total, "open_count", (json_int_t)open, "resolved_count",
                                           (json_int_t)resolved, "page", (json_int_t)shown, "pages", (json_int_t)pages,
                                           "has_pages", pages > 1, "previous", page_link(r, path, shown - 1, pages),
                                           "next", page_link(r, path, shown + 1, pages)));
    return OK;
}

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
    put_place(r, tree, count, view);
    return OK;
}

enum err comments_section(struct request *r) {
    struct section s;
    struct comment_filter filter = {.section_id = r->id, .limit = r->wants_json ? PAGE_OF_SECTION_JSON : PAGE};
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    const char *heading = request_phrase(r, s.parent_id ? "comments.of_section" : "comments.of_chapter");
    json_auto_t *view =
        json_pack("{s:s s:s}", "title", arena_printf(r->arena, "%s %s", heading, s.title), "heading", heading);
    e = put_section(r, &s, view);
    if (e == OK) e = put_page(r, filter, section_path(r, r->id), view);
    return e == OK ? reply_view(r, "section_comments", json_incref(view)) : e;
}

static json_t *state_choices(struct request *r, const char *chosen) {
    static const char *const states[] = {"open", "resolved"};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        choice_add(list, states[i], state_label(r, states[i]), strcmp(states[i], chosen) == 0);
    }
    return list;
}

static enum err author_choices(struct request *r, int64_t chosen, json_t **out) {
    struct comment_author *authors;
    size_t count;
    enum err e = comment_authors(r->db, r->arena, &authors, &count);
    if (e != OK) return e;
    *out = json_array();
    for (size_t i = 0; i < count; i++) {
        const char *value = arena_printf(r->arena, "%lld", (long long)authors[i].id);
        choice_add(*out, value, authors[i].name, authors[i].id == chosen);
    }
    return OK;
}

static enum err chapter_choices(struct request *r, int64_t chosen, json_t **out) {
    struct section *tree;
    size_t count;
    enum err e = section_tree(r->db, r->arena, false, &tree, &count);
    if (e != OK) return e;
    *out = json_array();
    for (size_t i = 0; i < count; i++) {
        if (tree[i].depth > 0) continue;
        const char *value = arena_printf(r->arena, "%lld", (long long)tree[i].id);
        choice_add(*out, value, section_view_name(r->arena, &tree[i]), tree[i].id == chosen);
    }
    return OK;
}

/* How many there are in all, whatever the list leaves out. */
static enum err put_all_count(struct request *r, json_t *view) {
    size_t open, resolved;
    enum err e = comment_count(r->db, &(struct comment_filter){0}, &open, &resolved);
    if (e == OK) json_object_set_new(view, "all_count", json_integer((json_int_t)open + (json_int_t)resolved));
    return e;
}

/* The list with its filter. */
static const char *list_path(struct request *r, const struct comment_filter *f) {
    const char *path = "/comments";
    if (f->chapter_id) path = path_with(r, path, "chapter", f->chapter_id);
    if (f->author_id) path = path_with(r, path, "author", f->author_id);
    if (f->state) path = arena_printf(r->arena, "%s%cstate=%s", path, strchr(path, '?') ? '&' : '?', f->state);
    return path;
}

enum err comments_list(struct request *r) {
    const char *state = request_query(r, "state");
    struct comment_filter filter = {.chapter_id = request_query_integer(r, "chapter"),
                                    .author_id = request_query_integer(r, "author"),
                                    .state = *state ? state : NULL,
                                    .limit = PAGE};
    json_auto_t *view = json_pack("{s:s}", "title", request_phrase(r, "comments.title"));
    enum err e = put_page(r, filter, list_path(r, &filter), view);
    if (e == ERR_BAD_FIELD) return request_bad(r, e, "state");
    if (e != OK) return e;
    json_t *chapters = NULL, *authors = NULL;
    e = chapter_choices(r, filter.chapter_id, &chapters);
    if (e == OK) e = author_choices(r, filter.author_id, &authors);
    if (e == OK) e = put_all_count(r, view);
    json_object_set_new(view, "chapters", chapters);
    json_object_set_new(view, "authors", authors);
    if (e != OK) return e;
    json_object_set_new(view, "states", state_choices(r, state));
    json_object_set_new(view, "filtered", json_boolean(filter.chapter_id || filter.author_id || filter.state));
    return reply_view(r, "comments", json_incref(view));
}

/* After a change: writes it down, and goes back to where the form was, to the comment. */
static enum err finish(struct request *r, int64_t id, enum activity_action did) {
    struct comment c;
    enum err e = comment_get(r->db, r->arena, id, &c);
    if (e == OK && did != DID_COUNT) e = activity_add(r->db, r->now, r->user.id, did, c.section_id, NULL);
    if (e != OK) return e;
    const char *back = request_own_path(request_text(r, "back"));
    if (!back) back = section_path(r, c.section_id);
    back = path_with(r, arena_copy(r->arena, back, strcspn(back, "#")), "at", id);
    return reply_done(r, arena_printf(r->arena, "%s#c%lld", back, (long long)id), comment_of(r, &c));
}

static enum err bad_body(struct request *r, enum err e) {
    return e == ERR_BAD_FIELD || e == ERR_TOO_LARGE ? request_bad(r, e, "body") : e;
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

enum err comments_add(struct request *r) {
    int64_t id;
    bool has_anchor;
    struct anchor_mark mark;
    enum err e = read_mark(r, &has_anchor, &mark);
    if (e != OK) return e;
    e = comment_add(r->db, r->id, r->user.id, request_text(r, "body"), r->now, &id);
    if (e != OK) return bad_body(r, e);
    if (has_anchor) e = anchor_add(r->db, r->arena, id, &mark);
    if (e == ERR_BAD_FIELD || e == ERR_TOO_LARGE) return request_bad(r, e, "anchor");
    return e == OK ? finish(r, id, DID_COMMENT) : e;
}

enum err comments_reply(struct request *r) {
    int64_t reply;
    enum err e = comment_reply(r->db, r->id, r->user.id, request_text(r, "body"), r->now, &reply);
    return e == OK ? finish(r, r->id, DID_REPLY) : bad_body(r, e);
}

/* Doing it twice changes nothing, and nothing is written down. */
static enum err set_open(struct request *r, bool open) {
    struct comment c;
    enum err e = comment_get(r->db, r->arena, r->id, &c);
    if (e != OK) return e;
    if (c.open == open) return finish(r, r->id, DID_COUNT);
    e = open ? comment_reopen(r->db, r->id) : comment_resolve(r->db, r->id, r->user.id, r->now);
    return e == OK ? finish(r, r->id, open ? DID_REOPEN : DID_RESOLVE) : e;
}

enum err comments_resolve(struct request *r) {
    return set_open(r, false);
}

enum err comments_reopen(struct request *r) {
    return set_open(r, true);
}
