#include "picture_format.h"

#include <string.h>

/*
 * A JPEG is a row of segments: FF and a marker, for most a length and data; behind a start of scan (SOS) the coded
 * pixels, in which FF 00 stands for FF. ITU-T T.81, B.1; JFIF (T.871); Exif 2.32, 4.7 and 4.6.2.
 */
enum {
    SOF0 = 0xC0, /* baseline, extended and progressive: what browsers show */
    SOF2 = 0xC2,
    DHT = 0xC4,
    RST0 = 0xD0,
    RST7 = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    DQT = 0xDB,
    DRI = 0xDD,
    APP0 = 0xE0,
    APP1 = 0xE1,
    APP2 = 0xE2,
    APP14 = 0xEE,
    APP15 = 0xEF,
    COM = 0xFE
};

#define SHORTEST 2 /* a segment's length counts itself */
#define ORIENTATION 0x0112
#define TYPE_SHORT 3
#define ENTRY 12 /* bytes of a field in Exif */

struct jpeg {
    const unsigned char *bytes;
    size_t size, at;
    struct buf *clean;
    uint32_t width, height; /* as coded */
    bool framed, scanned;   /* a frame's head, a scan was seen */
    bool exif;              /* the first Exif segment was seen: a later one counts for nothing */
    unsigned orientation;   /* 1 to 8 */
    bool announces;         /* there are more pictures behind this one */
};

/* A segment: its marker, and its data without the length. */
struct segment {
    unsigned marker;
    const unsigned char *data;
    size_t size;
};

static bool begins(const struct segment *s, const char *name, size_t size) {
    return s->size >= size && memcmp(s->data, name, size) == 0;
}

#define BEGINS(s, name) begins(s, name, sizeof(name) - 1)

static void add_head(struct jpeg *j, unsigned marker, size_t size) {
    buf_byte(j->clean, (char)0xFF);
    buf_byte(j->clean, (char)marker);
    buf_byte(j->clean, (char)((size + SHORTEST) >> 8));
    buf_byte(j->clean, (char)((size + SHORTEST) & 0xFF));
}

static void add(struct jpeg *j, const struct segment *s) {
    add_head(j, s->marker, s->size);
    buf_add(j->clean, s->data, s->size);
}

/* --- turning --- */

/* The orientation an Exif segment's first directory tells, 1 for none. */
static unsigned read_orientation(const struct segment *s) {
    const unsigned char *tiff = s->data + 6;
    size_t size = s->size - 6;
    if (size < 8) return 1;
    bool little = memcmp(tiff, "II*\0", 4) == 0;
    if (!little && memcmp(tiff, "MM\0*", 4) != 0) return 1;
    uint32_t (*read_16)(const unsigned char *) = little ? little_16 : big_16;
    size_t at = little ? little_32(tiff + 4) : big_32(tiff + 4);
    if (at < 8 || at > size - 2) return 1;
    size_t count = read_16(tiff + at);
    for (at += 2; count > 0 && size - at >= ENTRY + 4; at += ENTRY, count--) { /* 4: of the next directory */
        if (read_16(tiff + at) != ORIENTATION) continue;
        uint32_t value = read_16(tiff + at + 8);
        return read_16(tiff + at + 2) == TYPE_SHORT && value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

/* An Exif segment of the orientation alone. It is no longer than the one it was read from. */
static void add_orientation(struct jpeg *j) {
    static const char exif[] = "Exif\0\0MM\0*\0\0\0\x08"
                               "\0\x01"
                               "\x01\x12\0\x03\0\0\0\x01\0?\0\0"
                               "\0\0\0";
    add_head(j, APP1, sizeof exif);
    buf_add(j->clean, exif, sizeof exif);
    j->clean->data[j->clean->size - 7] = (char)j->orientation;
}

/* --- segments --- */

/* Its thumbnail goes. */
static bool take_jfif(struct jpeg *j, const struct segment *s) {
    struct segment whole = {s->marker, s->data, 14};
    if (!BEGINS(s, "JFIF\0") || s->size < whole.size) return true;
    add(j, &whole);
    memset(j->clean->data + j->clean->size - 2, 0, 2);
    return true;
}

static bool take_exif(struct jpeg *j, const struct segment *s) {
    if (j->exif || !BEGINS(s, "Exif\0")) return true;
    j->exif = true;
    if (s->size > 6) j->orientation = read_orientation(s);
    if (j->orientation != 1) add_orientation(j);
    return true;
}

static bool take_profile(struct jpeg *j, const struct segment *s) {
    if (BEGINS(s, "ICC_PROFILE\0")) add(j, s);
    if (BEGINS(s, "MPF\0")) j->announces = true; /* multi-picture format, CIPA DC-007 */
    return true;
}

/* How the colours are coded. */
static bool take_adobe(struct jpeg *j, const struct segment *s) {
    if (BEGINS(s, "Adobe")) add(j, s);
    return true;
}

static bool leave_out(struct jpeg *j, const struct segment *s) {
    (void)j, (void)s;
    return true;
}

static bool take_table(struct jpeg *j, const struct segment *s) {
    add(j, s);
    return true;
}

static bool take_frame(struct jpeg *j, const struct segment *s) {
    if (j->framed || s->size < 6 || s->size != 6 + 3 * (size_t)s->data[5]) return false;
    j->framed = true;
    j->height = big_16(s->data + 1);
    j->width = big_16(s->data + 3);
    add(j, s);
    return true;
}

/* How many bytes of coded pixels there are, up to the next marker. */
static size_t scan_size(const unsigned char *at, size_t size) {
    for (size_t i = 0; i + 1 < size; i++) {
        const unsigned char *mark = memchr(at + i, 0xFF, size - 1 - i);
        if (!mark) break;
        i = (size_t)(mark - at);
        bool inside = mark[1] == 0 || (mark[1] >= RST0 && mark[1] <= RST7);
        if (!inside) return i;
    }
    return size;
}

static bool take_scan(struct jpeg *j, const struct segment *s) {
    if (!j->framed) return false;
    j->scanned = true;
    add(j, s);
    size_t size = scan_size(j->bytes + j->at, j->size - j->at);
    buf_add(j->clean, j->bytes + j->at, size);
    j->at += size;
    return true;
}

/* A marker that is in no row is one no browser shows a picture with. */
static const struct {
    unsigned first, last;
    bool (*take)(struct jpeg *j, const struct segment *s);
} rows[] = {
    {SOF0, SOF2, take_frame},   {DHT, DHT, take_table},   {SOS, SOS, take_scan},   {DQT, DQT, take_table},
    {DRI, DRI, take_table},     {APP0, APP0, take_jfif},  {APP1, APP1, take_exif}, {APP2, APP2, take_profile},
    {APP14, APP14, take_adobe}, {APP0, APP15, leave_out}, {COM, COM, leave_out},
};

static bool take_segment(struct jpeg *j, unsigned marker) {
    if (j->size - j->at < SHORTEST) return false;
    size_t length = big_16(j->bytes + j->at);
    if (length < SHORTEST || length > j->size - j->at) return false;
    struct segment s = {marker, j->bytes + j->at + SHORTEST, length - SHORTEST};
    j->at += length;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (marker >= rows[i].first && marker <= rows[i].last) return rows[i].take(j, &s);
    return false;
}

/* The next marker, behind any number of FF; 0 for none. */
static unsigned next_marker(struct jpeg *j) {
    if (j->at >= j->size || j->bytes[j->at] != 0xFF) return 0;
    while (j->at < j->size && j->bytes[j->at] == 0xFF)
        j->at++;
    return j->at < j->size ? j->bytes[j->at++] : 0;
}

/* Telephones put more behind a picture: other pictures of a multi-picture file,
 * or a block that ends in these letters. */
static bool is_camera_tail(const struct jpeg *j) {
    return j->announces || (j->size - j->at >= 4 && memcmp(j->bytes + j->size - 4, "SEFT", 4) == 0);
}

static bool finish(struct jpeg *j, struct picture *out) {
    if (!j->scanned || (j->at < j->size && !is_camera_tail(j))) return false;
    buf_add(j->clean, "\xFF\xD9", 2);
    bool lies = j->orientation >= 5;
    out->width = (int)(lies ? j->height : j->width);
    out->height = (int)(lies ? j->width : j->height);
    return true;
}

bool picture_jpeg(const unsigned char *bytes, size_t size, struct buf *clean, struct picture *out) {
    struct jpeg j = {.bytes = bytes, .size = size, .at = 2, .clean = clean, .orientation = 1};
    buf_add(clean, bytes, 2);
    for (unsigned marker; (marker = next_marker(&j)) != 0;) {
        if (marker == EOI) return finish(&j, out);
        if (!take_segment(&j, marker)) return false;
    }
    return false;
}
