#ifndef KOSSHI_TEXT_CHECK_TEXT_H
#define KOSSHI_TEXT_CHECK_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"

/* What is wrong inside one text: as written in the text, in the text's order, each once. */
struct check_text {
    const char **footnotes; /* x of [^x] without its note, or of a note that nothing refers to */
    size_t footnote_count;
    const char **images; /* addresses of images without alternative text */
    size_t image_count;
    const int64_t *own_images; /* N of each address /images/N */
    size_t own_image_count;
    const char **charts; /* captions of charts without a table of numbers below */
    size_t chart_count;
};

/* Looks outside of code. Everything is in the arena; time is linear but for sorting the footnotes. */
void check_text(struct arena *a, const char *text, size_t size, struct check_text *out);

#endif
