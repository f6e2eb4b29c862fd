#ifndef KOSSHI_OUTPUT_SVG_H
#define KOSSHI_OUTPUT_SVG_H

#include "kosshi/base/buf.h"

/* Adds the pattern with each @ replaced by the next argument, which must be a double, with at most two digits behind
 * the point: 12, 12.5, 12.25. A drawing is thousands of numbers, and printf takes most of its time for them. */
void svg_put(struct buf *out, const char *pattern, ...);

#endif
