#include "kosshi/output/response_table_csv.h"

#include "kosshi/output/csv.h"
#include "kosshi/output/response_words.h"

#define MOST 11 /* columns */

static void write_heads(const struct response_words *w, struct buf *out) {
    static const char *const before[] = {"number",  "chapter", "place",       "kind",
                                         "summary", "answer",  "disposition", "opinions"};
    const char *cells[MOST];
    size_t count = 0;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        cells[count++] = response_words_phrase(w, before[i]);
    if (w->table->with_names) {
        cells[count++] = response_words_phrase(w, "sources");
        cells[count++] = response_words_phrase(w, "names");
    }
    cells[count++] = response_words_phrase(w, "remark");
    csv_row(out, cells, count);
}

static void write_row(const struct response_words *w, const struct response_table_chapter *chapter,
                      const struct response_table_row *row, struct buf *out) {
    const char *cells[MOST];
    size_t count = 0;
    cells[count++] = arena_printf(w->arena, "%d", row->number);
    cells[count++] = response_words_chapter(w, chapter);
    cells[count++] = response_words_place(w, row);
    cells[count++] = response_words_kind(w, row->kind);
    cells[count++] = row->summary;
    cells[count++] = row->answer;
    cells[count++] = response_words_disposition(w, row->disposition);
    cells[count++] = arena_printf(w->arena, "%lld", (long long)row->opinions);
    if (w->table->with_names) {
        cells[count++] = response_words_sources(w, row);
        cells[count++] = response_words_names(w, row);
    }
    cells[count++] = row->is_done ? "" : response_words_phrase(w, "undone");
    csv_row(out, cells, count);
}

void response_table_csv(const struct response_table *t, struct languages *languages, struct buf *out) {
    ARENA(a);
    const struct response_words w = {t, languages, LANGUAGE_JA, a};
    csv_begin(out);
    write_heads(&w, out);
    for (size_t i = 0; i < t->chapter_count; i++) {
        const struct response_table_chapter *chapter = &t->chapters[i];
        for (size_t j = 0; j < chapter->count; j++)
            write_row(&w, chapter, &t->rows[chapter->first + j], out);
    }
}
