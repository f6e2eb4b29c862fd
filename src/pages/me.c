#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/credentials.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/activity.h"

static json_t *view_of(struct request *r, const char *display) {
    enum role role = r->user.role;
    return json_pack("{s:s s:s s:s s:s s:s s:s}", "title", request_phrase(r, "me.heading"), "name", r->user.name,
                     "display", display, "role", role_name(role), "role_label", label_role(r, role), "role_about",
                     label_role_about(r, role));
}

enum err me_show(struct request *r) {
    json_t *view = view_of(r, r->user.display);
    const char *done = request_query(r, "done");
    json_object_set_new(view, "password_changed", json_boolean(strcmp(done, "password") == 0));
    json_object_set_new(view, "display_changed", json_boolean(strcmp(done, "display") == 0));
    return reply_view(r, "me", view);
}

/* The page with its form again. What was written so far (a failure) has to last,
 * so that this is no error to the turn. */
static enum err again(struct request *r, enum err problem) {
    if (r->wants_json) {
        reply_error(r, problem);
        return OK;
    }
    bool about_display = strcmp(r->bad_field, "display") == 0;
    json_t *view = view_of(r, about_display ? request_text(r, "display") : r->user.display);
    credentials_problem(r, problem, view);
    return reply_view_status(r, err_status(problem), "me", view);
}

struct change {
    enum err result; /* an error has named its field */
    char hash[PASSWORD_HASH_SIZE];
};

/* The own password is asked for as at sign-in, and throttled with it: a borrowed session must not serve to guess it. */
static enum err check_change(struct request *r, struct change *c) {
    struct user user;
    enum err e =
        user_authenticate(r->db, r->arena, r->user.name, request_text(r, "current"), r->address, r->now, &user);
    if (e == ERR_WRONG_PASSWORD || e == ERR_TOO_MANY) return request_bad(r, e, "current");
    return e == OK ? credentials_hash(r, c->hash) : e;
}

enum err me_password_prepare(struct request *r) {
    struct change *c = arena_alloc(r->arena, sizeof *c);
    r->prepared = c;
    c->result = check_change(r, c);
    return r->bad_field ? OK : c->result;
}

enum err me_password(struct request *r) {
    const struct change *c = r->prepared;
    if (c->result == ERR_WRONG_PASSWORD) {
        enum err e = user_failed(r->db, r->user.name, r->address, r->now);
        if (e != OK) return e;
    }
    if (c->result != OK) return again(r, c->result);
    enum err e = user_set_password(r->db, r->user.id, c->hash, r->token);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_PASSWORD, 0, NULL);
    return e == OK ? reply_done(r, "/me?done=password", NULL) : e;
}

enum err me_sign_out_everywhere(struct request *r) {
    enum err e = session_end_all(r->db, r->user.id);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_SIGN_OUT_ALL, 0, NULL);
    if (e != OK) return e;
    r->reply.session = "";
    return reply_done(r, "/login?out=all", NULL);
}

enum err me_display(struct request *r) {
    const char *display = request_text(r, "display");
    if (strcmp(display, r->user.display) == 0) return reply_done(r, "/me", view_of(r, display));
    enum err e = user_set_display(r->db, r->user.id, display);
    if (e == ERR_BAD_FIELD) return again(r, request_bad(r, e, "display"));
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_USER_DISPLAY, 0, display);
    return e == OK ? reply_done(r, "/me?done=display", view_of(r, display)) : e;
}
