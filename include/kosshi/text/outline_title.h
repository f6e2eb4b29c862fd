#ifndef KOSSHI_TEXT_OUTLINE_TITLE_H
#define KOSSHI_TEXT_OUTLINE_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/outline_line.h"

/* What the words of a title mean. Words are plain, without Markdown. */

/* Markdown of a line as plain words: without ** around words, backslashes, entities, <br>, what hides (utf_visible),
 * spaces at the ends. In the arena. */
const char *outline_title_words(struct arena *a, const char *content, size_t size);

struct outline_title {
    const char *number; /* in its normal form; "" for none */
    const char *title;  /* at most OUTLINE_TITLE_LIMIT: a longer one ends with … */
    const char *rest;   /* what did not fit, beginning with …, or what stands behind 目指す姿： ; "" for none */
    bool cut;           /* it did not fit */
};

/* The number and title of a heading or item. In the arena. */
struct outline_title outline_title_read(struct arena *a, const struct outline_line *line);

/* The name of a document without の骨子, の骨子イメージ, の骨子（案）, 骨子案, … behind it. In the arena. */
const char *outline_title_document(struct arena *a, const char *words);

/* Goal, strategies or indicators when it names that part of a policy (戦略と戦術(取組), 【指標】), else KIND_COUNT. */
enum section_kind outline_title_label(const char *title);

bool outline_title_is_appendix(const char *title); /* 資料編, 付録… */
bool outline_title_is_sentence(const char *title); /* ends with 。 */
bool outline_title_is_contents(const char *words); /* 目次 */

/* A line that belongs to the paper, not to the document: 資料 5, <目次>, an HTML comment. The arena is for scratch. */
bool outline_title_is_stray(struct arena *a, const char *content, size_t size);

#endif
