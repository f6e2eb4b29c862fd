#include "image_text.h"

#include <sodium.h>
#include <string.h>

#include "kosshi/base/picture.h"

#define VARIANT sodium_base64_VARIANT_ORIGINAL

bool image_text_fits(size_t size, const struct image *image) {
    return size + sodium_base64_encoded_len(image->size, VARIANT) <= IMAGE_TEXT_LIMIT;
}

void image_text_write(const struct image *image, struct buf *out) {
    size_t room = sodium_base64_encoded_len(image->size, VARIANT); /* with its NUL */
    buf_reserve(out, room);
    sodium_bin2base64(out->data + out->size, room, (const unsigned char *)image->data, image->size, VARIANT);
    out->size += room - 1;
}

/* What is kept is the copy that tells nothing of place and person: of an image of ours it is the same to the byte. */
enum err image_text_put(struct db *db, struct image *image, const char *base64, size_t size, int64_t now) {
    BUF(bytes);
    BUF(clean);
    struct picture picture;
    size_t most = size / 4 * 3, read = 0;
    if (most > IMAGE_SIZE_LIMIT + 2) return ERR_BAD_FIELD;
    buf_reserve(&bytes, most);
    if (sodium_base642bin((unsigned char *)bytes.data, most, base64, size, NULL, &read, NULL, VARIANT) != 0)
        return ERR_BAD_FIELD;
    if (picture_clean(bytes.data, read, &clean, &picture) != OK || strcmp(picture.type, image->type) != 0 ||
        picture.width != image->width || picture.height != image->height)
        return ERR_BAD_FIELD;
    image->data = clean.data;
    image->size = clean.size;
    enum err e = image_add(db, image, 0, now, &image->id, NULL);
    image->data = NULL;
    return e == ERR_TOO_LARGE ? ERR_BAD_FIELD : e;
}
