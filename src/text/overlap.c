#include "kosshi/text/overlap.h"

/* A change in the text both were made for: from == to for an insertion. */
struct stretch {
    int64_t from, to;
};

static size_t stretches_of(struct arena *a, const struct changeset *c, struct stretch **out) {
    struct stretch *list = arena_alloc(a, (c->count + 1) * sizeof *list);
    size_t count = 0;
    int64_t at = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->parts[i].ins >= 0) list[count++] = (struct stretch){at, at + c->parts[i].len};
        at += c->parts[i].len;
    }
    *out = list;
    return count;
}

/* They share a piece, one is inside of the other, or both insert at one place. */
static bool meet(const struct stretch *a, const struct stretch *b) {
    if (a->from == a->to && b->from == b->to) return a->from == b->from;
    return a->from < b->to && b->from < a->to;
}

static int64_t lesser(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static int64_t greater(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* Adds a place, or widens the last one when they touch. */
static void add_place(struct overlap *list, size_t *count, int64_t from, int64_t to) {
    struct overlap *last = *count ? &list[*count - 1] : NULL;
    if (last && from <= last->to)
        last->to = greater(last->to, to);
    else
        list[(*count)++] = (struct overlap){from, to};
}

/* Goes along a changeset with positions that only grow, so that many are found in one pass. */
struct along {
    struct changeset rest;
    int64_t old_at, new_at; /* where the rest begins */
};

static int64_t along_to(struct along *w, int64_t position, int assoc) {
    for (; w->rest.count && w->old_at + w->rest.parts->len < position; w->rest.parts++, w->rest.count--) {
        const struct changeset_part *p = w->rest.parts;
        w->old_at += p->len;
        w->new_at += p->ins < 0 ? p->len : p->ins;
    }
    return w->new_at + changeset_map_position(&w->rest, position - w->old_at, assoc, CHANGESET_SIMPLE);
}

enum err overlap_find(struct arena *a, const struct changeset *mine, const struct changeset *theirs,
                      struct overlap **out, size_t *count) {
    struct changeset behind = {0}, both = {0};
    enum err e = changeset_map(a, mine, theirs, false, &behind);
    if (!e) e = changeset_compose(a, theirs, &behind, &both);
    if (e) return e;
    struct stretch *m, *t;
    size_t m_count = stretches_of(a, mine, &m), t_count = stretches_of(a, theirs, &t);
    struct overlap *list = arena_alloc(a, (m_count + t_count + 1) * sizeof *list);
    struct along starts = {.rest = both}, ends = {.rest = both};
    *count = 0;
    for (size_t i = 0, j = 0; i < m_count && j < t_count;) {
        if (meet(&m[i], &t[j]))
            add_place(list, count, along_to(&starts, lesser(m[i].from, t[j].from), -1),
                      along_to(&ends, greater(m[i].to, t[j].to), 1));
        if (m[i].to < t[j].to || (m[i].to == t[j].to && m[i].from <= t[j].from))
            i++;
        else
            j++;
    }
    *out = list;
    return OK;
}
