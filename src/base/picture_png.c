#include "picture_format.h"

#include <string.h>
#include <zlib.h>

/*
 * A PNG is a signature and chunks: length, type, data, CRC of type and data. PNG specification, third edition
 * (www.w3.org/TR/png-3), 5 and 11.
 */
#define SIGNATURE 8
#define CHUNK 12 /* bytes of a chunk besides its data */

/* What it takes to show the picture in its colours. The frames of a moving one (acTL, fcTL, fdAT) are not among it: the
 * first picture stays. */
static const char kept[][5] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB",
                               "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "pHYs"};

static bool is(const unsigned char *chunk, const char *type) {
    return memcmp(chunk + 4, type, 4) == 0;
}

static bool is_kept(const unsigned char *chunk) {
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (is(chunk, kept[i])) return true;
    return false;
}

/* One that must be understood to show the picture: its type begins with a capital letter. */
static bool is_critical(const unsigned char *chunk) {
    return (chunk[4] & 0x20) == 0;
}

static bool has_name(const unsigned char *chunk) {
    for (int i = 4; i < 8; i++) {
        unsigned char letter = chunk[i] | 0x20;
        if (letter < 'a' || letter > 'z') return false;
    }
    return true;
}

/* The chunk at `at` is all there, and its CRC is right. Its length is below 2^31 by the size of what was read. */
static bool is_whole(const unsigned char *at, size_t rest) {
    if (rest < CHUNK || big_32(at) > rest - CHUNK || !has_name(at)) return false;
    uint32_t length = big_32(at);
    return crc32(0, at + 4, (uInt)length + 4) == big_32(at + 8 + length);
}

/* Bit depths, as a set of bits, for each type of colour. */
static const unsigned depths[7] = {
    [0] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16,
    [2] = 1 << 8 | 1 << 16,
    [3] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8,
    [4] = 1 << 8 | 1 << 16,
    [6] = 1 << 8 | 1 << 16,
};

static bool read_header(const unsigned char *chunk, struct picture *out) {
    const unsigned char *data = chunk + 8;
    if (!is(chunk, "IHDR") || big_32(chunk) != 13) return false;
    uint32_t width = big_32(data), height = big_32(data + 4);
    unsigned depth = data[8], colour = data[9];
    if (width > INT32_MAX || height > INT32_MAX) return false;
    if (colour > 6 || depth > 16 || !(depths[colour] & 1u << depth)) return false;
    if (data[10] != 0 || data[11] != 0 || data[12] > 1) return false;
    out->width = (int)width;
    out->height = (int)height;
    return true;
}

/* The chunks with pixels stand one behind the other. */
enum pixels { BEFORE, INSIDE, BEHIND };

static bool step(enum pixels *pixels, const unsigned char *chunk) {
    bool inside = is(chunk, "IDAT");
    if (inside && *pixels == BEHIND) return false;
    *pixels = inside ? INSIDE : *pixels == BEFORE ? BEFORE : BEHIND;
    return true;
}

bool picture_png(const unsigned char *bytes, size_t size, struct buf *clean, struct picture *out) {
    enum pixels pixels = BEFORE;
    buf_add(clean, bytes, SIGNATURE);
    for (size_t at = SIGNATURE; at < size;) {
        const unsigned char *chunk = bytes + at;
        if (!is_whole(chunk, size - at)) return false;
        if (at == SIGNATURE ? !read_header(chunk, out) : is(chunk, "IHDR")) return false;
        if (!step(&pixels, chunk)) return false;
        size_t whole = CHUNK + (size_t)big_32(chunk);
        at += whole;
        if (is_kept(chunk))
            buf_add(clean, chunk, whole);
        else if (is_critical(chunk))
            return false;
        if (is(chunk, "IEND")) return pixels != BEFORE && whole == CHUNK && at == size;
    }
    return false;
}
