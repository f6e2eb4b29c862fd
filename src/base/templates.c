#include "kosshi/base/templates.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/errors.h"
#include "kosshi/base/mustache.h"

struct compiled {
    char *name;                /* first: what the tree compares */
    struct mustache *mustache; /* NULL when there is no such file */
};

struct templates {
    struct assets *assets;
    void *tree; /* of struct compiled, by name (tsearch) */
};

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void compiled_free(void *thing) {
    struct compiled *c = thing;
    mustache_free(c->mustache);
    free(c->name);
    free(c);
}

struct templates *templates_open(struct assets *assets) {
    struct templates *t = calloc(1, sizeof *t);
    if (!t) die("out of memory");
    t->assets = assets;
    return t;
}

static void forget(struct templates *t) {
    tdestroy(t->tree, compiled_free);
    t->tree = NULL;
}

void templates_close(struct templates *t) {
    if (!t) return;
    forget(t);
    free(t);
}

static struct mustache *load(struct assets *assets, const char *name) {
    struct buf path = {0};
    buf_printf(&path, "templates/%s.mustache", name);
    struct asset file;
    struct mustache *m = NULL;
    char *why = NULL;
    if (assets_get(assets, path.data, &file) && mustache_compile(file.data, file.size, &m, &why) != OK)
        die("%s: %s", path.data, why);
    buf_free(&path);
    return m;
}

static const struct mustache *find(const char *name, void *context) {
    struct templates *t = context;
    struct compiled **at = tfind(&name, &t->tree, compare);
    if (at) return (*at)->mustache;
    struct compiled *c = calloc(1, sizeof *c);
    if (!c || !(c->name = strdup(name))) die("out of memory");
    c->mustache = load(t->assets, name);
    if (!tsearch(c, &t->tree, compare)) die("out of memory");
    return c->mustache;
}

void templates_render(struct templates *t, const char *name, json_t *view, struct buf *out) {
    if (assets_changing(t->assets)) forget(t);
    const struct mustache *m = find(name, t);
    if (!m) die("there is no templates/%s.mustache", name);
    mustache_render(m, view, find, t, out);
}
