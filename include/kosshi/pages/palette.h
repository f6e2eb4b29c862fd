#ifndef KOSSHI_PAGES_PALETTE_H
#define KOSSHI_PAGES_PALETTE_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"

/* The colours of the style sheet, read from the style sheet itself, and how well they are told apart. */
struct colour {
    const char *name; /* "ai" of --ai */
    unsigned rgb[2];  /* 0xRRGGBB: on a light screen, on a dark one */
};

/*
 * The variables of a style sheet whose value is a colour of six digits, in their order; those behind
 * "prefers-color-scheme: dark" are the dark ones of the same names (a colour that has none keeps its light one). The
 * names are in the arena. Returns how many.
 */
size_t palette_read(struct arena *a, const char *css, size_t size, struct colour **out);

/* NULL when there is none of this name. */
const struct colour *palette_find(const struct colour *colours, size_t count, const char *name);

/* The contrast ratio of two colours by WCAG 2.2, from 1 to 21. */
double palette_contrast(unsigned a, unsigned b);

#endif
