#include "picture_format.h"

#include <string.h>

/*
 * A WebP is a RIFF container: chunks of a name, a length and data, padded to an even number of bytes. RFC 9649, 2
 * and 3.
 */
#define HEAD 12 /* "RIFF", the size of all behind it, "WEBP" */
#define CHUNK 8
#define EXTENDED 10 /* bytes in VP8X */

enum { FLAG_PROFILE = 0x20, FLAG_ALPHA = 0x10, FLAG_MOVING = 0x02 };

struct webp {
    bool extended;                        /* begins with VP8X */
    unsigned char flags;                  /* of it */
    bool profile, alpha;                  /* chunks that were seen */
    int pictures;                         /* likewise */
    uint32_t width, height;               /* of the pixels */
    uint32_t canvas_width, canvas_height; /* of VP8X */
};

typedef bool reader(struct webp *w, const unsigned char *data, size_t size);

/* The key frame of a VP8 stream (RFC 6386, 9.1). */
static bool read_lossy(struct webp *w, const unsigned char *data, size_t size) {
    if (size < 10 || (data[0] & 1) != 0 || memcmp(data + 3, "\x9D\x01\x2A", 3) != 0) return false;
    w->width = little_16(data + 6) & 0x3FFF;
    w->height = little_16(data + 8) & 0x3FFF;
    return w->pictures++ == 0;
}

static bool read_lossless(struct webp *w, const unsigned char *data, size_t size) {
    if (size < 5 || data[0] != 0x2F || data[4] >> 5 != 0) return false;
    uint32_t bits = little_32(data + 1);
    w->width = (bits & 0x3FFF) + 1;
    w->height = (bits >> 14 & 0x3FFF) + 1;
    return w->pictures++ == 0;
}

static bool read_profile(struct webp *w, const unsigned char *data, size_t size) {
    (void)data, (void)size;
    if (!w->extended || w->profile || w->alpha || w->pictures > 0) return false;
    w->profile = true;
    return true;
}

static bool read_alpha(struct webp *w, const unsigned char *data, size_t size) {
    (void)data, (void)size;
    if (!w->extended || w->alpha || w->pictures > 0) return false;
    w->alpha = true;
    return true;
}

/* What is kept, besides VP8X. */
static const struct {
    char name[5];
    reader *read;
} kept[] = {{"VP8 ", read_lossy}, {"VP8L", read_lossless}, {"ICCP", read_profile}, {"ALPH", read_alpha}};

static reader *reader_of(const unsigned char *chunk) {
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (memcmp(chunk, kept[i].name, 4) == 0) return kept[i].read;
    return NULL;
}

static uint32_t little_24(const unsigned char *at) {
    return (uint32_t)at[2] << 16 | little_16(at);
}

static bool read_extended(struct webp *w, const unsigned char *data, size_t size) {
    if (size != EXTENDED || data[0] & FLAG_MOVING) return false;
    w->extended = true;
    w->flags = data[0];
    w->canvas_width = little_24(data + 4) + 1;
    w->canvas_height = little_24(data + 7) + 1;
    return true;
}

static void put_32(char *at, size_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (char)(value >> 8 * i & 0xFF);
}

/* A chunk with its padding. */
static void add_chunk(struct buf *clean, const unsigned char *chunk, size_t size) {
    buf_add(clean, chunk, CHUNK + size);
    if (size % 2) buf_byte(clean, '\0');
}

/* The flags say what is there, and the head how much. */
static void finish(const struct webp *w, struct buf *clean) {
    put_32(clean->data + 4, clean->size - CHUNK);
    if (!w->extended) return;
    char *flags = clean->data + HEAD + CHUNK;
    memset(flags, 0, 4);
    flags[0] = (char)((w->flags & FLAG_ALPHA) | (w->profile ? FLAG_PROFILE : 0));
}

/* One chunk of `size` bytes of data: kept, left out, or false. */
static bool take(struct webp *w, const unsigned char *chunk, size_t size, bool first, struct buf *clean) {
    reader *read = memcmp(chunk, "VP8X", 4) == 0 ? read_extended : reader_of(chunk);
    if (first && read != read_extended && read != read_lossy && read != read_lossless) return false;
    if (!first && read == read_extended) return false;
    if (!read) return memcmp(chunk, "ANIM", 4) != 0 && memcmp(chunk, "ANMF", 4) != 0;
    if (!read(w, chunk + CHUNK, size)) return false;
    add_chunk(clean, chunk, size);
    return true;
}

bool picture_webp(const unsigned char *bytes, size_t size, struct buf *clean, struct picture *out) {
    struct webp w = {0};
    if (size < HEAD || memcmp(bytes + 8, "WEBP", 4) != 0 || size % 2 || little_32(bytes + 4) != size - CHUNK)
        return false;
    buf_add(clean, bytes, HEAD);
    for (size_t at = HEAD; at < size;) {
        size_t rest = size - at;
        if (rest < CHUNK || little_32(bytes + at + 4) > rest - CHUNK) return false;
        size_t data = little_32(bytes + at + 4);
        if (!take(&w, bytes + at, data, at == HEAD, clean)) return false;
        at += CHUNK + data + data % 2;
    }
    if (w.pictures != 1) return false;
    if (w.extended && (w.width != w.canvas_width || w.height != w.canvas_height)) return false;
    finish(&w, clean);
    out->width = (int)w.width;
    out->height = (int)w.height;
    return true;
}
