#ifndef KOSSHI_TEXT_UTF_H
#define KOSSHI_TEXT_UTF_H

#include <stddef.h>

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

/* Characters a person would count: code points but white space. */
size_t utf_length(const char *text, size_t size);

/* Code points. */
size_t utf_points(const char *text, size_t size);

/* The first `points` code points of text, with … behind them when something was cut. NUL-terminated, in the arena. */
const char *utf_excerpt(struct arena *a, const char *text, size_t points);

#endif
