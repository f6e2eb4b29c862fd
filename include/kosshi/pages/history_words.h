#ifndef KOSSHI_PAGES_HISTORY_WORDS_H
#define KOSSHI_PAGES_HISTORY_WORDS_H

#include <jansson.h>

#include "kosshi/http/request.h"

/*
 * Who wrote which words of section r->id, into a view:
 *
 *   writers {id, name, is_nobody, length, length_text, share (percent, whole), is_little (less than one), mark, href,
 *           is_chosen}, who wrote most first. mark: 1 to HISTORY_MARKS, a kind of line each; 0 for all the others.
 *   spans   {from, to (units), text, runs (pages/typed_text.h), version, at, name, is_nobody, mark, is_blank, is_chosen,
 *           is_other, is_next (another person than before), tip ("田中 11月23日 14:05"), href (what was changed then)}
 *   length, length_text, has_words, has_marks (signs of Markdown, which need a word), chosen (the name of the
 *   person the query asks for, or null)
 */
#define HISTORY_MARKS 8
enum err history_words_view(struct request *r, json_t *view) MUST_USE;

#endif
