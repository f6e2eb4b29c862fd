#ifndef KOSSHI_TEXT_EMPHASIS_H
#define KOSSHI_TEXT_EMPHASIS_H

#include <stddef.h>

#include "kosshi/base/buf.h"

/*
 * CommonMark decides by the characters beside a run of * or ~ whether it may open or close emphasis. Its rule is made
 * for words between spaces: 前**「旧」**後 stays literal, because a run between a letter and a punctuation mark may
 * only face the letter.
 *
 * Adds the text to out with a mark on the inner side of each such run where Japanese (or another wide script) stands
 * beside it. The mark is an invisible private-use code point that the text does not contain, neither as such nor as an
 * entity or percent-encoded; it counts as a letter, so the run opens or closes. Taken out of whatever is made of the
 * text, it leaves no trace.
 *
 * mark: the code point in UTF-8, NUL-terminated; "" when nothing was marked, out is the text itself then. No block
 * structure changes: a run at the start of a block or beside white space, | or _ is never marked.
 */
#define EMPHASIS_MARK 4
void emphasis_mend(const char *text, size_t size, struct buf *out, char mark[EMPHASIS_MARK]);

#endif
