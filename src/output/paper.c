#include "kosshi/output/paper.h"

#include <string.h>

#include "kosshi/output/final_html.h"
#include "kosshi/output/interchange.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/output/response_table_csv.h"
#include "kosshi/output/response_table_html.h"
#include "kosshi/output/response_table_json.h"
#include "kosshi/output/text_version.h"
#include "kosshi/output/workbook.h"

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

static enum err opinions_html(const struct paper_source *s, struct buf *out) {
    ARENA(a);
    struct response_table table;
    enum err e = response_table(s->db, a, s->with_names, &table);
    if (e == OK) response_table_html(&table, s->assets, s->languages, out);
    return e;
}

static enum err opinions_xlsx(const struct paper_source *s, struct buf *out) {
    ARENA(a);
    struct response_table table;
    enum err e = response_table(s->db, a, s->with_names, &table);
    return e == OK ? workbook_response_table(&table, s->languages, out) : e;
}

static enum err opinions_csv(const struct paper_source *s, struct buf *out) {
    ARENA(a);
    struct response_table table;
    enum err e = response_table(s->db, a, s->with_names, &table);
    if (e == OK) response_table_csv(&table, s->languages, out);
    return e;
}

static enum err opinions_json(const struct paper_source *s, struct buf *out) {
    ARENA(a);
    struct response_table table;
    enum err e = response_table(s->db, a, s->with_names, &table);
    if (e == OK) response_table_json(&table, out);
    return e;
}

#define HTML "text/html; charset=utf-8"
#define JSON "application/json; charset=utf-8"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const struct paper papers[] = {
    {"html", "html", HTML, ".html", html, PAPER_DOCUMENT, true, true},
    {"text", "text", "text/plain; charset=utf-8", ".txt", text, PAPER_DOCUMENT, true, true},
    {"md", "md", "text/markdown; charset=utf-8", ".md", md, PAPER_DOCUMENT, true, false},
    {"json", "json", JSON, ".json", json, PAPER_DOCUMENT, true, false},
    {"opinions_html", "html", HTML, ".html", opinions_html, PAPER_OPINIONS, true, false},
    {"opinions_xlsx", "xlsx", XLSX, ".xlsx", opinions_xlsx, PAPER_OPINIONS, false, false},
    {"opinions_csv", "csv", "text/csv; charset=utf-8", ".csv", opinions_csv, PAPER_OPINIONS, true, false},
    {"opinions_json", "json", JSON, ".json", opinions_json, PAPER_OPINIONS, true, false},
};
const size_t paper_count = sizeof papers / sizeof papers[0];

const struct paper *paper_find(const char *name) {
    for (size_t i = 0; i < paper_count; i++)
        if (strcmp(papers[i].name, name) == 0) return &papers[i];
    return NULL;
}

const struct paper *paper_in_format(enum paper_subject subject, const char *format) {
    for (size_t i = 0; i < paper_count; i++)
        if (papers[i].subject == subject && strcmp(papers[i].format, format) == 0) return &papers[i];
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
