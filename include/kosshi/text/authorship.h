#ifndef KOSSHI_TEXT_AUTHORSHIP_H
#define KOSSHI_TEXT_AUTHORSHIP_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"
#include "kosshi/text/changeset.h"

/*
 * Who wrote which words: what changes made of a text, seen from the text behind them. Each stretch of it stood in the
 * text before them already, or was brought in by one of them. Lengths and places are UTF-16 units.
 *
 * Invariants:
 *  1. the spans put together are the text behind the changes, and none is empty;
 *  2. what was kept stands in the order it stood in before;
 *  3. neighbours that say the same are one span: what is behind one another stood so before, or has the same `by`.
 */
struct authorship_span {
    int64_t len;
    int64_t at; /* where it stood in the text before; AUTHORSHIP_NEW for what was brought in */
    int64_t by; /* whoever gave the change means by it: a person, a revision; 0 for what was kept */
};
#define AUTHORSHIP_NEW (-1)

struct authorship {
    struct authorship_span *spans;
    size_t count;
    int64_t before; /* length of the text before */
};

/* Of one change. What it replaces by the same words counts as brought in, since it says so. */
void authorship_of_change(struct arena *a, const struct changeset *c, int64_t by, struct authorship *out);

/* Of changes made one after the other. ERR_BAD_FIELD: one of them was not made for the text the one before it ends with.
 * Precondition: there is at least one. *out may share their spans. The time is about (all their spans) · log(count). */
enum err authorship_join(struct arena *a, const struct authorship *changes, size_t count,
                         struct authorship *out) MUST_USE;

#endif
