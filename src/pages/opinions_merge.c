#include "kosshi/http/reply.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/opinions_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"

/* POST /comments/{id}/merge (into: the opinion it is answered with; back); POST /comments/{id}/split (back). */

/* Both lists have changed: that of its own section and that of its head's. */
static enum err note(struct request *r, enum activity_action did, const struct comment *one,
                     const struct comment *head) {
    enum err e = activity_add(r->db, r->now, r->user.id, did, one->section_id, NULL);
    if (e != OK || one->section_id == head->section_id) return e;
    return activity_add(r->db, r->now, r->user.id, did, head->section_id, NULL);
}

/* The row that is shown then. */
static enum err finish(struct request *r, int64_t id) {
    struct comment c;
    struct opinions_view v;
    enum err e = comment_get(r->db, r->arena, id, r->user.id, &c);
    if (e == OK) e = opinions_view_open(r, &v);
    if (e != OK) return e;
    json_auto_t *view = comment_view(r, &c);
    e = opinions_view_put(&v, view);
    const char *back = request_own_path(request_text(r, "back"));
    return e == OK ? reply_done(r, opinions_view_back(r, back, id), json_incref(view)) : e;
}

enum err opinions_merge(struct request *r) {
    struct comment one, head;
    int64_t into;
    enum err e = request_integer(r, "into", &into);
    if (e == OK) e = comment_get(r->db, r->arena, r->id, r->user.id, &one);
    if (e != OK) return e;
    e = comment_get(r->db, r->arena, into, r->user.id, &head);
    if (e == ERR_NOT_FOUND) return request_bad(r, ERR_BAD_FIELD, "into");
    if (e == OK) e = opinion_merge(r->db, r->id, into);
    if (e == ERR_BAD_FIELD) return request_bad(r, e, "into");
    if (e == OK && one.merged_into != into) e = note(r, DID_MERGE, &one, &head);
    return e == OK ? finish(r, into) : e;
}

enum err opinions_merge_undo(struct request *r) {
    struct comment one, head;
    enum err e = comment_get(r->db, r->arena, r->id, r->user.id, &one);
    if (e != OK) return e;
    if (!one.merged_into) return finish(r, r->id);
    e = comment_get(r->db, r->arena, one.merged_into, r->user.id, &head);
    if (e == ERR_NOT_FOUND) { /* the head was taken back */
        head = one;
        e = OK;
    }
    if (e == OK) e = opinion_split(r->db, r->id);
    if (e == OK) e = note(r, DID_SPLIT, &one, &head);
    return e == OK ? finish(r, r->id) : e;
}
