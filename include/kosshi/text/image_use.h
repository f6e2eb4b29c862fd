#ifndef KOSSHI_TEXT_IMAGE_USE_H
#define KOSSHI_TEXT_IMAGE_USE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Which images of the document a text shows or links to: every "](/images/ID" in it, whatever stands around. The next
 * one at or behind byte *at, with *at set behind it; 0 when there is none.
 */
int64_t image_use_next(const char *text, size_t size, size_t *at);

#endif
