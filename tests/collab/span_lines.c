/*
 * The spans of src/text for the test that holds them against @codemirror/state: reads one JSON object a line, writes one
 * a line. {"text":s,"spans":[[from,to],…],"return":bool} begins; {"changes":set} goes on to the next text. Both answer
 * [from,to,gone,…] of all spans. return: words that are gone are looked for in what is written.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/text/changeset_json.h"
#include "kosshi/text/span.h"

struct state {
    struct arena *arena;
    struct buf text;
    struct span *spans;
    struct span_quote *lost;
    size_t count;
    bool returns;
};

static void begin(struct state *s, const json_t *question) {
    const json_t *text = json_object_get(question, "text"), *spans = json_object_get(question, "spans"), *span;
    size_t i;
    buf_clear(&s->text);
    buf_add(&s->text, json_string_value(text), json_string_length(text));
    s->returns = json_is_true(json_object_get(question, "return"));
    s->count = json_array_size(spans);
    s->spans = arena_alloc(s->arena, s->count * sizeof *s->spans);
    s->lost = arena_alloc(s->arena, s->count * sizeof *s->lost);
    json_array_foreach(spans, i, span) {
        s->spans[i].from = json_integer_value(json_array_get(span, 0));
        s->spans[i].to = json_integer_value(json_array_get(span, 1));
    }
}

static enum err go_on(struct state *s, const json_t *question) {
    ARENA(step);
    struct changeset changes;
    struct buf after = {0};
    enum err e = changeset_json_read(step, json_object_get(question, "changes"), &changes);
    if (!e) e = changeset_apply(&changes, s->text.data, s->text.size, &after);
    if (e) return e;
    struct unit_index was = unit_index_of(step, s->text.data, s->text.size);
    struct unit_index is = unit_index_of(step, after.data, after.size);
    for (size_t i = 0; i < s->count; i++) {
        struct span before = s->spans[i], written;
        span_map(&changes, &s->spans[i], &written);
        if (s->returns && s->spans[i].gone && !before.gone)
            s->lost[i] = span_quote_of(s->arena, &was, &before, &changes);
        if (s->returns && before.gone) (void)span_return(&s->spans[i], &written, &is, &s->lost[i]);
    }
    buf_free(&s->text);
    s->text = after;
    return OK;
}

static void print_spans(const struct state *s) {
    putchar('[');
    for (size_t i = 0; i < s->count; i++) {
        printf("%s%lld,%lld,%d", i ? "," : "", (long long)s->spans[i].from, (long long)s->spans[i].to,
               s->spans[i].gone);
    }
    puts("]");
}

int main(void) {
    ARENA(a);
    struct state s = {.arena = a};
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        json_auto_t *question = json_loads(line, 0, NULL);
        if (!question) return 1;
        if (json_object_get(question, "text"))
            begin(&s, question);
        else if (go_on(&s, question) != OK)
            return 1;
        print_spans(&s);
    }
    free(line);
    buf_free(&s.text);
    return 0;
}
