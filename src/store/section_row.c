#include "section_row.h"

#include "field.h"
#include "kosshi/text/utf.h"
#include "section_place.h"

void section_row_read(struct sql *s, struct arena *a, void *section) {
    struct section *out = section;
    *out = (struct section){
        .id = sql_integer(s, 0),
        .parent_id = sql_integer(s, 1),
        .depth = (int)sql_integer(s, 2),
        .kind = outline_kind(sql_string(s, a, 3)),
        .number = sql_string(s, a, 4),
        .title = sql_string(s, a, 5),
        .version = sql_integer(s, 6),
        .state = section_state_of(sql_string(s, a, 7)),
        .locked = sql_integer(s, 8) != 0,
        .changed_at = sql_integer(s, 9),
        .changed_by = sql_string(s, a, 10),
        .deleted_at = sql_integer(s, 11),
        .open_comments = (int)sql_integer(s, 13),
        .changed_by_id = sql_integer(s, 14),
        .items = (int)sql_integer(s, 15),
    };
    if (!sql_is_null(s, 12)) {
        out->text = sql_text(s, a, 12, &out->text_size);
        out->length = utf_length(out->text, out->text_size);
    }
}

static enum err check_place(struct db *db, const struct section *s) {
    if (section_is_top_kind(s->kind) != (s->parent_id == 0)) return ERR_BAD_FIELD;
    if (s->parent_id == 0) return OK;
    if (s->id == s->parent_id) return ERR_BAD_FIELD;
    struct section_place parent;
    enum err e = section_place_of(db, s->parent_id, &parent);
    return !e && parent.depth + 1 >= OUTLINE_DEPTH_LIMIT ? ERR_BAD_FIELD : e;
}

enum err section_row_insert(struct db *db, const struct section *s, int64_t *id) {
    enum err e = field_line(s->title, OUTLINE_TITLE_LIMIT);
    if (!e) e = field_line_or_empty(s->number, SECTION_NUMBER_LIMIT);
    if (!e && (s->kind >= KIND_COUNT || s->state >= STATE_COUNT)) e = ERR_BAD_FIELD;
    if (!e && (s->version < 0 || (s->version == 0 && s->text_size))) e = ERR_BAD_FIELD;
    if (!e) e = check_place(db, s);
    if (e) return e;
    SQL(add, db,
        "INSERT INTO section (id, parent_id, position, kind, number, title, text, version, state, changed_at)"
        " VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM section WHERE parent_id IS ?2),"
        "         ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    sql_bind_or_null(&add, 1, s->id);
    sql_bind_or_null(&add, 2, s->parent_id);
    sql_bind_string(&add, 3, outline_kind_name(s->kind));
    sql_bind_string(&add, 4, s->number);
    sql_bind_string(&add, 5, s->title);
    sql_bind_text(&add, 6, s->text, s->text_size);
    sql_bind_integer(&add, 7, s->version);
    sql_bind_string(&add, 8, section_state_name(s->state));
    sql_bind_integer(&add, 9, s->changed_at);
    e = sql_run_unique(&add, ERR_BAD_FIELD);
    if (!e) *id = sql_new_id(db);
    return e;
}
