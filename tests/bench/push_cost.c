/*
 * What one pushed update on a text of 100 KB costs: from the bytes of its request's body over what came since to the new
 * text, what takes it back, and the JSON of both for the log. Prints µs of CPU, the median of the rounds. The file is
 * not in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kosshi/http/body.h"
#include "kosshi/pages/update_body.h"
#include "kosshi/text/changeset_json.h"
#include "kosshi/text/rebase.h"
#include "kosshi/text/utf.h"

#define TEXT_SIZE ((size_t)100 * 1024) /* bytes */
#define PUSHES 500                     /* a round */
#define ROUNDS 21

static const char sentence[] = "区民生活を支える多様な地域産業の持続性を確保する。\n";

struct text {
    struct buf now;    /* with the update that came since */
    int64_t units;     /* of the text before that one */
    const char *other; /* it, as the log holds it: a character elsewhere */
};

static struct text text_new(struct arena *a) {
    struct text t = {0};
    while (t.now.size + sizeof sentence - 1 <= TEXT_SIZE)
        buf_string(&t.now, sentence);
    t.units = (int64_t)utf_units(t.now.data, t.now.size);
    t.other = arena_printf(a, "[%lld,[0,\"他\"]]", (long long)t.units);
    buf_string(&t.now, "他");
    return t;
}

static void require(enum err e) {
    if (e != OK) die("a push was refused: %s", err_code(e));
}

static void write_json(struct buf *out, const struct changeset *c) {
    json_auto_t *json = changeset_json_write(c);
    char *text = json_dumps(json, JSON_COMPACT);
    buf_string(out, text);
    free(text);
}

static struct rebase_update read_other(struct arena *a, const struct text *t) {
    struct rebase_update other = {.client = "editor-2"};
    json_auto_t *json = json_loads(t->other, 0, NULL);
    require(changeset_json_read(a, json, &other.changes));
    return other;
}

static void push(const struct text *t, const char *body_text) {
    ARENA(a);
    BUF(made);
    BUF(log);
    struct body *body = body_new();
    json_auto_t *json = NULL;
    const char *field;
    struct update_push p;
    body_json(body, body_text, strlen(body_text));
    require(body_finish(body, &json, &field));
    require(update_body_read(a, json, &p, &field));
    struct rebase_update mine = {p.client, p.changes[0]}, other = read_other(a, t);
    struct rebased rebased;
    struct changeset undo;
    require(rebase_updates(a, &mine, 1, &other, 1, &rebased));
    require(changeset_apply_and_invert(a, &rebased.changes[0], t->now.data, t->now.size, &made, &undo));
    write_json(&log, &rebased.changes[0]);
    write_json(&log, &undo);
    body_free(body);
}

static double cpu_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double round_of(const struct text *t) {
    char body[256];
    double begin = cpu_us();
    for (long long i = 0; i < PUSHES; i++) {
        long long at = i * t->units / PUSHES;
        snprintf(body, sizeof body,
                 "{\"version\":7,\"client\":\"editor-1\",\"updates\":[{\"changes\":[%lld,[0,\"産\"],%lld]}]}", at,
                 (long long)t->units - at);
        push(t, body);
    }
    return (cpu_us() - begin) / PUSHES;
}

static int by_size(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

int main(void) {
    ARENA(a);
    struct text t = text_new(a);
    double times[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        times[i] = round_of(&t);
    qsort(times, ROUNDS, sizeof times[0], by_size);
    printf("%.1f\n", times[ROUNDS / 2]);
    buf_free(&t.now);
    return 0;
}
