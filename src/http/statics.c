#include "kosshi/http/statics.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/http/gzip.h"

#define HASH_BYTES 16
#define LEVEL 6 /* of compression, which is done once for each file */
#define ROOT "/static/"

/* Bytes with the address that names them. */
struct named {
    unsigned char hash[HASH_BYTES];
    const char *address, *data, *gzip;
    size_t size, gzip_size;
};

enum which { CSS, JS, ICONS, EDITOR, WHICH_COUNT };

struct statics {
    struct assets *assets;
    struct arena *arena;
    pthread_mutex_t lock; /* of arena and named: pages are also made on the worker thread */
    struct named named[WHICH_COUNT];
};

#define SCRIPT "text/javascript; charset=utf-8"
#define PICTURE "image/svg+xml"

/* What has a hash in its address. Without a path: all of static/css. */
static const struct {
    const char *path, *stem, *suffix, *type;
} sources[] = {
    [CSS] = {NULL, "app", ".css", "text/css; charset=utf-8"},
    [JS] = {"static/js/main.js", "main", ".js", SCRIPT},
    [ICONS] = {"static/icons.svg", "icons", ".svg", PICTURE},
    [EDITOR] = {"built/editor.js", "editor", ".js", SCRIPT},
};

/* What has none, by the end of its name. */
static const struct {
    const char *suffix, *folder, *type;
} kinds[] = {
    {".js", "static/js/", SCRIPT},
    {".svg", "static/", PICTURE},
};

static void css_add(const struct asset *file, void *context) {
    struct buf *out = context;
    buf_add(out, file->data, file->size);
    buf_byte(out, '\n');
}

/* What it had before stays as it was, for pages that still lead to it. */
static void put(struct statics *s, enum which which, const struct buf *bytes) {
    struct named *named = &s->named[which];
    unsigned char hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes->data, bytes->size, NULL, 0);
    if (named->address && memcmp(hash, named->hash, sizeof hash) == 0) return;
    memcpy(named->hash, hash, sizeof hash);
    named->address = arena_printf(s->arena, ROOT "%s.%s%s", sources[which].stem,
                                  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash), sources[which].suffix);
    named->data = arena_copy(s->arena, bytes->data, bytes->size);
    named->size = bytes->size;
    char *gzip = gzip_make(bytes->data, bytes->size, LEVEL, &named->gzip_size);
    named->gzip = gzip ? arena_copy(s->arena, gzip, named->gzip_size) : NULL;
    free(gzip);
}

static void look(struct statics *s) {
    for (enum which which = 0; which < WHICH_COUNT; which++) {
        BUF(bytes);
        const char *path = sources[which].path;
        struct asset file;
        if (!path) {
            assets_each(s->assets, "static/css/", css_add, &bytes);
        } else {
            if (!assets_get(s->assets, path, &file)) die("%s is missing", path);
            buf_add(&bytes, file.data, file.size);
        }
        put(s, which, &bytes);
    }
}

/* One of the named files as it is now. */
static struct named now(struct statics *s, enum which which) {
    if (!assets_changing(s->assets)) return s->named[which];
    pthread_mutex_lock(&s->lock);
    look(s);
    struct named result = s->named[which];
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
    return now(s, CSS).address;
}

const char *statics_js(struct statics *s) {
    return now(s, JS).address;
}

const char *statics_icons(struct statics *s) {
    return now(s, ICONS).address;
}

const char *statics_editor(struct statics *s) {
    return now(s, EDITOR).address;
}

static bool ends_with(const char *s, const char *end) {
    size_t size = strlen(s), end_size = strlen(end);
    return size > end_size && strcmp(s + size - end_size, end) == 0;
}

bool statics_get(struct statics *s, const char *name, struct static_file *out) {
    *out = (struct static_file){0};
    for (enum which which = 0; which < WHICH_COUNT; which++) {
        struct named named = now(s, which);
        if (strcmp(named.address + strlen(ROOT), name) != 0) continue;
        *out = (struct static_file){sources[which].type, named.data, named.gzip, named.size, named.gzip_size, true};
        return true;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!ends_with(name, kinds[i].suffix)) continue;
        BUF(path);
        buf_printf(&path, "%s%s", kinds[i].folder, name);
        struct asset file;
        if (!assets_get(s->assets, path.data, &file)) return false;
        *out = (struct static_file){.type = kinds[i].type, .data = file.data, .size = file.size};
        return true;
    }
    return false;
}
