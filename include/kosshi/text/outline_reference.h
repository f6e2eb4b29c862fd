#ifndef KOSSHI_TEXT_OUTLINE_REFERENCE_H
#define KOSSHI_TEXT_OUTLINE_REFERENCE_H

#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/outline_line.h"

/*
 * Reads one reference, an H1 (lines[0]) and the lines below it, and adds it to the outline with the considerations in
 * it; empty headings are added to the unplaced lines. The arrays of the outline must have room: for one reference, and
 * for `count` of each of the others.
 */
void outline_reference_read(struct arena *a, const struct outline_line *lines, size_t count, struct outline *out);

#endif
