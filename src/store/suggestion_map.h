#ifndef KOSSHI_STORE_SUGGESTION_MAP_H
#define KOSSHI_STORE_SUGGESTION_MAP_H

#include <stdbool.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/changeset.h"

/* Puts the changes of a suggestion behind others that were made for the same text. *overlaps is set when both changed the
 * same words, and otherwise left as it is. ERR_BAD_FIELD: they were made for texts of different lengths. */
enum err suggestion_map_over(struct arena *a, const struct changeset *over, struct changeset *c,
                             bool *overlaps) MUST_USE;

#endif
