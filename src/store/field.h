#ifndef KOSSHI_STORE_FIELD_H
#define KOSSHI_STORE_FIELD_H

#include <stddef.h>

#include "kosshi/base/errors.h"

/* What people type into the fields of a row, before it gets there: the schema's CHECKs are asked here first. */

/* One line of 1 to limit code points with something to see in it and nothing hidden (utf_hides): a title, a name.
 * ERR_BAD_FIELD, ERR_BAD_UTF8, ERR_BAD_CONTROL. */
enum err field_line(const char *line, size_t limit) MUST_USE;

/* The same, or nothing at all: a number. */
enum err field_line_or_empty(const char *line, size_t limit) MUST_USE;

/* A text of any number of lines up to limit code points with something to see in it. ERR_TOO_LARGE when longer; else as
 * above. */
enum err field_body(const char *text, size_t limit) MUST_USE;

#endif
