#include <string.h>

#include "kosshi/base/helper.h"
#include "kosshi/http/live.h"
#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/section.h"
#include "kosshi/store/update.h"

#define ASKED "section="

/* A positive number and nothing behind it. */
static bool is_id(const char *text, int64_t *out) {
    int64_t id = 0;
    for (; *text >= '0' && *text <= '9' && id < INT64_MAX / 100; text++)
        id = id * 10 + (*text - '0');
    *out = id;
    return *text == '\0' && id > 0;
}

/* The sections of "/events?section=1&section=2", of which request.query holds the last one alone. */
static enum err asked_sections(struct request *r, int64_t sections[LIVE_SECTIONS], size_t *count) {
    char *rest = strchr(r->uri, '?') ? arena_string(r->arena, strchr(r->uri, '?') + 1) : NULL;
    *count = 0;
    for (char *argument; (argument = strsep(&rest, "&"));) {
        if (strncmp(argument, ASKED, strlen(ASKED)) != 0) continue;
        if (*count == LIVE_SECTIONS || !is_id(argument + strlen(ASKED), &sections[*count]))
            return request_bad(r, ERR_BAD_FIELD, "section");
        ++*count;
    }
    return OK;
}

/* A browser that comes back by itself sends the header; its address still says where it once began. */
enum err events_listen(struct request *r) {
    int64_t sections[LIVE_SECTIONS];
    struct live_listener who = {.owner = r,
                                .person = r->user.id,
                                .sections = sections,
                                .desk = request_query_integer(r, "desk") == 1,
                                .last = r->last_event ? r->last_event : request_query(r, "last_event_id"),
                                .now = helper_now()};
    struct live_stream *stream;
    enum err e = asked_sections(r, sections, &who.count);
    if (e == OK) e = live_listen(r->live, &who, &stream);
    return e == OK ? reply_stream(r, stream) : e;
}

/* A page that is being closed can send a form, too. */
static bool is_leaving(const struct request *r) {
    return json_is_true(json_object_get(r->body, "leave")) || strcmp(request_text(r, "leave"), "true") == 0;
}

/* A number of the body, from 0 to most. */
static enum err number_up_to(struct request *r, const char *field, int64_t most, int64_t *out) {
    enum err e = request_integer(r, field, out);
    if (e == OK && (*out < 0 || *out > most)) return request_bad(r, ERR_BAD_FIELD, field);
    return e;
}

static enum err say_here(struct request *r, const char *client) {
    struct presence_word word = {.section = r->id, .user_id = r->user.id, .client = client, .user = r->user.display};
    int64_t chapter; /* only of a section that stands */
    enum err e = number_up_to(r, "version", INT64_MAX, &word.version);
    if (e == OK) e = number_up_to(r, "anchor", SECTION_TEXT_LIMIT, &word.anchor);
    if (e == OK) e = number_up_to(r, "head", SECTION_TEXT_LIMIT, &word.head);
    if (e == OK) e = section_chapter(r->db, r->id, &chapter);
    return e == OK ? presence_say(live_presence(r->live), &word, helper_now()) : e;
}

/* For scripts alone: JSON whatever was asked for. */
enum err events_presence(struct request *r) {
    const char *client = request_text(r, "client");
    enum err e = OK;
    if (!request_is_line(client, UPDATE_CLIENT_LIMIT, true)) return request_bad(r, ERR_BAD_FIELD, "client");
    if (is_leaving(r))
        presence_leave(live_presence(r->live), r->id, r->user.id, client);
    else
        e = say_here(r, client);
    if (e != OK) return e;
    struct buf b = {0};
    buf_string(&b, "{\"ok\":true}\n");
    return reply_bytes(r, "application/json; charset=utf-8", &b, NULL);
}
