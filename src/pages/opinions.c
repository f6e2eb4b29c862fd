#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"

#define PAGE 50 /* comments, whose bodies have up to COMMENT_LIMIT characters each */

static json_t *state_choices(struct request *r, const char *chosen) {
    static const char *const states[] = {"open", "resolved"};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        choice_add(list, states[i], comment_view_state(r, states[i]), strcmp(states[i], chosen) == 0);
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
    if (f->chapter_id) path = comment_view_path(r, path, "chapter", f->chapter_id);
    if (f->author_id) path = comment_view_path(r, path, "author", f->author_id);
    if (f->state) path = arena_printf(r->arena, "%s%cstate=%s", path, strchr(path, '?') ? '&' : '?', f->state);
    return path;
}

enum err opinions_list(struct request *r) {
    const char *state = request_query(r, "state");
    struct comment_filter filter = {.chapter_id = request_query_integer(r, "chapter"),
                                    .author_id = request_query_integer(r, "author"),
                                    .state = *state ? state : NULL,
                                    .limit = PAGE};
    json_auto_t *view = json_pack("{s:s}", "title", request_phrase(r, "comments.title"));
    enum err e = comment_view_page(r, filter, list_path(r, &filter), view);
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
