#include "kosshi/http/gate.h"

#include <string.h>
#include <strings.h>

#include "kosshi/base/buf.h"

/* A path's {id}: a positive number without leading zeros that fits 63 bits. Returns its end, NULL for none. */
static const char *number(const char *s, int64_t *out) {
    if (*s < '1' || *s > '9') return NULL;
    int64_t value = 0;
    for (; *s >= '0' && *s <= '9'; s++) {
        if (value > (INT64_MAX - 9) / 10) return NULL;
        value = value * 10 + (*s - '0');
    }
    *out = value;
    return s;
}

/* Matches a whole path with a route's pattern; what {id} and {word} stand for goes into r. */
static bool matches(struct request *r, const char *pattern, const char *path) {
    r->id = 0;
    r->word = NULL;
    while (*pattern) {
        if (*pattern == '{') {
            const char *start = path;
            bool is_id = strncmp(pattern, "{id}", 4) == 0;
            path = is_id ? number(path, &r->id) : path + strcspn(path, "/");
            if (!path || path == start) return false;
            if (!is_id) r->word = arena_copy(r->arena, start, (size_t)(path - start));
            pattern += strcspn(pattern, "}") + 1;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

enum err gate_route(struct request *r, const struct route *routes, size_t count) {
    static const char *const names[METHOD_COUNT] = {[METHOD_GET] = "GET, HEAD", [METHOD_POST] = "POST"};
    struct buf allow = {0};
    for (size_t i = 0; i < count; i++) {
        if (!matches(r, routes[i].path, r->path)) continue;
        if (routes[i].method == r->method) {
            r->route = &routes[i];
            buf_free(&allow);
            return OK;
        }
        buf_printf(&allow, "%s%s", allow.size ? ", " : "", names[routes[i].method]);
    }
    if (allow.size == 0) return ERR_NOT_FOUND;
    r->reply.allow = arena_string(r->arena, allow.data);
    buf_free(&allow);
    return ERR_METHOD;
}

bool gate_same_origin(const struct gate_headers *headers) {
    const char *site = headers->sec_fetch_site, *origin = headers->origin;
    if (site) return strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
    if (!origin) return true;
    const char *host = strstr(origin, "://");
    return host && headers->host && strcasecmp(host + 3, headers->host) == 0;
}

enum err gate_role(const struct request *r) {
    if (r->user.role >= r->route->role) return OK;
    return r->user.id == 0 ? ERR_SIGNED_OUT : ERR_FORBIDDEN;
}

enum err gate_admit(const struct request *r, const struct gate_headers *headers, enum err routed) {
    if (r->method != METHOD_GET && !gate_same_origin(headers)) return ERR_CROSS_ORIGIN;
    if (routed != OK) return r->user.id == 0 && routed == ERR_NOT_FOUND ? ERR_SIGNED_OUT : routed;
    return gate_role(r);
}
