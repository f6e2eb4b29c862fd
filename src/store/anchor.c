#include "kosshi/store/anchor.h"

#include "kosshi/store/update.h"
#include "kosshi/text/span.h"
#include "sql.h"
#include "update_log.h"

/* --- Making one ------------------------------------------------------------------------------------------------- */

static enum err section_of(struct db *db, int64_t comment_id, int64_t *section_id) {
    SQL(find, db, "SELECT section_id FROM comment WHERE id = ?1");
    sql_bind_integer(&find, 1, comment_id);
    enum err e = sql_row(&find);
    if (!e) *section_id = sql_integer(&find, 0);
    return e;
}

/* A version that is neither in the log nor a revision is no version of this file. */
static enum err text_at(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct unit_index *out) {
    struct revision r;
    enum err e = update_text_at(db, a, section_id, version, &r);
    if (!e) *out = unit_index_of(a, r.text, r.size);
    return e == ERR_NOT_FOUND ? ERR_STALE : e;
}

/* Marked words on their way to the section's version. */
struct anchor_found {
    int64_t version; /* up to which they came */
    struct span span;
    struct span_quote quote; /* as they were marked */
};

static enum err follow(struct db *db, struct arena *a, int64_t section_id, struct anchor_found *f) {
    struct update *updates;
    size_t count;
    enum err e = update_since(db, a, section_id, f->version, INT32_MAX, &updates, &count);
    for (size_t i = 0; i < count && !e; i++) {
        struct changeset changes = update_log_read(a, updates[i].changes);
        struct span written;
        span_map(&changes, &f->span, &written);
    }
    f->version += (int64_t)count;
    return e;
}

static enum err find(struct db *db, struct arena *a, int64_t section_id, const struct anchor_mark *mark,
                     struct anchor_found *out) {
    struct unit_index text;
    *out = (struct anchor_found){.version = mark->version, .span = {.from = mark->from, .to = mark->to}};
    enum err e = text_at(db, a, section_id, mark->version, &text);
    if (e) return e;
    out->quote = span_quote_of(a, &text, &out->span, NULL);
    if (!out->quote.words || mark->from == mark->to) return ERR_BAD_FIELD;
    if (mark->to - mark->from > ANCHOR_LIMIT) return ERR_TOO_LARGE;
    return follow(db, a, section_id, out);
}

void anchor_find(struct db *db, struct arena *a, int64_t section_id, struct anchor_mark *mark) {
    struct anchor_found *found = arena_alloc(a, sizeof *found);
    if (db_read_begin(db) != OK) return;
    if (find(db, a, section_id, mark, found) == OK) mark->found = found;
    db_read_end(db);
}

static enum err insert(struct db *db, int64_t comment_id, int64_t section_id, const struct span *s) {
    SQL(add, db,
        "INSERT INTO anchor (comment_id, section_id, from_unit, to_unit, detached) VALUES (?1, ?2, ?3, ?4, ?5)");
    sql_bind_integer(&add, 1, comment_id);
    sql_bind_integer(&add, 2, section_id);
    sql_bind_integer(&add, 3, s->from);
    sql_bind_integer(&add, 4, s->to);
    sql_bind_integer(&add, 5, s->gone);
    return sql_run(&add);
}

/* lost: how the words last stood; NULL when they were never gone. */
static enum err insert_quote(struct db *db, int64_t comment_id, int64_t version, const char *words,
                             const struct span_quote *lost) {
    SQL(add, db,
        "INSERT INTO anchor_quote (comment_id, version, words, lost_words, lost_before, lost_behind, lost_into)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    sql_bind_integer(&add, 1, comment_id);
    sql_bind_integer(&add, 2, version);
    sql_bind_string(&add, 3, words);
    sql_bind_string(&add, 4, lost ? lost->words : NULL);
    sql_bind_string(&add, 5, lost ? lost->before : NULL);
    sql_bind_string(&add, 6, lost ? lost->behind : NULL);
    sql_bind_integer(&add, 7, lost ? lost->into : -1);
    return sql_run(&add);
}

enum err anchor_add(struct db *db, struct arena *a, int64_t comment_id, const struct anchor_mark *mark) {
    int64_t section_id = 0;
    struct anchor_found f;
    enum err e = section_of(db, comment_id, &section_id);
    if (e) return e;
    if (mark->found) f = *mark->found;
    e = mark->found ? follow(db, a, section_id, &f) : find(db, a, section_id, mark, &f);
    if (!e) e = insert(db, comment_id, section_id, &f.span);
    return e ? e : insert_quote(db, comment_id, mark->version, f.quote.words, f.span.gone ? &f.quote : NULL);
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

static enum err read_text(struct db *db, struct arena *a, struct anchor_reader *reader, int64_t section_id) {
    if (reader->section_id == section_id) return OK;
    SQL(find, db, "SELECT version, text FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, section_id);
    enum err e = sql_row(&find);
    if (e) return e;
    size_t size;
    const char *text = sql_text(&find, a, 1, &size);
    *reader = (struct anchor_reader){section_id, sql_integer(&find, 0), unit_index_of(a, text, size)};
    return OK;
}

enum err anchor_get(struct db *db, struct arena *a, struct anchor_reader *reader, int64_t comment_id,
                    const struct anchor **out) {
    *out = NULL;
    SQL(find, db,
        "SELECT n.section_id, n.from_unit, n.to_unit, n.detached, q.version, q.words, q.lost_words,"
        " q.lost_before, q.lost_behind, q.lost_into"
        " FROM anchor n JOIN anchor_quote q ON q.comment_id = n.comment_id WHERE n.comment_id = ?1");
    sql_bind_integer(&find, 1, comment_id);
    enum err e = sql_row(&find);
    if (e == ERR_NOT_FOUND) return OK;
    if (!e) e = read_text(db, a, reader, sql_integer(&find, 0));
    if (e) return e;
    struct anchor *anchor = arena_alloc(a, sizeof *anchor);
    *anchor = (struct anchor){.version = reader->version,
                              .from = sql_integer(&find, 1),
                              .to = sql_integer(&find, 2),
                              .detached = sql_integer(&find, 3) != 0,
                              .made_version = sql_integer(&find, 4),
                              .made_quote = sql_string(&find, a, 5)};
    if (anchor->detached)
        anchor->lost = (struct span_quote){sql_string(&find, a, 6), sql_string(&find, a, 7), sql_string(&find, a, 8),
                                           sql_integer(&find, 9)};
    else
        anchor->quote = unit_index_cut(a, &reader->text, anchor->from, anchor->to);
    /* none in the text only when another program wrote between the two readings */
    if (!anchor->quote) anchor->quote = anchor->made_quote;
    *out = anchor;
    return OK;
}

/* --- From another file ------------------------------------------------------------------------------------------ */

enum err anchor_put(struct db *db, int64_t comment_id, const struct anchor *anchor) {
    ARENA(a);
    struct anchor_reader reader = {0};
    struct span s = {anchor->from, anchor->to, anchor->detached};
    int64_t section_id = 0;
    enum err e = section_of(db, comment_id, &section_id);
    if (!e) e = read_text(db, a, &reader, section_id);
    if (e) return e;
    bool has_words = *anchor->made_quote && (!s.gone || *anchor->lost.words);
    if (!has_words || anchor->made_version <= 0 || !span_quote_of(a, &reader.text, &s, NULL).words)
        return ERR_BAD_FIELD;
    if (s.from == s.to && !s.gone) return ERR_BAD_FIELD;
    e = insert(db, comment_id, section_id, &s);
    return e ? e
             : insert_quote(db, comment_id, anchor->made_version, anchor->made_quote, s.gone ? &anchor->lost : NULL);
}
