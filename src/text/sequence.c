#include "kosshi/text/sequence.h"

#define NOWHERE (-1) /* of a diagonal that a front has not reached */

/*
 * Two fronts walk towards each other, one from the start of a stretch and one from its end. A front's positions are
 * counted from its own corner; on its diagonal k (old position minus new position) it keeps the furthest old position
 * that it has reached.
 */
struct compare {
    const uint32_t *old, *new_;
    bool *gone, *new_one;
    int64_t *fronts[2]; /* by diagonal, 0 in the middle; [0] from the start, [1] from the end */
    int64_t effort;
};

struct stretch {
    int64_t old_from, old_to, new_from, new_to;
};

static bool is_same(const struct compare *c, const struct stretch *s, bool from_end, int64_t x, int64_t y) {
    return from_end ? c->old[s->old_to - 1 - x] == c->new_[s->new_to - 1 - y]
                    : c->old[s->old_from + x] == c->new_[s->new_from + y];
}

/* Where a front comes to on diagonal k by one edit more; NOWHERE when that is outside of the stretch. */
static int64_t one_more(const int64_t *front, int64_t k, int64_t old_size, int64_t new_size) {
    int64_t down = front[k + 1], right = front[k - 1] == NOWHERE ? NOWHERE : front[k - 1] + 1;
    if (down != NOWHERE && down - k > new_size) down = NOWHERE;
    if (right > old_size) right = NOWHERE;
    return down > right ? down : right;
}

/* Brings one front to d edits. True when it meets the other one: *x and *y are where, from its own corner. */
static bool advance(const struct compare *c, const struct stretch *s, bool from_end, int64_t d, int64_t *x,
                    int64_t *y) {
    int64_t old_size = s->old_to - s->old_from, new_size = s->new_to - s->new_from, delta = old_size - new_size;
    int64_t *front = c->fronts[from_end];
    const int64_t *other = c->fronts[!from_end];
    int64_t reach = from_end ? d : d - 1; /* how far the other one has come */
    bool may_meet = (delta & 1) != from_end;
    front[-d - 1] = front[d + 1] = NOWHERE;
    for (int64_t k = -d; k <= d; k += 2) {
        int64_t at = d == 0 ? 0 : one_more(front, k, old_size, new_size);
        while (at != NOWHERE && at < old_size && at - k < new_size && is_same(c, s, from_end, at, at - k))
            at++;
        front[k] = at;
        int64_t facing = delta - k; /* the same diagonal as the other one counts it */
        if (at == NOWHERE || !may_meet || facing < -reach || facing > reach) continue;
        if (other[facing] == NOWHERE || at + other[facing] < old_size) continue;
        *x = at;
        *y = at - k;
        return true;
    }
    return false;
}

/* A point that a shortest script goes through; false when that would take too much effort. */
static bool find_middle(const struct compare *c, const struct stretch *s, int64_t *old_at, int64_t *new_at) {
    int64_t x, y;
    for (int64_t d = 0; d <= c->effort; d++) {
        if (advance(c, s, false, d, &x, &y)) {
            *old_at = s->old_from + x;
            *new_at = s->new_from + y;
            return true;
        }
        if (advance(c, s, true, d, &x, &y)) {
            *old_at = s->old_to - x;
            *new_at = s->new_to - y;
            return true;
        }
    }
    return false;
}

static void mark(bool *marks, int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++)
        marks[i] = true;
}

static void compare_stretch(const struct compare *c, struct stretch s) {
    while (s.old_from < s.old_to && s.new_from < s.new_to && c->old[s.old_from] == c->new_[s.new_from])
        s.old_from++, s.new_from++;
    while (s.old_from < s.old_to && s.new_from < s.new_to && c->old[s.old_to - 1] == c->new_[s.new_to - 1])
        s.old_to--, s.new_to--;
    int64_t old_at, new_at;
    bool is_edge = s.old_from == s.old_to || s.new_from == s.new_to;
    if (is_edge || !find_middle(c, &s, &old_at, &new_at)) {
        mark(c->gone, s.old_from, s.old_to);
        mark(c->new_one, s.new_from, s.new_to);
        return;
    }
    compare_stretch(c, (struct stretch){s.old_from, old_at, s.new_from, new_at});
    compare_stretch(c, (struct stretch){old_at, s.old_to, new_at, s.new_to});
}

/* NOLINTBEGIN(readability-non-const-parameter): both are written to through struct compare */
void sequence_compare(struct arena *a, const uint32_t *old, size_t old_count, const uint32_t *new_, size_t new_count,
                      size_t effort, bool *gone, bool *new_one) {
    /* NOLINTEND(readability-non-const-parameter) */
    size_t most = (old_count + new_count + 1) / 2;
    if (effort > most) effort = most;
    struct compare c = {.old = old, .new_ = new_, .gone = gone, .new_one = new_one, .effort = (int64_t)effort};
    for (int i = 0; i < 2; i++)
        c.fronts[i] = (int64_t *)arena_alloc(a, (2 * effort + 3) * sizeof(int64_t)) + effort + 1;
    compare_stretch(&c, (struct stretch){0, (int64_t)old_count, 0, (int64_t)new_count});
}
