#include "kosshi/text/span.h"

#include <string.h>

#include "kosshi/text/utf.h"

#define BESIDE 8         /* code points before and behind words by which they are known again */
#define MANY 8           /* so many code points stand in one place by no coincidence */
#define WORK (64 * 1024) /* bytes compared in looking for them, beyond which it is not clear where they are */

/* --- Through a change -------------------------------------------------------------------------------------------- */

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* A gap grows by what is written at it, on either side: the words may come back before or behind what others wrote
 * there. */
static void map_gap(const struct changeset *c, struct span *gap, struct span *written) {
    int64_t from = changeset_map_position(c, gap->from, -1, CHANGESET_SIMPLE);
    int64_t to = changeset_map_position(c, gap->to, 1, CHANGESET_SIMPLE);
    int64_t old_at = 0, new_at = 0;
    bool any = false;
    for (size_t i = 0; i < c->count && old_at <= gap->to; i++) {
        const struct changeset_part *p = &c->parts[i];
        int64_t end = new_at + (p->ins < 0 ? p->len : p->ins);
        if (p->ins > 0 && old_at + p->len >= gap->from) {
            *written = (struct span){.from = any ? written->from : new_at, .to = end};
            any = true;
        }
        old_at += p->len;
        new_at = end;
    }
    gap->from = any ? least(from, written->from) : from;
    gap->to = any ? most(to, written->to) : to;
}

void span_map(const struct changeset *c, struct span *s, struct span *written) {
    *written = (struct span){0};
    if (s->gone) {
        map_gap(c, s, written);
        return;
    }
    int64_t from = changeset_map_position(c, s->from, 1, CHANGESET_SIMPLE);
    int64_t to = changeset_map_position(c, s->to, -1, CHANGESET_SIMPLE);
    *s = (struct span){.from = least(from, to), .to = most(from, to), .gone = from >= to};
}

/* --- Known again --------------------------------------------------------------------------------------------------- */

static bool begins_point(char byte) {
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* So many code points before a byte of a text, or behind it: the byte at which they begin, or end. */
static size_t back_by(const char *text, size_t at, int points) {
    while (at > 0 && points > 0)
        points -= begins_point(text[--at]);
    return at;
}

static size_t on_by(const char *text, size_t size, size_t at, int points) {
    for (; at < size && points > 0; points--)
        do {
            at++;
        } while (at < size && !begins_point(text[at]));
    return at;
}

/* From the beginning of the part of c that replaces it to a unit of the old text. */
static int64_t into_part(const struct changeset *c, int64_t unit) {
    int64_t at = 0;
    for (size_t i = 0; i < c->count && at <= unit; at += c->parts[i++].len)
        if (c->parts[i].ins >= 0 && unit < at + c->parts[i].len) return unit - at;
    return -1;
}

struct span_quote span_quote_of(struct arena *a, const struct unit_index *text, const struct span *s,
                                const struct changeset *c) {
    size_t from, to;
    if (s->from > s->to || !unit_index_at(text, s->from, &from) || !unit_index_at(text, s->to, &to)) {
        return (struct span_quote){0};
    }
    size_t before = back_by(text->text, from, BESIDE), behind = on_by(text->text, text->size, to, BESIDE);
    return (struct span_quote){.words = arena_copy(a, text->text + from, to - from),
                               .before = arena_copy(a, text->text + before, from - before),
                               .behind = arena_copy(a, text->text + to, behind - to),
                               .into = c ? into_part(c, s->from) : -1};
}

/* On how many sides of words that stands again which stood there; nothing is what stands at an end of a text. */
static int sides(const struct unit_index *text, size_t from, size_t to, const struct span_quote *q) {
    size_t before = strlen(q->before), behind = strlen(q->behind);
    bool again_before =
        before ? from >= before && memcmp(text->text + from - before, q->before, before) == 0 : from == 0;
    bool again_behind =
        behind ? text->size - to >= behind && memcmp(text->text + to, q->behind, behind) == 0 : to == text->size;
    return again_before + again_behind;
}

/* The byte between from and to at which the words of a quote are to be taken for the same ones. False: nowhere, or it
 * is not clear where. */
static bool find(const struct unit_index *text, size_t from, size_t to, const struct span_quote *q, size_t *found) {
    size_t size = strlen(q->words), all = 0, beside = 0, any = 0;
    for (const char *p = text->text + from, *end = text->text + to; size <= (size_t)(end - p); p++) {
        p = memmem(p, (size_t)(end - p), q->words, size);
        if (!p) break;
        if (all * size > WORK) return false;
        size_t at = (size_t)(p - text->text);
        if (all++ == 0) any = at;
        if (sides(text, at, at + size, q) > 0 && beside++ == 0) *found = at;
    }
    if (beside > 0) return beside == 1;
    *found = any;
    return all == 1 && utf_points(q->words, size) >= MANY;
}

/* Where they are when what was taken away is written again as it was. */
static bool find_as_it_was(const struct unit_index *text, const struct span *written, const struct span_quote *q,
                           size_t *found) {
    size_t size = strlen(q->words);
    if (q->into < 0 || q->into > written->to - written->from) return false;
    if (!unit_index_at(text, written->from + q->into, found) || text->size - *found < size) return false;
    return memcmp(text->text + *found, q->words, size) == 0 && sides(text, *found, *found + size, q) == 2;
}

bool span_return(struct span *s, const struct span *written, const struct unit_index *text,
                 const struct span_quote *quote) {
    size_t size = strlen(quote->words), gap_from, gap_to, from, to, found;
    if (!s->gone || size == 0 || written->from == written->to || !unit_index_at(text, s->from, &gap_from) ||
        !unit_index_at(text, s->to, &gap_to) || !unit_index_at(text, written->from, &from) ||
        !unit_index_at(text, written->to, &to)) {
        return false;
    }
    /* all that something of what was written belongs to */
    from = from - gap_from >= size ? from - size + 1 : gap_from;
    to = gap_to - to >= size ? to + size - 1 : gap_to;
    if (!find_as_it_was(text, written, quote, &found) && !find(text, from, to, quote, &found)) return false;
    int64_t at = s->from + (int64_t)utf_units(text->text + gap_from, found - gap_from);
    *s = (struct span){.from = at, .to = at + (int64_t)utf_units(quote->words, size)};
    return true;
}
