#include "kosshi/http/presence.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

/* One client in one section. */
struct place {
    struct room *room;
    char *client, *user;
    int64_t user_id, version, anchor, head;
    int64_t said_at;
    TAILQ_ENTRY(place) in_room, by_age;
};
TAILQ_HEAD(places, place);

/* A section in which somebody is, or was until its list is told. */
struct room {
    int64_t section;
    struct places places; /* in the order they came */
    size_t count;
    enum { SAME, OTHER_PLACES, OTHER_PEOPLE } change; /* since its list was told */
    int64_t places_from;                              /* other places are told no sooner */
    LIST_ENTRY(room) next;
};

struct presence {
    LIST_HEAD(rooms, room) rooms;
    struct places by_age; /* whose word is the oldest comes first */
};

struct presence *presence_new(void) {
    struct presence *p = calloc(1, sizeof *p);
    if (!p) die("out of memory");
    LIST_INIT(&p->rooms);
    TAILQ_INIT(&p->by_age);
    return p;
}

static struct room *room_find(const struct presence *p, int64_t section) {
    struct room *room;
    LIST_FOREACH(room, &p->rooms, next) {
        if (room->section == section) return room;
    }
    return NULL;
}

static struct room *room_open(struct presence *p, int64_t section) {
    struct room *room = room_find(p, section);
    if (room) return room;
    room = calloc(1, sizeof *room);
    if (!room) die("out of memory");
    room->section = section;
    TAILQ_INIT(&room->places);
    LIST_INSERT_HEAD(&p->rooms, room, next);
    return room;
}

static void room_close(struct room *room) {
    LIST_REMOVE(room, next);
    free(room);
}

static struct place *place_find(const struct presence *p, int64_t section, int64_t user_id, const char *client) {
    struct room *room = room_find(p, section);
    struct place *place;
    if (!room) return NULL;
    TAILQ_FOREACH(place, &room->places, in_room) {
        if (place->user_id == user_id && strcmp(place->client, client) == 0) return place;
    }
    return NULL;
}

static void place_free(struct place *place) {
    free(place->client);
    free(place->user);
    free(place);
}

static void place_drop(struct presence *p, struct place *place) {
    place->room->count--;
    place->room->change = OTHER_PEOPLE;
    TAILQ_REMOVE(&place->room->places, place, in_room);
    TAILQ_REMOVE(&p->by_age, place, by_age);
    place_free(place);
}

void presence_free(struct presence *p) {
    if (!p) return;
    for (struct place *place = TAILQ_FIRST(&p->by_age), *after; place; place = after) {
        after = TAILQ_NEXT(place, by_age);
        place_free(place);
    }
    for (struct room *room = LIST_FIRST(&p->rooms), *after; room; room = after) {
        after = LIST_NEXT(room, next);
        free(room);
    }
    free(p);
}

/* --- what clients say --- */

static size_t clients_of(const struct presence *p, int64_t user_id) {
    const struct place *place;
    size_t count = 0;
    TAILQ_FOREACH(place, &p->by_age, by_age) {
        count += place->user_id == user_id;
    }
    return count;
}

static struct place *place_enter(struct presence *p, const struct presence_word *word) {
    struct room *room = room_find(p, word->section);
    if ((room && room->count >= PRESENCE_IN_SECTION) || clients_of(p, word->user_id) >= PRESENCE_OF_ONE) return NULL;
    struct place *place = calloc(1, sizeof *place);
    if (!place || !(place->client = strdup(word->client)) || !(place->user = strdup(word->user))) die("out of memory");
    place->room = room_open(p, word->section);
    place->user_id = word->user_id;
    place->room->count++;
    place->room->change = OTHER_PEOPLE;
    TAILQ_INSERT_TAIL(&place->room->places, place, in_room);
    TAILQ_INSERT_TAIL(&p->by_age, place, by_age);
    return place;
}

/* A person may have got another name meanwhile. */
static void rename_person(struct place *place, const char *user) {
    if (strcmp(place->user, user) == 0) return;
    free(place->user);
    place->user = strdup(user);
    if (!place->user) die("out of memory");
    place->room->change = OTHER_PEOPLE;
}

enum err presence_say(struct presence *p, const struct presence_word *word, int64_t now) {
    struct place *place = place_find(p, word->section, word->user_id, word->client);
    if (!place) place = place_enter(p, word);
    if (!place) return ERR_CROWDED;
    bool moved = place->version != word->version || place->anchor != word->anchor || place->head != word->head;
    if (moved && place->room->change == SAME) place->room->change = OTHER_PLACES;
    rename_person(place, word->user);
    place->version = word->version;
    place->anchor = word->anchor;
    place->head = word->head;
    place->said_at = now;
    TAILQ_REMOVE(&p->by_age, place, by_age);
    TAILQ_INSERT_TAIL(&p->by_age, place, by_age);
    return OK;
}

void presence_leave(struct presence *p, int64_t section, int64_t user_id, const char *client) {
    struct place *place = place_find(p, section, user_id, client);
    if (place) place_drop(p, place);
}

/* --- what is told --- */

void presence_expire(struct presence *p, int64_t now) {
    struct place *oldest = TAILQ_FIRST(&p->by_age), *after;
    for (; oldest && now - oldest->said_at >= PRESENCE_LASTS_MS; oldest = after) {
        after = TAILQ_NEXT(oldest, by_age);
        place_drop(p, oldest);
    }
}

bool presence_next(struct presence *p, int64_t now, int64_t *section, bool *places) {
    struct room *room;
    LIST_FOREACH(room, &p->rooms, next) {
        if (room->change == SAME || (room->change == OTHER_PLACES && now < room->places_from)) continue;
        *section = room->section;
        *places = room->change == OTHER_PLACES;
        room->change = SAME;
        room->places_from = now + PRESENCE_PAUSE_MS;
        if (room->count == 0) room_close(room);
        return true;
    }
    return false;
}

static int64_t sooner(int64_t a, int64_t b) {
    return a < b ? a : b;
}

int presence_wait_ms(const struct presence *p, int64_t now) {
    const struct place *oldest = TAILQ_FIRST(&p->by_age);
    const struct room *room;
    int64_t at = oldest ? oldest->said_at + PRESENCE_LASTS_MS : INT64_MAX;
    LIST_FOREACH(room, &p->rooms, next) {
        if (room->change != SAME) at = sooner(at, room->change == OTHER_PEOPLE ? now : room->places_from);
    }
    return at == INT64_MAX ? -1 : at > now ? (int)(at - now) : 0;
}

static json_t *people(const struct room *room) {
    json_t *list = json_array();
    const struct place *place;
    TAILQ_FOREACH(place, &room->places, in_room) {
        json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:I, s:I, s:I}", "client", place->client, "user_id",
                                              (json_int_t)place->user_id, "user", place->user, "version",
                                              (json_int_t)place->version, "anchor", (json_int_t)place->anchor, "head",
                                              (json_int_t)place->head));
    }
    return list;
}

void presence_put(const struct presence *p, int64_t section, struct buf *b) {
    const struct room *room = room_find(p, section);
    json_auto_t *view =
        json_pack("{s:I, s:o}", "section", (json_int_t)section, "people", room ? people(room) : json_array());
    char *text = json_dumps(view, JSON_COMPACT);
    if (!text) die("a list of people is not valid JSON");
    buf_string(b, text);
    free(text);
}

int64_t presence_section_after(const struct presence *p, int64_t after) {
    const struct room *room;
    int64_t lowest = 0;
    LIST_FOREACH(room, &p->rooms, next) {
        if (room->count > 0 && room->section > after && (lowest == 0 || room->section < lowest)) lowest = room->section;
    }
    return lowest;
}
