#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/choice.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/section.h"
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
    return json_pack("{s:I s:s s:s s:s s:s s:s s:b s:s s:s s:s s:I s:s s:I s:s}", "id", (json_int_t)i->id, "role",
                     role_name(i->role), "role_label", label_role(r, i->role), "note", i->note, "state", state,
                     "state_label", request_phrase(r, arena_printf(r->arena, "users.invitation.%s", state)),
                     "may_withdraw", !i->used_at, "created_by", i->created_by, "created_by_label",
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
    *out = json_pack("{s:s s:o s:b s:o s:b s:o}", "title", request_phrase(r, "users.heading"), "users", persons,
                     "is_alone", user_count == 1, "invitations", links, "has_invitations", invitation_count > 0,
                     "roles", role_choices(r, ROLE_MEMBER));
    return OK;
}

/* What was done last, as ?done= says after a change: one of these words, or nothing. */
static const char *const changes[] = {"role", "disable", "enable", "withdraw"};

enum err users_list(struct request *r) {
    json_t *view;
    enum err e = view_of(r, &view);
    if (e != OK) return e;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (strcmp(request_query(r, "done"), changes[i]) != 0) continue;
        const char *key = arena_printf(r->arena, "users.done.%s", changes[i]);
        json_object_set_new(view, "done", json_string(request_phrase(r, key)));
    }
    return reply_view(r, "users", view);
}

/* After a change: the list. */
static enum err done(struct request *r, const char *change) {
    json_t *view = NULL;
    enum err e = r->wants_json ? view_of(r, &view) : OK;
    return e == OK ? reply_done(r, arena_printf(r->arena, "/users?done=%s", change), view) : e;
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
    if (user.role == role) return done(r, "role");
    e = user_set_role(r->db, user.id, role);
    if (e == OK)
        e = activity_add(r->db, r->now, r->user.id, DID_USER_ROLE, 0,
                         arena_printf(r->arena, "%s %s", role_name(role), user.name));
    return e == OK ? done(r, "role") : e;
}

enum err users_disable(struct request *r) {
    struct user user;
    enum err e = user_get(r->db, r->arena, r->id, &user);
    if (e != OK) return e;
    if (user.disabled_at) return done(r, "disable");
    e = user_disable(r->db, user.id, r->now);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_USER_DISABLE, 0, user.name);
    return e == OK ? done(r, "disable") : e;
}

enum err users_enable(struct request *r) {
    struct user user;
    enum err e = user_get(r->db, r->arena, r->id, &user);
    if (e != OK) return e;
    if (!user.disabled_at) return done(r, "enable");
    e = user_enable(r->db, user.id);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_USER_ENABLE, 0, user.name);
    return e == OK ? done(r, "enable") : e;
}

/* Whether a Host header names the computer itself, so that a link made of it opens nowhere else. */
static bool local_only(const char *host) {
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t size = strlen(names[i]);
        if (strncasecmp(host, names[i], size) == 0 && (host[size] == ':' || !host[size])) return true;
    }
    return false;
}

/* The view of a link that was just made. */
static json_t *link_view(struct request *r, enum role role, const char *note, const char *token) {
    const char *path = arena_printf(r->arena, "/invite/%s", token);
    bool known = r->host && utf_check(r->host, strlen(r->host)) == OK;
    const char *url = known ? arena_printf(r->arena, "%s://%s%s", r->secure ? "https" : "http", r->host, path) : path;
    int64_t expires_at = r->now + INVITATION_LASTS_MS;
    return json_pack("{s:s s:s s:b s:s s:s s:s s:I s:s}", "path", path, "url", url, "local_only",
                     known && local_only(r->host), "role", role_name(role), "role_label", label_role(r, role), "note",
                     note, "expires_at", (json_int_t)expires_at, "expires_at_text", reply_moment(r, expires_at));
}

/* The link is shown in this answer only: the file keeps a hash of it. */
enum err users_invite(struct request *r) {
    enum role role;
    char token[TOKEN_SIZE];
    json_t *view;
    const char *note = request_text(r, "note");
    enum err e = asked_role(r, &role);
    if (e == OK && !request_is_line(note, INVITATION_NOTE_LIMIT, false)) e = request_bad(r, ERR_BAD_FIELD, "note");
    if (e == OK) e = invitation_add(r->db, role, r->user.id, note, r->now, token);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_INVITE, 0, role_name(role));
    if (e == OK) e = view_of(r, &view);
    if (e != OK) return e;
    json_object_set_new(view, "invitation", link_view(r, role, note, token));
    return reply_view(r, "users", view);
}

enum err users_invite_withdraw(struct request *r) {
    enum err e = invitation_withdraw(r->db, r->id);
    if (e == OK) e = activity_add(r->db, r->now, r->user.id, DID_INVITE_WITHDRAW, 0, NULL);
    return e == OK ? done(r, "withdraw") : e;
}

/* Details that begin with the word of a role or state, and where its phrase stands. */
static const struct {
    enum activity_action action;
    const char *group;
} worded[] = {
    {DID_INVITE, "roles."}, {DID_USER_ADD, "roles."}, {DID_USER_ROLE, "roles."}, {DID_SECTION_STATE, "states."}};

/* "<format> <bytes>" as the page of exports names it. */
static const char *export_label(struct request *r, const char *detail) {
    size_t size = strcspn(detail, " ");
    const char *key = arena_printf(r->arena, "export.%.*s.label", (int)size, detail);
    const char *label = request_phrase(r, key);
    if (label == key || !detail[size]) return detail;
    return arena_printf(r->arena, "%s %s", label, label_size(r, atoll(detail + size)));
}

static const char *detail_label(struct request *r, const struct activity *a) {
    size_t size = strcspn(a->detail, " ");
    if (a->action == DID_EXPORT) return export_label(r, a->detail);
    if ((a->action == DID_SAVE || a->action == DID_TEXT_RESTORE) && a->detail[0] == 'v')
        return language_fill(r->arena, request_phrase(r, "activity.version"),
                             (const char *[]){"number", a->detail + 1, NULL});
    for (size_t i = 0; i < sizeof worded / sizeof worded[0]; i++) {
        if (worded[i].action != a->action) continue;
        const char *key = arena_printf(r->arena, "%s%.*s", worded[i].group, (int)size, a->detail);
        const char *label = request_phrase(r, key);
        return label == key ? a->detail : arena_printf(r->arena, "%s%s", label, a->detail + size);
    }
    return a->detail;
}

/* The standing sections, among which those of the rows are looked up. */
struct places {
    struct section *sections;
    size_t count;
};

/* Where the section of a row stands and is read; a deleted one has its title and no address. */
static void put_place(struct request *r, const struct places *places, const struct activity *a, json_t *row) {
    const char *place = a->section_title;
    json_t *href = json_null();
    for (size_t i = 0; a->section_id && i < places->count; i++) {
        if (places->sections[i].id != a->section_id) continue;
        place = section_view_place(r->arena, places->sections, i);
        href = json_string(arena_printf(r->arena, "/sections/%lld", (long long)a->section_id));
        break;
    }
    json_object_set_new(row, "section_place", json_string(place));
    json_object_set_new(row, "section_href", href);
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

/* A moment ends in its time of the day, behind a space: what stands before it is the day. */
static const char *day_of(struct request *r, int64_t at, const char **of_day) {
    const char *moment = reply_moment(r, at), *space = strrchr(moment, ' ');
    *of_day = space ? space + 1 : moment;
    return space ? arena_copy(r->arena, moment, (size_t)(space - moment)) : "";
}

/* The rows, the first and the last one of each day marked, so that a template can group them. */
static json_t *acts_view(struct request *r, const struct places *places, const struct activity *list, size_t count) {
    json_t *acts = json_array(), *last = NULL;
    const char *day = "";
    for (size_t i = 0; i < count; i++) {
        const char *of_day, *of_this = day_of(r, list[i].at, &of_day);
        bool opens = i == 0 || strcmp(of_this, day) != 0;
        json_t *row = act(r, &list[i]);
        put_place(r, places, &list[i], row);
        json_object_set_new(row, "day_text", json_string(of_this));
        json_object_set_new(row, "time_text", json_string(of_day));
        json_object_set_new(row, "opens_day", json_boolean(opens));
        json_object_set_new(row, "closes_day", json_boolean(i + 1 == count));
        if (opens && last) json_object_set_new(last, "closes_day", json_true());
        json_array_append_new(acts, row);
        last = row;
        day = of_this;
    }
    return acts;
}

enum err users_activity(struct request *r) {
    struct activity *list;
    struct places places;
    size_t count;
    int64_t before = request_query_integer(r, "before");
    /* one more than is shown, to know whether there are older ones */
    enum err e = activity_list(r->db, r->arena, before, ACTIVITY_PAGE + 1, &list, &count);
    if (e == OK) e = section_tree(r->db, r->arena, false, &places.sections, &places.count);
    if (e != OK) return e;
    bool more = count > ACTIVITY_PAGE;
    size_t shown = more ? ACTIVITY_PAGE : count;
    json_t *older = more ? json_integer(list[shown - 1].id) : json_null();
    return reply_view(r, "activity",
                      json_pack("{s:s s:o s:b s:o s:b}", "title", request_phrase(r, "activity.heading"), "activity",
                                acts_view(r, &places, list, shown), "has_activity", shown > 0, "older", older,
                                "is_older", before > 0));
}
