#include "kosshi/http/live.h"

#include <stdlib.h>
#include <string.h>

#include "live_stream.h"

#define LOOK_ROWS 64    /* of a log at a time */
#define BEATS_A_TURN 50 /* each asks whether its person may still listen */
#define STREAMS_A_MS 25 /* the loop sends to about twice as many in a ms, and has other things to do */

struct live {
    struct live_options options;
    struct live_source source;
    TAILQ_HEAD(streams, live_stream) streams; /* whose heartbeat comes next is first */
    size_t count;
    uint64_t woken_for; /* events before it have woken those whom they concern */
    int64_t next_wake;
    bool ending;
};

/* --- what all listen to --- */

/* Nobody listens: what was committed need not be told, and who comes back for it reads it from the logs. */
static enum err skip_to_newest(struct live *l) {
    struct live_cursor newest;
    enum err e = update_newest(l->options.db, &newest.update);
    if (e == OK) e = activity_newest(l->options.db, &newest.activity);
    if (e != OK) return e;
    l->source.cursor = newest;
    live_ring_restart(&l->source.ring, newest);
    l->woken_for = l->source.ring.end;
    return OK;
}

enum err live_open(const struct live_options *o, struct live **out) {
    struct live *l = calloc(1, sizeof *l);
    if (!l) die("out of memory");
    l->options = *o;
    l->source.db = o->db;
    l->source.presence = presence_new();
    TAILQ_INIT(&l->streams);
    enum err e = skip_to_newest(l);
    if (e == OK)
        *out = l;
    else
        live_close(l);
    return e;
}

void live_close(struct live *l) {
    if (!l) return;
    if (l->count > 0) die("a stream was not left when all are closed");
    live_ring_restart(&l->source.ring, l->source.cursor);
    presence_free(l->source.presence);
    free(l);
}

struct presence *live_presence(struct live *l) {
    return l->source.presence;
}

static enum err look_for_updates(struct live *l) {
    struct live_source *source = &l->source;
    size_t count;
    do {
        ARENA(a);
        struct update *rows;
        enum err e = update_after(source->db, a, source->cursor.update, LOOK_ROWS, &rows, &count);
        if (e != OK) return e;
        for (size_t i = 0; i < count; i++) {
            live_ring_add(&source->ring, live_event_update(&rows[i]));
            source->cursor.update = rows[i].id;
        }
    } while (count == LOOK_ROWS);
    return OK;
}

/* By these somebody may have lost the right to listen. */
static bool shuts_out(enum activity_action a) {
    return a == DID_SIGN_OUT || a == DID_SIGN_OUT_ALL || a == DID_USER_DISABLE || a == DID_USER_ROLE ||
           a == DID_PASSWORD;
}

/* Every stream is looked at in the next turns. */
static void hasten_beats(struct live *l) {
    struct live_stream *s;
    TAILQ_FOREACH(s, &l->streams, order) {
        s->beat_at = 0;
    }
}

static enum err look_for_activities(struct live *l) {
    struct live_source *source = &l->source;
    size_t count;
    do {
        ARENA(a);
        struct activity *rows;
        enum err e = activity_after(source->db, a, source->cursor.activity, LOOK_ROWS, &rows, &count);
        if (e != OK) return e;
        for (size_t i = 0; i < count; i++) {
            struct live_event *event = live_event_activity(&rows[i]);
            if (event) live_ring_add(&source->ring, event);
            if (shuts_out(rows[i].action)) hasten_beats(l);
            source->cursor.activity = rows[i].id;
        }
    } while (count == LOOK_ROWS);
    return OK;
}

enum err live_look(struct live *l) {
    if (l->count == 0) return skip_to_newest(l);
    enum err e = look_for_updates(l);
    return e == OK ? look_for_activities(l) : e;
}

/* --- what is due --- */

static void rouse(struct live_stream *s) {
    s->asleep = false;
    s->live->options.wake(s->owner);
}

static void end_stream(struct live_stream *s) {
    s->over = true;
    if (s->asleep) rouse(s);
}

static void tell_presence(struct live *l, int64_t now) {
    struct presence *presence = l->source.presence;
    int64_t section;
    bool places;
    presence_expire(presence, now);
    while (presence_next(presence, now, &section, &places))
        if (l->count > 0) live_ring_add(&l->source.ring, live_event_presence(presence, section, places));
}

/* Those whose reader has gone or may no longer listen are over. */
static bool beat(struct live *l, int64_t now) {
    const struct live_options *o = &l->options;
    struct live_stream *s;
    bool woke = false;
    for (int i = 0; i < BEATS_A_TURN && (s = TAILQ_FIRST(&l->streams)) && s->beat_at <= now; i++) {
        TAILQ_REMOVE(&l->streams, s, order);
        TAILQ_INSERT_TAIL(&l->streams, s, order);
        s->beat_at = now + LIVE_BEAT_MS;
        s->beats = true;
        woke = woke || s->asleep;
        if (o->gone(s->owner) || !o->may(s->owner, o->context))
            end_stream(s);
        else if (s->asleep)
            rouse(s);
    }
    return woke;
}

/* With many listeners several events go out at once. */
static bool wake_listeners(struct live *l, int64_t now) {
    struct live_stream *s;
    bool woke = false;
    if (l->woken_for == l->source.ring.end || now < l->next_wake) return false;
    l->woken_for = l->source.ring.end;
    l->next_wake = now + (int64_t)(l->count / STREAMS_A_MS);
    TAILQ_FOREACH(s, &l->streams, order) {
        if (!s->asleep || !live_stream_has_news(s)) continue;
        rouse(s);
        woke = true;
    }
    return woke;
}

bool live_turn(struct live *l, int64_t now) {
    tell_presence(l, now);
    bool woke = beat(l, now);
    return wake_listeners(l, now) || woke;
}

size_t live_count(const struct live *l) {
    return l->count;
}

static int sooner(int a, int64_t ms) {
    int b = ms > 0 ? (int)ms : 0;
    return a < 0 || b < a ? b : a;
}

int live_wait_ms(const struct live *l, int64_t now) {
    const struct live_stream *first = TAILQ_FIRST(&l->streams);
    int ms = presence_wait_ms(l->source.presence, now);
    if (first) ms = sooner(ms, first->beat_at - now);
    if (l->woken_for != l->source.ring.end) ms = sooner(ms, l->next_wake - now);
    return ms;
}

void live_end(struct live *l) {
    struct live_stream *s;
    l->ending = true;
    TAILQ_FOREACH(s, &l->streams, order) {
        end_stream(s);
    }
}

/* --- streams --- */

static bool has_room(const struct live *l, int64_t person) {
    const struct live_stream *s;
    size_t all = 0, own = 0;
    TAILQ_FOREACH(s, &l->streams, order) {
        all += !s->over;
        own += !s->over && s->person == person;
    }
    return !l->ending && all < l->options.most && own < LIVE_OF_ONE;
}

/* A browser that leaves a page tells nobody; its connection shows it. */
static void end_abandoned(struct live *l) {
    struct live_stream *s;
    TAILQ_FOREACH(s, &l->streams, order) {
        if (!s->over && l->options.gone(s->owner)) end_stream(s);
    }
}

enum err live_listen(struct live *l, const struct live_listener *who, struct live_stream **out) {
    if (!has_room(l, who->person)) end_abandoned(l);
    if (!has_room(l, who->person)) return ERR_CROWDED;
    struct live_stream *s = calloc(1, sizeof *s);
    if (!s || !(s->sections = calloc(who->count + 1, sizeof *s->sections))) die("out of memory");
    for (size_t i = 0; i < who->count; i++)
        s->sections[i] = who->sections[i];
    s->count = who->count;
    s->desk = who->desk || who->count == 0;
    s->source = &l->source;
    s->live = l;
    s->owner = who->owner;
    s->person = who->person;
    s->beat_at = who->now + LIVE_BEAT_MS;
    live_stream_begin(s, who->last);
    TAILQ_INSERT_TAIL(&l->streams, s, order);
    l->count++;
    *out = s;
    return OK;
}

void live_leave(struct live_stream *s) {
    if (!s) return;
    TAILQ_REMOVE(&s->live->streams, s, order);
    s->live->count--;
    live_stream_end(s);
}

ssize_t live_read(struct live_stream *s, char *to, size_t room) {
    ssize_t got = live_stream_read(s, to, room);
    s->asleep = got == 0;
    return got;
}
