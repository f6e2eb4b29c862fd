/*
 * Files taken for pictures. What passes is no longer than it was, passes again as it is, and is within the limits. A
 * PNG's CRCs are mended first, or no changed one would ever get further than to the first.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "kosshi/base/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *bytes, size_t size) {
    BUF(clean);
    BUF(twice);
    struct picture first, second;
    if (picture_clean(bytes, size, &clean, &first) != OK) {
        if (clean.size > 0) die("something is left of a picture that was refused");
        return;
    }
    if (clean.size > size) die("a copy is longer than the picture");
    if (first.width < 1 || first.width > PICTURE_SIDE_LIMIT || first.height < 1 || first.height > PICTURE_SIDE_LIMIT ||
        (int64_t)first.width * first.height > PICTURE_PIXEL_LIMIT)
        die("a picture of %d × %d has passed", first.width, first.height);
    if (picture_clean(clean.data, clean.size, &twice, &second) != OK) die("a copy does not pass itself");
    if (twice.size != clean.size || memcmp(twice.data, clean.data, clean.size) != 0)
        die("a copy's copy is another one");
    if (strcmp(first.type, second.type) != 0 || first.width != second.width || first.height != second.height)
        die("a copy is another picture");
}

static size_t number(const unsigned char *at) {
    return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

static void mend(unsigned char *png, size_t size) {
    for (size_t at = 8; at < size && size - at >= 12 && number(png + at) <= size - at - 12;) {
        size_t length = number(png + at);
        uint32_t sum = (uint32_t)crc32(0, png + at + 4, (uInt)length + 4);
        at += 8 + length;
        for (int shift = 24; shift >= 0; shift -= 8)
            png[at++] = (unsigned char)(sum >> shift);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check((const char *)data, size);
    if (size < 8 || data[0] != 0x89) return 0;
    unsigned char *mended = malloc(size);
    if (!mended) die("out of memory");
    memcpy(mended, data, size);
    mend(mended, size);
    check((const char *)mended, size);
    free(mended);
    return 0;
}
