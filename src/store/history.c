#include "kosshi/store/history.h"

#include <jansson.h>
#include <string.h>

#include "kosshi/base/log.h"
#include "kosshi/store/section.h"
#include "kosshi/text/authorship.h"
#include "kosshi/text/changeset_json.h"
#include "kosshi/text/diff.h"
#include "kosshi/text/utf.h"
#include "section_place.h"
#include "section_text.h"
#include "sql.h"

/* --- Points ------------------------------------------------------------------------------------------------------- */

/* SQL: the points of section ?1: the rows of revision, and the section's own text when it is newer than all of them. */
#define POINTS                                                                                                         \
    "WITH point (version, at, user_id, text) AS ("                                                                     \
    "  SELECT version, at, user_id, text FROM revision WHERE section_id = ?1"                                          \
    "  UNION ALL"                                                                                                      \
    "  SELECT version, changed_at, changed_by, text FROM section WHERE id = ?1 AND version >"                          \
    "    (SELECT coalesce(max(version), 0) FROM revision WHERE section_id = ?1)) "

enum err history_count(struct db *db, int64_t section_id, size_t *count) {
    struct section_place place;
    enum err e = section_place_of(db, section_id, &place);
    if (e) return e;
    SQL(find, db, POINTS "SELECT count(*) FROM point");
    sql_bind_integer(&find, 1, section_id);
    e = sql_row(&find);
    if (!e) *count = (size_t)sql_integer(&find, 0);
    return e;
}

struct point_row {
    int64_t version, at;
    struct history_person person;
    const char *text;
    size_t size;
};

static void read_point(struct sql *s, struct arena *a, void *item) {
    struct point_row *row = item;
    *row = (struct point_row){
        .version = sql_integer(s, 0), .at = sql_integer(s, 1), .person = {sql_integer(s, 2), sql_string(s, a, 3)}};
    row->text = sql_text(s, a, 4, &row->size);
}

static enum err point_rows(struct db *db, struct arena *a, int64_t section_id, size_t offset, size_t limit,
                           struct point_row **out, size_t *count) {
    SQL(list, db,
        POINTS "SELECT p.version, p.at, p.user_id, u.display, p.text FROM point p LEFT JOIN user u ON u.id = p.user_id"
               " ORDER BY p.version DESC LIMIT ?2 OFFSET ?3");
    sql_bind_integer(&list, 1, section_id);
    sql_bind_integer(&list, 2, (int64_t)limit);
    sql_bind_integer(&list, 3, (int64_t)offset);
    return sql_list(&list, a, sizeof **out, read_point, out, count);
}

/* What the log has of one person within a point. */
struct stay {
    struct history_person person;
    int64_t began_at, at;
};

static void read_stay(struct sql *s, struct arena *a, void *item) {
    *(struct stay *)item =
        (struct stay){{sql_integer(s, 0), sql_string(s, a, 1)}, sql_integer(s, 2), sql_integer(s, 3)};
}

static void read_name(struct sql *s, struct arena *a, void *item) {
    *(const char **)item = sql_string(s, a, 0);
}

/* Puts in who accepted what this person suggested within a point. */
static enum err put_accepted(struct db *db, struct arena *a, int64_t section_id, const struct history_point *point,
                             struct history_part *part) {
    SQL(list, db,
        "SELECT decided_by FROM suggestion WHERE section_id = ?1 AND author_id = ?2 AND state = 'accepted'"
        " AND decided_version >= ?3 AND decided_version < ?4 GROUP BY decided_by ORDER BY min(decided_version)");
    sql_bind_integer(&list, 1, section_id);
    sql_bind_integer(&list, 2, part->person.id);
    sql_bind_integer(&list, 3, point->before);
    sql_bind_integer(&list, 4, point->version);
    return sql_list(&list, a, sizeof *part->accepted_by, read_name, &part->accepted_by, &part->accepted_count);
}

/* Puts in who wrote it and when, as far as the log tells. */
static enum err put_people(struct db *db, struct arena *a, int64_t section_id, struct history_point *point) {
    struct stay *stays;
    size_t count;
    SQL(list, db,
        "SELECT l.user_id, u.display, min(l.at), max(l.at) FROM section_update l LEFT JOIN user u ON u.id = l.user_id"
        " WHERE l.section_id = ?1 AND l.version > ?2 AND l.version <= ?3"
        " GROUP BY l.user_id ORDER BY min(l.version)");
    sql_bind_integer(&list, 1, section_id);
    sql_bind_integer(&list, 2, point->before);
    sql_bind_integer(&list, 3, point->version);
    enum err e = sql_list(&list, a, sizeof *stays, read_stay, &stays, &count);
    if (e || count == 0) return e;
    point->people = arena_alloc(a, count * sizeof *point->people);
    point->person_count = count;
    point->began_at = point->at = stays[0].at;
    for (size_t i = 0; i < count && !e; i++) {
        point->people[i] = (struct history_part){.person = stays[i].person};
        if (stays[i].began_at < point->began_at) point->began_at = stays[i].began_at;
        if (stays[i].at > point->at) point->at = stays[i].at;
        e = put_accepted(db, a, section_id, point, &point->people[i]);
    }
    return e;
}

static void put_lengths(struct history_point *point, const struct point_row *row, const struct point_row *before) {
    ARENA(a);
    struct diff_change *changes;
    size_t count;
    point->length = utf_length(row->text, row->size);
    diff_texts(a, before->text, before->size, row->text, row->size, &changes, &count);
    for (size_t i = 0; i < count; i++) {
        point->removed += utf_length(before->text + changes[i].old_at, changes[i].old_size);
        point->added += utf_length(row->text + changes[i].new_at, changes[i].new_size);
    }
}

static enum err put_point(struct db *db, struct arena *a, int64_t section_id, const struct point_row *row,
                          const struct point_row *before, struct history_point *out) {
    *out = (struct history_point){
        .version = row->version, .before = before->version, .began_at = row->at, .at = row->at, .person_count = 1};
    out->people = arena_alloc(a, sizeof *out->people);
    *out->people = (struct history_part){.person = {row->person.id, arena_string(a, row->person.name)}};
    put_lengths(out, row, before);
    return put_people(db, a, section_id, out);
}

enum err history_list(struct db *db, struct arena *a, int64_t section_id, size_t offset, size_t limit,
                      struct history_point **out, size_t *count) {
    ARENA(texts);
    struct section_place place;
    struct point_row *rows, nothing = {.text = ""};
    size_t row_count;
    enum err e = section_place_of(db, section_id, &place);
    if (!e) e = point_rows(db, texts, section_id, offset, limit + 1, &rows, &row_count); /* one more: what was before */
    if (e) return e;
    *count = row_count < limit ? row_count : limit;
    *out = arena_alloc(a, (*count + 1) * sizeof **out);
    for (size_t i = 0; i < *count && !e; i++)
        e = put_point(db, a, section_id, &rows[i], i + 1 < row_count ? &rows[i + 1] : &nothing, &(*out)[i]);
    if (!e && *count && offset == 0) (*out)[0].is_current = true;
    return e;
}

/* --- Words -------------------------------------------------------------------------------------------------------- */

/* A text of a point, behind the first `changes` ones. */
struct known {
    const char *text;
    size_t size, changes;
};

/* Changes and their writers, in order. A change's `by` is the index of its writer. */
struct writing {
    struct arena *arena; /* of all this */
    struct authorship *changes;
    size_t count, room;
    struct history_writer *writers;
    size_t writer_count, writer_room;
    size_t point_first; /* the first writer of the point at hand */
    struct known *known;
    size_t known_count, known_room;
};

/* Room for one item more. */
static void *grown(struct arena *a, void *items, size_t count, size_t *room, size_t size) {
    if (count < *room) return items;
    *room = *room ? 2 * *room : 16;
    void *more = arena_alloc(a, *room * size);
    if (count) memcpy(more, items, count * size);
    return more;
}

/* The writer of an update: new when this person has written nothing in this point yet. The point grows with it. */
static size_t writer_of(struct writing *w, int64_t before, int64_t version, int64_t at, struct history_person person) {
    if (w->writer_count == w->point_first || w->writers[w->point_first].before != before)
        w->point_first = w->writer_count;
    size_t found = w->writer_count;
    for (size_t i = w->point_first; i < w->writer_count; i++) {
        w->writers[i].version = version;
        if (w->writers[i].person.id == person.id) found = i;
    }
    if (found == w->writer_count) {
        w->writers = grown(w->arena, w->writers, w->writer_count, &w->writer_room, sizeof *w->writers);
        w->writers[w->writer_count++] = (struct history_writer){.person = person, .version = version, .before = before};
    }
    w->writers[found].at = at;
    return found;
}

static void know(struct writing *w, const char *text, size_t size) {
    if (size == 0 || w->count == 0) return;
    w->known = grown(w->arena, w->known, w->known_count, &w->known_room, sizeof *w->known);
    w->known[w->known_count++] = (struct known){text, size, w->count};
}

/* The latest point with this text; NULL for none. */
static const struct known *known_as(const struct writing *w, const char *text, size_t size) {
    for (size_t i = w->known_count; i > 0; i--) {
        const struct known *k = &w->known[i - 1];
        if (k->size == size && k->text && memcmp(k->text, text, size) == 0) return k;
    }
    return NULL;
}

/* The change of a writer. text: what it led to, NULL when that is not at hand; when it is that of an earlier point again,
 * the words are whose they were then. */
static enum err add_change(struct writing *w, const struct changeset *c, size_t by, const char *text, size_t size) {
    struct authorship change;
    enum err e = OK;
    const struct known *again = text ? known_as(w, text, size) : NULL;
    if (again) {
        e = authorship_join(w->arena, w->changes, again->changes, &change);
        change.before = changeset_length(c);
    } else {
        authorship_of_change(w->arena, c, (int64_t)by, &change);
    }
    if (e) return e;
    w->changes = grown(w->arena, w->changes, w->count, &w->room, sizeof *w->changes);
    w->changes[w->count++] = change;
    return OK;
}

/* The points before the log: each compared with the one before it. */
static enum err add_points(struct db *db, struct writing *w, int64_t section_id) {
    struct point_row before = {.text = ""}, row;
    SQL(list, db,
        POINTS "SELECT p.version, p.at, p.user_id, u.display, p.text FROM point p LEFT JOIN user u ON u.id = p.user_id"
               " WHERE p.version < (SELECT coalesce(min(version), 1 << 62) FROM section_update WHERE section_id = ?1)"
               " ORDER BY p.version");
    sql_bind_integer(&list, 1, section_id);
    enum err e;
    while (!(e = sql_row(&list))) {
        struct changeset change;
        read_point(&list, w->arena, &row);
        changeset_from_diff(w->arena, before.text, before.size, row.text, row.size, &change);
        size_t by = writer_of(w, before.version, row.version, row.at, row.person);
        e = add_change(w, &change, by, row.text, row.size);
        if (e) return e;
        know(w, row.text, row.size);
        before = row;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err read_changes(struct arena *a, const char *text, size_t size, struct changeset *out) {
    json_auto_t *json = json_loadb(text, size, JSON_DECODE_ANY, NULL);
    return json ? changeset_json_read(a, json, out) : ERR_BAD_FIELD;
}

/* An update behind a point, whose text is kept: it may bring back what stood before. */
static enum err add_behind_point(struct writing *w, const struct changeset *c, size_t by, const char *text,
                                 size_t size) {
    BUF(after);
    know(w, text, size);
    enum err e = changeset_apply(c, text, size, &after);
    return e ? e : add_change(w, c, by, after.data ? after.data : "", after.size);
}

static enum err add_updates(struct db *db, struct writing *w, int64_t section_id) {
    SQL(list, db,
        "SELECT l.version, l.at, l.user_id, u.display, l.changes, r.text,"
        "       (SELECT coalesce(max(p.version), 0) FROM revision p WHERE p.section_id = ?1 AND p.version < l.version)"
        " FROM section_update l LEFT JOIN user u ON u.id = l.user_id"
        " LEFT JOIN revision r ON r.section_id = l.section_id AND r.version = l.version - 1"
        " WHERE l.section_id = ?1 ORDER BY l.version");
    sql_bind_integer(&list, 1, section_id);
    enum err e;
    while (!(e = sql_row(&list))) {
        ARENA(a);
        struct changeset change;
        size_t size, text_size;
        const char *changes = sql_text(&list, a, 4, &size);
        e = read_changes(a, changes, size, &change);
        if (e) return e;
        struct history_person person = {sql_integer(&list, 2), sql_string(&list, w->arena, 3)};
        size_t by = writer_of(w, sql_integer(&list, 6), sql_integer(&list, 0), sql_integer(&list, 1), person);
        const char *text = sql_is_null(&list, 5) ? NULL : sql_text(&list, w->arena, 5, &text_size);
        e = text ? add_behind_point(w, &change, by, text, text_size) : add_change(w, &change, by, NULL, 0);
        if (e) return e;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The spans as stretches of the text. */
static enum err put_spans(struct arena *a, const struct authorship *all, const struct history_writer *writers,
                          struct history_words *out) {
    out->spans = arena_alloc(a, (all->count + 1) * sizeof *out->spans);
    out->count = all->count;
    size_t at = 0;
    int64_t from = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct authorship_span *s = &all->spans[i];
        size_t end;
        if (s->at != AUTHORSHIP_NEW || !utf_skip_units(out->text, out->size, at, s->len, &end)) return ERR_BAD_FIELD;
        out->spans[i] = (struct history_span){at, end - at, from, from + s->len, &writers[s->by]};
        at = end;
        from += s->len;
    }
    return at == out->size ? OK : ERR_BAD_FIELD;
}

static enum err put_words(struct db *db, struct arena *a, int64_t section_id, struct history_words *out) {
    ARENA(changes);
    struct writing w = {.arena = changes};
    struct authorship all = {0};
    enum err e = add_points(db, &w, section_id);
    if (!e) e = add_updates(db, &w, section_id);
    if (!e && w.count) e = authorship_join(changes, w.changes, w.count, &all);
    if (e) return e;
    struct history_writer *writers = arena_alloc(a, (w.writer_count + 1) * sizeof *writers);
    for (size_t i = 0; i < w.writer_count; i++) {
        writers[i] = w.writers[i];
        writers[i].person.name = arena_string(a, writers[i].person.name);
    }
    return put_spans(a, &all, writers, out);
}

enum err history_words(struct db *db, struct arena *a, int64_t section_id, struct history_words *out) {
    struct section s;
    enum err e = db_read_begin(db);
    if (e) return e;
    e = section_get(db, a, section_id, &s);
    if (!e) {
        *out = (struct history_words){.version = s.version, .text = s.text, .size = s.text_size};
        e = put_words(db, a, section_id, out);
    }
    db_read_end(db);
    if (e != ERR_BAD_FIELD) return e;
    log_error("the log of section %lld does not lead to its text", (long long)section_id);
    return ERR_IO;
}

/* --- Bringing back ------------------------------------------------------------------------------------------------ */

/* The text that stands now becomes a point before another one takes its place, so that it can be found in the list,
 * whoever wrote just before. */
static enum err keep_point(struct db *db, struct arena *a, const struct update_save *other) {
    struct section now;
    enum err e = section_get(db, a, other->section_id, &now);
    if (e || now.version == 0) return e;
    if (now.text_size == other->size && memcmp(now.text, other->text, other->size) == 0) return OK;
    struct section_text text = {.version = now.version, .text = now.text, .size = now.text_size};
    return section_text_revise(db, other->section_id, &text, now.changed_by_id, now.changed_at);
}

static enum err save_of(struct db *db, struct arena *a, const struct history_restore *restore,
                        struct update_save *out) {
    struct revision at;
    enum err e = update_text_at(db, a, restore->section_id, restore->version, &at);
    if (e) return e;
    *out = (struct update_save){.section_id = restore->section_id,
                                .base_version = restore->base_version,
                                .text = at.text,
                                .size = at.size,
                                .user_id = restore->user_id,
                                .now = restore->now};
    return OK;
}

void history_restore_compare(struct db *db, struct arena *a, struct history_restore *restore) {
    struct update_save *save = arena_alloc(a, sizeof *save);
    if (save_of(db, a, restore, save) != OK) return;
    update_save_compare(db, a, save);
    restore->compared = save;
}

enum err history_restore(struct db *db, struct arena *a, const struct history_restore *restore,
                         struct update_saved *out) {
    struct update_save found = {0};
    const struct update_save *save = restore->compared ? restore->compared : &found;
    enum err e = restore->compared ? OK : save_of(db, a, restore, &found);
    if (!e) e = keep_point(db, a, save);
    return e ? e : update_save(db, a, save, out);
}
