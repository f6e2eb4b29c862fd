#include "kosshi/http/statics.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

#define HASH_BYTES 16
#define ROOT "/static/"

/* Bytes with the address that names them. */
struct named {
    unsigned char hash[HASH_BYTES];
    const char *address, *data;
    size_t size;
};

struct statics {
    struct assets *assets;
    struct arena *arena;
    pthread_mutex_t lock; /* of arena and the named ones: pages are also made on the worker thread */
    struct named css, js, icons;
};

static const struct {
    const char *suffix, *folder, *type;
} kinds[] = {
    {".js", "static/js/", "text/javascript; charset=utf-8"},
    {".svg", "static/", "image/svg+xml"},
};

static void css_add(const struct asset *file, void *context) {
    struct buf *out = context;
    buf_add(out, file->data, file->size);
    buf_byte(out, '\n');
}

/* What named had before stays as it was, for pages that still lead to it. */
static void name(struct statics *s, struct named *named, const char *stem, const char *suffix,
                 const struct buf *bytes) {
    unsigned char hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes->data, bytes->size, NULL, 0);
    if (named->address && memcmp(hash, named->hash, sizeof hash) == 0) return;
    memcpy(named->hash, hash, sizeof hash);
    named->address =
        arena_printf(s->arena, ROOT "%s.%s%s", stem, sodium_bin2hex(hex, sizeof hex, hash, sizeof hash), suffix);
    named->data = arena_copy(s->arena, bytes->data, bytes->size);
    named->size = bytes->size;
}

static void look(struct statics *s) {
    BUF(css);
    BUF(js);
    BUF(icons);
    struct asset file;
    assets_each(s->assets, "static/css/", css_add, &css);
    name(s, &s->css, "app", ".css", &css);
    if (!assets_get(s->assets, "static/js/main.js", &file)) die("static/js/main.js is missing");
    buf_add(&js, file.data, file.size);
    name(s, &s->js, "main", ".js", &js);
    if (!assets_get(s->assets, "static/icons.svg", &file)) die("static/icons.svg is missing");
    buf_add(&icons, file.data, file.size);
    name(s, &s->icons, "icons", ".svg", &icons);
}

/* One of the named files as it is now. */
static struct named now(struct statics *s, const struct named *named) {
    if (!assets_changing(s->assets)) return *named;
    pthread_mutex_lock(&s->lock);
    look(s);
    struct named result = *named;
    pthread_mutex_unlock(&s->lock);
    return result;
}

struct statics *statics_open(struct assets *assets) {
    struct statics *s = calloc(1, sizeof *s);
    if (!s) die("out of memory");
    s->assets = assets;
    s->arena = arena_new();
    pthread_mutex_init(&s->lock, NULL);
    look(s);
    return s;
}

void statics_close(struct statics *s) {
    if (!s) return;
    pthread_mutex_destroy(&s->lock);
    arena_free(s->arena);
    free(s);
}

const char *statics_css(struct statics *s) {
    return now(s, &s->css).address;
}

const char *statics_js(struct statics *s) {
    return now(s, &s->js).address;
}

const char *statics_icons(struct statics *s) {
    return now(s, &s->icons).address;
}

static bool named_get(struct named named, const char *file_name, const char **data, size_t *size) {
    if (strcmp(named.address + strlen(ROOT), file_name) != 0) return false;
    *data = named.data;
    *size = named.size;
    return true;
}

static bool ends_with(const char *s, const char *end) {
    size_t size = strlen(s), end_size = strlen(end);
    return size > end_size && strcmp(s + size - end_size, end) == 0;
}

bool statics_get(struct statics *s, const char *file_name, const char **type, const char **data, size_t *size,
                 bool *hashed) {
    *hashed = true;
    *type = "text/css; charset=utf-8";
    if (named_get(now(s, &s->css), file_name, data, size)) return true;
    *type = kinds[0].type;
    if (named_get(now(s, &s->js), file_name, data, size)) return true;
    *type = kinds[1].type;
    if (named_get(now(s, &s->icons), file_name, data, size)) return true;
    *hashed = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!ends_with(file_name, kinds[i].suffix)) continue;
        BUF(path);
        buf_printf(&path, "%s%s", kinds[i].folder, file_name);
        struct asset file;
        if (!assets_get(s->assets, path.data, &file)) return false;
        *type = kinds[i].type;
        *data = file.data;
        *size = file.size;
        return true;
    }
    return false;
}
