#ifndef KOSSHI_TEXT_SPAN_H
#define KOSSHI_TEXT_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/changeset.h"
#include "kosshi/text/unit_index.h"

/*
 * Words of a text that somebody said something about, followed through its changes. Places are UTF-16 units.
 *
 * Invariants:
 *  1. from < to: between them are the words, or what has become of them;
 *  2. when nothing is left of them they are gone, and from <= to are the ends of the gap they left, with what was
 *     written into it since.
 */
struct span {
    int64_t from, to;
    bool gone;
};

/*
 * Through one changeset. As CodeMirror maps positions, from stays with what is behind it (assoc 1) and to with what is
 * before it (assoc -1): what is written at an end is not taken in. *written are the ends of what was written into or at
 * the gap of words that were gone before; from == to when nothing was.
 */
void span_map(const struct changeset *c, struct span *s, struct span *written);

/* How words stood in a text: a few characters before and behind them, fewer where it begins or ends. */
struct span_quote {
    const char *words, *before, *behind; /* NUL-terminated */
    int64_t into; /* units from where what took them away began to them; -1 when that is not known */
};
/* The quote of a span of a text, which c (NULL: nothing) is about to take away; words NULL when it is none of the text.
 * In the arena. */
struct span_quote span_quote_of(struct arena *a, const struct unit_index *text, const struct span *s,
                                const struct changeset *c);

/*
 * Puts words that are gone in their place again when what was written into their gap brings them back: where they stood
 * in what was taken away, with all around them; or else where they stand beside what stood before or behind them; or,
 * being too many for a coincidence, where they stand at all; of the latter two in one place only. text: after the
 * change. True when they are back.
 */
bool span_return(struct span *s, const struct span *written, const struct unit_index *text,
                 const struct span_quote *quote);

#endif
