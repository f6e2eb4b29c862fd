#ifndef KOSSHI_TEXT_CHANGESET_H
#define KOSSHI_TEXT_CHANGESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * One atomic change of a text: CodeMirror's ChangeSet, to the character (@codemirror/state, change.ts), over UTF-8.
 * Lengths and positions are UTF-16 code units, texts UTF-8 with LF. Everything a function makes lies in its arena; a
 * changeset may refer to the strings of those it was made from.
 *
 * Invariants of a changeset:
 *  1. its parts cover the old text from its first to its last unit, in order;
 *  2. ins is -1 for a part that is kept; otherwise the part is replaced by text, of ins units: len 0 is an insertion,
 *     ins 0 a deletion; no part has len 0 and ins 0 or -1, but that an inversion may have what its original had;
 *  3. neither text nor the places where parts meet split a surrogate pair (changeset_apply sees to the latter).
 */
struct changeset_part {
    int64_t len, ins;
    const char *text; /* not NUL-terminated */
    size_t size;      /* bytes of text */
};

struct changeset {
    struct changeset_part *parts;
    size_t count;
};

/* What may become of a position (CodeMirror's MapMode). */
enum changeset_mode {
    CHANGESET_SIMPLE,       /* it always has a new place */
    CHANGESET_TRACK_DEL,    /* none when what is on both sides of it was deleted */
    CHANGESET_TRACK_BEFORE, /* none when the character before it was deleted */
    CHANGESET_TRACK_AFTER   /* none when the character behind it was deleted */
};

#define CHANGESET_LENGTH_LIMIT INT32_MAX /* units of a text, before and after */

/* Units of the text before and after it. */
int64_t changeset_length(const struct changeset *c);
int64_t changeset_new_length(const struct changeset *c);

/* True when it changes nothing. */
bool changeset_is_empty(const struct changeset *c);

/* Adds the changed text to out. ERR_BAD_FIELD, out unchanged: the text has another length, or a part splits a surrogate
 * pair of it. */
enum err changeset_apply(const struct changeset *c, const char *text, size_t size, struct buf *out) MUST_USE;

/* The same, and the one that takes c back, in one walk along the text. */
enum err changeset_apply_and_invert(struct arena *a, const struct changeset *c, const char *text, size_t size,
                                    struct buf *out, struct changeset *inverse) MUST_USE;

/* The one that makes new_ of old: what a person changed (text/diff.h). Both are valid UTF-8. */
void changeset_from_diff(struct arena *a, const char *old, size_t old_size, const char *new_, size_t new_size,
                         struct changeset *out);

/* Both in one, first before second. ERR_BAD_FIELD: second does not begin with as long a text as first ends with, or a
 * part of it splits a surrogate pair that first inserted. */
enum err changeset_compose(struct arena *a, const struct changeset *first, const struct changeset *second,
                           struct changeset *out) MUST_USE;

/*
 * c, made for the text that over was made for, so that it can be applied after over. Where both insert at one place,
 * c's comes behind, or before when `before` is set. ERR_BAD_FIELD: they were made for texts of different lengths.
 */
enum err changeset_map(struct arena *a, const struct changeset *c, const struct changeset *over, bool before,
                       struct changeset *out) MUST_USE;

/*
 * Where a position of the old text is in the new one; -1 for none (only in the tracking modes). assoc < 0: it stays
 * with what is before it when something is inserted just there, else with what is behind it. Precondition: 0 <=
 * position <= changeset_length.
 */
int64_t changeset_map_position(const struct changeset *c, int64_t position, int assoc, enum changeset_mode mode);

#endif
