#include "image_text.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_ORIGINAL

/* How a file of each type begins. WebP has the size of its RIFF chunk before its name. */
static const struct {
    const char *type, *start, *mark;
    size_t start_size, mark_at, mark_size;
} types[] = {
    {"image/png", "\x89PNG\r\n\x1a\n", "IHDR", 8, 12, 4},
    {"image/jpeg", "\xff\xd8\xff", "", 3, 0, 0},
    {"image/webp", "RIFF", "WEBP", 4, 8, 4},
};

static bool fits_type(const struct image *image) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, image->type) != 0) continue;
        return image->size >= 16 && memcmp(image->data, types[i].start, types[i].start_size) == 0 &&
               memcmp(image->data + types[i].mark_at, types[i].mark, types[i].mark_size) == 0;
    }
    return false;
}

void image_text_write(const struct image *image, struct buf *out) {
    size_t room = sodium_base64_encoded_len(image->size, VARIANT); /* with its NUL */
    buf_reserve(out, room);
    sodium_bin2base64(out->data + out->size, room, (const unsigned char *)image->data, image->size, VARIANT);
    out->size += room - 1;
}

enum err image_text_put(struct db *db, struct image *image, const char *base64, size_t size, int64_t now) {
    BUF(bytes);
    size_t most = size / 4 * 3, read = 0;
    if (most > IMAGE_SIZE_LIMIT + 2) return ERR_BAD_FIELD;
    buf_reserve(&bytes, most);
    if (sodium_base642bin((unsigned char *)bytes.data, most, base64, size, NULL, &read, NULL, VARIANT) != 0)
        return ERR_BAD_FIELD;
    image->data = bytes.data;
    image->size = read;
    enum err e = fits_type(image) ? image_add(db, image, 0, now, &image->id) : ERR_BAD_FIELD;
    image->data = NULL;
    return e == ERR_TOO_LARGE ? ERR_BAD_FIELD : e;
}
