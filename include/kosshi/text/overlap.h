#ifndef KOSSHI_TEXT_OVERLAP_H
#define KOSSHI_TEXT_OVERLAP_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/changeset.h"

/* A place of the merged text, in units: what two people made there of the same words, one behind the other. */
struct overlap {
    int64_t from, to;
};

/*
 * Where mine and theirs, made for one text, changed the same words: both replaced or deleted a piece of it that they
 * share, one inserted inside of what the other took away, or both inserted at one place. Places are of the text that has
 * both (mine mapped over theirs, applied after theirs), in order, never touching one another. ERR_BAD_FIELD: they were
 * made for texts of different lengths.
 */
enum err overlap_find(struct arena *a, const struct changeset *mine, const struct changeset *theirs,
                      struct overlap **out, size_t *count) MUST_USE;

#endif
