#ifndef KOSSHI_HTTP_SERVICE_H
#define KOSSHI_HTTP_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/http/answer.h"
#include "kosshi/http/gate.h"
#include "kosshi/http/request.h"

/*
 * Between the sockets (server.c) and the pages: takes whole requests, passes them through the gate, runs each where and
 * when its route says, and gives each its answer. It knows no HTTP library and no socket. See server.h for its
 * invariants.
 */
struct service;

struct service_options {
    const char *file;
    struct assets *assets;
    const struct route *routes;
    size_t route_count;
    void (*done)(struct request *r,
                 struct answer *a); /* a pending request has its answer (given to the callee: it releases it) */
};

/* Opens the document and starts worker and renderer. *out is new. Errors: those of db_open. */
enum err service_open(const struct service_options *o, struct service **out) MUST_USE;
/* Precondition: service_pending is 0. */
void service_close(struct service *s);

/* Sets what a new request needs of the service (assets, languages, templates, …). */
void service_equip(struct service *s, struct request *r);

/*
 * Whether the body of a request may bring a file: its route takes one, and whoever sends it may. Asked when the headers
 * are here, so that nothing large is kept for others.
 */
bool service_takes_file(struct service *s, struct request *r, const struct gate_headers *headers);

/*
 * Takes a request that is complete. failed: what went wrong while it was read (ERR_TOO_LARGE, ERR_BAD_UTF8 …), OK for
 * nothing. Returns its answer (new), or NULL when it is pending: then done is called for it from a later service_turn.
 */
struct answer *service_take(struct service *s, struct request *r, const struct gate_headers *headers, enum err failed);

/* The end of a turn of the loop: runs the turn's writers in one transaction and hands out what is finished. True when
 * any request got its answer. */
bool service_turn(struct service *s);

/* A descriptor that is readable when service_turn has something to do; how long to wait for it at most, in ms (-1: no
 * limit). */
int service_fd(const struct service *s);
int service_wait_ms(const struct service *s);

size_t service_pending(const struct service *s);

#endif
