#ifndef KOSSHI_HTTP_LIVE_RING_H
#define KOSSHI_HTTP_LIVE_RING_H

#include "live_event.h"

/*
 * The newest events, counted from 0 at the start of the program: events first … end - 1 are here. Older ones are let go
 * when there are too many bytes; who still needs them reads the logs, which have them all.
 *
 * Invariant: every event of a log with a row above `start` is here, or was not read from the log yet.
 */
#define LIVE_RING_BYTES (1024u * 1024u)
#define LIVE_RING_EVENTS 8192u

struct live_ring {
    struct live_event *events[LIVE_RING_EVENTS]; /* event n at n % LIVE_RING_EVENTS */
    uint64_t first, end;
    size_t bytes;
    struct live_cursor start;
};

/* Takes the event (stolen) as the newest. */
void live_ring_add(struct live_ring *r, struct live_event *e);
/* Precondition: first <= n < end. Borrowed. */
struct live_event *live_ring_at(const struct live_ring *r, uint64_t n);
/* Lets all go; what comes next comes behind the cursor. */
void live_ring_restart(struct live_ring *r, struct live_cursor start);

#endif
