#include "kosshi/output/paper.h"

#include <string.h>

#include "kosshi/output/final_html.h"
#include "kosshi/output/interchange.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/output/text_version.h"

static enum err html(const struct paper_source *s, struct buf *out) {
    return final_html(s->db, s->assets, s->languages, s->render, out);
}

static enum err text(const struct paper_source *s, struct buf *out) {
    return text_version(s->db, s->languages, s->render, out);
}

static enum err json(const struct paper_source *s, struct buf *out) {
    return interchange_write(s->db, out);
}

static enum err md(const struct paper_source *s, struct buf *out) {
    return markdown_form_write(s->db, out);
}

const struct paper papers[] = {
    {"html", "text/html; charset=utf-8", ".html", true, html},
    {"text", "text/plain; charset=utf-8", ".txt", true, text},
    {"md", "text/markdown; charset=utf-8", ".md", false, md},
    {"json", "application/json; charset=utf-8", ".json", false, json},
};
const size_t paper_count = sizeof papers / sizeof papers[0];

const struct paper *paper_find(const char *name) {
    for (size_t i = 0; i < paper_count; i++)
        if (strcmp(papers[i].name, name) == 0) return &papers[i];
    return NULL;
}

enum err paper_write(const struct paper *p, const struct paper_source *source, struct buf *out) {
    size_t before = out->size;
    enum err e = db_read_begin(source->db);
    if (e != OK) return e;
    e = p->write(source, out);
    db_read_end(source->db);
    if (e != OK) out->size = before;
    return e;
}
