#include "live_ring.h"

struct live_event *live_ring_at(const struct live_ring *r, uint64_t n) {
    return r->events[n % LIVE_RING_EVENTS];
}

static void drop_first(struct live_ring *r) {
    struct live_event *e = live_ring_at(r, r->first);
    if (e->kind == LIVE_UPDATE) r->start.update = e->row;
    if (e->kind == LIVE_ACTIVITY) r->start.activity = e->row;
    r->bytes -= e->size;
    r->first++;
    live_event_release(e);
}

/* The newest stays, however large it is: most streams are about to send it. */
void live_ring_add(struct live_ring *r, struct live_event *e) {
    while (r->first < r->end && (r->bytes + e->size > LIVE_RING_BYTES || r->end - r->first == LIVE_RING_EVENTS))
        drop_first(r);
    r->events[r->end++ % LIVE_RING_EVENTS] = e;
    r->bytes += e->size;
}

void live_ring_restart(struct live_ring *r, struct live_cursor start) {
    while (r->first < r->end)
        drop_first(r);
    r->start = start;
}
