/*
 * Input: a template, a NUL, a JSON view. Every partial the template names is the template itself; few of them are
 * given, so that templates that multiply themselves do not take the time of all others.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/log.h"
#include "kosshi/base/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct partials {
    const struct mustache *itself;
    int left;
};

static const struct mustache *partial_find(const char *name, void *context) {
    struct partials *p = context;
    if (name[0] == '\0') abort();
    return p->left-- > 0 ? p->itself : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *source = (const char *)data;
    const char *nul = size ? memchr(source, '\0', size) : NULL;
    size_t template_size = nul ? (size_t)(nul - source) : size;
    struct mustache *m = NULL;
    char *why = NULL;
    log_level_set(LOG_NONE);
    if (mustache_compile(source, template_size, &m, &why) != OK) {
        if (!why || strncmp(why, "line ", 5) != 0) abort();
        free(why);
        return 0;
    }
    json_t *view = nul ? json_loadb(nul + 1, size - template_size - 1, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : NULL;
    BUF(out);
    mustache_render(m, view, partial_find, &(struct partials){m, 200}, &out);
    if (out.data && out.data[out.size] != '\0') abort();
    json_decref(view);
    mustache_free(m);
    return 0;
}
