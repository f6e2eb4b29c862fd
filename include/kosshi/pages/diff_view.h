#ifndef KOSSHI_PAGES_DIFF_VIEW_H
#define KOSSHI_PAGES_DIFF_VIEW_H

#include <jansson.h>
#include <stddef.h>

#include "kosshi/text/diff.h"

/*
 * Two texts in one, as a proofreader marks them (text/diff.h): is_same, has_marks (signs of Markdown, which need a word),
 * places (how many), added and removed (characters a person would count), and pieces [{kind, text, …}] in order, which together are both texts:
 *
 *   same     with is_same, or where few would read it, away from the changes, with is_folded and lines (how many); runs
 *   deleted  with is_deleted, lines [{runs, end: "\n" or ""}], and is_blank when nothing of it can be seen: line ends
 *   added    the same with is_added
 *
 * runs are the text as pages/typed_text.h has it.
 *
 * new. Slow for large texts that differ much.
 */
json_t *diff_view(const char *old, size_t old_size, const char *new_, size_t new_size);

/* The same where it is known what was changed: changes as diff_texts has them. new. */
json_t *diff_view_changes(const char *old, size_t old_size, const char *new_, size_t new_size,
                          const struct diff_change *changes, size_t count);

#endif
