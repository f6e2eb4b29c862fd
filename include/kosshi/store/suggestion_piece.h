#ifndef KOSSHI_STORE_SUGGESTION_PIECE_H
#define KOSSHI_STORE_SUGGESTION_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/changeset.h"

/*
 * The pieces of a suggestion, each of which can be decided by itself: the stretches of the text that its changes replace,
 * with something that is kept between any two of them. Places are UTF-16 units of the text the changes are for.
 */
struct suggestion_piece {
    int64_t from, to;     /* what is taken away; nothing where they are the same */
    const char *inserted; /* what is put there instead, "" for nothing; NUL-terminated */
    size_t size;          /* bytes of inserted */
};

/* In order; none for changes that change nothing. In the arena. */
void suggestion_piece_list(struct arena *a, const struct changeset *changes, struct suggestion_piece **out,
                           size_t *count);

/* The changes of the chosen pieces alone, and those of all others alone, both for the text that all of them are for.
 * chosen has a place for each piece. In the arena. */
void suggestion_piece_split(struct arena *a, const struct changeset *changes, const bool *chosen,
                            struct changeset *taken, struct changeset *rest);

#endif
