#include "kosshi/base/picture.h"

#include <string.h>

#include "picture_format.h"

static const struct {
    const char *type, *magic;
    size_t magic_size;
    picture_format *clean;
} formats[] = {
    {"image/png", "\x89PNG\r\n\x1a\n", 8, picture_png},
    {"image/jpeg", "\xFF\xD8\xFF", 3, picture_jpeg},
    {"image/webp", "RIFF", 4, picture_webp},
};

static bool within_limits(const struct picture *p) {
    return p->width > 0 && p->height > 0 && p->width <= PICTURE_SIDE_LIMIT && p->height <= PICTURE_SIDE_LIMIT &&
           (int64_t)p->width * p->height <= PICTURE_PIXEL_LIMIT;
}

enum err picture_clean(const char *bytes, size_t size, struct buf *clean, struct picture *out) {
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (size < formats[i].magic_size || memcmp(bytes, formats[i].magic, formats[i].magic_size) != 0) continue;
        *out = (struct picture){.type = formats[i].type};
        buf_reserve(clean, size);
        if (formats[i].clean((const unsigned char *)bytes, size, clean, out) && within_limits(out)) return OK;
    }
    buf_clear(clean);
    return ERR_BAD_PICTURE;
}
