#ifndef KOSSHI_OUTPUT_IMAGE_TEXT_H
#define KOSSHI_OUTPUT_IMAGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/store/image.h"

/* Pictures inside the interchange forms and the exported document, as base64 (RFC 4648, with padding). */

#define IMAGE_TEXT_LIMIT (256u * 1024 * 1024) /* bytes of a file with its pictures: more is not read again */

/* Whether a file that has so many bytes has room for a picture. */
bool image_text_fits(size_t size, const struct image *image);

/* Adds a picture's bytes. */
void image_text_write(const struct image *image, struct buf *out);

/* Puts a picture (its data and size are filled in here) out of its base64. ERR_BAD_FIELD for what is no base64, for an
 * unknown type, a size over IMAGE_SIZE_LIMIT, bytes that are no picture of this type, width and height
 * (base/picture.h), an id that is taken. */
enum err image_text_put(struct db *db, struct image *image, const char *base64, size_t size, int64_t now) MUST_USE;

#endif
