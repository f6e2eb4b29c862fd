#ifndef KOSSHI_HTTP_LIVE_EVENT_H
#define KOSSHI_HTTP_LIVE_EVENT_H

#include "kosshi/http/presence.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/update.h"

/* How far the two logs of the document were told: the ids of the last rows. */
struct live_cursor {
    int64_t update, activity;
};

/* A cursor as the id of an event has it, "123-456"; false for anything else. */
bool live_event_id_read(const char *text, struct live_cursor *out);
/* Adds the line "id: 123-456\n". */
void live_event_id_put(struct live_cursor cursor, struct buf *b);

enum live_kind {
    LIVE_UPDATE,   /* of a section's text: for those who asked for the section */
    LIVE_ACTIVITY, /* something else of it: for all */
    LIVE_PEOPLE,   /* other people are there: for those who asked for the section, and the desk */
    LIVE_PLACES    /* the same people at other places: not for the desk */
};

/*
 * An event, formatted once for all streams: "event: …\ndata: …\n\n". The line of its id is each stream's own and goes
 * before it. Counted, so that a stream can still send one that has left the ring.
 */
struct live_event {
    size_t holders;
    enum live_kind kind;
    int64_t section;
    int64_t row; /* of its log; 0 for presence */
    size_t size;
    char bytes[];
};

/* Each is new, with one holder. */
struct live_event *live_event_update(const struct update *update);
struct live_event *live_event_activity(const struct activity *activity); /* NULL when it is not told */
struct live_event *live_event_presence(const struct presence *presence, int64_t section, bool places);

struct live_event *live_event_hold(struct live_event *e);
void live_event_release(struct live_event *e); /* NULL is allowed */

#endif
