#ifndef KOSSHI_TEXT_UTF_H
#define KOSSHI_TEXT_UTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"

/*
 * What a text may be: valid UTF-8, lines ended by LF, no NUL and no control character but TAB and LF. It is stored as
 * typed, never normalized.
 */

/* ERR_BAD_UTF8, ERR_BAD_CONTROL (C0 but TAB and LF, DEL, C1, lone CR) or OK. */
enum err utf_check(const char *text, size_t size) MUST_USE;

/* Turns CRLF into LF in place and returns the new size. Browsers send forms with CRLF. A lone CR is left for utf_check
 * to refuse. */
size_t utf_unix_lines(char *text, size_t size);

#define UTF_WIDE_SPACE "\xE3\x80\x80" /* U+3000, the space of a full-width character */

/* True when text begins with these bytes. */
bool utf_starts(const char *text, size_t size, const char *with);

/* Characters a person would count: code points but white space. */
size_t utf_length(const char *text, size_t size);

/* Code points. */
size_t utf_points(const char *text, size_t size);

/* UTF-16 code units, as JavaScript counts. Precondition of this and the next: text is valid UTF-8. */
size_t utf_units(const char *text, size_t size);
/* Where in text (a byte offset, *to) one is so many UTF-16 units behind the byte offset from. False when the text ends
 * before, or when it would be between the halves of a surrogate pair. */
bool utf_skip_units(const char *text, size_t size, size_t from, int64_t units, size_t *to);

/* The first `points` code points of text, with … behind them when something was cut. NUL-terminated, in the arena. */
const char *utf_excerpt(struct arena *a, const char *text, size_t points);

/* The last `points` code points before the byte offset `end`, with … before them when something was cut. In the arena. */
const char *utf_excerpt_back(struct arena *a, const char *text, size_t end, size_t points);

/* True when something in text leaves no mark of its own, so that two texts look alike that are not: a format character
 * (Unicode category Cf, such as U+200B or U+202E), a line or paragraph separator, a filler. A variation selector behind
 * what it varies is none: names are written with them. */
bool utf_hides(const char *text);

/* text without what hides in it. In the arena. */
const char *utf_visible(struct arena *a, const char *text);

/* text with \u{202E} in the place of what hides in it, of a control character and of a byte that is no UTF-8
 * (\u{FFFD}). In the arena. */
const char *utf_plain(struct arena *a, const char *text);

/* The form that is the same for what a person would call the same name: Unicode's NFKC_Casefold, by which a full-width
 * letter is a half-width one and a capital a small one. In the arena. */
const char *utf_fold(struct arena *a, const char *text);

#endif
