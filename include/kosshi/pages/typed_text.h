#ifndef KOSSHI_PAGES_TYPED_TEXT_H
#define KOSSHI_PAGES_TYPED_TEXT_H

#include <jansson.h>
#include <stddef.h>

#include "kosshi/text/marks.h"

/*
 * A stretch of a text as it was typed, for people who read the words and not the marks (text/marks.h): runs
 * [{text, look}] in order, which together are text[from, to). look: "" for plain words, or classes of
 * css/53-typed.css. new.
 */
json_t *typed_text_runs(const char *text, const uint8_t *looks, size_t from, size_t to);

#endif
