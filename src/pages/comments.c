#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"

static const char *section_path(struct request *r, int64_t section) {
    return arena_printf(r->arena, "/sections/%lld/comments", (long long)section);
}

static const char *state_label(struct request *r, const char *state) {
    return request_phrase(r, arena_printf(r->arena, "comments.%s", state));
}

/* The view of a comment, as DESIGN.md §7 has it. disposition, response and anchor stand empty until there are such. */
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
    return json_pack("{s:I s:s s:s s:I s:s s:s s:s s:b s:n s:n s:n s:s s:I s:s s:o s:b s:o}", "id", (json_int_t)c->id,
                     "body", c->body, "author", c->author, "at", (json_int_t)c->at, "at_text", reply_moment(r, c->at),
                     "state", state, "state_label", state_label(r, state), "open", c->open, "disposition", "response",
                     "anchor", "resolved_by", c->resolved_by, "resolved_at", (json_int_t)c->resolved_at,
                     "resolved_at_text", reply_moment(r, c->resolved_at), "section", section, "has_replies",
                     c->reply_count > 0, "replies", replies);
}

static json_t *comments_of(struct request *r, const struct comment *comments, size_t count, size_t *open) {
    json_t *list = json_array();
    *open = 0;
    for (size_t i = 0; i < count; i++) {
        *open += comments[i].open;
        json_array_append_new(list, comment_of(r, &comments[i]));
    }
    return list;
}

enum err comments_section(struct request *r) {
    struct section s;
    struct comment *comments;
    size_t count, open;
    int64_t chapter;
    struct comment_filter filter = {.section_id = r->id};
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e == OK) e = section_chapter(r->db, r->id, &chapter);
    if (e == OK) e = comment_list(r->db, r->arena, &filter, &comments, &count);
    if (e != OK) return e;
    json_t *list = comments_of(r, comments, count, &open);
    json_t *section = json_pack("{s:I s:s s:s s:s}", "id", (json_int_t)s.id, "number", s.number, "title", s.title,
                                "href", section_view_href(r->arena, chapter, s.id));
    return reply_view(r, "section_comments",
                      json_pack("{s:s s:o s:s s:o s:I s:I s:I}", "title",
                                arena_printf(r->arena, "%s %s", request_phrase(r, "comments.of_section"), s.title),
                                "section", section, "back", section_path(r, r->id), "comments", list, "count",
                                (json_int_t)count, "open_count", (json_int_t)open, "resolved_count",
                                (json_int_t)(count - open)));
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

/* The page itself with its filter, for a form on it to come back to. */
static const char *list_path(struct request *r, const struct comment_filter *f) {
    BUF(path);
    buf_string(&path, "/comments");
    if (f->chapter_id) buf_printf(&path, "?chapter=%lld", (long long)f->chapter_id);
    if (f->author_id) buf_printf(&path, "%cauthor=%lld", f->chapter_id ? '&' : '?', (long long)f->author_id);
    if (f->state) buf_printf(&path, "%cstate=%s", f->chapter_id || f->author_id ? '&' : '?', f->state);
    return arena_string(r->arena, path.data);
}

enum err comments_list(struct request *r) {
    struct comment *comments;
    size_t count, open;
    const char *state = request_query(r, "state");
    struct comment_filter filter = {.chapter_id = request_query_integer(r, "chapter"),
                                    .author_id = request_query_integer(r, "author"),
                                    .state = *state ? state : NULL};
    enum err e = comment_list(r->db, r->arena, &filter, &comments, &count);
    if (e == ERR_BAD_FIELD) return request_bad(r, e, "state");
    if (e != OK) return e;
    json_auto_t *view =
        json_pack("{s:s s:s}", "title", request_phrase(r, "comments.title"), "back", list_path(r, &filter));
    json_t *chapters = NULL, *authors = NULL;
    e = chapter_choices(r, filter.chapter_id, &chapters);
    if (e == OK) e = author_choices(r, filter.author_id, &authors);
    json_object_set_new(view, "chapters", chapters);
    json_object_set_new(view, "authors", authors);
    if (e != OK) return e;
    json_object_set_new(view, "states", state_choices(r, state));
    json_object_set_new(view, "comments", comments_of(r, comments, count, &open));
    json_object_set_new(view, "count", json_integer((json_int_t)count));
    json_object_set_new(view, "open_count", json_integer((json_int_t)open));
    json_object_set_new(view, "resolved_count", json_integer((json_int_t)(count - open)));
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
    const char *path = arena_printf(r->arena, "%.*s#c%lld", (int)strcspn(back, "#"), back, (long long)id);
    return reply_done(r, path, comment_of(r, &c));
}

static enum err bad_body(struct request *r, enum err e) {
    return e == ERR_BAD_FIELD || e == ERR_TOO_LARGE ? request_bad(r, e, "body") : e;
}

enum err comments_add(struct request *r) {
    int64_t id;
    enum err e = comment_add(r->db, r->id, r->user.id, request_text(r, "body"), r->now, &id);
    return e == OK ? finish(r, id, DID_COMMENT) : bad_body(r, e);
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
