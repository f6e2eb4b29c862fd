#ifndef KOSSHI_HTTP_SERVICE_IN_H
#define KOSSHI_HTTP_SERVICE_IN_H

#include <sys/queue.h>

#include "kosshi/http/kept.h"
#include "kosshi/http/live.h"
#include "kosshi/http/service.h"
#include "kosshi/http/worker.h"

/* The service from within: service.c takes requests in, service_writers.c runs those that write, service_streams.c tells
 * what was written. */

#define WORKERS 2 /* so that a long export does not keep people from signing in */

/* A request that waits: for its turn to write, for the renderer, or to be handed out. In its arena. */
struct ticket {
    struct request *request;
    enum err result; /* of its page function, once that has run */
    TAILQ_ENTRY(ticket) next;
};
TAILQ_HEAD(tickets, ticket);

struct service {
    struct service_options options;
    struct db *db;
    struct worker *workers[WORKERS];
    size_t load[WORKERS]; /* requests with each */
    struct render *render;
    struct kept *kept;
    struct live *live;
    struct templates *templates;
    struct statics *statics;
    struct languages *languages;
    struct tickets writers; /* their `run` comes in the next transaction */
    struct tickets waiting; /* for the renderer; asked again when something was rendered */
    size_t pending;         /* in these two lists or with a worker */
    int64_t busy_since;     /* monotonic ms; 0: the lock was free */
    int64_t next_notice;    /* monotonic ms */
    int64_t data_version;
    bool has_news; /* something was committed that the streams have not looked at */
    int epoll;     /* of the renderer and the workers */
};

/* Who sends this. A token nobody has any more is as good as none. */
enum err service_identify(struct service *s, struct request *r) MUST_USE;

/* Puts a pending request at the end of a list. */
void service_line_up(struct tickets *list, struct request *r);

/* A pending request gets its answer; e: what its page function returned. */
void service_hand_out(struct service *s, struct request *r, enum err e);

/*
 * Runs the next writers in one transaction: as many as there are, but not for longer than the others on the loop can
 * wait for it. The rest have their turn when everything else that is ready was looked at.
 */
void service_writers_turn(struct service *s);

/* Until the next writers can run, in ms; -1: there are none. */
int service_writers_wait_ms(const struct service *s);

enum err service_streams_open(struct service *s) MUST_USE;
/* Tells the streams what is new. True when one was woken. */
bool service_streams_tell(struct service *s);

#endif
