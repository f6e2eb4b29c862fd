#ifndef KOSSHI_BASE_HELPER_H
#define KOSSHI_BASE_HELPER_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * A pre-forked process that does one job at a time on bytes it cannot be trusted to survive. It has a memory limit, no
 * open files but its pipe, and every job a deadline and a limit of its output. When it dies or is late it is killed and
 * forked anew.
 *
 * Invariants:
 *  1. at most one job is under way in a helper;
 *  2. the caller's process never blocks on a helper in helper_begin and helper_step: the pipe is non-blocking on our
 *     side;
 *  3. a helper holds no descriptor of ours (sockets, database) after its fork.
 */
struct helper;

/* The job: reads size bytes, adds its answer to out, returns OK or an error that is passed on. Runs in the forked
 * process. */
typedef enum err helper_job(const char *bytes, size_t size, struct buf *out);

struct helper_limits {
    size_t memory;   /* bytes of address space above what the process has at its fork */
    size_t output;   /* bytes a job may answer */
    int deadline_ms; /* from helper_begin */
};

/* Forks one. new. Dies when the system cannot fork at start. */
struct helper *helper_start(helper_job *job, struct helper_limits limits);
void helper_stop(struct helper *h); /* kills and reaps it; NULL is allowed */

/* Begins a job; bytes are copied. Precondition: none is under way. */
void helper_begin(struct helper *h, const char *bytes, size_t size);

/* What to wait for while a job is under way: a descriptor, poll events (POLLIN, POLLOUT) and the moment (monotonic ms)
 * of the deadline. The descriptor changes when the process is forked anew. */
int helper_fd(const struct helper *h);
short helper_events(const struct helper *h);
int64_t helper_deadline(const struct helper *h);

/*
 * Goes on with the job without blocking. ERR_AGAIN: not done yet. OK: the answer was added to out. ERR_UNRENDERABLE: it
 * was late, too large, or the process died; it has been forked anew. Another error is the job's own.
 */
enum err helper_step(struct helper *h, struct buf *out) MUST_USE;

/* Milliseconds of the monotonic clock. */
int64_t helper_now(void);

#endif
