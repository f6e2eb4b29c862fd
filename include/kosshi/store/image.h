#ifndef KOSSHI_STORE_IMAGE_H
#define KOSSHI_STORE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

#define IMAGE_SIZE_LIMIT (5u * 1024 * 1024) /* bytes */
#define IMAGE_NAME_LIMIT 200                /* code points */

/* A picture of the text. A row never changes and is never deleted. */
struct image {
    int64_t id;
    const char *type;  /* "image/png", "image/jpeg", "image/webp" */
    const char *name;  /* of the file it came from; "" for none */
    int width, height; /* pixels, as it is shown */
    const char *data;  /* NULL when it was not asked for */
    size_t size;       /* bytes of data, asked for or not */
    int64_t created_at;
    const char *created_by; /* shown name; "" for nobody. Not read by image_add */
};

/* ERR_NOT_FOUND. With its data. */
enum err image_get(struct db *db, struct arena *a, int64_t id, struct image *out) MUST_USE;

/* All of them by id; with_data: load the pictures too. */
enum err image_list(struct db *db, struct arena *a, bool with_data, struct image **out, size_t *count) MUST_USE;

/* The one with this id among those of image_list; NULL when it is not there. */
const struct image *image_among(const struct image *images, size_t count, int64_t id);

/* Adds one that was checked (base/picture.h); with the id it has, 0: the next free. A picture that is there already, to
 * the byte, is not added again: *id is its id then, and *added (which may be NULL) false. ERR_BAD_FIELD for an id that
 * is taken by another one. user_id 0: nobody. */
enum err image_add(struct db *db, const struct image *image, int64_t user_id, int64_t now, int64_t *id,
                   bool *added) MUST_USE;

#endif
