#ifndef KOSSHI_HTTP_GATE_H
#define KOSSHI_HTTP_GATE_H

#include <stddef.h>

#include "kosshi/http/request.h"

/* What the gate needs of a request's headers. NULL for a header that was not sent. */
struct gate_headers {
    const char *sec_fetch_site, *origin, *host;
};

/*
 * The single gate every request passes before its page function, in two steps, because who somebody is need not be
 * looked up for pages that are the same for all. First: which route. Sets route, id, word; ERR_NOT_FOUND, or ERR_METHOD
 * with reply.allow set. r->method and path are set before.
 */
enum err gate_route(struct request *r, const struct route *routes, size_t count) MUST_USE;

/*
 * Second, with r->user known: may this come in? routed is what gate_route said. ERR_CROSS_ORIGIN, ERR_SIGNED_OUT (also
 * for pages that do not exist: a stranger is not told), ERR_FORBIDDEN, or routed.
 */
enum err gate_admit(const struct request *r, const struct gate_headers *headers, enum err routed) MUST_USE;

/* The part of it that can change while a request waits: ERR_SIGNED_OUT, ERR_FORBIDDEN or OK for r->user on r->route. */
enum err gate_role(const struct request *r) MUST_USE;

/* The origin rule alone (Go's http.CrossOriginProtection): true when a write may come in. */
bool gate_same_origin(const struct gate_headers *headers);

#endif
