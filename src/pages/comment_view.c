#include "kosshi/pages/comment_view.h"

#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/thread_view.h"

const char *comment_view_state(struct request *r, const char *state) {
    return request_phrase(r, arena_printf(r->arena, "comments.%s", state));
}

const char *comment_view_kind(struct request *r, const char *kind) {
    return request_phrase(r, arena_printf(r->arena, "comment_kind.%s", kind));
}

const char *comment_view_permalink(struct request *r, int64_t id) {
    return arena_printf(r->arena, "/comments/%lld", (long long)id);
}

/* The words a comment is about, at the section's version as it is now, or, from == to, where they were; made: as they
 * were when it was written. */
static json_t *anchor_of(const struct anchor *a) {
    if (!a) return json_null();
    return json_pack("{s:I s:I s:I s:s s:b s:{s:I s:s}}", "version", (json_int_t)a->version, "from",
                     (json_int_t)a->from, "to", (json_int_t)(a->detached ? a->from : a->to), "quote", a->quote,
                     "detached", a->detached, "made", "version", (json_int_t)a->made_version, "quote", a->made_quote);
}

static json_t *moment_or_null(struct request *r, int64_t at) {
    return at ? json_string(reply_moment(r, at)) : json_null();
}

/* The change of the text that shows the answer. */
static const char *change_path(struct request *r, const struct response *a) {
    return arena_printf(r->arena, "/sections/%lld/history?from=%lld&to=%lld", (long long)a->reflected_section_id,
                        (long long)a->reflected_before, (long long)a->reflected_version);
}

/* disposition and response are null until there are such; summary is "" where the body is to be published. */
static void put_response(struct request *r, const struct response *answer, json_t *view) {
    static const struct response none = {.summary = "", .body = "", .by = ""};
    const struct response *a = answer ? answer : &none;
    const char *word = response_disposition_name(a->disposition);
    json_t *label = json_null(), *reflected = json_null();
    if (*word) label = json_string(request_phrase(r, arena_printf(r->arena, "disposition.%s", word)));
    if (a->reflected_section_id)
        reflected = json_pack("{s:I s:I s:s}", "section", (json_int_t)a->reflected_section_id, "version",
                              (json_int_t)a->reflected_version, "href", change_path(r, a));
    json_object_update_new(
        view, json_pack("{s:o s:o s:o s:s s:s s:o s:o s:b}", "disposition", *word ? json_string(word) : json_null(),
                        "disposition_label", label, "response", *a->body ? json_string(a->body) : json_null(),
                        "summary", a->summary, "answered_by", a->by, "answered_at_text", moment_or_null(r, a->at),
                        "reflected", reflected, "is_answered", response_is_done(answer)));
}

static void put_state(struct request *r, const struct comment *c, json_t *view) {
    const char *state = c->open ? "open" : "resolved";
    json_object_update_new(view, json_pack("{s:s s:s s:b s:s s:I s:s}", "state", state, "state_label",
                                           comment_view_state(r, state), "open", c->open, "resolved_by", c->resolved_by,
                                           "resolved_at", (json_int_t)c->resolved_at, "resolved_at_text",
                                           reply_moment(r, c->resolved_at)));
}

/* What kind of opinion it is, and where it came from. */
static void put_kind(struct request *r, const struct comment *c, json_t *view) {
    const char *kind = comment_kind_name(c->kind);
    json_object_update_new(view, json_pack("{s:s s:s s:s s:I s:o s:I s:b}", "kind", kind, "kind_label",
                                           comment_view_kind(r, kind), "source", c->source, "people",
                                           (json_int_t)c->people, "merged_into", thread_view_id(c->merged_into),
                                           "merged", (json_int_t)c->merged, "has_merged", c->merged > 0));
}

/* What the reader may do with it and has read of it. */
static void put_reader(struct request *r, const struct comment *c, json_t *view) {
    const struct thread_writer reader = thread_view_writer(r);
    json_object_update_new(view,
                           json_pack("{s:b s:b s:b s:b}", "mine", c->author_id && c->author_id == r->user.id,
                                     "may_edit", comment_may_edit(c, &reader) == OK, "may_delete",
                                     comment_may_delete(c, &reader) == OK, "unread", comment_is_unread(c, r->user.id)));
}

static void put_thread(struct request *r, const struct comment *c, json_t *view) {
    const struct thread_view thread = {c->replies, c->reply_count, c->mentions, c->mention_count, c->seen};
    json_object_update_new(view, json_pack("{s:s s:o s:o s:b s:o}", "body", c->body, "pieces",
                                           thread_view_pieces(r, &thread, 0, c->body), "mentions",
                                           thread_view_mentions(&thread, 0), "has_replies", c->reply_count > 0,
                                           "replies", thread_view_replies(r, &thread)));
    int64_t last = c->reply_count ? c->replies[c->reply_count - 1].id : 0;
    json_object_set_new(view, "last_reply", json_integer((json_int_t)last));
}

json_t *comment_view_kinds(struct request *r, const char *chosen) {
    json_t *list = json_array();
    for (int k = 0; k < COMMENT_KIND_COUNT; k++) {
        const char *kind = comment_kind_name((enum comment_kind)k);
        choice_add(list, kind, comment_view_kind(r, kind), chosen && strcmp(kind, chosen) == 0);
    }
    return list;
}

json_t *comment_view(struct request *r, const struct comment *c) {
    json_t *section =
        json_pack("{s:I s:s s:s s:s}", "id", (json_int_t)c->section_id, "number", c->section_number, "title",
                  c->section_title, "href", section_view_href(r->arena, c->chapter_id, c->section_id));
    json_t *view = json_pack("{s:I s:s s:I s:s s:o s:s s:o s:o}", "id", (json_int_t)c->id, "author", c->author, "at",
                             (json_int_t)c->at, "at_text", reply_moment(r, c->at), "edited_at_text",
                             moment_or_null(r, c->edited_at), "permalink", comment_view_permalink(r, c->id), "anchor",
                             anchor_of(c->anchor), "section", section);
    put_state(r, c, view);
    put_kind(r, c, view);
    put_reader(r, c, view);
    put_thread(r, c, view);
    put_response(r, c->response, view);
    return view;
}

void comment_view_place(struct request *r, const struct section *tree, size_t count, json_t *comment) {
    json_t *section = json_object_get(comment, "section");
    json_int_t id = json_integer_value(json_object_get(section, "id"));
    for (size_t i = 0; i < count; i++) {
        if (tree[i].id != id) continue;
        json_object_set_new(section, "place", json_string(section_view_place(r->arena, tree, i)));
    }
}

/* --- After a change ------------------------------------------------------------------------------------------------ */

const char *comment_view_section_path(struct request *r, int64_t section_id) {
    return arena_printf(r->arena, "/sections/%lld/comments", (long long)section_id);
}

static enum err write_down(struct request *r, const struct comment *c, enum activity_action did) {
    const char *which = arena_printf(r->arena, "#%lld", (long long)c->id);
    return did == DID_COUNT ? OK : activity_add(r->db, r->now, r->user.id, did, c->section_id, which);
}

/* Where the form was, without the place on that page. */
static const char *back_path(struct request *r, const struct comment *c) {
    const char *back = request_own_path(request_text(r, "back"));
    if (!back) return comment_view_section_path(r, c->section_id);
    return arena_copy(r->arena, back, strcspn(back, "#"));
}

enum err comment_view_done(struct request *r, int64_t id, enum activity_action did) {
    struct comment c;
    enum err e = comment_get(r->db, r->arena, id, r->user.id, &c);
    if (e == OK) e = write_down(r, &c, did);
    if (e != OK) return e;
    const char *back = comment_view_path(r, back_path(r, &c), "at", id);
    return reply_done(r, arena_printf(r->arena, "%s#c%lld", back, (long long)id), comment_view(r, &c));
}

enum err comment_view_gone(struct request *r, const struct comment *c) {
    enum err e = write_down(r, c, DID_COMMENT_DELETE);
    if (e != OK) return e;
    const char *back = back_path(r, c), *own = comment_view_permalink(r, c->id);
    size_t size = strlen(own);
    bool of_it = strncmp(back, own, size) == 0 && (back[size] == '\0' || back[size] == '?');
    return reply_done(r, of_it ? comment_view_section_path(r, c->section_id) : back, NULL);
}

/* --- Pages of a list ------------------------------------------------------------------------------------------------ */

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
        json_t *comment = comment_view(r, &comments[i]);
        comment_view_place(r, tree, sections, comment);
        json_array_append_new(list, comment);
    }
    return OK;
}

const char *comment_view_path(struct request *r, const char *path, const char *argument, int64_t value) {
    return arena_printf(r->arena, "%s%c%s=%lld", path, strchr(path, '?') ? '&' : '?', argument, (long long)value);
}

static json_t *page_link(struct request *r, const char *path, size_t number, size_t pages) {
    if (number < 1 || number > pages) return json_null();
    return json_string(number > 1 ? comment_view_path(r, path, "page", (int64_t)number) : path);
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

enum err comment_view_page(struct request *r, struct comment_filter filter, const char *path, json_t *view) {
    size_t open, resolved, shown;
    enum err e = comment_count(r->db, &filter, &open, &resolved);
    if (e != OK) return e;
    size_t total = open + resolved, pages = total ? (total - 1) / filter.limit + 1 : 1;
    e = asked_page(r, &filter, pages, &shown);
    if (e != OK) return e;
    filter.reader_id = r->user.id;
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
