#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/opinion_csv.h"
#include "kosshi/output/place.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/outside_choices.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/thread_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/section.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

#define FILE_LIMIT (900u * 1024u) /* bytes of its text, which comes back with the second form */
#define SHOWN 5                   /* opinions, to see whether they were read as they were meant */
#define PROBLEMS_SHOWN 100
#define EXCERPT 60 /* code points */

/* A table that was read, on its way from the worker. */
struct intake {
    enum err result;  /* an error has named its field */
    const char *text; /* of the file */
    struct opinion_csv_rest rest;
    struct section *sections; /* every standing one, in document order */
    size_t section_count;
    struct opinion_csv read;
    bool *there; /* for each opinion, whether it is in the document already */
    size_t there_count;
    int64_t newest; /* opinion of the document before they were looked for */
};

/* --- The form for a file ---------------------------------------------------------------------------------------- */

static enum err form_view(struct request *r, const struct opinion_csv_rest *rest, json_t **out) {
    json_t *sections;
    enum err e = outside_choices_sections(r, rest->section_id, &sections);
    if (e != OK) return e;
    const char *most = decimal_print_integer(r->arena, OPINION_CSV_MOST);
    const char *hint =
        language_fill(r->arena, request_phrase(r, "outside.file_hint"), (const char *[]){"most", most, NULL});
    *out = json_pack("{s:s, s:o, s:o, s:s, s:b, s:s}", "title", request_phrase(r, "outside.import_title"), "sections",
                     sections, "sources", outside_choices_sources(r), "source", rest->source, "of_rest", true,
                     "file_hint", hint);
    return OK;
}

enum err outside_import_show(struct request *r) {
    const struct opinion_csv_rest rest = {.source = request_phrase(r, "outside.sources.public")};
    json_t *view;
    enum err e = form_view(r, &rest, &view);
    if (e != OK) return e;
    const char *done = request_query(r, "done");
    if (*done) {
        const char *count = arena_printf(r->arena, "%lld", (long long)request_query_integer(r, "done"));
        const char *skipped = arena_printf(r->arena, "%lld", (long long)request_query_integer(r, "skipped"));
        const char *key = strcmp(skipped, "0") == 0 ? "outside.imported" : "outside.imported_new";
        json_object_set_new(view, "done",
                            json_string(language_fill(r->arena, request_phrase(r, key),
                                                      (const char *[]){"count", count, "skipped", skipped, NULL})));
    }
    return reply_view(r, "outside_import", view);
}

/* --- Reading, on the worker ------------------------------------------------------------------------------------- */

static enum err read_rest(struct request *r, struct intake *in) {
    in->rest.source = request_text(r, "source");
    if (!request_is_line(in->rest.source, COMMENT_SOURCE_LIMIT, false)) return request_bad(r, ERR_BAD_FIELD, "source");
    return *request_text(r, "section") ? request_integer(r, "section", &in->rest.section_id) : OK;
}

/* What is wrong with the file as a whole, in the manner of what is wrong with a row. */
static void refuse_file(struct request *r, struct intake *in, const char *what, size_t row) {
    in->read.problems = arena_alloc(r->arena, sizeof *in->read.problems);
    in->read.problems[0] = (struct opinion_csv_problem){row, what, ""};
    in->read.problem_count = 1;
}

static enum err find_there(struct request *r, struct intake *in) {
    in->there = arena_alloc(r->arena, (in->read.count + 1) * sizeof *in->there);
    enum err e = outside_newest(r->db, &in->newest);
    for (size_t i = 0; i < in->read.count && e == OK; i++) {
        e = outside_is_there(r->db, &in->read.opinions[i].draft, &in->there[i]);
        in->there_count += in->there[i];
    }
    return e;
}

static enum err read_table(struct request *r, struct intake *in) {
    struct csv_table table;
    size_t row;
    enum err e = section_tree(r->db, r->arena, false, &in->sections, &in->section_count);
    if (e != OK) return e;
    e = csv_read(r->arena, in->text, &table, &row);
    if (e != OK) {
        refuse_file(r, in, err_code(e), row);
        return OK;
    }
    opinion_csv_read(r->arena, r->languages, &table, in->sections, in->section_count, &in->rest, &in->read);
    return find_there(r, in);
}

static enum err read_file(struct request *r, struct intake *in) {
    const struct body_file *file = &r->file;
    size_t row;
    if (!file->field || strcmp(file->field, "file") != 0 || file->size == 0)
        return request_bad(r, ERR_BAD_FIELD, "file");
    if (!file->data || file->size > FILE_LIMIT) return request_bad(r, ERR_TOO_LARGE, "file");
    enum err e = csv_text(r->arena, file->data, file->size, &in->text, &row);
    if (e == OK && strlen(in->text) > FILE_LIMIT) return request_bad(r, ERR_TOO_LARGE, "file");
    if (e == OK) return read_table(r, in);
    refuse_file(r, in, err_code(e), row);
    return OK;
}

/* --- What was read ---------------------------------------------------------------------------------------------- */

static const char *place_of_section(struct request *r, const struct intake *in, int64_t id) {
    for (size_t i = 0; i < in->section_count; i++)
        if (in->sections[i].id == id) return place_of(r->arena, in->sections, i);
    return "";
}

static const char *where_of(struct request *r, const struct opinion_csv_problem *p) {
    const char *row = decimal_print_integer(r->arena, (int64_t)p->row);
    const char *phrase = request_phrase(r, p->row ? "outside.row" : "outside.whole");
    return language_fill(r->arena, phrase, (const char *[]){"row", row, NULL});
}

static json_t *problems_view(struct request *r, const struct intake *in) {
    json_t *list = json_array();
    for (size_t i = 0; i < in->read.problem_count && i < PROBLEMS_SHOWN; i++) {
        const struct opinion_csv_problem *p = &in->read.problems[i];
        const char *phrase = request_phrase(r, arena_printf(r->arena, "outside.problem.%s", p->what));
        const char *text = language_fill(r->arena, phrase, (const char *[]){"detail", p->detail, NULL});
        json_array_append_new(list, json_pack("{s:I, s:s, s:s, s:s}", "row", (json_int_t)p->row, "where",
                                              where_of(r, p), "problem", p->what, "text", text));
    }
    return list;
}

static json_t *opinion_view(struct request *r, const struct intake *in, const struct outside_opinion *o) {
    const struct comment_draft *d = &o->draft;
    const char *kind = comment_view_kind(r, comment_kind_name(d->kind));
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I}", "place", place_of_section(r, in, d->section_id), "kind", kind,
                     "body", utf_excerpt(r->arena, d->body, EXCERPT), "source", d->source, "name", d->author, "people",
                     (json_int_t)d->people);
}

/* How many opinions each chapter gets. */
static json_t *chapters_view(struct request *r, const struct intake *in) {
    json_t *list = json_array();
    for (size_t i = 0, end; i < in->section_count; i = end) {
        json_int_t count = 0;
        for (end = i; end < in->section_count && (end == i || in->sections[end].depth > 0); end++)
            for (size_t j = 0; j < in->read.count; j++)
                count += in->read.opinions[j].draft.section_id == in->sections[end].id;
        const char *name = place_of(r->arena, in->sections, i);
        if (count) json_array_append_new(list, json_pack("{s:s, s:I}", "name", name, "count", count));
    }
    return list;
}

static const char *unknown_heads(struct request *r, const struct opinion_csv *read) {
    const char *heads = "";
    for (size_t i = 0; i < read->unknown_count; i++)
        heads = arena_printf(r->arena, "%s%s%s", heads, *heads ? request_phrase(r, "response_table.between") : "",
                             read->unknown[i]);
    return heads;
}

static json_t *preview_view(struct request *r, const struct intake *in) {
    const struct opinion_csv *read = &in->read;
    bool fails = read->problem_count > 0;
    size_t more = read->problem_count > PROBLEMS_SHOWN ? read->problem_count - PROBLEMS_SHOWN : 0;
    json_t *shown = json_array();
    for (size_t i = 0; i < read->count && i < SHOWN; i++)
        json_array_append_new(shown, opinion_view(r, in, &read->opinions[i]));
    json_t *view = json_pack("{s:s, s:I, s:I, s:I, s:b, s:b, s:o, s:I, s:o, s:o, s:s}", "title",
                             request_phrase(r, "outside.preview_title"), "count", (json_int_t)read->count,
                             "there_count", (json_int_t)in->there_count, "new_count",
                             (json_int_t)(read->count - in->there_count), "has_there", in->there_count > 0, "fails",
                             fails, "problems", problems_view(r, in), "more_problems", (json_int_t)more, "shown", shown,
                             "chapters", chapters_view(r, in), "unknown", unknown_heads(r, read));
    json_object_set_new(view, "has_more", json_boolean(more > 0));
    json_object_set_new(view, "has_new", json_boolean(read->count > in->there_count));
    json_object_set_new(view, "text", json_string(fails ? "" : in->text));
    json_object_set_new(view, "section",
                        in->rest.section_id ? json_integer((json_int_t)in->rest.section_id) : json_null());
    json_object_set_new(view, "source", json_string(in->rest.source));
    return view;
}

static enum err preview(struct request *r, const struct intake *in) {
    int status = in->read.problem_count > 0 ? err_status(ERR_BAD_FIELD) : err_status(OK);
    return reply_view_status(r, status, "outside_preview", preview_view(r, in));
}

/* The form again, with what is wrong beside its field. The file has to be chosen anew. */
static enum err again(struct request *r, const struct intake *in, enum err problem) {
    json_t *view;
    if (r->wants_json) return problem;
    enum err e = form_view(r, &in->rest, &view);
    if (e != OK) return e;
    const char *key = arena_printf(r->arena, "outside.field.%s_%s", r->bad_field, err_code(problem));
    json_object_set_new(view, arena_printf(r->arena, "%s_error", r->bad_field), json_string(request_phrase(r, key)));
    return reply_view_status(r, err_status(problem), "outside_import", view);
}

enum err outside_import_read(struct request *r) {
    struct intake *in = arena_alloc(r->arena, sizeof *in);
    r->prepared = in;
    in->result = read_rest(r, in);
    if (in->result == OK) in->result = read_file(r, in);
    return in->result == ERR_BAD_FIELD || in->result == ERR_TOO_LARGE ? OK : in->result;
}

enum err outside_import_check(struct request *r) {
    const struct intake *in = r->prepared;
    return in->result == OK ? preview(r, in) : again(r, in, in->result);
}

/* --- Putting it in ---------------------------------------------------------------------------------------------- */

enum err outside_import_prepare(struct request *r) {
    struct intake *in = arena_alloc(r->arena, sizeof *in);
    r->prepared = in;
    in->text = request_text(r, "text");
    enum err e = read_rest(r, in);
    return e == OK ? read_table(r, in) : e;
}

/* Another import may have brought some of them since they were looked for: what is newer is looked at before any is put in. Not more
 * than that, as everybody waits. */
static enum err find_newer(struct request *r, struct intake *in) {
    enum err e = OK;
    for (size_t i = 0; i < in->read.count && e == OK; i++) {
        if (!in->there[i]) e = outside_is_there_since(r->db, &in->read.opinions[i].draft, in->newest, &in->there[i]);
    }
    return e;
}

static enum err put_in(struct request *r, struct intake *in, bool twice, size_t *added) {
    const struct thread_writer by = thread_view_writer(r);
    int64_t id;
    enum err e = twice ? OK : find_newer(r, in);
    for (size_t i = 0; i < in->read.count && e == OK; i++) {
        if (!twice && in->there[i]) continue;
        e = outside_add(r->db, &in->read.opinions[i], &by, &id);
        ++*added;
    }
    return e;
}

enum err outside_import_submit(struct request *r) {
    struct intake *in = r->prepared;
    size_t added = 0;
    if (in->read.problem_count > 0) return preview(r, in);
    enum err e = put_in(r, in, strcmp(request_text(r, "there"), "again") == 0, &added);
    const char *detail = arena_printf(r->arena, "%zu", added);
    if (e == OK && added > 0) e = activity_add(r->db, r->now, r->user.id, DID_OUTSIDE_IMPORT, 0, detail);
    if (e != OK) return e;
    size_t skipped = in->read.count - added;
    return reply_done(r, arena_printf(r->arena, "/comments/outside/import?done=%zu&skipped=%zu", added, skipped),
                      json_pack("{s:I, s:I}", "added", (json_int_t)added, "skipped", (json_int_t)skipped));
}
