#include "kosshi/store/outside.h"

#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/opinion_csv.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/outside_choices.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/thread_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/section.h"

/* What stands in the fields of the form for one opinion. */
struct fields {
    const char *source, *name, *people, *kind, *body;
    int64_t section; /* 0: none chosen */
};

static enum err form_view(struct request *r, const struct fields *f, json_t **out) {
    json_t *sections;
    enum err e = outside_choices_sections(r, f->section, &sections);
    if (e != OK) return e;
    *out =
        json_pack("{s:s, s:o, s:o, s:o, s:s, s:s, s:s, s:s}", "title", request_phrase(r, "outside.title"), "sections",
                  sections, "kinds", comment_view_kinds(r, f->kind), "sources", outside_choices_sources(r), "source",
                  f->source, "name", f->name, "people", f->people, "body", f->body);
    return OK;
}

/* Behind an opinion that was entered, the next one of the same pile has its source and section. */
static enum err put_added(struct request *r, int64_t id, struct fields *f) {
    struct comment c;
    enum err e = comment_get(r->db, r->arena, id, r->user.id, &c);
    if (e != OK) return e;
    f->source = c.source;
    f->section = c.section_id;
    return OK;
}

enum err outside_show(struct request *r) {
    struct fields f = {.source = request_phrase(r, "outside.sources.public"),
                       .name = "",
                       .people = "1",
                       .kind = comment_kind_name(COMMENT_OPINION),
                       .body = ""};
    int64_t added = request_query_integer(r, "added");
    json_t *view;
    enum err e = added ? put_added(r, added, &f) : OK;
    if (e == OK) e = form_view(r, &f, &view);
    if (e != OK) return e;
    const char *href = comment_view_permalink(r, added);
    json_object_set_new(view, "added_href", added ? json_string(href) : json_null());
    return reply_view(r, "outside", view);
}

/* --- One opinion ------------------------------------------------------------------------------------------------ */

/* The form again, with what is wrong beside its field and everything in it. */
static enum err again(struct request *r, const struct fields *f, enum err problem) {
    json_t *view;
    if (r->wants_json) return problem;
    enum err e = form_view(r, f, &view);
    if (e != OK) return e;
    const char *key = arena_printf(r->arena, "outside.field.%s", r->bad_field);
    json_object_set_new(view, arena_printf(r->arena, "%s_error", r->bad_field), json_string(request_phrase(r, key)));
    return reply_view_status(r, err_status(problem), "outside", view);
}

static enum err read_fields(struct request *r, struct fields *f, struct comment_draft *draft) {
    enum err e = request_integer(r, "section", &f->section);
    draft->section_id = f->section;
    draft->kind = *f->kind ? comment_kind_of(f->kind) : COMMENT_OPINION;
    if (e != OK) return e;
    if (!request_is_line(f->source, COMMENT_SOURCE_LIMIT, true)) return request_bad(r, ERR_BAD_FIELD, "source");
    if (!request_is_line(f->name, USER_NAME_LIMIT, false)) return request_bad(r, ERR_BAD_FIELD, "name");
    if (draft->kind == COMMENT_KIND_COUNT) return request_bad(r, ERR_BAD_FIELD, "kind");
    e = *f->people ? request_integer(r, "people", &draft->people) : OK;
    if (e != OK || draft->people < 1 || draft->people > COMMENT_MOST_PEOPLE)
        return request_bad(r, ERR_BAD_FIELD, "people");
    return OK;
}

static enum err finish(struct request *r, const struct comment_draft *draft, int64_t id) {
    enum err e = activity_add(r->db, r->now, r->user.id, DID_OUTSIDE_ADD, draft->section_id, draft->source);
    if (e != OK) return e;
    const char *path = arena_printf(r->arena, "/comments/outside?added=%lld", (long long)id);
    return reply_done(r, path, json_pack("{s:I}", "id", (json_int_t)id));
}

enum err outside_submit(struct request *r) {
    struct fields f = {.source = request_text(r, "source"),
                       .name = request_text(r, "name"),
                       .people = request_text(r, "people"),
                       .kind = request_text(r, "kind"),
                       .body = request_text(r, "body")};
    struct outside_opinion opinion = {
        .draft = {.source = f.source, .author = f.name, .body = f.body, .people = 1}, .summary = "", .answer = ""};
    const struct thread_writer by = thread_view_writer(r);
    int64_t id;
    enum err e = read_fields(r, &f, &opinion.draft);
    if (e == OK) {
        e = outside_add(r->db, &opinion, &by, &id);
        if (e == ERR_NOT_FOUND) e = request_bad(r, ERR_BAD_FIELD, "section");
        if (e == ERR_BAD_FIELD && !r->bad_field) e = request_bad(r, e, "body");
        if (e == ERR_TOO_LARGE) e = request_bad(r, e, "body");
    }
    if (e == ERR_BAD_FIELD || e == ERR_TOO_LARGE) return again(r, &f, e);
    return e == OK ? finish(r, &opinion.draft, id) : e;
}

/* --- An example of a table -------------------------------------------------------------------------------------- */

enum err outside_example(struct request *r) {
    struct section *sections;
    size_t count;
    struct buf bytes = {0};
    enum err e = section_tree(r->db, r->arena, false, &sections, &count);
    if (e != OK) return e;
    opinion_csv_example(r->languages, sections, count, &bytes);
    const char *name = languages_phrase(r->languages, LANGUAGE_JA, "outside.example.file");
    return reply_bytes(r, "text/csv; charset=utf-8", &bytes, name);
}
