#include "kosshi/store/update.h"
#include "section_place.h"
#include "sql.h"
#include "update_log.h"

/* The nearest text that is kept as a whole: the version's own, or the next one behind it. */
static enum err nearest_text(struct db *db, struct arena *a, int64_t section_id, int64_t version,
                             struct revision *out) {
    SQL(find, db,
        "SELECT version, text, display, at FROM ("
        "  SELECT r.version, r.text, u.display, r.at FROM revision r LEFT JOIN user u ON u.id = r.user_id"
        "  WHERE r.section_id = ?1 AND r.version >= ?2"
        "  UNION ALL"
        "  SELECT s.version, s.text, u.display, s.changed_at FROM section s LEFT JOIN user u ON u.id = s.changed_by"
        "  WHERE s.id = ?1 AND s.version >= ?2)"
        " ORDER BY version LIMIT 1");
    sql_bind_integer(&find, 1, section_id);
    sql_bind_integer(&find, 2, version);
    enum err e = sql_row(&find);
    if (e) return e;
    out->version = sql_integer(&find, 0);
    out->text = sql_text(&find, a, 1, &out->size);
    out->author = sql_string(&find, a, 2);
    out->at = sql_integer(&find, 3);
    return OK;
}

static void read_undo(struct sql *s, struct arena *a, void *item) {
    *(struct changeset *)item = update_log_read(a, sql_string(s, a, 0));
}

/* Takes back every update behind the version. */
static enum err go_back(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct revision *text) {
    struct changeset *undo;
    size_t count;
    SQL(list, db,
        "SELECT undo FROM section_update WHERE section_id = ?1 AND version > ?2 AND version <= ?3"
        " ORDER BY version DESC");
    sql_bind_integer(&list, 1, section_id);
    sql_bind_integer(&list, 2, version);
    sql_bind_integer(&list, 3, text->version);
    enum err e = sql_list(&list, a, sizeof *undo, read_undo, &undo, &count);
    if (!e && count != (size_t)(text->version - version)) e = ERR_NOT_FOUND;
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
    text->text = arena_copy(a, now.data ? now.data : "", now.size);
    text->size = now.size;
    return OK;
}

/* Who wrote a version of the log; a revision from before the log says so itself. */
static enum err find_author(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct revision *out) {
    SQL(find, db,
        "SELECT u.display, l.at FROM section_update l LEFT JOIN user u ON u.id = l.user_id"
        " WHERE l.section_id = ?1 AND l.version = ?2");
    sql_bind_integer(&find, 1, section_id);
    sql_bind_integer(&find, 2, version);
    enum err e = sql_row(&find);
    if (e) return e == ERR_NOT_FOUND && out->version == version ? OK : e;
    out->author = sql_string(&find, a, 0);
    out->at = sql_integer(&find, 1);
    return OK;
}

enum err update_text_at(struct db *db, struct arena *a, int64_t section_id, int64_t version, struct revision *out) {
    struct section_place place;
    enum err e = section_place_of(db, section_id, &place);
    if (e) return e;
    *out = (struct revision){.text = "", .author = ""};
    if (version <= 0) return version == 0 ? OK : ERR_NOT_FOUND;
    e = nearest_text(db, a, section_id, version, out);
    if (!e) e = find_author(db, a, section_id, version, out);
    if (!e) e = go_back(db, a, section_id, version, out);
    out->version = version;
    return e;
}
