#include "kosshi/text/authorship.h"

#include <stdbool.h>

/* Adds a span behind the others, or makes the last one longer. There is room. */
static void add(struct authorship *s, int64_t len, int64_t at, int64_t by) {
    struct authorship_span *last = s->count ? &s->spans[s->count - 1] : NULL;
    if (len == 0) return;
    bool goes_on = last && (at == AUTHORSHIP_NEW ? last->at == AUTHORSHIP_NEW && last->by == by
                                                 : last->at != AUTHORSHIP_NEW && last->at + last->len == at);
    if (goes_on)
        last->len += len;
    else
        s->spans[s->count++] = (struct authorship_span){len, at, by};
}

void authorship_of_change(struct arena *a, const struct changeset *c, int64_t by, struct authorship *out) {
    *out = (struct authorship){.spans = arena_alloc(a, (c->count + 1) * sizeof *out->spans)};
    for (size_t i = 0; i < c->count; i++) {
        const struct changeset_part *p = &c->parts[i];
        if (p->ins < 0)
            add(out, p->len, out->before, 0);
        else
            add(out, p->ins, AUTHORSHIP_NEW, by);
        out->before += p->len;
    }
}

/* --- One behind the other --------------------------------------------------------------------------------------- */

static int64_t length_after(const struct authorship *s) {
    int64_t length = 0;
    for (size_t i = 0; i < s->count; i++)
        length += s->spans[i].len;
    return length;
}

/* A place in the text behind `first`, which only goes on. */
struct walk {
    const struct authorship *first;
    size_t span;
    int64_t start; /* of the span at hand in that text */
};

/* Adds what `first` says of the stretch [from, from + len) of its text. */
static void add_from(struct authorship *out, struct walk *w, int64_t from, int64_t len) {
    while (len > 0) {
        const struct authorship_span *s = &w->first->spans[w->span];
        int64_t off = from - w->start, left = s->len - off;
        if (left <= 0) {
            w->start += s->len;
            w->span++;
            continue;
        }
        int64_t piece = left < len ? left : len;
        add(out, piece, s->at == AUTHORSHIP_NEW ? AUTHORSHIP_NEW : s->at + off, s->by);
        from += piece;
        len -= piece;
    }
}

static enum err join_two(struct arena *a, const struct authorship *first, const struct authorship *second,
                         struct authorship *out) {
    if (length_after(first) != second->before) return ERR_BAD_FIELD;
    size_t most = first->count + 2 * second->count + 1;
    *out = (struct authorship){.spans = arena_alloc(a, most * sizeof *out->spans), .before = first->before};
    struct walk w = {.first = first};
    for (size_t i = 0; i < second->count; i++) {
        const struct authorship_span *s = &second->spans[i];
        if (s->at == AUTHORSHIP_NEW)
            add(out, s->len, AUTHORSHIP_NEW, s->by);
        else
            add_from(out, &w, s->at, s->len);
    }
    return OK;
}

/* By halves: one after the other, each of n changes would be joined to all that is there before it. */
enum err authorship_join(struct arena *a, const struct authorship *changes, size_t count, struct authorship *out) {
    if (count == 1) {
        *out = changes[0];
        return OK;
    }
    ARENA(halves);
    struct authorship first, second;
    enum err e = authorship_join(halves, changes, count / 2, &first);
    if (!e) e = authorship_join(halves, changes + count / 2, count - count / 2, &second);
    return e ? e : join_two(a, &first, &second, out);
}
