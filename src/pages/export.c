#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/check_list.h"
#include "kosshi/output/paper.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/document.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

#define FILE_NAME_LONGEST 80 /* code points of the title */

/* A paper that was made, on its way from the worker to the reply. */
struct made {
    const struct paper *paper;
    const char *file_name;
    struct buf bytes;
};

static const char *finding_text(struct request *r, const struct check_finding *f) {
    const char *phrase = request_phrase(r, arena_printf(r->arena, "check.%s", check_name(f->finding)));
    return language_fill(r->arena, phrase, (const char *[]){"detail", f->detail, NULL});
}

static json_t *finding_view(struct request *r, const struct check_finding *f, const char *place) {
    const struct check_section *s = f->section;
    bool comments = f->finding == FINDING_OPEN_COMMENTS;
    return json_pack("{s:s, s:I, s:s, s:s, s:s, s:s, s:s, s:s}", "finding", check_name(f->finding), "section",
                     (json_int_t)s->id, "place", place, "number", s->number, "title", s->title, "detail", f->detail,
                     "text", finding_text(r, f), "href",
                     arena_printf(r->arena, "/sections/%lld%s", (long long)s->id, comments ? "/comments" : ""));
}

/* When a paper was last made, by whom and how large it was. */
static enum err add_last(struct request *r, const struct paper *paper, json_t *view) {
    struct activity_export last;
    enum err e = activity_last_export(r->db, r->arena, paper->name, &last);
    if (e == ERR_NOT_FOUND) return OK;
    if (e != OK) return e;
    json_object_set_new(view, "last",
                        json_pack("{s:I, s:s, s:s, s:I, s:s}", "at", (json_int_t)last.at, "at_text",
                                  reply_moment(r, last.at), "by", last.who, "bytes", (json_int_t)last.bytes, "size",
                                  label_size(r, last.bytes)));
    return OK;
}

static enum err papers_view(struct request *r, enum paper_subject subject, json_t *list) {
    enum err e = OK;
    for (size_t i = 0; i < paper_count && e == OK; i++) {
        const char *name = papers[i].name;
        if (papers[i].subject != subject) continue;
        json_t *paper = json_pack("{s:s, s:s, s:s, s:b, s:n}", "format", name, "label",
                                  request_phrase(r, arena_printf(r->arena, "export.%s.label", name)), "about",
                                  request_phrase(r, arena_printf(r->arena, "export.%s.about", name)), "is_first",
                                  json_array_size(list) == 0, "last");
        e = add_last(r, &papers[i], paper);
        json_array_append_new(list, paper);
    }
    return e;
}

/* The opinions, of which there is one paper in several formats. */
static enum err opinions_view(struct request *r, json_t *view) {
    size_t open, resolved;
    enum err e = comment_count(r->db, &(struct comment_filter){.with_deleted = true}, &open, &resolved);
    if (e != OK) return e;
    json_object_set_new(view, "opinion_count", json_integer((json_int_t)open + (json_int_t)resolved));
    json_t *offered = json_array();
    json_object_set_new(view, "opinion_papers", offered);
    return papers_view(r, PAPER_OPINIONS, offered);
}

/* How much there is to hand out. */
static json_t *amount_view(struct request *r, const struct section *sections, size_t count) {
    size_t chapters = 0, length = 0;
    for (size_t i = 0; i < count; i++) {
        chapters += sections[i].depth == 0;
        length += sections[i].length;
    }
    return json_pack("{s:I, s:I, s:I, s:s}", "chapter_count", (json_int_t)chapters, "section_count",
                     (json_int_t)(count - chapters), "length", (json_int_t)length, "length_text",
                     decimal_print_integer(r->arena, (int64_t)length));
}

static json_t *findings_view(struct request *r, const struct check_list *check) {
    json_t *list = json_array();
    for (size_t i = 0; i < check->count; i++) {
        size_t at = (size_t)(check->findings[i].section - check->checked);
        const char *place = section_view_place(r->arena, check->sections, at);
        json_array_append_new(list, finding_view(r, &check->findings[i], place));
    }
    return list;
}

enum err export_show(struct request *r) {
    struct check_list check;
    enum err e = check_list(r->db, r->arena, &check);
    if (e != OK) return e;
    json_t *offered = json_array();
    json_auto_t *view = json_pack("{s:s, s:b, s:I, s:o, s:o}", "title", request_phrase(r, "export.title"),
                                  "has_findings", check.count > 0, "finding_count", (json_int_t)check.count, "findings",
                                  findings_view(r, &check), "papers", offered);
    e = papers_view(r, PAPER_DOCUMENT, offered);
    if (e == OK) e = opinions_view(r, view);
    if (e != OK) return e;
    json_object_update_new(view, amount_view(r, check.sections, check.section_count));
    return reply_view(r, "export", json_incref(view));
}

/* The title, and what of it this is, as a file name that every system takes. */
static const char *file_name(struct request *r, const struct paper *paper, const char *title) {
    char *name = arena_string(r->arena, utf_excerpt(r->arena, title, FILE_NAME_LONGEST));
    for (char *c = name; *c; c++) {
        if ((unsigned char)*c < ' ' || strchr("\\/:*?\"<>|", *c) || (*c == '.' && c == name)) *c = '_';
    }
    bool of_opinions = paper->subject == PAPER_OPINIONS;
    const char *part = of_opinions ? languages_phrase(r->languages, LANGUAGE_JA, "export.opinions_file") : "";
    return arena_printf(r->arena, "%s%s%s", name, part, paper->suffix);
}

static void made_release(void *thing) {
    buf_free(&((struct made *)thing)->bytes);
}

static enum err make(struct request *r, struct made *made) {
    struct document document;
    enum err e = db_read_begin(r->db);
    if (e != OK) return e;
    e = document_get(r->db, r->arena, &document);
    struct paper_source source = {.db = r->db,
                                  .assets = r->assets,
                                  .languages = r->languages,
                                  .render = r->render,
                                  .with_names = strcmp(request_text(r, "names"), "1") == 0};
    if (e == OK) e = paper_write(made->paper, &source, &made->bytes);
    db_read_end(r->db);
    if (e == OK) made->file_name = file_name(r, made->paper, document.title);
    return e;
}

enum err export_prepare(struct request *r) {
    struct made *made = arena_alloc(r->arena, sizeof *made);
    made->paper = paper_find(request_text(r, "format"));
    if (!made->paper) return request_bad(r, ERR_BAD_FIELD, "format");
    arena_defer(r->arena, made_release, made);
    r->prepared = made;
    return make(r, made);
}

enum err export_done(struct request *r) {
    struct made *made = r->prepared;
    enum err e = activity_add_export(r->db, r->now, r->user.id, made->paper->name, made->bytes.size);
    if (e != OK) return e;
    return reply_bytes(r, made->paper->type, &made->bytes, made->file_name);
}
