#ifndef KOSSHI_BASE_PICTURE_H
#define KOSSHI_BASE_PICTURE_H

#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * A picture as people send it: what it is by its content, and a copy that tells nothing of place, time, camera and
 * person. Only what the file is put together from is read, chunks and segments, never a pixel. PNG, JPEG and WebP, none
 * that moves.
 */
#define PICTURE_SIDE_LIMIT 12000 /* pixels */
#define PICTURE_PIXEL_LIMIT 100000000

struct picture {
    const char *type;  /* "image/png", "image/jpeg", "image/webp". Static */
    int width, height; /* pixels, as it is shown: a JPEG's turning is counted in */
};

/*
 * Checks the size bytes of a whole file and adds its copy to clean (an empty one), which is never the longer of the two
 * and comes out of another call as it is. ERR_BAD_PICTURE, and nothing in clean: another format, broken, cut short,
 * followed by something else, moving, or above the limits.
 *
 *  - PNG: every chunk's CRC is checked; what is not needed to show the picture goes: texts, Exif, the time, and the
 *    further frames of a moving one.
 *  - JPEG: what is not needed goes: Exif, XMP, IPTC, comments, thumbnails. When the picture is to be turned, an Exif
 *    segment stays that says so and nothing else. What a camera puts behind a picture (other sizes, a depth map, a
 *    film) and announces there goes, too; anything else behind it is refused.
 *  - WebP: Exif and XMP go, and what is unknown. Browsers do not turn a WebP by its Exif.
 */
enum err picture_clean(const char *bytes, size_t size, struct buf *clean, struct picture *out) MUST_USE;

#endif
