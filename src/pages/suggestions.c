#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/suggestion.h"
#include "kosshi/text/changeset_json.h"

/* --- The view --------------------------------------------------------------------------------------------------- */

static json_t *decision_of(struct request *r, const struct suggestion *s) {
    if (s->state == SUGGESTION_WAITING) return json_null();
    return json_pack("{s:s s:I s:s s:s}", "by", s->decided_by, "at", (json_int_t)s->decided_at, "at_text",
                     reply_moment(r, s->decided_at), "reason", s->decision);
}

/* changes are for the text of version. */
static json_t *suggestion_of(struct request *r, const struct suggestion *s) {
    json_t *made =
        json_pack("{s:I s:o}", "version", (json_int_t)s->made_version, "changes", json_loads(s->made, 0, NULL));
    json_t *view = json_pack(
        "{s:I s:I s:s s:I s:s s:s s:s s:b s:I s:o s:o s:o s:o}", "id", (json_int_t)s->id, "section",
        (json_int_t)s->section_id, "author", s->author, "at", (json_int_t)s->at, "at_text", reply_moment(r, s->at),
        "reason", s->reason, "state", suggestion_state_name(s->state), "overlaps", s->overlaps, "version",
        (json_int_t)s->version, "changes", json_loads(s->changes, 0, NULL), "made", made, "decision", decision_of(r, s),
        "accepted_version", s->accepted_version ? json_integer(s->accepted_version) : json_null());
    if (!view) die("suggestion %lld cannot be shown", (long long)s->id);
    return view;
}

enum err suggestions_section(struct request *r) {
    struct suggestion *suggestions;
    size_t count;
    enum err e = suggestion_list(r->db, r->arena, r->id, &suggestions, &count);
    if (e != OK) return e;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, suggestion_of(r, &suggestions[i]));
    r->wants_json = true; /* there is no page of them */
    return reply_view(r, "", json_pack("{s:o}", "suggestions", list));
}

/* --- Writing ---------------------------------------------------------------------------------------------------- */

/* Writes down what was done, and goes back to where the form was, or to the section. */
static enum err finish(struct request *r, int64_t id, enum activity_action did) {
    struct suggestion s;
    int64_t chapter;
    enum err e = suggestion_get(r->db, r->arena, id, &s);
    if (e == OK) e = section_chapter(r->db, s.section_id, &chapter);
    if (e != OK) return e;
    const char *detail = s.accepted_version ? arena_printf(r->arena, "v%lld", (long long)s.accepted_version) : NULL;
    if (did != DID_COUNT) e = activity_add(r->db, r->now, r->user.id, did, s.section_id, detail);
    if (e != OK) return e;
    const char *back = request_own_path(request_text(r, "back"));
    return reply_done(r, back ? back : section_view_href(r->arena, chapter, s.section_id), suggestion_of(r, &s));
}

/* A JSON body has them as they are, a form as text. */
static enum err read_changes(struct request *r, struct changeset *out) {
    const json_t *changes = json_object_get(r->body, "changes");
    json_auto_t *parsed = json_is_string(changes) ? json_loads(json_string_value(changes), 0, NULL) : NULL;
    enum err e = changeset_json_read(r->arena, parsed ? parsed : changes, out);
    return e == OK ? OK : request_bad(r, e, "changes");
}

enum err suggestions_add(struct request *r) {
    int64_t id;
    struct changeset changes;
    struct suggestion_draft draft = {.section_id = r->id,
                                     .changes = &changes,
                                     .reason = request_text(r, "reason"),
                                     .author_id = r->user.id,
                                     .now = r->now};
    enum err e = request_integer(r, "version", &draft.version);
    if (e == OK) e = read_changes(r, &changes);
    if (e != OK) return e;
    e = suggestion_add(r->db, r->arena, &draft, &id);
    if (e == ERR_BAD_FIELD) return request_bad(r, e, "changes");
    return e == OK ? finish(r, id, DID_SUGGEST) : e;
}

static struct suggestion_decider decider(const struct request *r) {
    return (struct suggestion_decider){r->user.id, r->user.role, r->now};
}

enum err suggestions_accept(struct request *r) {
    bool done;
    struct suggestion_decider by = decider(r);
    enum err e = suggestion_accept(r->db, r->arena, r->id, &by, &done);
    return e == OK ? finish(r, r->id, done ? DID_SUGGESTION_ACCEPT : DID_COUNT) : e;
}

enum err suggestions_reject(struct request *r) {
    bool done;
    struct suggestion_decider by = decider(r);
    enum err e = suggestion_reject(r->db, r->arena, r->id, &by, request_text(r, "reason"), &done);
    if (e == ERR_BAD_FIELD || e == ERR_TOO_LARGE) return request_bad(r, e, "reason");
    return e == OK ? finish(r, r->id, done ? DID_SUGGESTION_REJECT : DID_COUNT) : e;
}

enum err suggestions_withdraw(struct request *r) {
    bool done;
    struct suggestion_decider by = decider(r);
    enum err e = suggestion_withdraw(r->db, r->arena, r->id, &by, &done);
    return e == OK ? finish(r, r->id, done ? DID_SUGGESTION_WITHDRAW : DID_COUNT) : e;
}
