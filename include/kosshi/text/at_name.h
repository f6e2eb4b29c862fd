#ifndef KOSSHI_TEXT_AT_NAME_H
#define KOSSHI_TEXT_AT_NAME_H

#include <stddef.h>

#include "kosshi/base/arena.h"

/*
 * Calling somebody by name: @ or ＠ and right behind it one of the names, letter by letter; of several that fit the
 * longest. What stands behind a letter or digit of ASCII is a mail address and calls nobody, and neither does a name
 * that goes on: @Ann is not in @Anna.
 */
struct at_name {
    size_t from, to; /* bytes of the text, the @ included */
    size_t name;     /* its place among the names */
};

/* In the order of the text; *out in the arena. */
void at_name_find(struct arena *a, const char *text, const char *const *names, size_t name_count, struct at_name **out,
                  size_t *count);

#endif
