#include "section_row.h"

#include "field.h"
#include "kosshi/text/utf.h"
#include "section_place.h"

struct section section_row(struct sql *s, struct arena *a) {
    struct section section = {
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
    };
    if (!sql_is_null(s, 12)) {
        section.text = sql_text(s, a, 12, &section.text_size);
        section.length = utf_length(section.text, section.text_size);
    }
    return section;
}

enum err section_row_list(struct sql *s, struct arena *a, struct section **out, size_t *count) {
    struct section *list = NULL;
    size_t n = 0;
    enum err e;
    while (!(e = sql_row(s))) {
        list = sql_room(a, list, n, sizeof *list);
        list[n++] = section_row(s, a);
    }
    *out = list;
    *count = n;
    return sql_end(e);
}

enum err section_row_insert(struct db *db, const struct section *s, int64_t *id) {
    enum err e = field_line(s->title, SECTION_TITLE_LIMIT);
    if (!e) e = field_line_or_empty(s->number, SECTION_NUMBER_LIMIT);
    if (!e && (s->kind >= KIND_COUNT || s->state >= STATE_COUNT)) e = ERR_BAD_FIELD;
    if (!e && (s->version < 0 || (s->version == 0 && s->text_size))) e = ERR_BAD_FIELD;
    if (e) return e;
    SQL(add, db,
        "INSERT INTO section (id, parent_id, position, kind, number, title, text, version, state, changed_at)"
        " VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM section WHERE parent_id IS ?2),"
        "         ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    sql_bind_id(&add, 1, s->id);
    sql_bind_id(&add, 2, s->parent_id);
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
