#ifndef KOSSHI_HTTP_LIVE_STREAM_H
#define KOSSHI_HTTP_LIVE_STREAM_H

#include <sys/queue.h>
#include <sys/types.h>

#include "kosshi/http/live.h"
#include "live_ring.h"

/* What all streams are read from. */
struct live_source {
    struct db *db;
    struct presence *presence;
    struct live_cursor cursor; /* the logs were read up to here */
    struct live_ring ring;
};

/* One stream's place in it. What concerns whether it goes on at all is live.c's. */
struct live_stream {
    const struct live_source *source;
    int64_t *sections;
    size_t count;
    bool desk;                 /* who is in any section is told */
    struct live_cursor cursor; /* all of the logs up to here was sent, or is in the piece below */
    uint64_t next;             /* in the ring */
    struct buf own;            /* the piece that is being sent: its own bytes, then those of an event */
    struct live_event *event;
    size_t sent;         /* of both */
    size_t page;         /* how many rows of the log of updates it reads at a time, when it has fallen behind */
    bool wants_presence; /* once the rest was told */
    bool beats;          /* a heartbeat is due */
    bool over;           /* nothing more is sent but the rest of the piece */

    struct live *live;
    struct request *owner;
    int64_t person;
    bool asleep;
    int64_t beat_at;
    TAILQ_ENTRY(live_stream) order;
};

/* Makes it go on behind the event it had last (live_listener.last). Precondition: source and sections are set. */
void live_stream_begin(struct live_stream *s, const char *last);
void live_stream_end(struct live_stream *s);

/* Whether there is something to send that it has not begun. */
bool live_stream_has_news(struct live_stream *s);

/* As live_read. */
ssize_t live_stream_read(struct live_stream *s, char *to, size_t room);

#endif
