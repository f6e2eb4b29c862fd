#include "kosshi/output/response_words.h"

#include <stdio.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/decimal.h"

#define RANGE "～"

static const char *say(const struct response_words *w, const char *key) {
    return languages_phrase(w->languages, w->language, key);
}

static const char *number(const struct response_words *w, int64_t n) {
    return decimal_print_integer(w->arena, n);
}

const char *response_words_phrase(const struct response_words *w, const char *name) {
    return say(w, arena_printf(w->arena, "response_table.%s", name));
}

static const char *fill(const struct response_words *w, const char *name, const char *const values[]) {
    return language_fill(w->arena, response_words_phrase(w, name), values);
}

/* --- Of the whole ----------------------------------------------------------------------------------------------- */

const char *response_words_heading(const struct response_words *w) {
    return fill(w, "heading", (const char *[]){"title", w->table->title, NULL});
}

const char *response_words_day(const struct response_words *w) {
    return fill(w, "day", (const char *[]){"day", w->table->day, NULL});
}

const char *response_words_sentence(const struct response_words *w) {
    const struct response_table *t = w->table;
    return fill(w, t->row_count ? "sentence" : "none",
                (const char *[]){"people", number(w, t->people), "opinions", number(w, t->total.opinions), NULL});
}

static bool is_done(const struct response_table *t, int row) {
    return t->rows[t->by_number[row - 1]].is_done;
}

/* The numbers of the rows that are not done: "3、8～12". */
static const char *unanswered(const struct response_words *w) {
    const struct response_table *t = w->table;
    const char *between = response_words_phrase(w, "between");
    int count = (int)t->row_count;
    BUF(b);
    for (int first = 1, last; first <= count; first = last + 1) {
        last = first;
        if (is_done(t, first)) continue;
        while (last < count && !is_done(t, last + 1))
            last++;
        buf_printf(&b, "%s%d", b.size ? between : "", first);
        if (last > first) buf_printf(&b, "%s%d", last > first + 1 ? RANGE : between, last);
    }
    return arena_copy(w->arena, b.data, b.size);
}

const char *response_words_warning(const struct response_words *w) {
    const struct response_table *t = w->table;
    if (!t->unanswered) return "";
    return fill(w, "warning",
                (const char *[]){"count", number(w, (int64_t)t->unanswered), "numbers", unanswered(w), NULL});
}

/* --- Of a row --------------------------------------------------------------------------------------------------- */

const char *response_words_disposition(const struct response_words *w, enum disposition d) {
    if (d == DISPOSITION_NONE) return response_words_phrase(w, "undecided");
    return say(w, arena_printf(w->arena, "disposition.%s", response_disposition_name(d)));
}

const char *response_words_disposition_about(const struct response_words *w, enum disposition d) {
    const char *name = d == DISPOSITION_NONE ? "undecided" : response_disposition_name(d);
    return say(w, arena_printf(w->arena, "response_table.about.%s", name));
}

const char *response_words_kind(const struct response_words *w, enum comment_kind kind) {
    return say(w, arena_printf(w->arena, "comment_kind.%s", comment_kind_name(kind)));
}

const char *response_words_chapter(const struct response_words *w, const struct response_table_chapter *chapter) {
    return chapter->name ? chapter->name : response_words_phrase(w, "deleted_chapters");
}

const char *response_words_place(const struct response_words *w, const struct response_table_row *row) {
    if (!row->is_deleted) return row->place;
    return fill(w, "deleted_section", (const char *[]){"place", row->place, NULL});
}

const char *response_words_answer(const struct response_words *w, const struct response_table_row *row) {
    return *row->answer ? row->answer : response_words_phrase(w, "unanswered");
}

const char *response_words_sources(const struct response_words *w, const struct response_table_row *row) {
    const struct response_table_sender *senders = row->senders;
    BUF(b);
    for (int64_t i = 0; i < row->opinions; i++) {
        int64_t before = 0;
        while (strcmp(senders[before].source, senders[i].source) != 0)
            before++;
        const char *source = *senders[i].source ? senders[i].source : response_words_phrase(w, "here");
        if (before == i) buf_printf(&b, "%s%s", b.size ? response_words_phrase(w, "between") : "", source);
    }
    return arena_copy(w->arena, b.data, b.size);
}

const char *response_words_names(const struct response_words *w, const struct response_table_row *row) {
    const struct response_table_sender *senders = row->senders;
    BUF(b);
    for (int64_t i = 0; i < row->opinions; i++) {
        int64_t before = 0;
        while (strcmp(senders[before].name, senders[i].name) != 0)
            before++;
        if (before == i && *senders[i].name)
            buf_printf(&b, "%s%s", b.size ? response_words_phrase(w, "between") : "", senders[i].name);
    }
    return arena_copy(w->arena, b.size ? b.data : "", b.size);
}
