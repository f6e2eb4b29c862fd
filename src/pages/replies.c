#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/thread_view.h"
#include "kosshi/store/suggestion.h"

/* After a change below a suggestion: writes it down, and goes back to where the form was, or to its section. */
static enum err suggestion_done(struct request *r, const struct thread *in, enum activity_action did) {
    struct suggestion s;
    struct thread_view said;
    int64_t chapter;
    enum err e = suggestion_get(r->db, r->arena, in->suggestion_id, &s);
    if (e == OK) e = section_chapter(r->db, s.section_id, &chapter);
    if (e == OK && did != DID_COUNT) e = activity_add(r->db, r->now, r->user.id, did, s.section_id, NULL);
    if (e == OK) e = thread_view_read(r, in, &said);
    if (e != OK) return e;
    const char *back = request_own_path(request_text(r, "back"));
    return reply_done(r, back ? back : section_view_href(r->arena, chapter, s.section_id),
                      json_pack("{s:I s:o}", "suggestion", (json_int_t)s.id, "replies", thread_view_replies(r, &said)));
}

static enum err done(struct request *r, const struct thread *in, enum activity_action did) {
    return in->comment_id ? comment_view_done(r, in->comment_id, did) : suggestion_done(r, in, did);
}

static enum err add(struct request *r, const struct thread *to) {
    int64_t id;
    const struct thread_writer by = thread_view_writer(r);
    enum err e = thread_reply(r->db, to, request_text(r, "body"), &by, &id);
    return e == OK ? done(r, to, DID_REPLY) : thread_view_bad_body(r, e);
}

enum err replies_to_comment(struct request *r) {
    return add(r, &(struct thread){.comment_id = r->id});
}

enum err replies_to_suggestion(struct request *r) {
    return add(r, &(struct thread){.suggestion_id = r->id});
}

enum err replies_edit(struct request *r) {
    struct thread_reply reply;
    struct thread in;
    const struct thread_writer by = thread_view_writer(r);
    const char *body = request_text(r, "body");
    enum err e = thread_get(r->db, r->arena, r->id, &reply, &in);
    if (e == OK) e = thread_edit(r->db, r->id, body, &by);
    if (e != OK) return thread_view_bad_body(r, e);
    return done(r, &in, strcmp(body, reply.body) == 0 ? DID_COUNT : DID_REPLY_EDIT);
}

enum err replies_delete(struct request *r) {
    struct thread_reply reply;
    struct thread in;
    const struct thread_writer by = thread_view_writer(r);
    enum err e = thread_get(r->db, r->arena, r->id, &reply, &in);
    if (e == OK) e = thread_delete(r->db, r->id, &by);
    return e == OK ? done(r, &in, DID_REPLY_DELETE) : e;
}
