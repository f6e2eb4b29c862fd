#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"

#define PAGE 50 /* comments, whose bodies have up to COMMENT_LIMIT characters each */
#define PAGE_OF_SECTION_JSON 500

static const char *section_path(struct request *r, int64_t section) {
    return arena_printf(r->arena, "/sections/%lld/comments", (long long)section);
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
    comment_view_place(r, tree, count, view);
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
    if (e == OK) e = comment_view_page(r, filter, section_path(r, r->id), view);
    return e == OK ? reply_view(r, "section_comments", json_incref(view)) : e;
}

/* After a change: writes it down, and goes back to where the form was, to the comment. */
static enum err finish(struct request *r, int64_t id, enum activity_action did) {
    struct comment c;
    enum err e = comment_get(r->db, r->arena, id, &c);
    if (e == OK && did != DID_COUNT) e = activity_add(r->db, r->now, r->user.id, did, c.section_id, NULL);
    if (e != OK) return e;
    const char *back = request_own_path(request_text(r, "back"));
    if (!back) back = section_path(r, c.section_id);
    back = comment_view_path(r, arena_copy(r->arena, back, strcspn(back, "#")), "at", id);
    return reply_done(r, arena_printf(r->arena, "%s#c%lld", back, (long long)id), comment_view(r, &c));
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
