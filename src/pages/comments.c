#include <string.h>

#include "kosshi/http/reply.h"
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

enum err comments_section(struct request *r) {
    struct section s;
    struct comment_filter filter = {.section_id = r->id, .limit = r->wants_json ? PAGE_OF_SECTION_JSON : PAGE};
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    const char *heading = request_phrase(r, s.parent_id ? "comments.of_section" : "comments.of_chapter");
    json_auto_t *view =
        json_pack("{s:s s:s}", "title", arena_printf(r->arena, "%s %s", heading, s.title), "heading", heading);
    e = put_section(r, &s, view);
    if (e == OK) e = comment_view_page(r, filter, comment_view_section_path(r, r->id), view);
    return e == OK ? reply_view(r, "section_comments", json_incref(view)) : e;
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

static enum err bad_body(struct request *r, enum err e) {
    return e == ERR_BAD_FIELD || e == ERR_TOO_LARGE ? request_bad(r, e, "body") : e;
}

enum err comments_add(struct request *r) {
    int64_t id;
    bool has_anchor;
    struct anchor_mark mark;
    struct comment_draft draft = {.section_id = r->id};
    const struct thread_writer by = thread_view_writer(r);
    enum err e = read_mark(r, &has_anchor, &mark);
    if (e == OK) e = read_draft(r, &draft);
    if (e != OK) return e;
    e = comment_add(r->db, &draft, &by, &id);
    if (e != OK) return bad_body(r, e);
    if (has_anchor) e = anchor_add(r->db, r->arena, id, &mark);
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
    return e == OK ? comment_view_done(r, r->id, same ? DID_COUNT : DID_COMMENT_EDIT) : bad_body(r, e);
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
