#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/opinions_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/history.h"
#include "kosshi/text/utf.h"

/* GET /comments/{id}/response (back: a path of ours): one opinion with the form that answers it (opinions_respond.c). On the
 * worker, since revisions are compared. */
#define REVISIONS 50 /* to choose from */
#define WORDS 40     /* code points of another opinion, to know it by */

static const char *people_of(struct request *r, const struct history_point *p) {
    const char *people = "";
    for (size_t i = 0; i < p->person_count; i++)
        people = arena_printf(r->arena, "%s%s%s", people, i ? request_phrase(r, "link.comma") : "",
                              p->people[i].person.id ? p->people[i].person.name : request_phrase(r, "history.nobody"));
    return people;
}

/* The revisions that may show the answer, the newest first; is_after: those behind the opinion, of which the newest one is
 * offered. */
static enum err put_revisions(struct request *r, const struct comment *c, json_t *view) {
    const struct response *answer = c->response;
    bool chosen = answer && answer->reflected_section_id;
    int64_t section = chosen ? answer->reflected_section_id : c->section_id, offered = 0;
    struct history_point *points;
    size_t count;
    enum err e = history_list(r->db, r->arena, section, 0, REVISIONS, &points, &count);
    if (e == ERR_NOT_FOUND) count = 0; /* the section is deleted */
    if (e != OK && e != ERR_NOT_FOUND) return e;
    json_t *after = json_array(), *before = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct history_point *p = &points[i];
        bool is_after = p->at > c->at;
        bool is_chosen = chosen && p->before < answer->reflected_version && answer->reflected_version <= p->version;
        int64_t version = is_chosen ? answer->reflected_version : p->version; /* the revision may have grown since */
        if (is_after && !offered) offered = version;
        choice_add(is_after ? after : before, arena_printf(r->arena, "%lld", (long long)version),
                   arena_printf(r->arena, "%s %s", reply_moment(r, p->at), people_of(r, p)), is_chosen);
    }
    json_object_update_new(view, json_pack("{s:I s:o s:o s:I s:b s:b}", "reflected_section", (json_int_t)section,
                                           "revisions_after", after, "revisions_before", before, "offered",
                                           (json_int_t)offered, "has_after", json_array_size(after) > 0, "has_before",
                                           json_array_size(before) > 0));
    return OK;
}

static json_t *disposition_choices(struct request *r, const struct response *answer) {
    json_t *list = json_array();
    for (int d = DISPOSITION_NONE; d < DISPOSITION_COUNT; d++)
        choice_add(list, response_disposition_name((enum disposition)d),
                   opinions_view_disposition(r, (enum disposition)d),
                   d == (int)(answer ? answer->disposition : DISPOSITION_NONE));
    return list;
}

/* Under which opinions of the same chapter it can be merged. */
static enum err put_heads(const struct opinions_view *v, const struct comment *c, json_t *view) {
    struct request *r = v->r;
    const struct comment_filter filter = {.chapter_id = c->chapter_id, .heads_only = true};
    struct comment *heads;
    size_t count;
    enum err e = comment_list(r->db, r->arena, &filter, &heads, &count);
    if (e != OK) return e;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct comment *head = &heads[i];
        if (head->id == c->id) continue;
        const char *value = arena_printf(r->arena, "%lld", (long long)head->id);
        choice_add(list, value,
                   arena_printf(r->arena, "No.%zu %s", opinions_view_number(v, head->id),
                                utf_excerpt(r->arena, head->body, WORDS)),
                   false);
    }
    json_object_set_new(view, "heads", list);
    json_object_set_new(view, "has_heads", json_boolean(json_array_size(list) > 0));
    return OK;
}

static enum err put_opinion(const struct opinions_view *v, const struct comment *c, json_t *view) {
    struct request *r = v->r;
    json_t *comment = comment_view(r, c);
    const char *back = request_own_path(request_query(r, "back"));
    json_object_set_new(view, "comment", comment);
    enum err e = opinions_view_put(v, comment);
    if (e != OK) return e;
    json_int_t number = json_integer_value(json_object_get(comment, "number"));
    const char *heading = language_fill(r->arena, request_phrase(r, "opinions.answer_heading"),
                                        (const char *[]){"number", arena_printf(r->arena, "%lld", number), NULL});
    json_object_update_new(view,
                           json_pack("{s:s s:s s:s s:s s:o s:i}", "title", heading, "heading", heading, "back",
                                     back ? back : "/comments", "list_href", opinions_view_back(r, back, c->id),
                                     "dispositions", disposition_choices(r, c->response), "limit", RESPONSE_LIMIT));
    return OK;
}

static enum err show(struct request *r) {
    struct comment c;
    struct opinions_view v;
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e == OK && c.merged_into && !r->wants_json) return reply_redirect(r, opinions_view_answer(r, c.merged_into));
    if (e == OK) e = opinions_view_open(r, &v);
    if (e != OK) return e;
    json_auto_t *view = json_object();
    e = put_opinion(&v, &c, view);
    if (e == OK) e = put_revisions(r, &c, view);
    if (e == OK) e = put_heads(&v, &c, view);
    return e == OK ? reply_view(r, "opinions_answer", json_incref(view)) : e;
}

enum err opinions_answer(struct request *r) {
    return request_in_one_moment(r, show);
}
