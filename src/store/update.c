#include "kosshi/store/update.h"

#include <stdlib.h>

#include "anchor_move.h"
#include "field.h"
#include "kosshi/store/section.h"
#include "kosshi/store/suggestion.h"
#include "kosshi/text/utf.h"
#include "section_place.h"
#include "section_text.h"
#include "sql.h"
#include "update_ground.h"

/* --- Reading the log ---------------------------------------------------------------------------------------------- */

#define UPDATE_SELECT                                                                                                  \
    "SELECT l.id, l.section_id, l.version, l.client, l.user_id, u.display, l.at, l.changes"                            \
    " FROM section_update l LEFT JOIN user u ON u.id = l.user_id"

static void read_update(struct sql *s, struct arena *a, void *item) {
    *(struct update *)item = (struct update){.id = sql_integer(s, 0),
                                             .section_id = sql_integer(s, 1),
                                             .version = sql_integer(s, 2),
                                             .client = sql_string(s, a, 3),
                                             .user_id = sql_integer(s, 4),
                                             .user = sql_string(s, a, 5),
                                             .at = sql_integer(s, 6),
                                             .changes = sql_string(s, a, 7)};
}

static enum err version_of(struct db *db, int64_t section_id, int64_t *version) {
    struct section_place place;
    enum err e = section_place_of(db, section_id, &place);
    if (e) return e;
    SQL(find, db, "SELECT version FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, section_id);
    e = sql_row(&find);
    if (!e) *version = sql_integer(&find, 0);
    return e;
}

enum err update_since(struct db *db, struct arena *a, int64_t section_id, int64_t version, size_t limit,
                      struct update **out, size_t *count) {
    int64_t now = 0;
    *count = 0;
    enum err e = version_of(db, section_id, &now);
    if (e) return e;
    bool is_part = version >= 0 && now - version > (int64_t)limit;
    struct update_span span = {section_id, version, is_part ? version + (int64_t)limit : now};
    SQL(list, db, UPDATE_SELECT " WHERE l.section_id = ?1 AND l.version > ?2 AND l.version <= ?3 ORDER BY l.version");
    return update_log_list(&list, a, &span, sizeof **out, read_update, out, count);
}

enum err update_after(struct db *db, struct arena *a, int64_t id, size_t limit, struct update **out, size_t *count) {
    SQL(list, db, UPDATE_SELECT " WHERE l.id > ?1 ORDER BY l.id LIMIT ?2");
    sql_bind_integer(&list, 1, id);
    sql_bind_integer(&list, 2, (int64_t)limit);
    return sql_list(&list, a, sizeof **out, read_update, out, count);
}

enum err update_newest(struct db *db, int64_t *id) {
    SQL(find, db, "SELECT max(id) FROM section_update");
    enum err e = sql_row(&find);
    if (!e) *id = sql_integer(&find, 0);
    return e;
}

/* --- Writing to it ------------------------------------------------------------------------------------------------ */

/* Applies a change to text, and finds what takes it back. */
static enum err apply(struct arena *a, const struct changeset *c, struct section_text *text, struct changeset *undo) {
    BUF(next);
    enum err e = changeset_apply_and_invert(a, c, text->text, text->size, &next, undo);
    if (e) return e;
    text->size = next.size;
    text->text = buf_steal(&next);
    text->version++;
    arena_defer(a, free, (char *)text->text);
    return OK;
}

/* The changes one after the other, with the anchors that stand in the text. */
static enum err apply_all(struct db *db, struct arena *a, const struct rebased *new_, struct section_text *text,
                          struct anchor_move *anchors, struct changeset *undo) {
    enum err e = OK;
    for (size_t i = 0; i < new_->count && !e; i++) {
        struct anchor_step step = {.changes = &new_->changes[i], .before = text->text, .before_size = text->size};
        e = apply(a, &new_->changes[i], text, &undo[i]);
        step.after = text->text;
        step.after_size = text->size;
        if (!e) e = anchor_move_by(db, a, anchors, &step);
    }
    if (e) return e;
    return text->size > SECTION_TEXT_LIMIT ? ERR_TOO_LARGE : OK; /* what a changeset makes of a text is one */
}

/* The log's rows of the last versions of a text. */
static enum err write_down(struct db *db, struct arena *a, const struct update_push *push, const struct rebased *new_,
                           const struct changeset *undo, int64_t revision_from, int64_t last_version) {
    enum err e = OK;
    for (size_t i = 0; i < new_->count && !e; i++) {
        struct update_row row = {.section_id = push->section_id,
                                 .version = last_version - (int64_t)(new_->count - i - 1),
                                 .user_id = push->user_id,
                                 .at = push->now,
                                 .revision_from = revision_from,
                                 .client = push->client,
                                 .changes = &new_->changes[i],
                                 .undo = &undo[i]};
        e = update_log_add(db, a, &row);
    }
    return e;
}

/* The text before a revision that begins is the last one of the revision before. */
static enum err enter_revision(struct db *db, const struct update_push *push, const struct section_text *text,
                               struct update_revision *revision) {
    enum err e = update_log_revision(db, push->section_id, text->version, push->user_id, push->now, revision);
    if (e || !revision->begins || text->version == 0) return e;
    return section_text_revise(db, push->section_id, text, revision->last_user_id, revision->last_at);
}

static enum err rebase(struct arena *a, const struct update_push *push, const struct update_ground *ground,
                       struct rebased *out) {
    struct rebase_update *mine = arena_alloc(a, (push->count + 1) * sizeof *mine);
    for (size_t i = 0; i < push->count; i++)
        mine[i] = (struct rebase_update){push->client, push->changes[i]};
    return rebase_updates(a, mine, push->count, ground->over, ground->over_count, out);
}

static enum err begin_drafting(struct db *db, int64_t section_id, struct section_text *text) {
    if (text->state == STATE_OUTLINE) text->state = STATE_DRAFTING;
    return section_text_begin_drafting(db, section_id);
}

/* What is new of a push goes into text and log. */
static enum err append(struct db *db, struct arena *a, const struct update_push *push, const struct rebased *new_,
                       struct section_text *text, struct update_pushed *out) {
    struct changeset *undo = arena_alloc(a, new_->count * sizeof *undo);
    struct update_revision revision;
    struct anchor_move anchors;
    enum err e = enter_revision(db, push, text, &revision);
    if (!e) e = anchor_move_begin(db, a, push->section_id, &anchors);
    if (!e) e = apply_all(db, a, new_, text, &anchors, undo);
    if (!e) e = anchor_move_end(db, &anchors);
    if (!e) e = suggestion_map(db, a, push->section_id, new_->changes, new_->count);
    if (!e) e = section_text_set(db, push->section_id, text, push->user_id, push->now);
    if (!e) e = write_down(db, a, push, new_, undo, revision.from, text->version);
    if (!e && text->is_outline && utf_length(text->text, text->size)) e = begin_drafting(db, push->section_id, text);
    if (!e) *out = (struct update_pushed){text->version, new_->count, revision.joins};
    return e;
}

#define BEHIND_AT_ONCE 5000                    /* updates times those that came since: 0.02 s */
#define TEXT_AT_ONCE (size_t)(4 * 1024 * 1024) /* updates times bytes of the text: as long */

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

enum err update_portion(struct db *db, struct update_push *push) {
    SQL(find, db, "SELECT version, length(CAST(text AS BLOB)) FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, push->section_id);
    enum err e = sql_row(&find);
    if (e) return e;
    int64_t behind = push->version < 0 ? 0 : sql_integer(&find, 0) - push->version;
    size_t most = TEXT_AT_ONCE / ((size_t)sql_integer(&find, 1) + 1);
    if (behind > 0) most = least(most, (size_t)(BEHIND_AT_ONCE / behind));
    push->count = behind > UPDATE_ANSWER_MOST ? 0 : least(push->count, most ? most : 1);
    return OK;
}

enum err update_push_onto(struct db *db, struct arena *a, const struct update_push *push, struct update_ground *ground,
                          struct update_pushed *out) {
    struct rebased new_;
    enum err e = field_line(push->client, UPDATE_CLIENT_LIMIT);
    if (!e && push->count > UPDATE_PUSH_MOST) e = ERR_BAD_FIELD;
    if (!e) e = rebase(a, push, ground, &new_);
    if (e) return e;
    *out = (struct update_pushed){.version = ground->text.version};
    return new_.count ? append(db, a, push, &new_, &ground->text, out) : OK;
}

enum err update_push(struct db *db, struct arena *a, const struct update_push *push, struct update_pushed *out) {
    struct update_ground ground = {0};
    enum err e = section_text_unlocked(db, a, push->section_id, &ground.text);
    if (!e && push->count)
        e = update_log_since(db, a, push->section_id, push->version, ground.text.version, push->user_id, &ground.over,
                             &ground.over_count);
    return e ? e : update_push_onto(db, a, push, &ground, out);
}
