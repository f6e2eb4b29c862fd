#include "kosshi/output/response_table_json.h"

#include <jansson.h>

static json_t *by_disposition(const struct response_table_total *total) {
    json_t *counts = json_object();
    for (int d = DISPOSITION_NONE + 1; d < DISPOSITION_COUNT; d++)
        json_object_set_new(counts, response_disposition_name((enum disposition)d),
                            json_integer(total->by_disposition[d]));
    json_object_set_new(counts, "none", json_integer(total->by_disposition[DISPOSITION_NONE]));
    return counts;
}

static json_t *totals_of(const struct response_table *t) {
    json_t *chapters = json_array();
    for (size_t i = 0; i < t->chapter_count; i++) {
        const struct response_table_chapter *c = &t->chapters[i];
        json_array_append_new(chapters, json_pack("{s:s?, s:I, s:I, s:o}", "chapter", c->name, "rows",
                                                  (json_int_t)c->count, "opinions", (json_int_t)c->total.opinions,
                                                  "by_disposition", by_disposition(&c->total)));
    }
    return json_pack("{s:o, s:o}", "by_disposition", by_disposition(&t->total), "by_chapter", chapters);
}

static json_t *unanswered_of(const struct response_table *t) {
    json_t *numbers = json_array();
    for (size_t i = 0; i < t->row_count; i++) {
        const struct response_table_row *row = &t->rows[t->by_number[i]];
        if (!row->is_done) json_array_append_new(numbers, json_integer(row->number));
    }
    return numbers;
}

static json_t *senders_of(const struct response_table_row *row) {
    json_t *senders = json_array();
    for (int64_t i = 0; i < row->opinions; i++) {
        const struct response_table_sender *s = &row->senders[i];
        json_array_append_new(senders, json_pack("{s:s, s:s, s:I}", "source", s->source, "name", s->name, "people",
                                                 (json_int_t)s->people));
    }
    return senders;
}

static json_t *row_of(const struct response_table *t, const struct response_table_chapter *chapter,
                      const struct response_table_row *row) {
    bool undecided = row->disposition == DISPOSITION_NONE;
    json_t *out = json_pack("{s:i, s:I, s:s?, s:s, s:b, s:s, s:s, s:s, s:s?, s:I}", "number", row->number, "id",
                            (json_int_t)row->id, "chapter", chapter->name, "place", row->place, "deleted",
                            row->is_deleted, "kind", comment_kind_name(row->kind), "summary", row->summary, "response",
                            row->answer, "disposition", undecided ? NULL : response_disposition_name(row->disposition),
                            "opinions", (json_int_t)row->opinions);
    if (!out) die("opinion %lld cannot be written", (long long)row->id);
    if (t->with_names) json_object_set_new(out, "senders", senders_of(row));
    return out;
}

static json_t *rows_of(const struct response_table *t) {
    json_t *rows = json_array();
    for (size_t i = 0; i < t->chapter_count; i++) {
        const struct response_table_chapter *chapter = &t->chapters[i];
        for (size_t j = 0; j < chapter->count; j++)
            json_array_append_new(rows, row_of(t, chapter, &t->rows[chapter->first + j]));
    }
    return rows;
}

static int add_bytes(const char *bytes, size_t size, void *context) {
    buf_add(context, bytes, size);
    return 0;
}

void response_table_json(const struct response_table *t, struct buf *out) {
    json_auto_t *whole = json_pack("{s:s, s:s, s:I, s:I, s:o, s:o, s:o}", "title", t->title, "day", t->day, "people",
                                   (json_int_t)t->people, "opinions", (json_int_t)t->total.opinions, "totals",
                                   totals_of(t), "unanswered", unanswered_of(t), "rows", rows_of(t));
    if (!whole || json_dump_callback(whole, add_bytes, out, JSON_INDENT(2)) != 0) die("the opinions cannot be written");
    buf_byte(out, '\n');
}
