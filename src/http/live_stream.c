#include "live_stream.h"

#include <stdlib.h>
#include <string.h>

#define CATCH_UP_ROWS 32     /* of a log at a time */
#define CATCH_UP_BYTES 65536 /* these are sent before it reads on */
#define FARTHEST 2000        /* rows it can be behind; asking anew is cheaper then */
#define RETRY_MS 2000        /* a browser that was cut off comes back so soon */
#define SMALL_PIECE 1024     /* room that is kept for the next piece */

/* --- which events it sends --- */

static bool asked_for(const struct live_stream *s, int64_t section) {
    for (size_t i = 0; i < s->count; i++)
        if (s->sections[i] == section) return true;
    return false;
}

/* Presence that waits to be told as a whole need not be told in its parts. */
static bool concerns(const struct live_stream *s, const struct live_event *e) {
    switch (e->kind) {
    case LIVE_UPDATE:
        return e->row > s->cursor.update && asked_for(s, e->section);
    case LIVE_ACTIVITY:
        return e->row > s->cursor.activity;
    case LIVE_PEOPLE:
        return !s->wants_presence && (s->desk || asked_for(s, e->section));
    case LIVE_PLACES:
        return !s->wants_presence && asked_for(s, e->section);
    }
    return false;
}

static void move_over(struct live_stream *s, const struct live_event *e) {
    if (e->kind == LIVE_UPDATE && e->row > s->cursor.update) s->cursor.update = e->row;
    if (e->kind == LIVE_ACTIVITY && e->row > s->cursor.activity) s->cursor.activity = e->row;
    s->next++;
}

/* Goes to the next event that concerns it; false when there is none in the ring. Not for one that has fallen behind. */
static bool seek(struct live_stream *s) {
    const struct live_ring *ring = &s->source->ring;
    while (s->next < ring->end) {
        const struct live_event *e = live_ring_at(ring, s->next);
        if (concerns(s, e)) return true;
        move_over(s, e);
    }
    return false;
}

/* Some of what it has not told is no longer in the ring. */
static bool is_behind(const struct live_stream *s) {
    const struct live_ring *ring = &s->source->ring;
    return s->next < ring->first || s->cursor.update < ring->start.update || s->cursor.activity < ring->start.activity;
}

bool live_stream_has_news(struct live_stream *s) {
    return is_behind(s) || seek(s);
}

/* --- where it begins --- */

/* A cursor of this file, not too far back. */
static bool is_within_reach(const struct live_source *source, const struct live_cursor *had) {
    const struct live_cursor *now = &source->cursor;
    return had->update <= now->update && now->update - had->update <= FARTHEST && had->activity <= now->activity &&
           now->activity - had->activity <= FARTHEST;
}

/* Goes to where everything was told. */
static void skip(struct live_stream *s) {
    s->cursor = s->source->cursor;
    s->next = s->source->ring.end;
    s->wants_presence = true;
}

static void put_reset(struct live_stream *s) {
    skip(s);
    live_event_id_put(s->cursor, &s->own);
    buf_string(&s->own, "event: reset\ndata: {}\n\n");
}

/* One that goes on looks at the whole ring: it may have missed any event there. */
void live_stream_begin(struct live_stream *s, const char *last) {
    struct live_cursor had;
    s->page = 1;
    buf_printf(&s->own, "retry: %d\n", RETRY_MS);
    skip(s);
    if (last && *last && (!live_event_id_read(last, &had) || !is_within_reach(s->source, &had))) {
        put_reset(s);
        return;
    }
    if (last && *last) {
        s->cursor = had;
        s->next = s->source->ring.first;
    }
    live_event_id_put(s->cursor, &s->own);
    buf_byte(&s->own, '\n');
}

void live_stream_end(struct live_stream *s) {
    live_event_release(s->event);
    buf_free(&s->own);
    free(s->sections);
    free(s);
}

/* --- one that has fallen behind the ring reads the logs --- */

static void put_event(struct live_stream *s, struct live_event *e) {
    live_event_id_put(s->cursor, &s->own);
    buf_add(&s->own, e->bytes, e->size);
    live_event_release(e);
}

/* The next updates, none that the source has not read yet. When there are no more, all before it were told. Long ones
 * are read a few at a time: those that are not sent now were read for nothing. */
static enum err catch_up_updates(struct live_stream *s) {
    ARENA(a);
    struct update *rows;
    size_t count, i = 0, page = s->page;
    int64_t newest = s->source->cursor.update;
    enum err e = update_after(s->source->db, a, s->cursor.update, page, &rows, &count);
    if (e != OK) return e;
    for (; i < count && rows[i].id <= newest && s->own.size < CATCH_UP_BYTES; i++) {
        s->cursor.update = rows[i].id;
        if (asked_for(s, rows[i].section_id)) put_event(s, live_event_update(&rows[i]));
    }
    bool was_last = i == count ? count < page : rows[i].id > newest;
    if (was_last) s->cursor.update = newest;
    s->page = i < count ? i + 1 : 2 * page < CATCH_UP_ROWS ? 2 * page : CATCH_UP_ROWS;
    return OK;
}

static enum err catch_up_activities(struct live_stream *s) {
    ARENA(a);
    struct activity *rows;
    size_t count, i = 0;
    int64_t newest = s->source->cursor.activity;
    enum err e = activity_after(s->source->db, a, s->cursor.activity, CATCH_UP_ROWS, &rows, &count);
    if (e != OK) return e;
    for (; i < count && rows[i].id <= newest; i++) {
        s->cursor.activity = rows[i].id;
        struct live_event *event = live_event_activity(&rows[i]);
        if (event) put_event(s, event);
    }
    if (i < count || count < CATCH_UP_ROWS) s->cursor.activity = newest;
    return OK;
}

/* A step towards the ring. Presence that was in it is told as a whole. A log that cannot be read ends the stream: its
 * browser comes back. */
static bool catch_up(struct live_stream *s) {
    const struct live_ring *ring = &s->source->ring;
    enum err e = OK;
    s->wants_presence = true;
    if (s->next < ring->first) s->next = ring->first;
    if (s->count == 0 && s->cursor.update < ring->start.update) s->cursor.update = ring->start.update;
    if (!is_within_reach(s->source, &s->cursor))
        put_reset(s);
    else if (s->cursor.update < ring->start.update)
        e = catch_up_updates(s);
    else if (s->cursor.activity < ring->start.activity)
        e = catch_up_activities(s);
    s->over = s->over || e != OK;
    return e == OK;
}

/* --- what it sends, piece by piece --- */

static void put_presence(struct live_stream *s, int64_t section) {
    live_event_id_put(s->cursor, &s->own);
    buf_string(&s->own, "event: presence\ndata: ");
    presence_put(s->source->presence, section, &s->own);
    buf_string(&s->own, "\n\n");
}

static void begin_presence(struct live_stream *s) {
    s->wants_presence = false;
    for (size_t i = 0; i < s->count; i++)
        put_presence(s, s->sections[i]);
    for (int64_t id = 0; s->desk && (id = presence_section_after(s->source->presence, id)) > 0;)
        if (!asked_for(s, id)) put_presence(s, id);
}

static void begin_beat(struct live_stream *s) {
    s->beats = false;
    buf_string(&s->own, ":\n");
    live_event_id_put(s->cursor, &s->own);
    buf_byte(&s->own, '\n');
}

/* The next event of the ring. */
static void begin_event(struct live_stream *s) {
    s->event = live_event_hold(live_ring_at(&s->source->ring, s->next));
    move_over(s, s->event);
    live_event_id_put(s->cursor, &s->own);
}

/* The piece that is sent next, which may be empty; false when there is none. */
static bool begin_piece(struct live_stream *s) {
    if (s->over) return false;
    if (is_behind(s)) return catch_up(s);
    if (seek(s)) {
        begin_event(s);
        return true;
    }
    s->cursor = s->source->cursor;
    if (s->wants_presence)
        begin_presence(s);
    else if (s->beats)
        begin_beat(s);
    else
        return false;
    return true;
}

static size_t piece_size(const struct live_stream *s) {
    return s->own.size + (s->event ? s->event->size : 0);
}

static void end_piece(struct live_stream *s) {
    if (s->own.room > SMALL_PIECE)
        buf_free(&s->own);
    else
        buf_clear(&s->own);
    live_event_release(s->event);
    s->event = NULL;
    s->sent = 0;
}

/* Copies what fits of a run of bytes, of which `from` are sent; how many. */
static size_t copy_rest(char *to, size_t room, const char *bytes, size_t size, size_t from) {
    size_t n = size - from < room ? size - from : room;
    if (n > 0) memcpy(to, bytes + from, n);
    return n;
}

static size_t send_piece(struct live_stream *s, char *to, size_t room) {
    size_t own = 0, shared = 0;
    if (s->sent < s->own.size) own = copy_rest(to, room, s->own.data, s->own.size, s->sent);
    s->sent += own;
    if (s->event && s->sent >= s->own.size)
        shared = copy_rest(to + own, room - own, s->event->bytes, s->event->size, s->sent - s->own.size);
    s->sent += shared;
    return own + shared;
}

ssize_t live_stream_read(struct live_stream *s, char *to, size_t room) {
    size_t filled = 0;
    for (;;) {
        filled += send_piece(s, to + filled, room - filled);
        if (s->sent < piece_size(s)) break;
        end_piece(s);
        if (filled == room || !begin_piece(s)) break;
    }
    if (filled > 0) return (ssize_t)filled;
    return s->over ? LIVE_OVER : 0;
}
