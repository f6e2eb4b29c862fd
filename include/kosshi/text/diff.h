#ifndef KOSSHI_TEXT_DIFF_H
#define KOSSHI_TEXT_DIFF_H

#include <stddef.h>

#include "kosshi/base/arena.h"

/*
 * What a person changed from one text to another: first the lines that differ, in them the words (ICU's breaks for
 * Japanese), in these the characters: 宇宙線の観測 → 宇宙線観測 is の taken away. Where too little is left of a line or
 * a word, the whole of it counts as changed, so that the difference can be read. The time is bounded (text/sequence.h):
 * what differs too much counts as changed in one piece.
 */
struct diff_change { /* bytes; at least one of the sizes is not 0 */
    size_t old_at, old_size, new_at, new_size;
};

/* In order, never touching one another; between them the texts are the same. Both are valid UTF-8; the changes begin
 * and end between characters. In the arena. */
void diff_texts(struct arena *a, const char *old, size_t old_size, const char *new_, size_t new_size,
                struct diff_change **out, size_t *count);

/* Bytes of both without the lines they share at their beginnings and ends. To compare them takes as long as its square
 * at worst. */
size_t diff_extent(const char *old, size_t old_size, const char *new_, size_t new_size);

#endif
