#include "kosshi/base/assets.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/* Made by the Makefile; rows in byte order of their paths, ended by a row of NULL. */
extern const struct row { const char *path, *start, *end; } assets_table[];

/* A file that was read from disk. Kept until the assets are closed, since its bytes were lent. */
struct kept {
    struct kept *next;
    struct asset file;
};

struct assets {
    const char *dir; /* NULL: embedded */
    struct arena *arena;
    struct kept *kept;    /* newest first; a path is there once for each content it had */
    pthread_mutex_t lock; /* of arena and kept: the worker thread reads too */
};

/* What is embedded lies below these; nothing else below dir is an asset, such as the document itself. */
static const char *const roots[] = {"templates/", "static/", "schema/"};

/* What the Makefile has made of other files. It is nowhere on the disk but in the binary. */
#define BUILT "built/"

struct assets *assets_open(const char *dir) {
    struct assets *a = calloc(1, sizeof *a);
    if (!a) die("out of memory");
    a->arena = arena_new();
    a->dir = arena_string(a->arena, dir);
    pthread_mutex_init(&a->lock, NULL);
    return a;
}

void assets_close(struct assets *a) {
    if (!a) return;
    pthread_mutex_destroy(&a->lock);
    arena_free(a->arena);
    free(a);
}

bool assets_changing(const struct assets *a) {
    return a->dir != NULL;
}

static struct asset row_asset(const struct row *row) {
    return (struct asset){row->path, row->start, (size_t)(row->end - row->start)};
}

/* True for a path below one of the roots without a hidden part; so there is no "..", and no editor's swap file. */
static bool path_allowed(const char *path) {
    if (strstr(path, "/.") || strstr(path, "//")) return false;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strncmp(path, roots[i], strlen(roots[i])) == 0) return true;
    return false;
}

static bool file_read(const char *dir, const char *path, struct buf *out) {
    BUF(name);
    buf_printf(&name, "%s/%s", dir, path);
    int fd = open(name.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    struct stat st;
    bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    while (ok) {
        buf_reserve(out, 65536);
        ssize_t n = read(fd, out->data + out->size, 65536);
        if (n <= 0) {
            ok = n == 0;
            break;
        }
        out->size += (size_t)n;
    }
    close(fd);
    return ok;
}

/* The bytes as they were lent before when they are still the same, so that memory grows only by changes. */
static struct asset file_keep(struct assets *a, const char *path, const struct buf *bytes) {
    for (struct kept *k = a->kept; k; k = k->next)
        if (strcmp(k->file.path, path) == 0 && k->file.size == bytes->size &&
            memcmp(k->file.data, bytes->data, bytes->size) == 0)
            return k->file;
    struct kept *k = arena_alloc(a->arena, sizeof *k);
    k->file.path = arena_string(a->arena, path);
    k->file.data = arena_copy(a->arena, bytes->data, bytes->size);
    k->file.size = bytes->size;
    k->next = a->kept;
    a->kept = k;
    return k->file;
}

bool assets_get(struct assets *a, const char *path, struct asset *out) {
    if (a->dir && strncmp(path, BUILT, strlen(BUILT)) != 0) {
        BUF(bytes);
        if (!path_allowed(path) || !file_read(a->dir, path, &bytes)) return false;
        pthread_mutex_lock(&a->lock);
        *out = file_keep(a, path, &bytes);
        pthread_mutex_unlock(&a->lock);
        return true;
    }
    for (const struct row *row = assets_table; row->path; row++)
        if (strcmp(row->path, path) == 0) {
            *out = row_asset(row);
            return true;
        }
    return false;
}

struct paths {
    struct arena *arena;
    char **list;
    size_t count, room;
};

static void paths_add(struct paths *p, char *path) {
    if (p->count == p->room) {
        p->room = p->room ? p->room * 2 : 64;
        p->list = realloc(p->list, p->room * sizeof *p->list);
        if (!p->list) die("out of memory");
    }
    p->list[p->count++] = path;
}

/* Collects all files below folder ("" or "static/css/") of dir. */
static void folder_list(const char *dir, const char *folder, struct paths *out) {
    DIR *d = opendir(arena_printf(out->arena, "%s/%s", dir, folder));
    if (!d) return;
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.' || strcmp(e->d_name, "node_modules") == 0) continue;
        char *path = arena_printf(out->arena, "%s%s", folder, e->d_name);
        struct stat st;
        if (stat(arena_printf(out->arena, "%s/%s", dir, path), &st) != 0) continue;
        if (S_ISREG(st.st_mode)) paths_add(out, path);
        if (S_ISDIR(st.st_mode)) folder_list(dir, arena_printf(out->arena, "%s/", path), out);
    }
    closedir(d);
}

static int byte_order(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void assets_each(struct assets *a, const char *prefix, void (*each)(const struct asset *, void *), void *context) {
    struct asset file;
    size_t size = strlen(prefix);
    if (!a->dir) {
        for (const struct row *row = assets_table; row->path; row++) {
            if (strncmp(row->path, prefix, size) != 0) continue;
            file = row_asset(row);
            each(&file, context);
        }
        return;
    }
    ARENA(arena);
    struct paths found = {.arena = arena};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        folder_list(a->dir, roots[i], &found);
    if (found.count) qsort(found.list, found.count, sizeof *found.list, byte_order);
    for (size_t i = 0; i < found.count; i++)
        if (strncmp(found.list[i], prefix, size) == 0 && assets_get(a, found.list[i], &file)) each(&file, context);
    free(found.list);
}
