#ifndef KOSSHI_HTTP_WORKER_H
#define KOSSHI_HTTP_WORKER_H

#include "kosshi/base/assets.h"
#include "kosshi/http/request.h"

/*
 * A thread that runs the `prepare` of slow routes: hashing, exports. It has a connection of its own that only reads,
 * a renderer that waits, and its own templates, and shares nothing with the loop but two queues. A request belongs to
 * the worker from worker_give until worker_take returns it.
 */
struct worker;

/* Starts it. *out is new. Errors: those of db_open. */
enum err worker_start(const char *file, struct assets *assets, struct worker **out) MUST_USE;
/* Lets it finish the job it has and joins it. Precondition: no request is with it. NULL is allowed. */
void worker_stop(struct worker *w);

void worker_give(struct worker *w, struct request *r);

/* The next finished request and what its prepare returned; NULL when there is none. Readable worker_fd says that there
 * may be some. */
struct request *worker_take(struct worker *w, enum err *result);
int worker_fd(const struct worker *w);

#endif
