#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/consideration_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"

#define LONGEST 200 /* code points of a consideration and of its group */

/* The matrix with the form that adds to it, holding what was typed. */
static enum err matrix(struct request *r, json_t **view) {
    *view = json_pack("{s:s, s:s, s:s}", "title", request_phrase(r, "considerations.title"), "new_group",
                      request_text(r, "group"), "new_title", request_text(r, "title"));
    bool only = strcmp(request_query(r, "show"), "unanswered") == 0;
    enum err e = consideration_view_matrix(r, only, *view);
    if (e != OK) json_decref(*view);
    return e;
}

enum err considerations_show(struct request *r) {
    json_t *view;
    enum err e = matrix(r, &view);
    if (e != OK) return e;
    json_object_set_new(view, "added", json_boolean(strcmp(request_query(r, "done"), "add") == 0));
    return reply_view(r, "considerations", view);
}

/* The form again, with the sentence beside its field. */
static enum err add_again(struct request *r, const char *field) {
    json_t *view;
    enum err e = request_bad(r, ERR_BAD_FIELD, field);
    if (r->wants_json) return e;
    e = matrix(r, &view);
    if (e != OK) return e;
    json_object_set_new(view, arena_printf(r->arena, "%s_error", field),
                        json_string(request_phrase(r, "considerations.add_error")));
    return reply_view_status(r, err_status(ERR_BAD_FIELD), "considerations", view);
}

enum err considerations_add(struct request *r) {
    const char *group = request_text(r, "group"), *title = request_text(r, "title");
    if (!request_is_line(group, LONGEST, true)) return add_again(r, "group");
    if (!request_is_line(title, LONGEST, true)) return add_again(r, "title");
    int64_t id;
    enum err e = consideration_add(r->db, group, title, &id);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_CONSIDERATION_ADD, 0, title);
    if (e != OK) return e;
    json_t *view;
    e = matrix(r, &view);
    return e == OK ? reply_done(r, "/considerations?done=add", view) : e;
}

/* --- Of one section ---------------------------------------------------------------------------------------------- */

static enum err section_answers(struct request *r, json_t **view) {
    struct section s;
    int64_t chapter;
    json_t *groups;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e == OK) e = section_chapter(r->db, r->id, &chapter);
    if (e == OK) e = consideration_view(r, r->id, &groups);
    if (e != OK) return e;
    json_t *section = section_view(r, &s);
    json_object_set_new(section, "href", json_string(section_view_href(r->arena, chapter, s.id)));
    *view = json_pack("{s:s, s:I, s:o, s:b, s:b, s:o}", "title", request_phrase(r, "considerations.of_section"), "id",
                      (json_int_t)s.id, "section", section, "locked", s.locked, "has_considerations",
                      json_array_size(groups) > 0, "consideration_groups", groups);
    return OK;
}

enum err considerations_section(struct request *r) {
    json_t *view;
    enum err e = section_answers(r, &view);
    if (e != OK) return e;
    json_object_set_new(view, "saved", json_boolean(strcmp(request_query(r, "saved"), "1") == 0));
    return reply_view(r, "section_considerations", view);
}

/* What the form says of one consideration. What it does not name, and what is so already, is left alone. */
static enum err answer(struct request *r, const struct consideration *c, size_t *named) {
    const char *field = arena_printf(r->arena, "c%lld", (long long)c->id);
    int64_t ticked;
    bool changed = false;
    if (!json_object_get(r->body, field)) return OK;
    ++*named;
    enum err e = request_integer(r, field, &ticked);
    if (e == OK && ticked != 0 && ticked != 1) e = request_bad(r, ERR_BAD_FIELD, field);
    if (e == OK) e = consideration_answer(r->db, c->id, r->id, ticked, &changed);
    if (e != OK || !changed) return e;
    enum activity_action did = ticked ? DID_CONSIDERATION_ANSWER : DID_CONSIDERATION_TAKE;
    return activity_add(r->db, r->now, r->user.id, did, r->id, c->title);
}

enum err considerations_answer(struct request *r) {
    struct consideration *considerations;
    size_t count, named = 0;
    enum err e = consideration_list(r->db, r->arena, &considerations, &count);
    for (size_t i = 0; i < count && e == OK; i++)
        e = answer(r, &considerations[i], &named);
    if (e == OK && named == 0) e = request_bad(r, ERR_BAD_FIELD, "c");
    json_t *view;
    if (e == OK) e = section_answers(r, &view);
    if (e != OK) return e;
    return reply_done(r, arena_printf(r->arena, "/sections/%lld/considerations?saved=1", (long long)r->id), view);
}
