#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/paper.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/text/check.h"
#include "kosshi/text/utf.h"

#define FILE_NAME_LONGEST 80 /* code points of the title */

/* A paper that was made, on its way from the worker to the reply. */
struct made {
    const struct paper *paper;
    const char *file_name;
    struct buf bytes;
};

static struct check_section *check_input(struct arena *a, const struct section *sections, size_t count) {
    struct check_section *out = arena_alloc(a, (count + 1) * sizeof *out);
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &sections[i];
        out[i] = (struct check_section){.id = s->id,
                                        .depth = s->depth,
                                        .kind = s->kind,
                                        .number = s->number,
                                        .title = s->title,
                                        .text = s->text,
                                        .final = s->state == STATE_FINAL,
                                        .open_comments = s->open_comments};
    }
    return out;
}

/* The finding in words: the phrase with what it is about in the place of {detail}. */
static const char *finding_text(struct request *r, const struct check_finding *f) {
    static const char place[] = "{detail}";
    const char *phrase = request_phrase(r, arena_printf(r->arena, "check.%s", check_name(f->finding)));
    const char *at = strstr(phrase, place);
    if (!at) return phrase;
    return arena_printf(r->arena, "%.*s%s%s", (int)(at - phrase), phrase, f->detail, at + sizeof place - 1);
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
    struct activity last;
    enum err e = activity_last_export(r->db, r->arena, paper->name, &last);
    if (e == ERR_NOT_FOUND) return OK;
    if (e != OK) return e;
    const char *size = strchr(last.detail, ' ');
    json_object_set_new(view, "last",
                        json_pack("{s:I, s:s, s:s, s:s}", "at", (json_int_t)last.at, "at_text",
                                  reply_moment(r, last.at), "by", last.who, "size", size ? size + 1 : ""));
    return OK;
}

static enum err papers_view(struct request *r, json_t *list) {
    enum err e = OK;
    for (size_t i = 0; i < paper_count && e == OK; i++) {
        const char *name = papers[i].name;
        json_t *paper = json_pack("{s:s, s:s, s:s, s:n}", "format", name, "label",
                                  request_phrase(r, arena_printf(r->arena, "export.%s.label", name)), "about",
                                  request_phrase(r, arena_printf(r->arena, "export.%s.about", name)), "last");
        e = add_last(r, &papers[i], paper);
        json_array_append_new(list, paper);
    }
    return e;
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
                     section_view_figure(r->arena, (int64_t)length));
}

enum err export_show(struct request *r) {
    struct section *sections;
    size_t count;
    enum err e = section_tree(r->db, r->arena, true, &sections, &count);
    if (e != OK) return e;
    struct check_finding *findings;
    const struct check_section *input = check_input(r->arena, sections, count);
    size_t found = check_document(r->arena, input, count, &findings);
    json_t *list = json_array();
    for (size_t i = 0; i < found; i++) {
        size_t at = (size_t)(findings[i].section - input);
        json_array_append_new(list, finding_view(r, &findings[i], section_view_place(r->arena, sections, at)));
    }
    json_t *offered = json_array();
    json_t *view = json_pack("{s:s, s:b, s:I, s:o, s:o}", "title", request_phrase(r, "export.title"), "has_findings",
                             found > 0, "finding_count", (json_int_t)found, "findings", list, "papers", offered);
    e = papers_view(r, offered);
    if (e != OK) {
        json_decref(view);
        return e;
    }
    json_object_update_new(view, amount_view(r, sections, count));
    return reply_view(r, "export", view);
}

/* The title as a file name that every system takes. */
static const char *file_name(struct arena *a, const char *title, const char *suffix) {
    char *name = arena_string(a, utf_excerpt(a, title, FILE_NAME_LONGEST));
    for (char *c = name; *c; c++) {
        if ((unsigned char)*c < ' ' || strchr("\\/:*?\"<>|", *c) || (*c == '.' && c == name)) *c = '_';
    }
    return arena_printf(a, "%s%s", name, suffix);
}

static void made_release(void *thing) {
    buf_free(&((struct made *)thing)->bytes);
}

static enum err make(struct request *r, struct made *made) {
    struct document document;
    enum err e = db_read_begin(r->db);
    if (e != OK) return e;
    e = document_get(r->db, r->arena, &document);
    struct paper_source source = {r->db, r->assets, r->languages, r->render};
    if (e == OK) e = made->paper->write(&source, &made->bytes);
    db_read_end(r->db);
    if (e == OK) made->file_name = file_name(r->arena, document.title, made->paper->suffix);
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
