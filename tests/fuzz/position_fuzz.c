/*
 * Where positions go. Each two bytes of an input are a part of a changeset: how long it is, and what becomes of it.
 * Whatever the parts: a position stays in the text, does not pass another one, stands still where nothing changes, and
 * what is on one side of a place that is kept comes back when the change is taken back.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/changeset.h"

#define PARTS 64
#define LONGEST 17 /* units of a part */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static const char letters[LONGEST + 1] = "abcdefghijklmnopq";

/* A changeset of the parts that the bytes say; one that says nothing is left out. */
static struct changeset changeset_of(struct arena *a, const uint8_t *data, size_t size) {
    struct changeset c = {.parts = arena_alloc(a, PARTS * sizeof *c.parts)};
    for (size_t i = 0; i + 1 < size && c.count < PARTS; i += 2) {
        int64_t len = data[i] % LONGEST, ins = data[i + 1] % (LONGEST + 1) - 1;
        if (len == 0 && ins < 1) continue;
        c.parts[c.count++] = (struct changeset_part){len, ins, letters, ins > 0 ? (size_t)ins : 0};
    }
    return c;
}

static void check_modes(const struct changeset *c, int64_t at, int assoc, int64_t simple) {
    static const enum changeset_mode modes[] = {CHANGESET_TRACK_DEL, CHANGESET_TRACK_BEFORE, CHANGESET_TRACK_AFTER};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        int64_t tracked = changeset_map_position(c, at, assoc, modes[i]);
        require(tracked == -1 || tracked == simple, "a mode takes a position away or leaves it where it is");
    }
    if (changeset_map_position(c, at, assoc, CHANGESET_TRACK_DEL) == -1) {
        require(changeset_map_position(c, at, assoc, CHANGESET_TRACK_BEFORE) == -1 &&
                    changeset_map_position(c, at, assoc, CHANGESET_TRACK_AFTER) == -1,
                "what is gone on both sides is gone on each");
    }
}

static void check_position(const struct changeset *c, int64_t at, int64_t last[2]) {
    int64_t end = changeset_new_length(c);
    for (int side = 0; side < 2; side++) {
        int assoc = side ? 1 : -1;
        int64_t to = changeset_map_position(c, at, assoc, CHANGESET_SIMPLE);
        require(to >= 0 && to <= end, "a position stays in the text");
        require(to >= last[side], "no position passes another");
        if (changeset_is_empty(c)) require(to == at, "where nothing changes a position stands still");
        check_modes(c, at, assoc, to);
        last[side] = to;
    }
    require(last[0] <= last[1], "what stays with the words before is not behind what stays with those behind");
}

/* The one that takes c back, as far as positions go. */
static struct changeset reversed(struct arena *a, const struct changeset *c) {
    struct changeset back = {.parts = arena_alloc(a, PARTS * sizeof *back.parts), .count = c->count};
    for (size_t i = 0; i < c->count; i++) {
        const struct changeset_part *p = &c->parts[i];
        back.parts[i] = p->ins < 0 ? *p : (struct changeset_part){p->ins, p->len, letters, (size_t)p->len};
    }
    return back;
}

static void check_kept(struct arena *a, const struct changeset *c) {
    struct changeset back = reversed(a, c);
    int64_t at = 0;
    for (size_t i = 0; i < c->count; at += c->parts[i++].len) {
        for (int64_t n = 1; c->parts[i].ins < 0 && n < c->parts[i].len; n++) {
            int64_t to = changeset_map_position(c, at + n, 1, CHANGESET_SIMPLE);
            require(changeset_map_position(&back, to, 1, CHANGESET_SIMPLE) == at + n,
                    "a place inside of what is kept comes back");
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ARENA(a);
    struct changeset c = changeset_of(a, data, size);
    int64_t last[2] = {0, 0};
    for (int64_t at = 0; at <= changeset_length(&c); at++)
        check_position(&c, at, last);
    check_kept(a, &c);
    return 0;
}
