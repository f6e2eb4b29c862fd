#include <stdlib.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/seen.h"

#define MOST 1000 /* threads at once */

/* How far one was read: a number is a whole thread; {id, reply}: to that reply, 0 for its first words. */
static bool read_mark(const json_t *value, int64_t *id, int64_t *reply) {
    const json_t *to = json_object_get(value, "reply");
    if (json_is_object(value) && !json_is_integer(to)) return false;
    *reply = to ? json_integer_value(to) : SEEN_ALL;
    if (json_is_object(value)) value = json_object_get(value, "id");
    *id = json_integer_value(value);
    return json_is_integer(value) && *reply >= 0;
}

/* A form has them as "3:17 5:0", the thread and the reply. new; NULL when it is no such list. */
static json_t *of_form(const char *text) {
    json_t *list = json_array();
    while (*text) {
        char *end, *last;
        long long id = strtoll(text, &end, 10);
        long long reply = *end == ':' ? strtoll(end + 1, &last, 10) : -1;
        if (reply < 0 || (*last != ' ' && *last != '\0')) {
            json_decref(list);
            return NULL;
        }
        json_array_append_new(list, json_pack("{s:I s:I}", "id", (json_int_t)id, "reply", (json_int_t)reply));
        text = *last ? last + 1 : last;
    }
    return list;
}

static enum err mark(struct request *r, const char *field) {
    const json_t *sent = json_object_get(r->body, field);
    json_auto_t *parsed = json_is_string(sent) ? of_form(json_string_value(sent)) : NULL;
    const json_t *list = parsed ? parsed : sent, *value;
    size_t i;
    if (!sent) return OK;
    if (!json_is_array(list)) return request_bad(r, ERR_BAD_FIELD, field);
    if (json_array_size(list) > MOST) return request_bad(r, ERR_TOO_LARGE, field);
    json_array_foreach(list, i, value) {
        int64_t id, reply;
        if (!read_mark(value, &id, &reply)) return request_bad(r, ERR_BAD_FIELD, field);
        const struct thread t = {.comment_id = *field == 'c' ? id : 0, .suggestion_id = *field == 's' ? id : 0};
        enum err e = seen_set(r->db, r->user.id, &t, reply);
        if (e != OK) return e;
    }
    return OK;
}

enum err reading_mark(struct request *r) {
    bool all = json_is_true(json_object_get(r->body, "all")) || *request_text(r, "all");
    enum err e = all ? seen_set_all(r->db, r->user.id) : mark(r, "comments");
    if (e == OK && !all) e = mark(r, "suggestions");
    if (e != OK) return e;
    const char *back = request_own_path(request_text(r, "back"));
    return reply_done(r, back ? back : "/", NULL);
}
