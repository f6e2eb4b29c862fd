#include "kosshi/pages/thread_view.h"

#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/store/seen.h"
#include "kosshi/text/at_name.h"

enum err thread_view_read(struct request *r, const struct thread *of, struct thread_view *out) {
    struct thread_reply *replies;
    struct mention *mentions;
    enum err e = thread_replies(r->db, r->arena, of, &replies, &out->reply_count);
    if (e == OK) e = mention_list(r->db, r->arena, of, &mentions, &out->mention_count);
    if (e == OK) e = seen_get(r->db, r->user.id, of, &out->seen);
    if (e != OK) return e;
    out->replies = replies;
    out->mentions = mentions;
    return OK;
}

struct thread_writer thread_view_writer(const struct request *r) {
    return (struct thread_writer){r->user.id, r->user.role, r->now};
}

json_t *thread_view_id(int64_t id) {
    return id ? json_integer((json_int_t)id) : json_null();
}

enum err thread_view_bad_body(struct request *r, enum err e) {
    return e == ERR_BAD_FIELD || e == ERR_TOO_LARGE ? request_bad(r, e, "body") : e;
}

json_t *thread_view_mentions(const struct thread_view *t, int64_t reply_id) {
    json_t *list = json_array();
    for (size_t i = 0; i < t->mention_count; i++) {
        const struct mention *m = &t->mentions[i];
        if (m->reply_id != reply_id) continue;
        json_array_append_new(list, json_pack("{s:I s:s}", "id", (json_int_t)m->user_id, "name", m->display));
    }
    return list;
}

static void add_piece(json_t *list, const char *text, size_t size, bool called) {
    if (size == 0) return;
    json_array_append_new(list, json_pack("{s:s% s:b}", "text", text, size, "called", called));
}

json_t *thread_view_pieces(struct request *r, const struct thread_view *t, int64_t reply_id, const char *words) {
    const char **names = arena_alloc(r->arena, t->mention_count * sizeof *names);
    struct at_name *calls;
    size_t name_count = 0, count, at = 0;
    for (size_t i = 0; i < t->mention_count; i++)
        if (t->mentions[i].reply_id == reply_id) names[name_count++] = t->mentions[i].display;
    at_name_find(r->arena, words, names, name_count, &calls, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        add_piece(list, words + at, calls[i].from - at, false);
        add_piece(list, words + calls[i].from, calls[i].to - calls[i].from, true);
        at = calls[i].to;
    }
    add_piece(list, words + at, strlen(words + at), false);
    return list;
}

static bool is_unread(const struct request *r, const struct thread_view *t, const struct thread_reply *reply) {
    return reply->author_id != r->user.id && reply->id > t->seen;
}

void thread_view_put_unread(const struct request *r, const struct thread_view *t, int64_t author_id, json_t *view) {
    bool unread = t->seen == SEEN_NOTHING && author_id != r->user.id;
    for (size_t i = 0; i < t->reply_count; i++)
        unread = unread || is_unread(r, t, &t->replies[i]);
    int64_t last = t->reply_count ? t->replies[t->reply_count - 1].id : 0;
    json_object_set_new(view, "unread", json_boolean(unread));
    json_object_set_new(view, "last_reply", json_integer((json_int_t)last));
}

static json_t *reply_of(struct request *r, const struct thread_view *t, const struct thread_reply *reply) {
    bool mine = reply->author_id && reply->author_id == r->user.id;
    json_t *edited = reply->edited_at ? json_string(reply_moment(r, reply->edited_at)) : json_null();
    return json_pack("{s:I s:s s:s s:o s:o s:I s:s s:o s:b s:b s:b}", "id", (json_int_t)reply->id, "author",
                     reply->author, "body", reply->body, "pieces", thread_view_pieces(r, t, reply->id, reply->body),
                     "mentions", thread_view_mentions(t, reply->id), "at", (json_int_t)reply->at, "at_text",
                     reply_moment(r, reply->at), "edited_at_text", edited, "mine", mine, "may_edit",
                     mine && r->user.role >= ROLE_REVIEWER, "unread", is_unread(r, t, reply));
}

json_t *thread_view_replies(struct request *r, const struct thread_view *t) {
    json_t *replies = json_array();
    for (size_t i = 0; i < t->reply_count; i++)
        json_array_append_new(replies, reply_of(r, t, &t->replies[i]));
    return replies;
}
