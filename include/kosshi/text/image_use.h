#ifndef KOSSHI_TEXT_IMAGE_USE_H
#define KOSSHI_TEXT_IMAGE_USE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAGE_USE_SIZE (sizeof "/images/" - 1 + 18) /* bytes of the longest address */

/* True for the address of a picture of the document: /images/ID and nothing else, ID as it is written by us, 1 to 18
 * digits of which the first is no 0. */
bool image_use_read(const char *address, size_t size, int64_t *id);

#endif
