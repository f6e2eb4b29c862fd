#include "update_text.h"

#include <stdlib.h>

#include "kosshi/store/update.h"
#include "section_place.h"
#include "sql.h"
#include "update_log.h"

/* A text that is kept as a whole. */
struct kept {
    int64_t version;
    const char *text;
    size_t size; /* bytes */
};

static enum err read_kept(struct sql *find, struct arena *a, int64_t section_id, int64_t version, struct kept *out) {
    sql_bind_integer(find, 1, section_id);
    sql_bind_integer(find, 2, version);
    enum err e = sql_row(find);
    if (e) return e;
    out->version = sql_integer(find, 0);
    out->text = sql_text(find, a, 1, &out->size);
    return OK;
}

/* The nearest one: the version's own, or the next one behind it. None is newer than the section's. */
static enum err nearest_text(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct kept *out) {
    SQL(of_revision, db,
        "SELECT version, text FROM revision WHERE section_id = ?1 AND version >= ?2 ORDER BY version LIMIT 1");
    SQL(of_section, db, "SELECT version, text FROM section WHERE id = ?1 AND version >= ?2");
    enum err e = read_kept(&of_revision, a, section_id, version, out);
    return e == ERR_NOT_FOUND ? read_kept(&of_section, a, section_id, version, out) : e;
}

static void read_undo(struct sql *s, struct arena *a, void *item) {
    *(struct changeset *)item = update_log_read(a, sql_string(s, a, 0));
}

/* Takes back every update behind the version. */
static enum err go_back(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct kept *text) {
    struct changeset *undo;
    size_t count;
    struct update_span span = {section_id, version, text->version};
    SQL(list, db,
        "SELECT undo FROM section_update WHERE section_id = ?1 AND version > ?2 AND version <= ?3"
        " ORDER BY version DESC");
    enum err e = update_log_list(&list, a, &span, sizeof *undo, read_undo, &undo, &count);
    if (e == ERR_STALE) e = ERR_NOT_FOUND;
    BUF(now);
    for (size_t i = 0; i < count && !e; i++) {
        BUF(before);
        e = changeset_apply(&undo[i], i ? now.data : text->text, i ? now.size : text->size, &before);
        buf_add(&before, "", 0);
        struct buf swap = now;
        now = before;
        before = swap;
    }
    if (e || count == 0) return e;
    text->size = now.size;
    text->text = buf_steal(&now);
    arena_defer(a, free, (char *)text->text);
    return OK;
}

enum err update_text_of(struct db *db, struct arena *a, int64_t section_id, int64_t version, const char **text,
                        size_t *size) {
    struct kept kept = {.text = ""};
    enum err e = version < 0 ? ERR_NOT_FOUND : OK;
    if (version > 0) e = nearest_text(db, a, section_id, version, &kept);
    if (version > 0 && !e) e = go_back(db, a, section_id, version, &kept);
    *text = kept.text;
    *size = kept.size;
    return e;
}

static enum err read_author(struct sql *find, struct arena *a, int64_t section_id, struct revision *out) {
    sql_bind_integer(find, 1, section_id);
    sql_bind_integer(find, 2, out->version);
    enum err e = sql_row(find);
    if (e) return e;
    out->author = sql_string(find, a, 0);
    out->at = sql_integer(find, 1);
    return OK;
}

/* Who wrote a version, after the log; where that does not tell, after what is kept as a whole. */
static enum err find_author(struct db *db, struct arena *a, int64_t section_id, struct revision *out) {
    SQL(of_log, db,
        "SELECT u.display, l.at FROM section_update l LEFT JOIN user u ON u.id = l.user_id"
        " WHERE l.section_id = ?1 AND l.version = ?2");
    SQL(of_kept, db,
        "SELECT u.display, k.at FROM ("
        "  SELECT user_id, at FROM revision WHERE section_id = ?1 AND version = ?2"
        "  UNION ALL"
        "  SELECT changed_by, changed_at FROM section WHERE id = ?1 AND version = ?2) k"
        " LEFT JOIN user u ON u.id = k.user_id LIMIT 1");
    enum err e = read_author(&of_log, a, section_id, out);
    return e == ERR_NOT_FOUND ? read_author(&of_kept, a, section_id, out) : e;
}

enum err update_text_at(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct revision *out) {
    struct section_place place;
    *out = (struct revision){.version = version, .author = ""};
    enum err e = section_place_of(db, section_id, &place);
    if (!e) e = update_text_of(db, a, section_id, version, &out->text, &out->size);
    return e || version == 0 ? e : find_author(db, a, section_id, out);
}
