#include "kosshi/pages/history_words.h"

#include <stdlib.h>
#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/typed_text.h"
#include "kosshi/store/history.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

/* A person and all that is theirs in the text. */
struct share {
    struct history_person person;
    size_t length; /* characters */
    int mark;
};

struct shares {
    struct share *items; /* who has most first */
    size_t count, length;
};

static struct share *share_of(const struct shares *s, int64_t person) {
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].person.id == person) return &s->items[i];
    return NULL;
}

static int by_length(const void *a, const void *b) {
    const struct share *x = a, *y = b;
    if (x->length != y->length) return x->length < y->length ? 1 : -1;
    return (x->person.id > y->person.id) - (x->person.id < y->person.id);
}

static struct shares shares_of(struct arena *a, const struct history_words *words) {
    struct shares s = {.items = arena_alloc(a, (words->count + 1) * sizeof *s.items)};
    for (size_t i = 0; i < words->count; i++) {
        const struct history_span *span = &words->spans[i];
        struct share *share = share_of(&s, span->writer->person.id);
        if (!share) {
            share = &s.items[s.count++];
            share->person = span->writer->person;
        }
        size_t length = utf_length(words->text + span->at, span->size);
        share->length += length;
        s.length += length;
    }
    qsort(s.items, s.count, sizeof *s.items, by_length);
    for (size_t i = 0; i < s.count; i++)
        s.items[i].mark = i < HISTORY_MARKS ? (int)i + 1 : 0;
    return s;
}

/* Whose words are to be marked; NULL for all. Nobody's are those of person 0. */
static const struct share *chosen_share(const struct request *r, const struct shares *shares) {
    return *request_query(r, "person") ? share_of(shares, request_query_integer(r, "person")) : NULL;
}

static const char *name_of(struct request *r, const struct history_person *p) {
    return p->id ? p->name : request_phrase(r, "history.nobody");
}

static json_t *share_view(struct request *r, const struct shares *all, const struct share *s) {
    size_t percent = all->length ? (s->length * 100 + all->length / 2) / all->length : 0;
    return json_pack(
        "{s:I, s:s, s:b, s:I, s:s, s:I, s:b, s:i, s:s, s:b}", "id", (json_int_t)s->person.id, "name",
        name_of(r, &s->person), "is_nobody", s->person.id == 0, "length", (json_int_t)s->length, "length_text",
        decimal_print_integer(r->arena, (int64_t)s->length), "share", (json_int_t)percent, "is_little",
        percent == 0 && s->length > 0, "mark", s->mark, "href",
        arena_printf(r->arena, "/sections/%lld/history?who=1&person=%lld", (long long)r->id, (long long)s->person.id),
        "is_chosen", s == chosen_share(r, all));
}

static json_t *span_view(struct request *r, const struct history_words *words, const struct shares *shares,
                         const uint8_t *looks, size_t at) {
    const struct history_span *s = &words->spans[at];
    const struct history_writer *w = s->writer;
    const struct share *share = share_of(shares, w->person.id), *chosen = chosen_share(r, shares);
    const char *name = name_of(r, &w->person), *moment = reply_moment(r, w->at);
    bool is_next = at == 0 || words->spans[at - 1].writer->person.id != w->person.id;
    json_t *view = json_pack("{s:I, s:I, s:s%, s:I, s:I, s:s, s:b, s:i, s:b}", "from", (json_int_t)s->from, "to",
                             (json_int_t)s->to, "text", words->text + s->at, s->size, "version", (json_int_t)w->version,
                             "at", (json_int_t)w->at, "name", name, "is_nobody", w->person.id == 0, "mark", share->mark,
                             "is_next", is_next);
    if (!view) die("a text cannot be shown");
    json_object_update_new(
        view,
        json_pack("{s:o, s:b, s:b, s:b, s:s, s:s}", "runs", typed_text_runs(words->text, looks, s->at, s->at + s->size),
                  "is_blank", utf_length(words->text + s->at, s->size) == 0, "is_chosen", chosen == share, "is_other",
                  chosen && chosen != share, "tip", arena_printf(r->arena, "%s %s", name, moment), "href",
                  arena_printf(r->arena, "/sections/%lld/history?from=%lld&to=%lld", (long long)r->id,
                               (long long)w->before, (long long)w->version)));
    return view;
}

enum err history_words_view(struct request *r, json_t *view) {
    struct history_words words;
    enum err e = history_words(r->db, r->arena, r->id, &words);
    if (e != OK) return e;
    struct shares shares = shares_of(r->arena, &words);
    const struct share *chosen = chosen_share(r, &shares);
    const uint8_t *looks = marks_read(r->arena, words.text, words.size);
    json_t *writers = json_array(), *spans = json_array();
    for (size_t i = 0; i < shares.count; i++)
        json_array_append_new(writers, share_view(r, &shares, &shares.items[i]));
    for (size_t i = 0; i < words.count; i++)
        json_array_append_new(spans, span_view(r, &words, &shares, looks, i));
    json_object_update_new(
        view, json_pack("{s:o, s:o, s:b, s:I, s:s, s:b, s:o}", "writers", writers, "spans", spans, "has_marks",
                        marks_are_in(looks, words.size), "length", (json_int_t)shares.length, "length_text",
                        decimal_print_integer(r->arena, (int64_t)shares.length), "has_words", words.size > 0, "chosen",
                        chosen ? json_string(name_of(r, &chosen->person)) : json_null()));
    return OK;
}
