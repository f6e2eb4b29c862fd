#include "kosshi/output/text_version.h"

#include <string.h>

#include "kosshi/output/figures.h"
#include "kosshi/output/section_render.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/text/utf.h"
#include "text_version_policy.h"

struct version {
    struct render *render;
    struct figures *figures;
    const struct text_version_policies *policies;
    const struct document *document;
    const struct section *sections;
    size_t count;
    struct buf *out;
};

static const char *phrase(const struct version *v, const char *key) {
    return languages_phrase(v->policies->languages, LANGUAGE_JA, key);
}

/* --- The texts --------------------------------------------------------------------------------------------------- */

/* A text that cannot be rendered stands there as it was typed. */
static enum err add_text(const struct version *v, const struct section *s) {
    const char *text;
    size_t size;
    enum err e = section_render(v->render, 0, s, RENDER_TEXT, &text, &size);
    if (e != OK && e != ERR_UNRENDERABLE) return e;
    if (e == OK && size == 0) return OK;
    buf_byte(v->out, '\n');
    if (e == OK)
        figures_finish_text(v->figures, text, size, v->out);
    else
        buf_printf(v->out, "%s\n", s->text);
    return OK;
}

/* --- Sections ---------------------------------------------------------------------------------------------------- */

static void add_title(struct buf *out, const struct section *s) {
    buf_printf(out, "%s%s%s", s->number, *s->number ? UTF_WIDE_SPACE : "", s->title);
}

static enum err add_section(const struct version *v, size_t at) {
    const struct section *s = &v->sections[at];
    bool has_children = at + 1 < v->count && v->sections[at + 1].depth > s->depth;
    buf_string(v->out, s->depth == 0 ? "\n\n【" : "\n【");
    add_title(v->out, s);
    buf_string(v->out, "】\n");
    enum err e = add_text(v, s);
    bool shows_diagram = v->document->diagram_section == s->id && text_version_policy_system(v->policies, v->out);
    text_version_policy_rows(v->policies, s, v->out);
    if (section_is_unwritten(s, has_children, shows_diagram))
        buf_printf(v->out, "\n%s\n", phrase(v, "final.unwritten"));
    return e;
}

/* --- What stands around them ------------------------------------------------------------------------------------- */

static void add_cover(const struct version *v, const char *day) {
    const struct document *d = v->document;
    if (d->is_sample) buf_printf(v->out, "【%s】%s\n\n", phrase(v, "sample.mark"), phrase(v, "sample.band"));
    buf_printf(v->out, "%s\n\n%s\n", d->title, day);
    if (*d->publisher) buf_printf(v->out, "%s\n", d->publisher);
}

static void add_contents(const struct version *v) {
    buf_printf(v->out, "\n\n【%s】\n\n", phrase(v, "final.contents"));
    for (size_t i = 0; i < v->count; i++) {
        if (v->sections[i].depth > 1) continue;
        if (v->sections[i].depth == 1) buf_string(v->out, UTF_WIDE_SPACE);
        add_title(v->out, &v->sections[i]);
        buf_byte(v->out, '\n');
    }
}

static void add_colophon(const struct version *v, const char *day) {
    const struct document *d = v->document;
    struct buf *out = v->out;
    buf_printf(out, "\n\n【%s】\n\n", phrase(v, "final.colophon"));
    text_version_policy_field(out, "", phrase(v, "final.colophon_title"), d->title);
    text_version_policy_field(out, "", phrase(v, "final.colophon_day"), day);
    text_version_policy_field(out, "", phrase(v, "final.colophon_publisher"), d->publisher);
    text_version_policy_field(out, "", phrase(v, "final.colophon_contact"), d->contact);
}

static enum err add_all(const struct version *v, struct arena *a) {
    const struct document *d = v->document;
    const char *day = language_day(a, d->day_style, d->changed_at ? d->changed_at : d->created_at);
    enum err e = OK;
    add_cover(v, day);
    add_contents(v);
    for (size_t i = 0; i < v->count && e == OK; i++)
        e = add_section(v, i);
    add_colophon(v, day);
    return e;
}

enum err text_version(struct db *db, struct languages *languages, struct render *render, struct buf *out) {
    ARENA(a);
    struct document document;
    struct section *sections;
    struct figures figures;
    struct text_version_policies policies;
    struct version v = {
        .render = render, .figures = &figures, .policies = &policies, .document = &document, .out = out};
    enum err e = document_get(db, a, &document);
    if (e == OK) e = section_tree(db, a, true, &sections, &v.count);
    if (e == OK) e = figures_begin(&figures, db, a, languages, LANGUAGE_JA, false);
    if (e != OK) return e;
    v.sections = sections;
    e = text_version_policy_load(db, a, languages, document.day_style, sections, v.count, &policies);
    if (e != OK) return e;
    section_render_all(render, sections, v.count, RENDER_TEXT);
    return add_all(&v, a);
}
