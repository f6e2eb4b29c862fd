#include "kosshi/store/suggestion.h"

#include <jansson.h>
#include <string.h>

#include "field.h"
#include "kosshi/store/mention.h"
#include "kosshi/store/section.h"
#include "kosshi/store/suggestion_piece.h"
#include "kosshi/store/update.h"
#include "kosshi/text/changeset_json.h"
#include "kosshi/text/utf.h"
#include "section_place.h"
#include "section_text.h"
#include "sql.h"
#include "suggestion_map.h"
#include "update_log.h"

static const char *const state_names[SUGGESTION_STATE_COUNT] = {
    [SUGGESTION_WAITING] = "waiting",
    [SUGGESTION_ACCEPTED] = "accepted",
    [SUGGESTION_REJECTED] = "rejected",
    [SUGGESTION_WITHDRAWN] = "withdrawn",
};

const char *suggestion_state_name(enum suggestion_state s) {
    return state_names[s];
}

enum suggestion_state suggestion_state_of(const char *name) {
    int s = 0;
    while (s < SUGGESTION_STATE_COUNT && strcmp(name, state_names[s]) != 0)
        s++;
    return (enum suggestion_state)s;
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

#define SUGGESTION_SELECT                                                                                              \
    "SELECT g.id, g.section_id, g.author_id, g.at, g.author, g.reason, g.state, g.overlaps,"                           \
    " coalesce(g.decided_version, s.version), g.changes, g.made_version, g.made, g.decided_by, g.decision,"            \
    " g.decided_at, CASE WHEN g.state = 'accepted' THEN g.decided_version + 1 END, g.part_of"                          \
    " FROM suggestion g JOIN section s ON s.id = g.section_id "

static void read_suggestion(struct sql *s, struct arena *a, void *item) {
    *(struct suggestion *)item = (struct suggestion){
        .id = sql_integer(s, 0),
        .section_id = sql_integer(s, 1),
        .author_id = sql_integer(s, 2),
        .at = sql_integer(s, 3),
        .author = sql_string(s, a, 4),
        .reason = sql_string(s, a, 5),
        .state = suggestion_state_of(sql_string(s, a, 6)),
        .overlaps = sql_integer(s, 7) != 0,
        .version = sql_integer(s, 8),
        .changes = sql_string(s, a, 9),
        .made_version = sql_integer(s, 10),
        .made = sql_string(s, a, 11),
        .decided_by = sql_string(s, a, 12),
        .decision = sql_string(s, a, 13),
        .decided_at = sql_integer(s, 14),
        .accepted_version = sql_integer(s, 15),
        .part_of = sql_integer(s, 16),
    };
}

enum err suggestion_list(struct db *db, struct arena *a, int64_t section_id, struct suggestion **out, size_t *count) {
    struct section_place place;
    enum err e = section_place_of(db, section_id, &place);
    if (e) return e;
    SQL(list, db, SUGGESTION_SELECT "WHERE g.section_id = ?1 ORDER BY g.id");
    sql_bind_integer(&list, 1, section_id);
    return sql_list(&list, a, sizeof **out, read_suggestion, out, count);
}

static void read_count(struct sql *s, struct arena *a, void *item) {
    (void)a;
    *(struct suggestion_count *)item = (struct suggestion_count){sql_integer(s, 0), (int)sql_integer(s, 1)};
}

enum err suggestion_waiting(struct db *db, struct arena *a, struct suggestion_count **out, size_t *count) {
    SQL(list, db,
        "SELECT section_id, count(*) FROM suggestion WHERE state = 'waiting' GROUP BY section_id ORDER BY section_id");
    return sql_list(&list, a, sizeof **out, read_count, out, count);
}

enum err suggestion_get(struct db *db, struct arena *a, int64_t id, struct suggestion *out) {
    SQL(find, db, SUGGESTION_SELECT "WHERE g.id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) read_suggestion(&find, a, out);
    return e;
}

/* --- Making one ------------------------------------------------------------------------------------------------- */

/* Unlike that of a rejection it may be left out. */
static enum err check_reason(const char *reason) {
    size_t size = strlen(reason);
    enum err e = utf_check(reason, size);
    return !e && utf_points(reason, size) > SUGGESTION_REASON_LIMIT ? ERR_TOO_LARGE : e;
}

static enum err check_fits(struct db *db, struct arena *a, const struct suggestion_draft *draft) {
    struct revision r;
    BUF(changed);
    enum err e = update_text_at(db, a, draft->section_id, draft->version, &r);
    if (e) return e == ERR_NOT_FOUND ? ERR_STALE : e;
    if (changeset_is_empty(draft->changes)) return ERR_BAD_FIELD;
    e = changeset_apply(draft->changes, r.text, r.size, &changed);
    return !e && changed.size > SECTION_TEXT_LIMIT ? ERR_TOO_LARGE : e;
}

/* Over all that was written since the version it was made at. */
static enum err catch_up(struct db *db, struct arena *a, const struct suggestion_draft *draft, int64_t now,
                         struct changeset *c, bool *overlaps) {
    struct rebase_update *updates;
    struct changeset all;
    size_t count;
    enum err e = update_log_since(db, a, draft->section_id, draft->version, now, draft->author_id, &updates, &count);
    if (e || count == 0) return e;
    e = rebase_compose(a, updates, count, &all);
    return e ? e : suggestion_map_over(a, &all, c, overlaps);
}

static enum err insert(struct db *db, struct arena *a, const struct suggestion_draft *draft, const struct changeset *c,
                       bool overlaps) {
    SQL(add, db,
        "INSERT INTO suggestion (section_id, author_id, author, at, reason, overlaps, made_version, made, changes)"
        " SELECT ?1, id, display, ?3, ?4, ?5, ?6, ?7, ?8 FROM user WHERE id = ?2");
    sql_bind_integer(&add, 1, draft->section_id);
    sql_bind_integer(&add, 2, draft->author_id);
    sql_bind_integer(&add, 3, draft->now);
    sql_bind_string(&add, 4, draft->reason);
    sql_bind_integer(&add, 5, overlaps);
    sql_bind_integer(&add, 6, draft->version);
    sql_bind_string(&add, 7, update_log_print(a, draft->changes));
    sql_bind_string(&add, 8, update_log_print(a, c));
    return sql_run_one(&add);
}

/* Each update of the section goes over all of them, while everybody waits. */
static enum err check_room(struct db *db, struct arena *a, const struct suggestion_draft *draft,
                           const struct changeset *c) {
    SQL(find, db,
        "SELECT coalesce(sum(length(changes) + ?2), 0) FROM suggestion WHERE section_id = ?1 AND state = 'waiting'");
    sql_bind_integer(&find, 1, draft->section_id);
    sql_bind_integer(&find, 2, SUGGESTION_WAITING_EACH);
    enum err e = sql_row(&find);
    if (e) return e;
    size_t all = (size_t)sql_integer(&find, 0) + strlen(update_log_print(a, c)) + SUGGESTION_WAITING_EACH;
    return all > SUGGESTION_WAITING_LIMIT ? ERR_TOO_LARGE : OK;
}

enum err suggestion_add(struct db *db, struct arena *a, const struct suggestion_draft *draft, int64_t *id) {
    struct section_text now;
    struct changeset c = *draft->changes;
    bool overlaps = false;
    enum err e = section_text_unlocked(db, a, draft->section_id, &now);
    if (!e) e = check_reason(draft->reason);
    if (!e) e = check_fits(db, a, draft);
    if (!e) e = catch_up(db, a, draft, now.version, &c, &overlaps);
    if (!e) e = check_room(db, a, draft, &c);
    if (!e) e = insert(db, a, draft, &c, overlaps);
    if (e) return e;
    *id = sql_new_id(db);
    return mention_write(db, &(struct thread){.suggestion_id = *id}, 0, draft->author_id, draft->reason);
}

/* --- Who may ---------------------------------------------------------------------------------------------------- */

static enum err is_in_review(struct db *db, int64_t section_id, bool *out) {
    SQL(climb, db,
        "WITH RECURSIVE up (parent_id, state) AS ("
        "  SELECT parent_id, state FROM section WHERE id = ?1"
        "  UNION ALL"
        "  SELECT s.parent_id, s.state FROM up JOIN section s ON s.id = up.parent_id)"
        "SELECT max(state = 'review') FROM up");
    sql_bind_integer(&climb, 1, section_id);
    enum err e = sql_row(&climb);
    if (!e) *out = sql_integer(&climb, 0) != 0;
    return e;
}

enum err suggestion_may_decide(struct db *db, int64_t section_id, enum role role, bool *out) {
    bool in_review = false;
    enum err e = is_in_review(db, section_id, &in_review);
    if (!e) *out = role >= (in_review ? ROLE_SECRETARIAT : ROLE_MEMBER);
    return e;
}

/* Whether this person may decide it so. */
static enum err check_may(struct db *db, const struct suggestion *s, const struct suggestion_decider *by,
                          enum suggestion_state state) {
    bool may = false;
    if (state == SUGGESTION_WITHDRAWN) return s->author_id == by->user_id ? OK : ERR_FORBIDDEN;
    enum err e = suggestion_may_decide(db, s->section_id, by->role, &may);
    return !e && !may ? ERR_FORBIDDEN : e;
}

/* --- Taking pieces out -------------------------------------------------------------------------------------------- */

/* Which pieces were chosen; *all is true for every one of them. */
static enum err read_choice(struct arena *a, const struct changeset *changes, const struct suggestion_choice *choice,
                            bool **chosen, bool *all) {
    struct suggestion_piece *pieces;
    size_t count;
    suggestion_piece_list(a, changes, &pieces, &count);
    if (choice->of != (int64_t)count || (choice->count == 0 && count > 0)) return ERR_PIECES_CHANGED;
    size_t left = count;
    *chosen = arena_alloc(a, (count + 1) * sizeof **chosen);
    for (size_t i = 0; i < choice->count; i++) {
        int64_t piece = choice->pieces[i];
        if (piece < 0 || piece >= choice->of) return ERR_PIECES_CHANGED;
        left -= !(*chosen)[piece];
        (*chosen)[piece] = true;
    }
    *all = left == 0;
    return OK;
}

static enum err insert_part(struct db *db, const struct suggestion *s, const char *changes, int64_t *id) {
    SQL(add, db,
        "INSERT INTO suggestion (section_id, author_id, author, at, reason, overlaps, made_version, made, changes, "
        "part_of)"
        " SELECT section_id, author_id, author, at, reason, overlaps, made_version, made, ?2, coalesce(part_of, id)"
        " FROM suggestion WHERE id = ?1");
    sql_bind_integer(&add, 1, s->id);
    sql_bind_string(&add, 2, changes);
    enum err e = sql_run_one(&add);
    if (!e) *id = sql_new_id(db);
    return e;
}

static enum err set_changes(struct db *db, int64_t id, const char *changes) {
    SQL(set, db, "UPDATE suggestion SET changes = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, changes);
    return sql_run(&set);
}

/* Makes s what was chosen of it: itself, or a part of its own, without which it goes on waiting. */
static enum err take_out(struct db *db, struct arena *a, const struct suggestion_choice *choice, struct suggestion *s) {
    struct changeset changes = update_log_read(a, s->changes), taken, rest;
    bool *chosen, all;
    enum err e = read_choice(a, &changes, choice, &chosen, &all);
    if (e || all) return e;
    suggestion_piece_split(a, &changes, chosen, &taken, &rest);
    int64_t whole = s->id;
    s->changes = update_log_print(a, &taken);
    e = insert_part(db, s, s->changes, &s->id);
    return e ? e : set_changes(db, whole, update_log_print(a, &rest));
}

/* --- Deciding --------------------------------------------------------------------------------------------------- */

static enum err write_decision(struct db *db, const struct suggestion *s, const struct suggestion_decider *by,
                               enum suggestion_state state, const char *reason) {
    SQL(set, db,
        "UPDATE suggestion SET state = ?2, decided_by_id = ?3, decided_at = ?4, decided_version = ?5, decision = ?6,"
        " decided_by = coalesce((SELECT display FROM user WHERE id = ?3), '') WHERE id = ?1");
    sql_bind_integer(&set, 1, s->id);
    sql_bind_string(&set, 2, suggestion_state_name(state));
    sql_bind_or_null(&set, 3, by->user_id);
    sql_bind_integer(&set, 4, by->now);
    sql_bind_integer(&set, 5, s->version);
    sql_bind_string(&set, 6, reason);
    return sql_run(&set);
}

/* What somebody decides, and of what. */
struct decision {
    int64_t id;
    enum suggestion_state state;
    const struct suggestion_choice *choice; /* NULL: all of it */
    const char *reason;                     /* NULL: none was asked for */
};

/* *out is what was decided, and *decided its id; 0, and nothing is written, when it was decided so before. */
static enum err decide(struct db *db, struct arena *a, const struct decision *d, const struct suggestion_decider *by,
                       struct suggestion *out, int64_t *decided) {
    struct section_place place;
    *decided = 0;
    enum err e = suggestion_get(db, a, d->id, out);
    if (!e) e = section_place_of(db, out->section_id, &place);
    if (!e) e = check_may(db, out, by, d->state);
    if (e) return e;
    if (out->state != SUGGESTION_WAITING) return out->state == d->state ? OK : ERR_DECIDED;
    if (d->choice) e = take_out(db, a, d->choice, out);
    if (!e) e = write_decision(db, out, by, d->state, d->reason);
    if (!e) *decided = out->id;
    return e;
}

/* It is decided before it is pushed: then the push does not move it itself, but what goes on waiting of it. */
enum err suggestion_accept(struct db *db, struct arena *a, int64_t id, const struct suggestion_decider *by,
                           const struct suggestion_choice *choice, int64_t *decided) {
    struct suggestion s;
    struct update_pushed pushed;
    const struct decision d = {id, SUGGESTION_ACCEPTED, choice, NULL};
    enum err e = decide(db, a, &d, by, &s, decided);
    if (e || !*decided) return e;
    struct changeset changes = update_log_read(a, s.changes);
    const struct update_push push = {.section_id = s.section_id,
                                     .version = s.version,
                                     .client = arena_printf(a, "suggestion %lld", (long long)s.id),
                                     .changes = &changes,
                                     .count = 1,
                                     .user_id = s.author_id,
                                     .now = by->now};
    return update_push(db, a, &push, &pushed);
}

enum err suggestion_reject(struct db *db, struct arena *a, int64_t id, const struct suggestion_decider *by,
                           const struct suggestion_choice *choice, const char *reason, int64_t *decided) {
    struct suggestion s;
    const struct decision d = {id, SUGGESTION_REJECTED, choice, reason};
    enum err e = field_body(reason, SUGGESTION_REASON_LIMIT);
    return e ? e : decide(db, a, &d, by, &s, decided);
}

enum err suggestion_withdraw(struct db *db, struct arena *a, int64_t id, const struct suggestion_decider *by,
                             int64_t *decided) {
    struct suggestion s;
    const struct decision d = {id, SUGGESTION_WITHDRAWN, NULL, NULL};
    return decide(db, a, &d, by, &s, decided);
}

/* --- From another file ------------------------------------------------------------------------------------------ */

static enum err check_part(struct db *db, const struct suggestion *s) {
    if (!s->part_of) return OK;
    SQL(find, db, "SELECT 1 FROM suggestion WHERE id = ?1 AND section_id = ?2");
    sql_bind_integer(&find, 1, s->part_of);
    sql_bind_integer(&find, 2, s->section_id);
    enum err e = sql_row(&find);
    return e == ERR_NOT_FOUND ? ERR_BAD_FIELD : e;
}

static enum err check_put(struct db *db, struct arena *a, const struct suggestion *s) {
    json_auto_t *made = json_loads(s->made, 0, NULL), *changes = json_loads(s->changes, 0, NULL);
    struct changeset c;
    struct section section;
    BUF(changed);
    enum err e = check_reason(s->reason);
    if (!e) e = check_part(db, s);
    if (!e && s->state == SUGGESTION_REJECTED) e = field_body(s->decision, SUGGESTION_REASON_LIMIT);
    if (!e) e = check_reason(s->decision);
    if (!e) e = changeset_json_read(a, made, &c);
    if (!e) e = changeset_json_read(a, changes, &c);
    if (e || s->state != SUGGESTION_WAITING) return e;
    e = section_get(db, a, s->section_id, &section);
    return e ? e : changeset_apply(&c, section.text, section.text_size, &changed);
}

enum err suggestion_put(struct db *db, const struct suggestion *s) {
    ARENA(a);
    enum err e = check_put(db, a, s);
    if (e) return e;
    bool waits = s->state == SUGGESTION_WAITING;
    SQL(add, db,
        "INSERT INTO suggestion (id, section_id, author, at, reason, state, overlaps, made_version, made, changes,"
        " decided_by, decided_at, decided_version, decision, part_of)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
    sql_bind_integer(&add, 1, s->id);
    sql_bind_integer(&add, 2, s->section_id);
    sql_bind_string(&add, 3, s->author);
    sql_bind_integer(&add, 4, s->at);
    sql_bind_string(&add, 5, s->reason);
    sql_bind_string(&add, 6, suggestion_state_name(s->state));
    sql_bind_integer(&add, 7, s->overlaps);
    sql_bind_integer(&add, 8, s->made_version);
    sql_bind_string(&add, 9, s->made);
    sql_bind_string(&add, 10, s->changes);
    if (!waits) sql_bind_string(&add, 11, s->decided_by);
    if (!waits) sql_bind_integer(&add, 12, s->decided_at);
    if (!waits) sql_bind_integer(&add, 13, s->version);
    if (!waits && *s->decision) sql_bind_string(&add, 14, s->decision);
    sql_bind_or_null(&add, 15, s->part_of);
    return sql_run_unique(&add, ERR_BAD_FIELD);
}
