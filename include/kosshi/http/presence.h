#ifndef KOSSHI_HTTP_PRESENCE_H
#define KOSSHI_HTTP_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * Who has which section's editor open, and where in it. Kept in memory alone: who says nothing for PRESENCE_LASTS_MS is
 * no longer there. A person can be there with several clients (open editors); a client belongs to its person, so that
 * nobody speaks for another. Moments are monotonic ms.
 */
#define PRESENCE_LASTS_MS 40000
#define PRESENCE_PAUSE_MS 200   /* from one list of a section to the next that differs in places alone */
#define PRESENCE_OF_ONE 20      /* clients of a person */
#define PRESENCE_IN_SECTION 200 /* clients */

struct presence;

struct presence *presence_new(void); /* new */
void presence_free(struct presence *p);

/* What a client says of itself: its place is from anchor to head, in units of the text of a version. */
struct presence_word {
    int64_t section, user_id;
    const char *client, *user; /* its name; the person's shown name */
    int64_t version, anchor, head;
};

/* Strings are copied. ERR_CROWDED: too many are there. */
enum err presence_say(struct presence *p, const struct presence_word *word, int64_t now) MUST_USE;
/* One that is not there is no error. */
void presence_leave(struct presence *p, int64_t section, int64_t user_id, const char *client);

/* Who said nothing for too long leaves. */
void presence_expire(struct presence *p, int64_t now);

/* A section whose list has to be told now; *places: the same people are there, at other places. Each change is given
 * once; false when there is none. */
bool presence_next(struct presence *p, int64_t now, int64_t *section, bool *places);

/* How long until presence_expire or presence_next has something to do, in ms; -1: nothing to wait for. */
int presence_wait_ms(const struct presence *p, int64_t now);

/* Adds {"section","people":[{"client","user_id","user","version","anchor","head"}…]}, in the order they came. */
void presence_put(const struct presence *p, int64_t section, struct buf *b);

/* The section with the lowest id above `after` in which there is somebody; 0 for none. */
int64_t presence_section_after(const struct presence *p, int64_t after);

#endif
