#include "interchange_comment.h"

#include <string.h>

#include "interchange_anchor.h"
#include "interchange_thread.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"

/* --- Writing ---------------------------------------------------------------------------------------------------- */

static json_t *integer_or_none(int64_t value) {
    return value ? json_integer((json_int_t)value) : NULL;
}

/* Where the answer is seen, unless that is not part of the form. */
static enum err reflected_of(struct db *db, const struct response *r, json_t **out) {
    int64_t chapter;
    *out = NULL;
    if (!r->reflected_section_id) return OK;
    enum err e = section_chapter(db, r->reflected_section_id, &chapter);
    if (!e)
        *out = json_pack("{s:I,s:I}", "section", (json_int_t)r->reflected_section_id, "version",
                         (json_int_t)r->reflected_version);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* *out is NULL for one that is merged: it is answered where that is. */
static enum err response_of(struct db *db, const struct comment *c, json_t **out) {
    const struct response *r = c->response;
    json_t *reflected;
    *out = NULL;
    if (!r || c->merged_into) return OK;
    enum err e = reflected_of(db, r, &reflected);
    if (e) return e;
    const char *disposition = r->disposition == DISPOSITION_NONE ? NULL : response_disposition_name(r->disposition);
    *out = json_pack("{s:s?,s:s,s:s,s:s,s:I,s:o*}", "disposition", disposition, "summary", r->summary, "body", r->body,
                     "by", r->by, "at", (json_int_t)r->at, "reflected", reflected);
    return *out ? OK : ERR_IO;
}

/* Whether what a comment is merged into is part of the form. */
static bool is_merged(const struct comment *c, const struct comment *all, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (all[i].id == c->merged_into) return true;
    return false;
}

static json_t *comment_of(const struct comment *c) {
    bool is_outside = *c->source, is_opinion = c->kind == COMMENT_OPINION;
    json_t *by = c->open ? NULL : json_string(c->resolved_by);
    json_t *at = c->open ? NULL : json_integer((json_int_t)c->resolved_at);
    return json_pack("{s:I,s:I,s:s,s:s,s:I,s:s*,s:s*,s:o*,s:o*,s:s,s:o*,s:o*,s:o*}", "id", (json_int_t)c->id, "section",
                     (json_int_t)c->section_id, "body", c->body, "author", c->author, "at", (json_int_t)c->at, "kind",
                     is_opinion ? NULL : comment_kind_name(c->kind), "source", is_outside ? c->source : NULL, "people",
                     is_outside ? json_integer((json_int_t)c->people) : NULL, "edited_at",
                     integer_or_none(c->edited_at), "state", c->open ? "open" : "resolved", "resolved_by", by,
                     "resolved_at", at, "anchor", interchange_anchor_of(c->anchor));
}

enum err interchange_comment_list(struct db *db, struct arena *a, json_t *list) {
    struct comment *comments = NULL;
    size_t count = 0;
    const struct comment_filter all = {0};
    enum err e = comment_list(db, a, &all, &comments, &count);
    for (size_t i = 0; i < count && !e; i++) {
        const struct comment *c = &comments[i];
        json_t *response, *replies = json_array(), *item = comment_of(c);
        e = response_of(db, c, &response);
        if (is_merged(c, comments, count)) json_object_set_new(item, "merged_into", integer_or_none(c->merged_into));
        if (!e && response) json_object_set_new(item, "response", response);
        json_object_set_new(item, "replies", replies);
        if (!e) e = interchange_thread_add(c->replies, c->reply_count, replies);
        enum err added = interchange_value_append(list, item);
        if (!e) e = added;
    }
    return e;
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

static enum err read_state(struct interchange_reader *r, struct interchange_place p, struct comment *c) {
    const char *state = "";
    enum err e = interchange_value_text(r, p, "state", &state);
    if (e) return e;
    c->open = strcmp(state, "open") == 0;
    if (c->open) return OK;
    if (strcmp(state, "resolved") != 0)
        return interchange_value_refuse(r, "%s: unknown state \"%.40s\"", p.where, state);
    e = interchange_value_text(r, p, "resolved_by", &c->resolved_by);
    return e ? e : interchange_value_integer(r, p, "resolved_at", 0, &c->resolved_at);
}

/* What is only said of some. */
static enum err read_kind(struct interchange_reader *r, struct interchange_place p, struct comment *c) {
    const char *kind = comment_kind_name(COMMENT_OPINION);
    c->source = "";
    c->people = 1;
    enum err e = interchange_value_text_if(r, p, "kind", &kind);
    if (!e) e = interchange_value_text_if(r, p, "source", &c->source);
    if (!e && json_object_get(p.object, "people")) e = interchange_value_integer(r, p, "people", 1, &c->people);
    if (!e && json_object_get(p.object, "edited_at"))
        e = interchange_value_integer(r, p, "edited_at", 1, &c->edited_at);
    if (e) return e;
    c->kind = comment_kind_of(kind);
    return c->kind < COMMENT_KIND_COUNT ? OK : interchange_value_refuse(r, "%s: unknown kind \"%.40s\"", p.where, kind);
}

static enum err read_reflected(struct interchange_reader *r, struct interchange_place p, struct response *out) {
    struct interchange_place reflected = {json_object_get(p.object, "reflected"),
                                          arena_printf(r->arena, "%s.reflected", p.where)};
    if (!reflected.object) return OK;
    enum err e = interchange_value_integer(r, reflected, "section", 1, &out->reflected_section_id);
    return e ? e : interchange_value_integer(r, reflected, "version", 1, &out->reflected_version);
}

static enum err take_response(struct interchange_reader *r, struct interchange_place comment, int64_t id) {
    json_t *object = json_object_get(comment.object, "response");
    struct interchange_place p = {object, arena_printf(r->arena, "%s.response", comment.where)};
    struct response response = {.disposition = DISPOSITION_NONE};
    const char *disposition = "";
    if (!object) return OK;
    enum err e = json_is_null(json_object_get(object, "disposition"))
                     ? OK
                     : interchange_value_text(r, p, "disposition", &disposition);
    if (!e) e = interchange_value_text(r, p, "summary", &response.summary);
    if (!e) e = interchange_value_text(r, p, "body", &response.body);
    if (!e) e = interchange_value_text(r, p, "by", &response.by);
    if (!e) e = interchange_value_integer(r, p, "at", 0, &response.at);
    if (!e) e = read_reflected(r, p, &response);
    if (e) return e;
    response.disposition = response_disposition_of(disposition);
    return interchange_value_judge(r, p.where,
                                   "an unknown disposition, a text too long, or a section or version that is not there",
                                   response_restore(r->db, id, &response));
}

static enum err take(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    struct comment c = {0};
    enum err e = interchange_value_integer(r, p, "id", 1, &c.id);
    if (!e) e = interchange_value_integer(r, p, "section", 1, &c.section_id);
    if (!e) e = interchange_value_text(r, p, "body", &c.body);
    if (!e) e = interchange_value_text(r, p, "author", &c.author);
    if (!e) e = interchange_value_integer(r, p, "at", 0, &c.at);
    if (!e) e = read_kind(r, p, &c);
    if (!e) e = read_state(r, p, &c);
    if (!e) e = interchange_anchor_read(r, p, &c.anchor);
    if (!e) e = interchange_thread_read(r, p, &c.replies, &c.reply_count);
    if (e) return e;
    e = section_chapter(r->db, c.section_id, &c.chapter_id);
    if (e == ERR_NOT_FOUND)
        return interchange_value_refuse(r, "%s: there is no section %lld", p.where, (long long)c.section_id);
    if (!e)
        e = interchange_value_judge(r, p.where, "an id used twice, or a body, sender or words that cannot be",
                                    comment_put(r->db, &c));
    return e ? e : take_response(r, p, c.id);
}

/* Once all are there: what one is merged into may come behind it. */
static enum err take_merged(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    int64_t id = 0, into = 0;
    if (!json_object_get(p.object, "merged_into")) return OK;
    enum err e = interchange_value_integer(r, p, "id", 1, &id);
    if (!e) e = interchange_value_integer(r, p, "merged_into", 1, &into);
    return e ? e
             : interchange_value_judge(r, p.where, "merged into a comment that is not there, or is merged itself",
                                       comment_put_merged(r->db, id, into));
}

enum err interchange_comment_read_all(struct interchange_reader *r, struct interchange_place p) {
    enum err e = interchange_value_each(r, p, "comments", take, NULL);
    return e ? e : interchange_value_each(r, p, "comments", take_merged, NULL);
}
