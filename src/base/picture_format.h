#ifndef KOSSHI_BASE_PICTURE_FORMAT_H
#define KOSSHI_BASE_PICTURE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/picture.h"

/* For picture.c: each format in a file of its own. The bytes begin as the format does; false for a file that is broken.
 * Width and height need not be within the limits. */
typedef bool picture_format(const unsigned char *bytes, size_t size, struct buf *clean, struct picture *out);
picture_format picture_png, picture_jpeg, picture_webp;

/* Numbers in a file: the most significant byte first, or last. */
static inline uint32_t big_16(const unsigned char *at) {
    return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t big_32(const unsigned char *at) {
    return big_16(at) << 16 | big_16(at + 2);
}

static inline uint32_t little_16(const unsigned char *at) {
    return (uint32_t)at[1] << 8 | at[0];
}

static inline uint32_t little_32(const unsigned char *at) {
    return little_16(at + 2) << 16 | little_16(at);
}

#endif
