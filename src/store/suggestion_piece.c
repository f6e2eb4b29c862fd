#include "kosshi/store/suggestion_piece.h"

#include "kosshi/base/buf.h"

static bool is_kept(const struct changeset_part *p) {
    return p->ins < 0;
}

/* True for a part with which a piece begins. */
static bool begins(const struct changeset *c, size_t at) {
    return !is_kept(&c->parts[at]) && (at == 0 || is_kept(&c->parts[at - 1]));
}

/* The piece that begins with the part `at` and at the unit `from`. */
static struct suggestion_piece piece_at(struct arena *a, const struct changeset *c, size_t at, int64_t from) {
    BUF(inserted);
    struct suggestion_piece piece = {.from = from, .to = from};
    for (; at < c->count && !is_kept(&c->parts[at]); at++) {
        piece.to += c->parts[at].len;
        buf_add(&inserted, c->parts[at].text, c->parts[at].size);
    }
    piece.inserted = arena_copy(a, inserted.data ? inserted.data : "", inserted.size);
    piece.size = inserted.size;
    return piece;
}

void suggestion_piece_list(struct arena *a, const struct changeset *changes, struct suggestion_piece **out,
                           size_t *count) {
    struct suggestion_piece *list = arena_alloc(a, (changes->count + 1) * sizeof *list);
    int64_t from = 0;
    *count = 0;
    for (size_t i = 0; i < changes->count; i++) {
        if (begins(changes, i)) list[(*count)++] = piece_at(a, changes, i, from);
        from += changes->parts[i].len;
    }
    *out = list;
}

/* Adds a part, or that what it replaces is kept. */
static void add(struct changeset *c, const struct changeset_part *part, bool kept) {
    struct changeset_part *last = c->count ? &c->parts[c->count - 1] : NULL;
    if (!kept)
        c->parts[c->count++] = *part;
    else if (last && is_kept(last))
        last->len += part->len;
    else if (part->len)
        c->parts[c->count++] = (struct changeset_part){.len = part->len, .ins = -1, .text = ""};
}

void suggestion_piece_split(struct arena *a, const struct changeset *changes, const bool *chosen,
                            struct changeset *taken, struct changeset *rest) {
    size_t room = (changes->count + 1) * sizeof *changes->parts, begun = 0;
    *taken = (struct changeset){arena_alloc(a, room), 0};
    *rest = (struct changeset){arena_alloc(a, room), 0};
    for (size_t i = 0; i < changes->count; i++) {
        const struct changeset_part *p = &changes->parts[i];
        begun += begins(changes, i);
        add(taken, p, is_kept(p) || !chosen[begun - 1]);
        add(rest, p, is_kept(p) || chosen[begun - 1]);
    }
}
