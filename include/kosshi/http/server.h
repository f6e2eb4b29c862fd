#ifndef KOSSHI_HTTP_SERVER_H
#define KOSSHI_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/assets.h"
#include "kosshi/base/errors.h"
#include "kosshi/http/request.h"

/*
 * The server: one event loop on the calling thread. A turn of the loop:
 *   wait → take in what is ready (reads are answered at once) → run all writers of the turn in one transaction →
 *   commit → let their replies go.
 * Invariants:
 *  1. no write is answered before the transaction it is part of was committed; when the commit fails all of its writers
 *     get 503;
 *  2. outside of the turn's transaction the connection is query_only;
 *  3. only the loop writes; worker threads read;
 *  4. nothing on the loop waits for a disk lock, a renderer or a hash.
 */
struct server_options {
    const char *file;               /* the document */
    const char *address;            /* "127.0.0.1", "[::1]" */
    int port;                       /* 0: a free one */
    const char *tls_cert, *tls_key; /* file names; both or none */
    struct assets *assets;
    const struct route *routes;
    size_t route_count;
    void (*ready)(int port, void *context); /* called once it accepts connections */
    void *context;
};

/*
 * Serves until SIGTERM or SIGINT, then finishes what is under way and returns OK. Errors: those of db_open,
 * ERR_PORT_TAKEN, ERR_BAD_FIELD (an address that is none, unusable TLS files).
 */
enum err server_run(const struct server_options *o) MUST_USE;

#endif
