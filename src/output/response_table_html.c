#include "kosshi/output/response_table_html.h"

#include <jansson.h>

#include "kosshi/base/templates.h"
#include "kosshi/output/response_words.h"
#include "kosshi/output/style.h"
#include "kosshi/text/decimal.h"

/* What of the program's style sheet the table by itself needs. */
static const char *const styles[] = {
    "static/css/00-layers.css", "static/css/10-tokens.css", "static/css/20-base.css",    "static/css/42-notice.css",
    "static/css/90-print.css",  "static/css/91-final.css",  "static/css/92-answers.css",
};

/* --- Totals ----------------------------------------------------------------------------------------------------- */

struct columns {
    enum disposition dispositions[DISPOSITION_COUNT];
    size_t count;
};

static json_t *columns_view(const struct response_words *w, const struct columns *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->count; i++) {
        enum disposition d = c->dispositions[i];
        json_array_append_new(list, json_pack("{s:s, s:s}", "word", response_words_disposition(w, d), "about",
                                              response_words_disposition_about(w, d)));
    }
    return list;
}

static json_t *total_view(const struct response_words *w, const struct columns *c, const char *name,
                          const struct response_table_total *total) {
    json_t *counts = json_array();
    for (size_t i = 0; i < c->count; i++) {
        int64_t n = total->by_disposition[c->dispositions[i]];
        json_array_append_new(counts, json_string(decimal_print_integer(w->arena, n)));
    }
    return json_pack("{s:s, s:o, s:s}", "name", name, "counts", counts, "opinions",
                     decimal_print_integer(w->arena, total->opinions));
}

static json_t *totals_view(const struct response_words *w) {
    const struct response_table *t = w->table;
    struct columns columns;
    columns.count = response_table_dispositions(t, columns.dispositions);
    json_t *chapters = json_array();
    for (size_t i = 0; i < t->chapter_count; i++) {
        const char *name = response_words_chapter(w, &t->chapters[i]);
        json_array_append_new(chapters, total_view(w, &columns, name, &t->chapters[i].total));
    }
    return json_pack("{s:o, s:o, s:o}", "dispositions", columns_view(w, &columns), "chapters", chapters, "all",
                     total_view(w, &columns, response_words_phrase(w, "all"), &t->total));
}

/* --- Rows ------------------------------------------------------------------------------------------------------- */

static json_t *row_view(const struct response_words *w, const struct response_table_row *row) {
    json_t *view = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:b, s:s}", "number", row->number, "place",
                             response_words_place(w, row), "kind", response_words_kind(w, row->kind), "summary",
                             row->summary, "answer", response_words_answer(w, row), "disposition",
                             response_words_disposition(w, row->disposition), "is_done", row->is_done, "opinions",
                             decimal_print_integer(w->arena, row->opinions));
    if (!view) die("opinion %lld cannot be written", (long long)row->id);
    if (w->table->with_names) {
        json_object_set_new(view, "sources", json_string(response_words_sources(w, row)));
        json_object_set_new(view, "names", json_string(response_words_names(w, row)));
    }
    return view;
}

static json_t *chapter_view(const struct response_words *w, size_t at) {
    const struct response_table_chapter *chapter = &w->table->chapters[at];
    json_t *rows = json_array();
    for (size_t i = 0; i < chapter->count; i++)
        json_array_append_new(rows, row_view(w, &w->table->rows[chapter->first + i]));
    return json_pack("{s:i, s:s, s:s, s:b, s:o}", "at", (int)at + 1, "name", response_words_chapter(w, chapter),
                     "opinions", decimal_print_integer(w->arena, chapter->total.opinions), "with_names",
                     w->table->with_names, "rows", rows);
}

static json_t *chapters_view(const struct response_words *w) {
    json_t *chapters = json_array();
    for (size_t i = 0; i < w->table->chapter_count; i++)
        json_array_append_new(chapters, chapter_view(w, i));
    return chapters;
}

void response_table_html(const struct response_table *t, struct assets *assets, struct languages *languages,
                         struct buf *out) {
    ARENA(a);
    const struct response_words w = {t, languages, LANGUAGE_JA, a};
    json_auto_t *view =
        json_pack("{s:s, s:s, s:s, s:s, s:b, s:b, s:o, s:o, s:o, s:O}", "heading", response_words_heading(&w), "day",
                  response_words_day(&w), "sentence", response_words_sentence(&w), "warning",
                  response_words_warning(&w), "is_sample", t->is_sample, "has_rows", t->row_count > 0, "style_html",
                  style_join(assets, styles, sizeof styles / sizeof *styles), "totals", totals_view(&w), "chapters",
                  chapters_view(&w), "t", languages_table(languages, LANGUAGE_JA));
    if (!view) die("the opinions cannot be written");
    struct templates *templates = templates_open(assets);
    templates_render(templates, "final_answers", view, out);
    templates_close(templates);
}
