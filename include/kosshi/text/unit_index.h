#ifndef KOSSHI_TEXT_UNIT_INDEX_H
#define KOSSHI_TEXT_UNIT_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"

/* Where in a text each UTF-16 unit begins: for many positions of one text, each of which utf_skip_units would have to
 * count its way to. */
struct unit_index {
    const char *text; /* borrowed */
    size_t size;      /* bytes */
    int64_t count;    /* units */
    const uint32_t *bytes;
};

/* Precondition: text is valid UTF-8 of less than 4 GiB. In the arena. */
struct unit_index unit_index_of(struct arena *a, const char *text, size_t size);

/* The byte at which a unit begins, or the end of the text for the one behind the last. False outside of the text and
 * between the halves of a surrogate pair. */
bool unit_index_at(const struct unit_index *index, int64_t unit, size_t *byte);

/* The text between two units, NUL-terminated in the arena; NULL where unit_index_at is false or from is behind to. */
const char *unit_index_cut(struct arena *a, const struct unit_index *index, int64_t from, int64_t to);

#endif
