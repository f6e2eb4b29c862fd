#include "live_event.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/http/update_json.h"

/* The activities that are told: as what event, and what changed by them (NULL: the event says it). */
static const struct {
    const char *event, *what;
} told[DID_COUNT] = {
    [DID_SAVE] = {"section", "text"},
    [DID_TEXT_RESTORE] = {"section", "text"},
    [DID_TABLE_SAVE] = {"section", "table"},
    [DID_SECTION_ADD] = {"section", "outline"},
    [DID_SECTION_RENAME] = {"section", "outline"},
    [DID_SECTION_MOVE] = {"section", "outline"},
    [DID_SECTION_DELETE] = {"section", "outline"},
    [DID_SECTION_RESTORE] = {"section", "outline"},
    [DID_RENUMBER] = {"section", "outline"},
    [DID_SECTION_STATE] = {"section", "state"},
    [DID_CONSIDERATION_ANSWER] = {"section", "considerations"},
    [DID_CONSIDERATION_TAKE] = {"section", "considerations"},
    [DID_SUGGEST] = {"section", "suggestions"},
    [DID_SUGGESTION_ACCEPT] = {"section", "suggestions"},
    [DID_SUGGESTION_REJECT] = {"section", "suggestions"},
    [DID_SUGGESTION_WITHDRAW] = {"section", "suggestions"},
    [DID_COMMENT] = {"comment", NULL},
    [DID_REPLY] = {"comment", NULL},
    [DID_RESOLVE] = {"comment", NULL},
    [DID_REOPEN] = {"comment", NULL},
    [DID_OUTSIDE_ADD] = {"comment", NULL},
    [DID_OUTSIDE_IMPORT] = {"comment", NULL},
    [DID_COMMENT_EDIT] = {"comment", NULL},
    [DID_COMMENT_DELETE] = {"comment", NULL},
    [DID_REPLY_EDIT] = {"comment", NULL},
    [DID_REPLY_DELETE] = {"comment", NULL},
    [DID_RESPOND] = {"comment", NULL},
    [DID_MERGE] = {"comment", NULL},
    [DID_SPLIT] = {"comment", NULL},
};

/* Decimal digits of a number that fits; where they end, NULL for none. */
static const char *number_read(const char *text, int64_t *out) {
    char *end;
    if (*text < '0' || *text > '9') return NULL;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return errno == 0 ? end : NULL;
}

bool live_event_id_read(const char *text, struct live_cursor *out) {
    const char *dash = number_read(text, &out->update);
    const char *end = dash && *dash == '-' ? number_read(dash + 1, &out->activity) : NULL;
    return end && *end == '\0';
}

void live_event_id_put(struct live_cursor cursor, struct buf *b) {
    buf_printf(b, "id: %" PRId64 "-%" PRId64 "\n", cursor.update, cursor.activity);
}

static struct live_event *event_new(enum live_kind kind, int64_t section, int64_t row, const struct buf *bytes) {
    struct live_event *e = malloc(sizeof *e + bytes->size);
    if (!e) die("out of memory");
    *e = (struct live_event){.holders = 1, .kind = kind, .section = section, .row = row, .size = bytes->size};
    memcpy(e->bytes, bytes->data, bytes->size);
    return e;
}

struct live_event *live_event_update(const struct update *u) {
    BUF(b);
    buf_printf(&b, "event: update\ndata: {\"section\":%" PRId64 ",\"version\":%" PRId64 ",", u->section_id, u->version);
    update_json_put(&b, u);
    buf_string(&b, "}\n\n");
    return event_new(LIVE_UPDATE, u->section_id, u->id, &b);
}

struct live_event *live_event_activity(const struct activity *a) {
    if (a->action >= DID_COUNT || !told[a->action].event) return NULL;
    BUF(b);
    buf_printf(&b, "event: %s\ndata: {\"section\":%" PRId64, told[a->action].event, a->section_id);
    if (told[a->action].what) buf_printf(&b, ",\"what\":\"%s\"", told[a->action].what);
    buf_string(&b, "}\n\n");
    return event_new(LIVE_ACTIVITY, a->section_id, a->id, &b);
}

struct live_event *live_event_presence(const struct presence *presence, int64_t section, bool places) {
    BUF(b);
    buf_string(&b, "event: presence\ndata: ");
    presence_put(presence, section, &b);
    buf_string(&b, "\n\n");
    return event_new(places ? LIVE_PLACES : LIVE_PEOPLE, section, 0, &b);
}

struct live_event *live_event_hold(struct live_event *e) {
    e->holders++;
    return e;
}

void live_event_release(struct live_event *e) {
    if (e && --e->holders == 0) free(e);
}
