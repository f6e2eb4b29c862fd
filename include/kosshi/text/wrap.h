#ifndef KOSSHI_TEXT_WRAP_H
#define KOSSHI_TEXT_WRAP_H

#include <stddef.h>

#include "kosshi/base/arena.h"

/*
 * Text in lines of a given width, for drawings, where no browser breaks them. Widths are in half-width units by
 * Unicode's East Asian Width: 2 for a full-width, wide or ambiguous character, 1 for any other, 0 for a combining one.
 */
struct wrap_line {
    const char *text; /* in the arena; without white space at its end */
    int width;
};

struct wrap; /* the rules of line breaking, which take a moment to load */

struct wrap *wrap_open(void); /* new */
void wrap_close(struct wrap *w);

/*
 * Breaks text (valid UTF-8) where Japanese composition allows it (UAX #14 with the strict rules: no line begins with
 * 、。」ー or a small kana, none ends with an opening bracket), and at each line end in it. What allows no break and is
 * wider than a line is broken between two characters. width is at least 2. The lines are in the arena; "" gives none.
 */
size_t wrap_lines(struct wrap *w, struct arena *a, const char *text, int width, struct wrap_line **out);

/*
 * The same in as many lines, which are as short as these allow, so that no last character stands alone where it need
 * not. They end between phrases (空き店舗の|段階的な活用) when that takes no more of them.
 */
size_t wrap_balanced(struct wrap *w, struct arena *a, const char *text, int width, struct wrap_line **out);

int wrap_width(const char *text);

/* text itself, or its first characters and … when it is wider than width. In the arena. */
const char *wrap_cut(struct arena *a, const char *text, int width);

#endif
