#ifndef KOSSHI_TEXT_CAPTION_H
#define KOSSHI_TEXT_CAPTION_H

#include <stdbool.h>
#include <stddef.h>

/* The words that make a line the caption of the table below it: 表： 棒グラフ： 折れ線グラフ：, each with either colon.
 */
enum caption { CAPTION_NONE, CAPTION_TABLE, CAPTION_BARS, CAPTION_LINE };

/* What a line is the caption of; *behind: where its own words begin, behind the colon. */
enum caption caption_read(const char *line, size_t size, size_t *behind);

/* False when such words stand nowhere in a text. */
bool caption_may_be_in(const char *text);

#endif
