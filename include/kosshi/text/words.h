#ifndef KOSSHI_TEXT_WORDS_H
#define KOSSHI_TEXT_WORDS_H

#include <stddef.h>

#include "kosshi/base/arena.h"

/* A text in pieces, which put together are the text. */
enum words_by {
    WORDS_BY_LINE, /* each with its line end */
    WORDS_BY_WORD, /* ICU's word breaks for Japanese: 区民|生活|を|支える; a space or a mark is a piece, too */
    WORDS_BY_CHARACTER /* what a reader takes for one: か with its mark, a family of joined emoji */
};

/* The byte offsets at which pieces end, the last one is size; *ends lies in the arena. None for an empty text. The text
 * is valid UTF-8. */
void words_split(struct arena *a, enum words_by by, const char *text, size_t size, size_t **ends, size_t *count);

#endif
