#include <stdlib.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/update_body.h"
#include "kosshi/store/activity.h"

static void add_json(struct buf *b, const char *text) {
    json_auto_t *string = json_string(text);
    char *json = json_dumps(string, JSON_ENCODE_ANY);
    buf_string(b, json);
    free(json);
}

/* An update's changes are JSON as they stand in the log. */
static void add_update(struct buf *b, const struct update *u) {
    buf_string(b, "{\"client\":");
    add_json(b, u->client);
    buf_printf(b, ",\"changes\":%s,\"user\":", u->changes);
    add_json(b, u->user);
    buf_printf(b, ",\"at\":%lld}", (long long)u->at);
}

static enum err answer(struct request *r, int64_t version, const struct update *updates, size_t count) {
    BUF(b);
    buf_printf(&b, "{\"version\":%lld,\"updates\":[", (long long)version);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_byte(&b, ',');
        add_update(&b, &updates[i]);
    }
    buf_string(&b, "]}");
    return reply_bytes(r, "application/json; charset=utf-8", &b, NULL);
}

/* Scripts alone push: JSON whatever was asked for. The activity log has a line for each person of a revision. */
enum err updates_push(struct request *r) {
    struct update_push push = {.section_id = r->id, .user_id = r->user.id, .now = r->now};
    struct update_pushed pushed;
    struct update *updates;
    size_t count;
    const char *field;
    enum err e = request_sender(r);
    if (e != OK) return e;
    e = update_body_read(r->arena, r->body, &push, &field);
    if (e != OK) return request_bad(r, e, field);
    e = update_portion(r->db, &push);
    if (e == OK) e = update_push(r->db, r->arena, &push, &pushed);
    if (e == OK && pushed.joined)
        e = activity_add(r->db, r->now, r->user.id, DID_SAVE, r->id,
                         arena_printf(r->arena, "v%lld", (long long)pushed.version));
    if (e == OK) e = update_since(r->db, r->arena, r->id, push.version, &updates, &count);
    return e == OK ? answer(r, pushed.version, updates, count) : e;
}
