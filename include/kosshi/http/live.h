#ifndef KOSSHI_HTTP_LIVE_H
#define KOSSHI_HTTP_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "kosshi/base/errors.h"
#include "kosshi/http/presence.h"
#include "kosshi/store/db.h"

/*
 * Live streams: what happens in the document, to everybody who listens, as Server-Sent Events.
 *
 *   update   {"section","version","client","changes","user","at"}: of the sections that were asked for, in order
 *   section  {"section","what"}: "text" somebody began to write there or brought one back, "table", "outline", "state", "considerations",
 *            "suggestions"
 *   comment  {"section"}: its comments changed, or what is said of its suggestions
 *   presence {"section","people"}: see presence_put; all of it whenever it changes. A stream begins with those of its
 *            sections; the desk's with those sections in which there is anybody
 *   reset    {}: what came since the last event cannot be told: it has to be asked for anew
 *
 * A stream can be the desk's, too: it is told who is in any section; so is one without sections. Every event has an
 * id by which a stream that was cut goes on: it says how far the logs of updates and activities were told. A comment
 * line with an id comes every LIVE_BEAT_MS.
 *
 * Invariants:
 *  1. only what is committed is told: the logs are the queue, and are read after the commit;
 *  2. a stream holds no more than its place in them and one piece that is being sent, however slow its reader is;
 *  3. a stream that has told all it has is asleep; it is woken once when there is more, or when it is over.
 *
 * Everything here runs on the loop. Moments are monotonic ms.
 */
#define LIVE_SECTIONS 50 /* a stream can ask for */
#define LIVE_OF_ONE 20   /* streams of a person */
#define LIVE_BEAT_MS 15000

struct request; /* a stream's own request; here it is only passed on */

struct live_options {
    struct db *db;                                     /* borrowed */
    size_t most;                                       /* streams at once */
    void (*wake)(struct request *owner);               /* a stream that was asleep is to be read again */
    bool (*gone)(struct request *owner);               /* whether its reader has closed the connection */
    bool (*may)(struct request *owner, void *context); /* whether its person may still listen */
    void *context;
};

struct live;
struct live_stream;

/* *out is new. Errors: those of reading the document. */
enum err live_open(const struct live_options *o, struct live **out) MUST_USE;
void live_close(struct live *l); /* precondition: every stream was left; NULL is allowed */

struct presence *live_presence(struct live *l); /* borrowed */

/* --- for the loop --- */

/* Reads what was committed since, by whomever. After an error it can be called again, and nothing is lost. */
enum err live_look(struct live *l) MUST_USE;

/* What is due at a moment: presence, heartbeats, waking. True when a stream was woken. */
bool live_turn(struct live *l, int64_t now);
/* How long until live_turn has something to do; -1: nothing to wait for. */
int live_wait_ms(const struct live *l, int64_t now);

size_t live_count(const struct live *l); /* streams that were not left */

/* The server stops: every stream is over and awake, and no new one begins. */
void live_end(struct live *l);

/* --- streams --- */

struct live_listener {
    struct request *owner;
    int64_t person;
    const int64_t *sections; /* copied */
    size_t count;
    bool desk;        /* who is in any section is told, too; so it is without sections */
    const char *last; /* id of the last event it had; NULL or "" for none */
    int64_t now;
};

/* *out is new; live_leave ends it. ERR_CROWDED: there are too many, or too many of this person. */
enum err live_listen(struct live *l, const struct live_listener *who, struct live_stream **out) MUST_USE;
void live_leave(struct live_stream *s); /* NULL is allowed */

/* The next bytes, at most room (> 0) of them. 0: there are none now, the stream is asleep. LIVE_OVER: it ends here. */
#define LIVE_OVER (-1)
ssize_t live_read(struct live_stream *s, char *to, size_t room);

#endif
