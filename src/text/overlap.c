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

enum err overlap_find(struct arena *a, const struct changeset *mine, const struct changeset *theirs,
                      struct overlap **out, size_t *count) {
    struct changeset behind = {0}, both = {0};
    enum err e = changeset_map(a, mine, theirs, false, &behind);
    if (!e) e = changeset_compose(a, theirs, &behind, &both);
    if (e) return e;
    struct stretch *m, *t;
    size_t m_count = stretches_of(a, mine, &m), t_count = stretches_of(a, theirs, &t);
    struct overlap *list = arena_alloc(a, (m_count + t_count + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0, j = 0; i < m_count && j < t_count;) {
        if (meet(&m[i], &t[j]))
            add_place(list, count, changeset_map_position(&both, lesser(m[i].from, t[j].from), -1, CHANGESET_SIMPLE),
                      changeset_map_position(&both, greater(m[i].to, t[j].to), 1, CHANGESET_SIMPLE));
        if (m[i].to < t[j].to || (m[i].to == t[j].to && m[i].from <= t[j].from))
            i++;
        else
            j++;
    }
    *out = list;
    return OK;
}
