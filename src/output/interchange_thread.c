#include "interchange_thread.h"

/* edited_at is there for one that was written anew only. */
enum err interchange_thread_add(const struct thread_reply *replies, size_t count, json_t *list) {
    enum err e = OK;
    for (size_t i = 0; i < count && !e; i++) {
        const struct thread_reply *r = &replies[i];
        json_t *edited = r->edited_at ? json_integer((json_int_t)r->edited_at) : NULL;
        e = interchange_value_append(list, json_pack("{s:s,s:s,s:I,s:o*}", "body", r->body, "author", r->author, "at",
                                                     (json_int_t)r->at, "edited_at", edited));
    }
    return e;
}

/* Replies that are read into a list with room for all. */
struct reading {
    struct thread_reply *replies;
    size_t count;
};

static enum err take(struct interchange_reader *r, struct interchange_place p, void *context) {
    struct reading *thread = context;
    struct thread_reply *reply = &thread->replies[thread->count++];
    enum err e = interchange_value_text(r, p, "body", &reply->body);
    if (!e) e = interchange_value_text(r, p, "author", &reply->author);
    if (!e) e = interchange_value_integer(r, p, "at", 0, &reply->at);
    if (!e && json_object_get(p.object, "edited_at"))
        e = interchange_value_integer(r, p, "edited_at", 1, &reply->edited_at);
    return e;
}

enum err interchange_thread_read(struct interchange_reader *r, struct interchange_place p, struct thread_reply **out,
                                 size_t *count) {
    size_t most = json_array_size(json_object_get(p.object, "replies"));
    struct reading thread = {.replies = arena_alloc(r->arena, (most + 1) * sizeof *thread.replies)};
    enum err e = interchange_value_each(r, p, "replies", take, &thread);
    *out = thread.replies;
    *count = thread.count;
    return e;
}
