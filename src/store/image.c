#include "kosshi/store/image.h"

#include <stdlib.h>

#include "field.h"
#include "sql.h"

#define COLUMNS                                                                                                        \
    "id, type, name, width, height, created_at, length(data), (SELECT display FROM user WHERE user.id = created_by)"

static void read_row(struct sql *s, struct arena *a, void *item) {
    struct image *image = item;
    *image = (struct image){.id = sql_integer(s, 0),
                            .type = sql_string(s, a, 1),
                            .name = sql_string(s, a, 2),
                            .width = (int)sql_integer(s, 3),
                            .height = (int)sql_integer(s, 4),
                            .created_at = sql_integer(s, 5),
                            .size = (size_t)sql_integer(s, 6),
                            .created_by = sql_string(s, a, 7)};
    if (!sql_is_null(s, 8)) image->data = sql_text(s, a, 8, &image->size);
}

enum err image_get(struct db *db, struct arena *a, int64_t id, struct image *out) {
    SQL(find, db, "SELECT " COLUMNS ", data FROM image WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) read_row(&find, a, out);
    return e;
}

enum err image_list(struct db *db, struct arena *a, bool with_data, struct image **out, size_t *count) {
    SQL(list, db, "SELECT " COLUMNS ", CASE WHEN ?1 THEN data END FROM image ORDER BY id");
    sql_bind_integer(&list, 1, with_data);
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

/* The id of the picture that is this one to the byte. */
static enum err find(struct db *db, const char *data, size_t size, int64_t *id) {
    SQL(same, db, "SELECT id FROM image WHERE length(data) = ?1 AND data = ?2");
    sql_bind_integer(&same, 1, (int64_t)size);
    sql_bind_bytes(&same, 2, data, size);
    enum err e = sql_row(&same);
    if (!e) *id = sql_integer(&same, 0);
    return e;
}

static int compare_id(const void *key, const void *image) {
    int64_t id = *(const int64_t *)key, other = ((const struct image *)image)->id;
    return (id > other) - (id < other);
}

const struct image *image_among(const struct image *images, size_t count, int64_t id) {
    return count > 0 ? bsearch(&id, images, count, sizeof *images, compare_id) : NULL;
}

enum err image_add(struct db *db, const struct image *image, int64_t user_id, int64_t now, int64_t *id, bool *added) {
    enum err e = field_line_or_empty(image->name, IMAGE_NAME_LIMIT);
    if (!e && image->size > IMAGE_SIZE_LIMIT) e = ERR_TOO_LARGE;
    if (!e && (image->size == 0 || image->width <= 0 || image->height <= 0)) e = ERR_BAD_FIELD;
    if (added) *added = false;
    if (e) return e;
    if (image->id == 0) {
        e = find(db, image->data, image->size, id);
        if (e != ERR_NOT_FOUND) return e;
    }
    SQL(add, db,
        "INSERT INTO image (id, type, name, width, height, created_at, created_by, data)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    sql_bind_or_null(&add, 1, image->id);
    sql_bind_string(&add, 2, image->type);
    sql_bind_string(&add, 3, image->name);
    sql_bind_integer(&add, 4, image->width);
    sql_bind_integer(&add, 5, image->height);
    sql_bind_integer(&add, 6, now);
    sql_bind_or_null(&add, 7, user_id);
    sql_bind_bytes(&add, 8, image->data, image->size);
    e = sql_run_unique(&add, ERR_BAD_FIELD);
    if (e) return e;
    *id = sql_new_id(db);
    if (added) *added = true;
    return OK;
}
