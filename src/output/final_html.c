#include "kosshi/output/final_html.h"

#include <jansson.h>
#include <stdlib.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/templates.h"
#include "kosshi/output/figures.h"
#include "kosshi/output/heading.h"
#include "kosshi/output/policy_view.h"
#include "kosshi/output/section_render.h"
#include "kosshi/output/style.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"

/* What of the program's style sheet the document by itself needs. */
static const char *const styles[] = {
    "static/css/00-layers.css",  "static/css/10-tokens.css", "static/css/20-base.css",
    "static/css/50-prose.css",   "static/css/51-chart.css",  "static/css/54-policy.css",
    "static/css/55-diagram.css", "static/css/90-print.css",  "static/css/91-final.css",
};

struct export {
    struct render *render;
    struct policy_view *policies;
    const struct section *sections;
    size_t count;
    struct figures *figures; /* as far as the sections are written */
};

/* A section with its text as HTML, or as it was typed when it cannot be rendered. */
static enum err section_json(const struct export *x, size_t at, json_t **out) {
    const struct section *s = &x->sections[at];
    bool has_children = at + 1 < x->count && x->sections[at + 1].depth > s->depth;
    const char *html;
    size_t size;
    BUF(finished);
    enum err e = section_render(x->render, 0, s, RENDER_HTML, &html, &size);
    if (e != OK && e != ERR_UNRENDERABLE) return e;
    enum err figures = figures_finish(x->figures, html, size, &finished);
    if (figures != OK) return figures;
    *out = json_pack("{s:I, s:i, s:s, s:s, s:s, s:o, s:s?}", "id", (json_int_t)s->id, "level",
                     heading_of_section(s->depth), "kind", outline_kind_name(s->kind), "number", s->number, "title",
                     s->title, "html", finished.size ? json_stringn_nocheck(finished.data, finished.size) : json_null(),
                     "typed", e == ERR_UNRENDERABLE ? s->text : NULL);
    if (!*out) die("section %lld cannot be exported", (long long)s->id);
    bool shows_diagram = policy_view_add(x->policies, s, *out);
    json_object_set_new(*out, "unwritten", json_boolean(section_is_unwritten(s, has_children, shows_diagram)));
    return OK;
}

/* The chapter at *at with all below it; *at is moved behind it. */
static enum err chapter_json(const struct export *x, size_t *at, json_t *chapters) {
    const struct section *chapter = &x->sections[*at];
    json_t *sections = json_array(), *contents = json_array();
    enum err e = OK;
    do {
        const struct section *s = &x->sections[*at];
        json_t *section;
        e = section_json(x, *at, &section);
        if (e != OK) break;
        json_array_append_new(sections, section);
        if (s->depth == 1) json_array_append(contents, section);
        ++*at;
    } while (*at < x->count && x->sections[*at].depth > 0);
    json_array_append_new(chapters,
                          json_pack("{s:I, s:s, s:s, s:b, s:o, s:o}", "id", (json_int_t)chapter->id, "number",
                                    chapter->number, "title", chapter->title, "has_sections",
                                    json_array_size(contents) > 0, "contents", contents, "sections", sections));
    return e;
}

static json_t *colophon(const struct document *document) {
    return json_pack("{s:s, s:s}", "publisher", document->publisher, "contact", document->contact);
}

static const char *day(struct arena *a, const struct document *document) {
    return language_day(a, document->day_style, document->changed_at ? document->changed_at : document->created_at);
}

static void fill_in(struct assets *assets, json_t *view, struct buf *out) {
    struct templates *templates = templates_open(assets);
    templates_render(templates, "final", view, out);
    templates_close(templates);
}

enum err final_html(struct db *db, struct assets *assets, struct languages *languages, struct render *render,
                    struct buf *out) {
    ARENA(a);
    struct document document;
    struct section *sections;
    struct figures figures;
    struct export x = {.render = render, .figures = &figures};
    enum err e = document_get(db, a, &document);
    if (e == OK) e = section_tree(db, a, true, &sections, &x.count);
    if (e == OK) e = figures_begin(&figures, db, a, languages, LANGUAGE_JA, true);
    if (e != OK) return e;
    x.sections = sections;
    e = policy_view_open(db, a, languages, LANGUAGE_JA, sections, x.count, sections, x.count, &x.policies);
    if (e != OK) return e;
    section_render_all(render, sections, x.count, RENDER_HTML);
    json_auto_t *chapters = json_array();
    for (size_t i = 0; i < x.count && e == OK;)
        e = chapter_json(&x, &i, chapters);
    if (e != OK) return e;
    json_auto_t *view =
        json_pack("{s:s, s:s, s:b, s:o, s:O, s:o, s:O}", "title", document.title, "day", day(a, &document), "is_sample",
                  document.is_sample, "style", style_join(assets, styles, sizeof styles / sizeof *styles), "chapters",
                  chapters, "colophon", colophon(&document), "t", languages_table(languages, LANGUAGE_JA));
    fill_in(assets, view, out);
    return OK;
}
