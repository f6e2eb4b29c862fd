#ifndef KOSSHI_TEXT_MARKS_H
#define KOSSHI_TEXT_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"

/*
 * What of a Markdown text are marks and what are words, for who reads it as it was typed and never learned the marks:
 * these can be shown quietly, and headings and strong words as what they are.
 *
 * Marks are # > - * + in front of a line, a table's | and the row below its head, the lines around code, *, ** and ~~
 * around words, ` around code, [ ] and the address of a link, ![ ] and that of an image, [^ ] of a note, ｜《》 of a
 * reading, <br>, a \ that keeps a sign from being a mark, and lines of ===, --- or a comment. Numbers of a list are
 * words.
 *
 * It is read line by line, in linear time, and what is no mark at second sight is left as typed or is quiet without
 * harm: nothing is ever taken away.
 */
enum {
    MARKS_MARK = 1 << 0,
    MARKS_HEADING = 1 << 1, /* the whole line, with its marks */
    MARKS_STRONG = 1 << 2,
};

/* How each byte of a text is to look: MARKS_… together, 0 for plain words. All bytes of a character look alike. In the
 * arena. */
const uint8_t *marks_read(struct arena *a, const char *text, size_t size);

/* Whether any of them is a mark. */
bool marks_are_in(const uint8_t *looks, size_t size);

/* Where the bytes from `at` on stop looking alike; end at last. */
size_t marks_run_end(const uint8_t *looks, size_t at, size_t end);

#endif
