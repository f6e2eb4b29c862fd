#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/opinions_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"

/*
 * POST /comments/{id}/response. The fields are the same for a browser, a script and the table, and one that is not sent stays as it
 * was:
 *
 *   disposition             reflected, covered, noted, declined, other; "" for none
 *   summary, response       意見の概要 and 区の考え方
 *   reflected_version       since when the text shows it; "" for none
 *   reflected_section       of which section's text; without it of the opinion's
 *   disposition_base, …     what one of the first three was when somebody began to change it. When it is something else by now,
 *                           nothing is saved (409): both are shown, and a form that is sent then is based on what is saved
 *   back, next              where a browser goes: back, or with next=unanswered to the next opinion without an answer
 */
enum field { DISPOSITION, SUMMARY, RESPONSE, FIELD_COUNT };
static const struct {
    const char *name, *base, *label;
} fields[FIELD_COUNT] = {
    [DISPOSITION] = {"disposition", "disposition_base", "opinions.disposition"},
    [SUMMARY] = {"summary", "summary_base", "opinions.summary"},
    [RESPONSE] = {"response", "response_base", "opinions.response"},
};

static bool is_said(const struct request *r, const char *name) {
    return json_object_get(r->body, name) != NULL;
}

static const char *value_of(const struct response *answer, enum field f) {
    if (f == DISPOSITION) return response_disposition_name(answer->disposition);
    return f == SUMMARY ? answer->summary : answer->body;
}

static enum err set_value(struct request *r, struct response *answer, enum field f, const char *value) {
    enum disposition d = f == DISPOSITION ? response_disposition_of(value) : answer->disposition;
    if (d == DISPOSITION_COUNT) return request_bad(r, ERR_BAD_FIELD, fields[f].name);
    answer->disposition = d;
    if (f == SUMMARY) answer->summary = value;
    if (f == RESPONSE) answer->body = value;
    return OK;
}

/* --- Two who answer the same ---------------------------------------------------------------------------------- */

/* A value as its reader knows it. */
static const char *shown(struct request *r, enum field f, const char *value) {
    return f == DISPOSITION ? opinions_view_disposition(r, response_disposition_of(value)) : value;
}

static json_t *conflict_view(struct request *r, enum field f, const struct response *now) {
    const char *mine = request_text(r, fields[f].name), *theirs = value_of(now, f);
    return json_pack("{s:s s:s s:s s:s s:s s:s s:b}", "name", fields[f].name, "label",
                     request_phrase(r, fields[f].label), "mine", mine, "mine_text", shown(r, f, mine), "theirs", theirs,
                     "theirs_text", shown(r, f, theirs), "is_text", f != DISPOSITION);
}

/* The fields that were changed to one thing here and to another one by somebody else meanwhile. new. */
static json_t *conflicts_of(struct request *r, const struct response *now) {
    json_t *list = json_array();
    for (int i = 0; i < FIELD_COUNT; i++) {
        enum field f = (enum field)i;
        const char *value = value_of(now, f);
        if (!is_said(r, fields[f].name) || !is_said(r, fields[f].base)) continue;
        if (strcmp(value, request_text(r, fields[f].base)) == 0) continue;
        if (strcmp(value, request_text(r, fields[f].name)) == 0) continue;
        json_array_append_new(list, conflict_view(r, f, now));
    }
    return list;
}

/* What was sent besides, for the form that is sent again. */
static json_t *others_of(struct request *r, const json_t *conflicts) {
    json_t *list = json_array(), *value, *conflict;
    const char *name;
    size_t i;
    json_object_foreach(r->body, name, value) {
        bool is_other = json_is_string(value);
        json_array_foreach(conflicts, i, conflict) {
            const char *field = json_string_value(json_object_get(conflict, "name"));
            if (strncmp(name, field, strlen(field)) == 0) is_other = false; /* or its base */
        }
        if (is_other) json_array_append_new(list, json_pack("{s:s s:O}", "name", name, "value", value));
    }
    return list;
}

static enum err say_conflict(struct request *r, const struct comment *c, json_t *conflicts) {
    const char *title = request_phrase(r, "opinions.conflict.title"),
               *text = request_phrase(r, "opinions.conflict.text");
    json_t *view = json_pack("{s:s s:{s:s s:s s:s s:O}}", "title", title, "error", "code", err_code(ERR_STALE),
                             "message", title, "text", text, "fields", conflicts);
    json_object_update_new(view, json_pack("{s:o s:o s:s}", "comment", comment_view(r, c), "others",
                                           others_of(r, conflicts), "action", r->path));
    return reply_view_status(r, err_status(ERR_STALE), "opinions_conflict", view);
}

/* --- Saving --------------------------------------------------------------------------------------------------- */

/* The revision that shows the answer. */
static enum err read_reflected(struct request *r, const struct comment *c, struct response *next) {
    int64_t section = c->section_id, version = 0;
    const json_t *said = json_object_get(r->body, "reflected_version");
    if (!said) return OK;
    bool none = json_is_null(said) || (json_is_string(said) && json_string_length(said) == 0);
    enum err e = none ? OK : request_integer(r, "reflected_version", &version);
    if (e == OK && !none && is_said(r, "reflected_section")) e = request_integer(r, "reflected_section", &section);
    if (e != OK) return e;
    if (!none && version < 1) return request_bad(r, ERR_BAD_FIELD, "reflected_version");
    next->reflected_section_id = none ? 0 : section;
    next->reflected_version = version;
    return OK;
}

static bool is_same(const struct response *a, const struct response *b) {
    return a->disposition == b->disposition && strcmp(a->summary, b->summary) == 0 && strcmp(a->body, b->body) == 0 &&
           a->reflected_section_id == b->reflected_section_id && a->reflected_version == b->reflected_version;
}

static enum err save(struct request *r, const struct comment *c, const struct response *now) {
    struct response next = *now;
    enum err e = OK;
    for (int f = 0; f < FIELD_COUNT && e == OK; f++) {
        if (is_said(r, fields[f].name)) e = set_value(r, &next, (enum field)f, request_text(r, fields[f].name));
    }
    if (e == OK) e = read_reflected(r, c, &next);
    if (e != OK || is_same(now, &next)) return e;
    e = response_put(r->db, c->id, &next, r->user.id, r->now);
    if (e == ERR_TOO_LARGE) return request_bad(r, e, strcmp(now->summary, next.summary) ? "summary" : "response");
    if (e == ERR_STALE) return request_bad(r, e, "reflected_version");
    return e == OK ? activity_add(r->db, r->now, r->user.id, DID_RESPOND, c->section_id, NULL) : e;
}

/* The next one without an answer, from the first one again behind the last; 0 when all are answered. */
static int64_t next_unanswered(const struct opinions_view *v, int64_t id) {
    size_t at = opinions_view_number(v, id);
    for (size_t i = 0; i < v->head_count; i++) {
        const struct opinion_head *head = &v->heads[(at + i) % v->head_count];
        if (!head->is_done && head->id != id) return head->id;
    }
    return 0;
}

static enum err say_saved(struct request *r) {
    struct comment c;
    struct opinions_view v;
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e == OK) e = opinions_view_open(r, &v);
    if (e != OK) return e;
    const char *back = request_own_path(request_text(r, "back"));
    bool goes_on = strcmp(request_text(r, "next"), "unanswered") == 0;
    int64_t next = goes_on ? next_unanswered(&v, r->id) : 0;
    json_auto_t *view = comment_view(r, &c);
    e = opinions_view_put(&v, view);
    if (e != OK) return e;
    json_object_set_new(view, "saved_at", json_integer(r->now));
    return reply_done(r, next ? opinions_view_answer(r, next) : opinions_view_back(r, back, r->id), json_incref(view));
}

enum err opinions_respond(struct request *r) {
    static const struct response none = {.summary = "", .body = ""};
    struct comment c;
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &c);
    if (e == OK && c.merged_into) e = ERR_MERGED;
    if (e != OK) return e;
    const struct response *now = c.response ? c.response : &none;
    json_auto_t *conflicts = conflicts_of(r, now);
    if (json_array_size(conflicts) > 0) return say_conflict(r, &c, conflicts);
    e = save(r, &c, now);
    return e == OK ? say_saved(r) : e;
}
