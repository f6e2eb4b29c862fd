#include "kosshi/text/diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kosshi/text/sequence.h"
#include "kosshi/text/words.h"

/* How a stretch is looked at, from coarse to fine. */
static const struct level {
    enum words_by by;
    size_t effort;
    unsigned share; /* the least part of the larger side, in percent, that must be left for it to be looked into */
} levels[] = {
    {WORDS_BY_LINE, 4000, 0},
    {WORDS_BY_WORD, 1000, 25},
    {WORDS_BY_CHARACTER, 100, 40},
};

enum { LEVELS = sizeof levels / sizeof *levels };

struct diff {
    struct arena *arena;
    const char *old, *new_;
    struct diff_change *changes;
    size_t count, room;
};

static void add(struct diff *d, struct diff_change c) {
    if (d->count == d->room) {
        d->room = d->room ? 2 * d->room : 8;
        struct diff_change *changes = arena_alloc(d->arena, d->room * sizeof *changes);
        if (d->count) memcpy(changes, d->changes, d->count * sizeof *changes);
        d->changes = changes;
    }
    d->changes[d->count++] = c;
}

/* --- Pieces as numbers: the same bytes, the same number --------------------------------------- */

struct pieces {
    const char *text;
    size_t *ends, count;
    uint32_t *numbers;
    bool *changed;
};

static size_t start_of(const struct pieces *p, size_t i) {
    return i ? p->ends[i - 1] : 0;
}

struct slot {
    const char *bytes; /* NULL: free */
    size_t size;
};

static uint64_t hash(const char *bytes, size_t size) { /* FNV-1a */
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
    return h;
}

/* mask: number of slots less one, a power of two more than there are pieces. */
static void number_pieces(struct pieces *p, struct slot *slots, size_t mask) {
    if (!p->text) return; /* nothing to look at */
    for (size_t i = 0; i < p->count; i++) {
        const char *bytes = p->text + start_of(p, i);
        size_t size = p->ends[i] - start_of(p, i), at = hash(bytes, size) & mask;
        while (slots[at].bytes && (slots[at].size != size || memcmp(slots[at].bytes, bytes, size) != 0))
            at = (at + 1) & mask;
        slots[at] = (struct slot){bytes, size};
        p->numbers[i] = (uint32_t)at;
    }
}

static struct pieces pieces_of(struct arena *a, enum words_by by, const char *text, size_t size) {
    struct pieces p = {.text = text};
    words_split(a, by, text, size, &p.ends, &p.count);
    p.numbers = arena_alloc(a, (p.count + 1) * sizeof *p.numbers);
    p.changed = arena_alloc(a, (p.count + 1) * sizeof *p.changed);
    return p;
}

static void compare(struct arena *a, const struct level *level, struct pieces *old, struct pieces *new_) {
    size_t room = 16;
    while (room < 2 * (old->count + new_->count))
        room *= 2;
    struct slot *slots = arena_alloc(a, room * sizeof *slots);
    number_pieces(old, slots, room - 1);
    number_pieces(new_, slots, room - 1);
    sequence_compare(a, old->numbers, old->count, new_->numbers, new_->count, level->effort, old->changed,
                     new_->changed);
}

/* --- Levels ----------------------------------------------------------------------------------- */

/* Bytes that stayed, of which white space is nothing one could read. */
static size_t bytes_left(const struct pieces *p) {
    size_t left = 0;
    for (size_t i = 0; i < p->count; i++) {
        size_t start = start_of(p, i), size = p->ends[i] - start;
        if (!p->changed[i] && p->text[start] != '\n' && p->text[start] != ' ') left += size;
    }
    return left;
}

static void look_into(struct diff *d, size_t depth, struct diff_change c);

/* The runs of changed pieces, each looked into more finely. */
static void add_runs(struct diff *d, size_t depth, struct diff_change c, const struct pieces *old,
                     const struct pieces *new_) {
    for (size_t i = 0, j = 0; i < old->count || j < new_->count;) {
        size_t old_from = start_of(old, i), new_from = start_of(new_, j), i_from = i, j_from = j;
        while (i < old->count && old->changed[i])
            i++;
        while (j < new_->count && new_->changed[j])
            j++;
        if (i > i_from || j > j_from)
            look_into(d, depth + 1,
                      (struct diff_change){c.old_at + old_from, start_of(old, i) - old_from, c.new_at + new_from,
                                           start_of(new_, j) - new_from});
        if (i < old->count && j < new_->count) i++, j++;
    }
}

static void look_into(struct diff *d, size_t depth, struct diff_change c) {
    if (depth == LEVELS || c.old_size == 0 || c.new_size == 0) {
        add(d, c);
        return;
    }
    ARENA(a);
    const struct level *level = &levels[depth];
    struct pieces old = pieces_of(a, level->by, d->old + c.old_at, c.old_size);
    struct pieces new_ = pieces_of(a, level->by, d->new_ + c.new_at, c.new_size);
    compare(a, level, &old, &new_);
    size_t larger = c.old_size > c.new_size ? c.old_size : c.new_size;
    if (bytes_left(&old) * 100 < larger * level->share)
        add(d, c);
    else
        add_runs(d, depth, c, &old, &new_);
}

/* --- Lines that stayed at both ends --------------------------------------------------------------- */

/* Bytes of the whole lines with which both begin: most of a text in which a little was changed. */
static size_t same_beginning(const char *old, size_t old_size, const char *new_, size_t new_size) {
    size_t most = old_size < new_size ? old_size : new_size, at = 0, lines = 0;
    while (at < most && old[at] == new_[at])
        if (old[at++] == '\n') lines = at;
    return at == old_size && at == new_size ? at : lines;
}

/* The same for what both end with: each of these lines has a line end before it in both. */
static size_t same_end(const char *old, size_t old_size, const char *new_, size_t new_size) {
    size_t most = old_size < new_size ? old_size : new_size, count = 0, lines = 0;
    while (count < most && old[old_size - count - 1] == new_[new_size - count - 1]) {
        if (old[old_size - count - 1] == '\n') lines = count;
        count++;
    }
    return lines;
}

/* What is between them. */
static struct diff_change middle_of(const char *old, size_t old_size, const char *new_, size_t new_size) {
    size_t begin = same_beginning(old, old_size, new_, new_size);
    size_t end = same_end(old + begin, old_size - begin, new_ + begin, new_size - begin);
    return (struct diff_change){begin, old_size - begin - end, begin, new_size - begin - end};
}

size_t diff_extent(const char *old, size_t old_size, const char *new_, size_t new_size) {
    struct diff_change middle = middle_of(old, old_size, new_, new_size);
    return middle.old_size + middle.new_size;
}

void diff_texts(struct arena *a, const char *old, size_t old_size, const char *new_, size_t new_size,
                struct diff_change **out, size_t *count) {
    struct diff d = {.arena = a, .old = old, .new_ = new_};
    struct diff_change middle = middle_of(old, old_size, new_, new_size);
    if (middle.old_size || middle.new_size) look_into(&d, 0, middle);
    *out = d.changes;
    *count = d.count;
}
