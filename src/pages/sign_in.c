#include <string.h>

#include "kosshi/base/log.h"
#include "kosshi/http/reply.h"
#include "kosshi/pages/credentials.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/text/utf.h"

#define NAME_ROOM 800 /* bytes; no name is longer, and what is longer is not worth remembering */

/* Where to go after signing in: to a path of ours that is no page for signing in, else to the desk. */
static const char *way_in(const char *next) {
    const char *path = request_own_path(next);
    if (!path || strncmp(path, "/login", 6) == 0 || strncmp(path, "/invite/", 8) == 0) return "/";
    return path;
}

/* --- A sample: anybody may be anybody it was made with -------------------------------------------------------------
 */

static const struct user *first_of(const struct user *users, size_t count, enum role role) {
    for (size_t i = 0; i < count; i++)
        if (users[i].role == role && users[i].has_no_password && !users[i].disabled_at) return &users[i];
    return NULL;
}

/* A button for each role that somebody has. */
static enum err put_sample(struct request *r, json_t *view) {
    struct document document;
    struct user *users;
    size_t count;
    enum err e = document_get(r->db, r->arena, &document);
    if (e != OK || !document.is_sample) return e;
    e = user_list(r->db, r->arena, &users, &count);
    if (e != OK) return e;
    json_t *list = json_array();
    for (enum role role = ROLE_SECRETARIAT; role > ROLE_NOBODY; role--) {
        const struct user *user = first_of(users, count, role);
        if (user)
            json_array_append_new(list,
                                  json_pack("{s:s s:s s:s s:s}", "role", role_name(role), "label", label_role(r, role),
                                            "about", label_role_about(r, role), "display", user->display));
    }
    json_object_set_new(view, "is_sample", json_true());
    json_object_set_new(view, "sample_roles", list);
    return OK;
}

/* --- By name and password --------------------------------------------------------------------- */

static enum err form(struct request *r, const char *name, const char *next, json_t **view) {
    *view = json_pack("{s:s s:s s:s}", "title", request_phrase(r, "login.heading"), "name", name, "next", next);
    enum err e = put_sample(r, *view);
    if (e != OK) json_decref(*view);
    return e;
}

enum err sign_in_form(struct request *r) {
    const char *next = way_in(request_query(r, "next"));
    if (r->user.id) return reply_redirect(r, next);
    json_t *view;
    enum err e = form(r, "", next, &view);
    if (e != OK) return e;
    json_object_set_new(view, "signed_out_everywhere", json_boolean(strcmp(request_query(r, "out"), "all") == 0));
    return reply_view(r, "login", view);
}

struct attempt {
    enum err result; /* OK, ERR_WRONG_PASSWORD, ERR_TOO_MANY */
    const char *name;
    struct user user;
};

enum err sign_in_prepare(struct request *r) {
    struct attempt *attempt = arena_alloc(r->arena, sizeof *attempt);
    r->prepared = attempt;
    attempt->name = credentials_name(r);
    if (strlen(attempt->name) > NAME_ROOM) return request_bad(r, ERR_TOO_LARGE, "name");
    attempt->result = user_authenticate(r->db, r->arena, attempt->name, request_text(r, "password"), r->address, r->now,
                                        &attempt->user);
    bool decided = attempt->result == OK || attempt->result == ERR_WRONG_PASSWORD || attempt->result == ERR_TOO_MANY;
    return decided ? OK : attempt->result;
}

/* Written down with the name only if somebody has it: what else was typed there may be a password. */
static enum err remember_failure(struct request *r, const char *name) {
    struct user user;
    enum err e = user_failed(r->db, name, r->address, r->now);
    if (e != OK) return e;
    e = user_find(r->db, r->arena, name, &user);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    const char *detail = arena_printf(r->arena, "%s%s%s", e == OK ? user.name : "", e == OK ? " " : "", r->address);
    return activity_add(r->db, r->now, 0, DID_SIGN_IN_FAIL, 0, detail);
}

/* The failure has to be kept, so that this is no error to the turn that wrote it. */
static enum err refuse(struct request *r, const struct attempt *attempt) {
    log_warn("sign-in refused: %s address=%s", err_code(attempt->result), r->address);
    if (attempt->result == ERR_WRONG_PASSWORD) {
        enum err e = remember_failure(r, attempt->name);
        if (e != OK) return e;
    }
    if (r->wants_json || attempt->result == ERR_TOO_MANY) {
        reply_error(r, attempt->result);
        return OK;
    }
    json_t *view;
    enum err e = form(r, attempt->name, way_in(request_text(r, "next")), &view);
    if (e != OK) return e;
    json_object_set_new(view, "refused", json_true());
    return reply_view_status(r, err_status(attempt->result), "login", view);
}

/* Starts a session for this browser; one it had is over. */
static enum err let_in(struct request *r, const struct user *user, const char *next) {
    char token[TOKEN_SIZE];
    enum err e = r->token ? session_end(r->db, r->token) : OK;
    if (e == OK) e = session_start(r->db, user->id, r->now, token);
    if (e == OK) e = activity_add(r->db, r->now, user->id, DID_SIGN_IN, 0, NULL);
    if (e != OK) return e;
    r->reply.session = arena_string(r->arena, token);
    return reply_done(r, next, json_pack("{s:b s:o}", "ok", 1, "user", credentials_person(user)));
}

enum err sign_in_submit(struct request *r) {
    struct attempt *attempt = r->prepared;
    if (attempt->result == OK) attempt->result = user_stands(r->db, &attempt->user);
    if (attempt->result != OK) return refuse(r, attempt);
    return let_in(r, &attempt->user, way_in(request_text(r, "next")));
}

enum err sign_in_sample(struct request *r) {
    struct document document;
    struct user *users;
    size_t count;
    enum role role = role_of(request_text(r, "role"));
    enum err e = document_get(r->db, r->arena, &document);
    if (e == OK && !document.is_sample) return ERR_NOT_FOUND;
    if (e == OK) e = user_list(r->db, r->arena, &users, &count);
    if (e != OK) return e;
    const struct user *user = first_of(users, count, role);
    return user ? let_in(r, user, way_in(request_text(r, "next"))) : request_bad(r, ERR_BAD_FIELD, "role");
}

enum err sign_in_out(struct request *r) {
    enum err e = r->token ? session_end(r->db, r->token) : OK;
    if (e == OK && r->user.id) e = activity_add(r->db, r->now, r->user.id, DID_SIGN_OUT, 0, NULL);
    if (e != OK) return e;
    r->reply.session = "";
    return reply_done(r, "/login", NULL);
}

static json_t *invitation_form(struct request *r, const struct invitation *invitation) {
    enum role role = invitation->role;
    return json_pack("{s:s s:s s:s s:s s:I s:s s:s s:s}", "title", request_phrase(r, "invitation.heading"), "role",
                     role_name(role), "role_label", label_role(r, role), "role_about", label_role_about(r, role),
                     "expires_at", (json_int_t)invitation->expires_at, "expires_at_text",
                     reply_moment(r, invitation->expires_at), "name", request_text(r, "name"), "display",
                     request_text(r, "display"));
}

enum err sign_in_invitation(struct request *r) {
    struct invitation invitation;
    enum err e = invitation_find(r->db, r->arena, r->word, r->now, &invitation);
    return e == OK ? reply_view(r, "invitation", invitation_form(r, &invitation)) : e;
}

struct acceptance {
    enum err result; /* of the fields; an error of theirs has named its field */
    const char *name;
    const char *display; /* "" when the name is to be shown */
    char hash[PASSWORD_HASH_SIZE];
};

/* What can be seen to be wrong before anything is written. */
static enum err check_acceptance(struct request *r, struct acceptance *a) {
    struct user user;
    if (!request_is_line(a->name, USER_NAME_LIMIT, true)) return request_bad(r, ERR_BAD_FIELD, "name");
    if (!request_is_line(a->display, USER_NAME_LIMIT, false)) return request_bad(r, ERR_BAD_FIELD, "display");
    enum err e = user_find(r->db, r->arena, a->name, &user);
    if (e == OK) return request_bad(r, ERR_NAME_TAKEN, "name");
    return e == ERR_NOT_FOUND ? credentials_hash(r, a->hash) : e;
}

enum err sign_in_accept_prepare(struct request *r) {
    struct invitation invitation;
    struct acceptance *a = arena_alloc(r->arena, sizeof *a);
    r->prepared = a;
    a->name = credentials_name(r);
    a->display = request_text(r, "display");
    if (utf_length(a->display, strlen(a->display)) == 0) a->display = ""; /* nothing anybody could see */
    enum err e = invitation_find(r->db, r->arena, r->word, r->now, &invitation);
    if (e != OK) return e;
    a->result = check_acceptance(r, a);
    return r->bad_field ? OK : a->result;
}

static enum err accept_again(struct request *r, enum err problem) {
    if (r->wants_json || !r->bad_field) return problem;
    struct invitation invitation;
    enum err e = invitation_find(r->db, r->arena, r->word, r->now, &invitation);
    if (e != OK) return e;
    json_t *view = invitation_form(r, &invitation);
    credentials_problem(r, problem, view);
    return reply_view_status(r, err_status(problem), "invitation", view);
}

enum err sign_in_accept(struct request *r) {
    const struct acceptance *a = r->prepared;
    struct user user;
    int64_t id;
    if (a->result != OK) return accept_again(r, a->result);
    enum err e = invitation_use(r->db, r->word, a->name, a->display, a->hash, r->now, &id);
    if (e == ERR_NAME_TAKEN || e == ERR_BAD_FIELD) return accept_again(r, request_bad(r, e, "name"));
    if (e == OK) e = user_get(r->db, r->arena, id, &user);
    if (e != OK) return e;
    e = activity_add(r->db, r->now, id, DID_USER_ADD, 0,
                     arena_printf(r->arena, "%s %s", role_name(user.role), user.name));
    return e == OK ? let_in(r, &user, "/") : e;
}
