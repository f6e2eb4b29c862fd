#ifndef KOSSHI_TEXT_ATX_H
#define KOSSHI_TEXT_ATX_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/buf.h"

/* The ATX headings (# …) of a Markdown text outside of code blocks. */

#define ATX_DEEPEST 6

/* One walk over the lines of a text: whether a line opens, is in or closes a fenced code block is remembered. */
struct atx_walk {
    char fence; /* ` or ~ while in a block, else 0 */
    size_t fence_size;
};

/* How many # a line begins a heading with; 0 for a line that is none. */
int atx_level(struct atx_walk *w, const char *line, size_t size);

/* How many # the uppermost and the deepest heading of a text have; both 0 when it has none. */
void atx_range(const char *text, size_t size, int *uppermost, int *deepest);

/* Adds a heading's line with `by` more #, or less where it is negative; one # at least. */
void atx_shift(struct buf *out, const char *line, size_t size, int by);

#endif
