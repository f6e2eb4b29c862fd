#ifndef KOSSHI_OUTPUT_PLACE_H
#define KOSSHI_OUTPUT_PLACE_H

#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/section.h"

/* How a section is named where it stands by itself, on a page and on paper alike. In the arena or borrowed. */

/* "Ⅴ 基本の方針", or the title alone. */
const char *place_name(struct arena *a, const char *number, const char *title);

/* Of sections[at] of a list in document order, the numbers of the sections above it and its own: "Ⅴ-1"; "" when none of
 * them has one. */
const char *place_numbers(struct arena *a, const struct section *sections, size_t at);

/* Those, and its title: "Ⅴ-1 目指す姿". */
const char *place_of(struct arena *a, const struct section *sections, size_t at);

#endif
