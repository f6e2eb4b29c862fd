#include "section_text.h"

#include "kosshi/store/section.h"
#include "kosshi/text/utf.h"
#include "section_place.h"
#include "sql.h"

enum err section_text_check(const char *text, size_t size) {
    return size > SECTION_TEXT_LIMIT ? ERR_TOO_LARGE : utf_check(text, size);
}

enum err section_text_unlocked(struct db *db, struct arena *a, int64_t id, struct section_text *out) {
    struct section_place place;
    enum err e = section_place_unlocked(db, id, &place);
    if (e) return e;
    SQL(find, db, "SELECT version, state, text FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    e = sql_row(&find);
    if (e) return e;
    *out = (struct section_text){.version = sql_integer(&find, 0),
                                 .chapter_id = place.chapter_id,
                                 .state = section_state_of(sql_string(&find, a, 1)),
                                 .is_outline = place.outline};
    out->text = sql_text(&find, a, 2, &out->size);
    return OK;
}

enum err section_text_set(struct db *db, int64_t id, const struct section_text *text, int64_t user_id, int64_t now) {
    SQL(set, db, "UPDATE section SET text = ?2, version = ?3, changed_by = ?4, changed_at = ?5 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_text(&set, 2, text->text, text->size);
    sql_bind_integer(&set, 3, text->version);
    sql_bind_or_null(&set, 4, user_id);
    sql_bind_integer(&set, 5, now);
    return sql_run(&set);
}

enum err section_text_begin_drafting(struct db *db, int64_t id) {
    SQL(set, db,
        "WITH RECURSIVE up (id) AS ("
        "  SELECT ?1"
        "  UNION ALL"
        "  SELECT s.parent_id FROM up JOIN section s ON s.id = up.id WHERE s.parent_id IS NOT NULL)"
        "UPDATE section SET state = 'drafting' WHERE state = 'outline' AND id IN (SELECT id FROM up)");
    sql_bind_integer(&set, 1, id);
    return sql_run(&set);
}

enum err section_text_revise(struct db *db, int64_t id, const struct section_text *text, int64_t user_id, int64_t at) {
    SQL(add, db,
        "INSERT INTO revision (section_id, version, user_id, at, text) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT DO NOTHING");
    sql_bind_integer(&add, 1, id);
    sql_bind_integer(&add, 2, text->version);
    sql_bind_or_null(&add, 3, user_id);
    sql_bind_integer(&add, 4, at);
    sql_bind_text(&add, 5, text->text, text->size);
    return sql_run(&add);
}
