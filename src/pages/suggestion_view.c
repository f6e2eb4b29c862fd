#include "kosshi/pages/suggestion_view.h"

#include "kosshi/http/reply.h"
#include "kosshi/pages/diff_view.h"
#include "kosshi/pages/thread_view.h"
#include "kosshi/store/seen.h"
#include "kosshi/store/suggestion_piece.h"
#include "kosshi/store/update.h"
#include "kosshi/text/changeset_json.h"
#include "kosshi/text/utf.h"

#define AROUND 12 /* characters shown on both sides of a piece that can be chosen */

enum err suggestion_view_begin(struct request *r, const struct section *s, struct suggestion_reader *out) {
    *out = (struct suggestion_reader){.locked = s->locked, .version = -1};
    return suggestion_may_decide(r->db, s->id, r->user.role, &out->may_decide);
}

/* The text of a version, unless it is the one that was read last. */
static enum err read_text(struct request *r, struct suggestion_reader *reader, int64_t section, int64_t version) {
    struct revision at;
    if (reader->version == version) return OK;
    enum err e = update_text_at(r->db, r->arena, section, version, &at);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    reader->version = version;
    reader->is_known = e == OK;
    if (e == OK) reader->text = unit_index_of(r->arena, at.text, at.size);
    return OK;
}

/* --- Pieces ------------------------------------------------------------------------------------------------------- */

struct pieces {
    struct suggestion_piece *list;
    size_t count;
    struct diff_change *changes; /* the same in bytes; NULL where the text is not known, or is another one */
};

static struct diff_change *in_bytes(struct arena *a, const struct unit_index *text, const struct pieces *pieces) {
    struct diff_change *changes = arena_alloc(a, (pieces->count + 1) * sizeof *changes);
    size_t shift = 0; /* how much longer the new text is so far; it wraps where it is shorter */
    for (size_t i = 0; i < pieces->count; i++) {
        const struct suggestion_piece *p = &pieces->list[i];
        size_t from, to;
        if (!unit_index_at(text, p->from, &from) || !unit_index_at(text, p->to, &to)) return NULL;
        changes[i] = (struct diff_change){from, to - from, from + shift, p->size};
        shift += p->size - (to - from);
    }
    return changes;
}

/* The pieces of changes for the text that was read last. */
static struct pieces pieces_of(struct request *r, const struct suggestion_reader *reader, const struct changeset *c) {
    struct pieces pieces = {0};
    suggestion_piece_list(r->arena, c, &pieces.list, &pieces.count);
    if (reader->is_known && changeset_length(c) == reader->text.count)
        pieces.changes = in_bytes(r->arena, &reader->text, &pieces);
    return pieces;
}

/* For the choice among several: a little of the text on both sides. */
static void put_around(struct request *r, const struct suggestion_reader *reader, const struct diff_change *c,
                       json_t *view) {
    const char *text = reader->text.text;
    size_t end = c->old_at + c->old_size;
    json_object_update_new(view, json_pack("{s:s, s:s}", "before", utf_excerpt_back(r->arena, text, c->old_at, AROUND),
                                           "after", utf_excerpt(r->arena, text + end, AROUND)));
}

static json_t *pieces_view(struct request *r, const struct suggestion_reader *reader, const struct pieces *pieces) {
    json_t *list = json_array();
    for (size_t i = 0; i < pieces->count; i++) {
        const struct suggestion_piece *p = &pieces->list[i];
        const struct diff_change *c = pieces->changes ? &pieces->changes[i] : NULL;
        json_t *deleted = c ? json_stringn(reader->text.text + c->old_at, c->old_size) : json_null();
        json_t *view = json_pack("{s:I, s:I, s:o, s:s%}", "from", (json_int_t)p->from, "to", (json_int_t)p->to,
                                 "deleted", deleted, "inserted", p->inserted, p->size);
        if (!view) die("a piece of a suggestion cannot be shown");
        json_array_append_new(list, view);
        if (r->wants_json) continue;
        json_object_update_new(view, json_pack("{s:I, s:I, s:b}", "piece", (json_int_t)i, "piece_number",
                                               (json_int_t)i + 1, "is_blank", utf_length(p->inserted, p->size) == 0));
        if (c) put_around(r, reader, c, view);
    }
    return list;
}

/* --- As a proofreader marks it --------------------------------------------------------------------------------------- */

/* Each place gets its number. */
static void number_places(json_t *diff) {
    json_t *piece;
    size_t i;
    json_int_t number = 0;
    bool in_place = false;
    json_array_foreach(json_object_get(diff, "pieces"), i, piece) {
        bool changed = json_object_get(piece, "is_deleted") || json_object_get(piece, "is_added");
        if (changed && !in_place) json_object_set_new(piece, "piece_number", json_integer(++number));
        in_place = changed;
    }
}

/* NULL where the text is not known. */
static json_t *diff_of(const struct suggestion_reader *reader, const struct changeset *c, const struct pieces *pieces) {
    BUF(changed);
    const struct unit_index *text = &reader->text;
    if (!pieces->changes || changeset_apply(c, text->text, text->size, &changed) != OK) return NULL;
    const char *new_ = changed.data ? changed.data : "";
    json_t *diff = diff_view_changes(text->text, text->size, new_, changed.size, pieces->changes, pieces->count);
    if (pieces->count > 1) number_places(diff);
    return diff;
}

static enum err read_changes(struct request *r, const char *json, struct changeset *out) {
    json_auto_t *parsed = json_loads(json, 0, NULL);
    return changeset_json_read(r->arena, parsed, out);
}

/* What was suggested against the text as it was then. */
static enum err put_made(struct request *r, struct suggestion_reader *reader, const struct suggestion *s,
                         json_t *view) {
    struct changeset made;
    enum err e = read_changes(r, s->made, &made);
    if (e == OK) e = read_text(r, reader, s->section_id, s->made_version);
    if (e != OK) return e;
    struct pieces pieces = pieces_of(r, reader, &made);
    json_t *diff = diff_of(reader, &made, &pieces);
    if (diff) json_object_set_new(view, "made_diff", diff);
    return OK;
}

static enum err put_page(struct request *r, struct suggestion_reader *reader, const struct suggestion *s,
                         const struct changeset *c, const struct pieces *pieces, json_t *view) {
    const char *state = suggestion_state_name(s->state);
    json_object_set_new(view, arena_printf(r->arena, "is_%s", state), json_true());
    json_object_update_new(view, json_pack("{s:s, s:I, s:b, s:b}", "state_label",
                                           request_phrase(r, arena_printf(r->arena, "suggestions.states.%s", state)),
                                           "of", (json_int_t)pieces->count, "has_several", pieces->count > 1,
                                           "has_none", pieces->count == 0));
    json_t *diff = diff_of(reader, c, pieces);
    if (diff) json_object_set_new(view, "diff", diff);
    return s->overlaps ? put_made(r, reader, s, view) : OK;
}

/* --- All of it ---------------------------------------------------------------------------------------------------- */

static json_t *decision_of(struct request *r, const struct suggestion *s) {
    if (s->state == SUGGESTION_WAITING) return json_null();
    return json_pack("{s:s s:I s:s s:s}", "by", s->decided_by, "at", (json_int_t)s->decided_at, "at_text",
                     reply_moment(r, s->decided_at), "reason", s->decision);
}

static json_t *said_of(struct request *r, const struct suggestion *s) {
    json_t *made =
        json_pack("{s:I s:o}", "version", (json_int_t)s->made_version, "changes", json_loads(s->made, 0, NULL));
    return json_pack("{s:I s:I s:s s:I s:s s:s s:s s:b s:I s:o s:o s:o s:o s:o s:s}", "id", (json_int_t)s->id,
                     "section", (json_int_t)s->section_id, "author", s->author, "at", (json_int_t)s->at, "at_text",
                     reply_moment(r, s->at), "reason", s->reason, "state", suggestion_state_name(s->state), "overlaps",
                     s->overlaps, "version", (json_int_t)s->version, "changes", json_loads(s->changes, 0, NULL), "made",
                     made, "decision", decision_of(r, s), "accepted_version", thread_view_id(s->accepted_version),
                     "part_of", thread_view_id(s->part_of), "permalink",
                     arena_printf(r->arena, "/suggestions/%lld", (long long)s->id));
}

/* What was said about it since, and how far that was read. */
static enum err put_replies(struct request *r, const struct suggestion *s, json_t *view) {
    struct thread_view thread;
    enum err e = thread_view_read(r, &(struct thread){.suggestion_id = s->id}, &thread);
    if (e != OK) return e;
    json_object_set_new(view, "replies", thread_view_replies(r, &thread));
    json_object_set_new(view, "has_replies", json_boolean(thread.reply_count > 0));
    int64_t whose = s->part_of ? r->user.id : s->author_id; /* a part says nothing new */
    thread_view_put_unread(r, &thread, whose, view);
    return OK;
}

enum err suggestion_view(struct request *r, struct suggestion_reader *reader, const struct suggestion *s,
                         json_t **out) {
    struct changeset changes;
    enum err e = read_changes(r, s->changes, &changes);
    if (e == OK) e = read_text(r, reader, s->section_id, s->version);
    if (e != OK) return e;
    struct pieces pieces = pieces_of(r, reader, &changes);
    bool waits = s->state == SUGGESTION_WAITING, may_decide = waits && reader->may_decide;
    json_t *view = said_of(r, s);
    if (!view) die("suggestion %lld cannot be shown", (long long)s->id);
    json_object_update_new(view,
                           json_pack("{s:o, s:b, s:b, s:b}", "pieces", pieces_view(r, reader, &pieces), "may_decide",
                                     may_decide, "may_accept", may_decide && !reader->locked && pieces.count > 0,
                                     "may_withdraw", waits && s->author_id && s->author_id == r->user.id));
    e = put_replies(r, s, view);
    if (e == OK && !r->wants_json) e = put_page(r, reader, s, &changes, &pieces, view);
    if (e == OK)
        *out = view;
    else
        json_decref(view);
    return e;
}
