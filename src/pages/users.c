#include <stdlib.h>
#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/activity.h"
#include "kosshi/text/utf.h"

#define ACTIVITY_PAGE 100

/* The choices of a role, least first. chosen: ROLE_COUNT for none. */
static json_t *role_choices(struct request *r, enum role chosen) {
    json_t *list = json_array();
    for (enum role role = ROLE_VIEWER; role < ROLE_COUNT; role++)
        choice_add(list, role_name(role), label_role(r, role), role == chosen);
    return list;
}

static json_t *person(struct request *r, const struct user *u) {
    return json_pack("{s:I s:s s:s s:s s:s s:b s:b s:b s:I s:s s:o}", "id", (json_int_t)u->id, "name", u->name,
                     "display", u->display, "role", role_name(u->role), "role_label", label_role(r, u->role),
                     "disabled", u->disabled_at != 0, "is_self", u->id == r->user.id, "may_disable",
                     !u->disabled_at && u->id != r->user.id, "created_at", (json_int_t)u->created_at, "created_at_text",
                     reply_moment(r, u->created_at), "roles", role_choices(r, u->role));
}

/* An invitation that expires while its page is kept still shows as open there, beside its day; the gate decides by the
 * clock. */
static json_t *invited(struct request *r, const struct invitation *i) {
    const char *state = i->used_at ? "used" : i->expires_at <= r->now ? "expired" : "open";
    return json_pack("{s:I s:s s:s s:s s:s s:b s:s s:s s:s s:I s:s s:I s:s}", "id", (json_int_t)i->id, "role",
                     role_name(i->role), "role_label", label_role(r, i->role), "state", state, "state_label",
                     request_phrase(r, arena_printf(r->arena, "users.invitation.%s", state)), "may_withdraw",
                     !i->used_at, "created_by", i->created_by, "created_by_label",
                     *i->created_by ? i->created_by : request_phrase(r, "activity.command_line"), "used_by", i->used_by,
                     "created_at", (json_int_t)i->created_at, "created_at_text", reply_moment(r, i->created_at),
                     "expires_at", (json_int_t)i->expires_at, "expires_at_text", reply_moment(r, i->expires_at));
}

static enum err view_of(struct request *r, json_t **out) {
    struct user *users;
    struct invitation *invitations;
    size_t user_count, invitation_count;
    enum err e = user_list(r->db, r->arena, &users, &user_count);
    if (e == OK) e = invitation_list(r->db, r->arena, &invitations, &invitation_count);
    if (e != OK) return e;
    json_t *persons = json_array(), *links = json_array();
    for (size_t i = 0; i < user_count; i++)
        json_array_append_new(persons, person(r, &users[i]));
    for (size_t i = 0; i < invitation_count; i++)
        json_array_append_new(links, invited(r, &invitations[i]));
    *out =
        json_pack("{s:s s:o s:o s:b s:o}", "title", request_phrase(r, "users.heading"), "users", persons, "invitations",
                  links, "has_invitations", invitation_count > 0, "roles", role_choices(r, ROLE_MEMBER));
    return OK;
}

enum err users_list(struct request *r) {
    json_t *view;
    enum err e = view_of(r, &view);
    return e == OK ? reply_view(r, "users", view) : e;
}

/* After a change: the list. */
static enum err done(struct request *r) {
    json_t *view = NULL;
    enum err e = r->wants_json ? view_of(r, &view) : OK;
    return e == OK ? reply_done(r, "/users", view) : e;
}

static enum err asked_role(struct request *r, enum role *out) {
    *out = role_of(request_text(r, "role"));
    return *out == ROLE_COUNT ? request_bad(r, ERR_BAD_FIELD, "role") : OK;
}

enum err users_role(struct request *r) {
    enum role role;
    struct user user;
    enum err e = asked_role(r, &role);
    if (e == OK) e = user_get(r->db, r->arena, r->id, &user);
    if (e != OK) return e;
    if (user.role == role) return done(r);
    e = user_set_role(r->db, user.id, role);
    if (e == OK)
        e = activity_add(r->db, r->now, r->user.id, DID_USER_ROLE, 0,
                         arena_printf(r->arena, "%s %s", role_name(role), user.name));
    return e == OK ? done(r) : e;
}

enum err users_disable(struct request *r) {
    struct user user;
    enum err e = user_get(r->db, r->arena, r->id, &user);
    if (e != OK) return e;
    if (user.disabled_at) return done(r);
    e = user_disable(r->db, user.id, r->now);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_USER_DISABLE, 0, user.name);
    return e == OK ? done(r) : e;
}

enum err users_enable(struct request *r) {
    struct user user;
    enum err e = user_get(r->db, r->arena, r->id, &user);
    if (e != OK) return e;
    if (!user.disabled_at) return done(r);
    e = user_enable(r->db, user.id);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_USER_ENABLE, 0, user.name);
    return e == OK ? done(r) : e;
}

/* The link is shown in this answer only: the file keeps a hash of it. */
enum err users_invite(struct request *r) {
    enum role role;
    char token[TOKEN_SIZE];
    json_t *view;
    enum err e = asked_role(r, &role);
    if (e == OK) e = invitation_add(r->db, role, r->user.id, r->now, token);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_INVITE, 0, role_name(role));
    if (e == OK) e = view_of(r, &view);
    if (e != OK) return e;
    const char *path = arena_printf(r->arena, "/invite/%s", token);
    bool known = r->host && utf_check(r->host, strlen(r->host)) == OK;
    const char *url = known ? arena_printf(r->arena, "%s://%s%s", r->secure ? "https" : "http", r->host, path) : path;
    int64_t expires_at = r->now + INVITATION_LASTS_MS;
    json_object_set_new(view, "invitation",
                        json_pack("{s:s s:s s:s s:s s:I s:s}", "path", path, "url", url, "role", role_name(role),
                                  "role_label", label_role(r, role), "expires_at", (json_int_t)expires_at,
                                  "expires_at_text", reply_moment(r, expires_at)));
    return reply_view(r, "users", view);
}

enum err users_invite_withdraw(struct request *r) {
    enum err e = invitation_withdraw(r->db, r->id);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_INVITE_WITHDRAW, 0, NULL);
    return e == OK ? done(r) : e;
}

/* Details that begin with the word of a role or state, and where its phrase stands. */
static const struct {
    enum activity_action action;
    const char *group;
} worded[] = {
    {DID_INVITE, "roles."}, {DID_USER_ADD, "roles."}, {DID_USER_ROLE, "roles."}, {DID_SECTION_STATE, "states."}};

static const char *detail_label(struct request *r, const struct activity *a) {
    size_t size = strcspn(a->detail, " ");
    if (a->action == DID_EXPORT) {
        return arena_printf(r->arena, "%.*s %s", (int)size, a->detail, label_size(r, atoll(a->detail + size)));
    }
    for (size_t i = 0; i < sizeof worded / sizeof worded[0]; i++) {
        if (worded[i].action != a->action) continue;
        const char *key = arena_printf(r->arena, "%s%.*s", worded[i].group, (int)size, a->detail);
        const char *label = request_phrase(r, key);
        return label == key ? a->detail : arena_printf(r->arena, "%s%s", label, a->detail + size);
    }
    return a->detail;
}

static json_t *act(struct request *r, const struct activity *a) {
    bool known = a->action != DID_COUNT;
    const char *word = known ? activity_word(a->action) : "";
    const char *label = known ? request_phrase(r, arena_printf(r->arena, "activity.%s", word)) : "";
    bool nobody = !*a->who && a->action != DID_SIGN_IN_FAIL;
    return json_pack("{s:I s:I s:s s:s s:s s:s s:s s:o s:s s:s s:s}", "id", (json_int_t)a->id, "at", (json_int_t)a->at,
                     "at_text", reply_moment(r, a->at), "who", a->who, "who_label",
                     nobody ? request_phrase(r, "activity.command_line") : a->who, "action", word, "action_label",
                     label, "section", a->section_id ? json_integer(a->section_id) : json_null(), "section_title",
                     a->section_title, "detail", a->detail, "detail_label", detail_label(r, a));
}

enum err users_activity(struct request *r) {
    struct activity *list;
    size_t count;
    int64_t before = request_query_integer(r, "before");
    /* one more than is shown, to know whether there are older ones */
    enum err e = activity_list(r->db, r->arena, before, ACTIVITY_PAGE + 1, &list, &count);
    if (e != OK) return e;
    size_t shown = count > ACTIVITY_PAGE ? ACTIVITY_PAGE : count;
    json_t *acts = json_array();
    for (size_t i = 0; i < shown; i++)
        json_array_append_new(acts, act(r, &list[i]));
    json_t *older = count > shown ? json_integer(list[shown - 1].id) : json_null();
    return reply_view(r, "activity",
                      json_pack("{s:s s:o s:b s:o s:b}", "title", request_phrase(r, "activity.heading"), "activity",
                                acts, "has_activity", shown > 0, "older", older, "is_older", before > 0));
}
