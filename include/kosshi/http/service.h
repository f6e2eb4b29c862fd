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
                 struct answer *a);  /* a pending request has its answer (given to the callee: it releases it) */
    size_t streams;                  /* at once, at most */
    void (*wake)(struct request *r); /* its stream, which was asleep, is to be read again */
    bool (*gone)(struct request *r); /* whether the client of its stream has closed the connection */
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

/* The end of a turn of the loop: runs the turn's writers in one transaction (those that would keep the loop too long in
 * the next turn), hands out what is finished, and tells the streams what was committed. True when any request got its
 * answer or any stream was woken. */
bool service_turn(struct service *s);

/* A descriptor that is readable when service_turn has something to do; how long to wait for it at most, in ms (-1: no
 * limit). */
int service_fd(const struct service *s);
int service_wait_ms(const struct service *s);

/* Requests that have no answer yet. A stream has its answer. */
size_t service_pending(const struct service *s);

/* Streams that have not ended. */
size_t service_streams(const struct service *s);

/* Ends all streams, each once its reader has read to the end, and lets none begin any more. */
void service_end_streams(struct service *s);

#endif
