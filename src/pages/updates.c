#include "kosshi/http/reply.h"
#include "kosshi/http/update_json.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/update_body.h"
#include "kosshi/store/activity.h"

/* The updates behind version `from` of a section that is at version `now`; more: these are only the first of them. */
static enum err answer(struct request *r, int64_t from, int64_t now, const struct update *updates, size_t count) {
    BUF(b);
    int64_t version = from + (int64_t)count;
    buf_printf(&b, "{\"version\":%lld,", (long long)version);
    if (version < now) buf_string(&b, "\"more\":true,");
    buf_string(&b, "\"updates\":[");
    for (size_t i = 0; i < count; i++) {
        buf_string(&b, i ? ",{" : "{");
        update_json_put(&b, &updates[i]);
        buf_byte(&b, '}');
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
    if (e == OK) e = update_since(r->db, r->arena, r->id, push.version, UPDATE_ANSWER_MOST, &updates, &count);
    return e == OK ? answer(r, push.version, pushed.version, updates, count) : e;
}
