#include "kosshi/store/document.h"

#include <string.h>

#include "field.h"
#include "kosshi/base/buf.h"
#include "kosshi/store/section.h"
#include "kosshi/text/utf.h"
#include "sql.h"

/* --- The document --------------------------------------------------------------------------------------------- */

enum err document_create_empty(struct db *db, const char *title) {
    enum err e = field_line(title, OUTLINE_TITLE_LIMIT);
    if (e) return e;
    SQL(add, db, "INSERT INTO document (id, title, created_at) VALUES (1, ?1, ?2)");
    sql_bind_string(&add, 1, title);
    sql_bind_integer(&add, 2, db_now());
    return sql_run(&add);
}

enum err document_get(struct db *db, struct arena *a, struct document *out) {
    SQL(find, db,
        "SELECT d.title, d.day_style, d.created_at, (SELECT max(changed_at) FROM section), d.publisher, d.contact,"
        "       s.id, d.is_sample"
        " FROM document d LEFT JOIN section s ON s.id = d.diagram_section_id AND s.deleted_at IS NULL");
    enum err e = sql_row(&find);
    if (e) return e;
    out->title = sql_string(&find, a, 0);
    out->day_style = sql_string(&find, a, 1);
    out->created_at = sql_integer(&find, 2);
    out->changed_at = sql_integer(&find, 3);
    out->publisher = sql_string(&find, a, 4);
    out->contact = sql_string(&find, a, 5);
    out->diagram_section = sql_integer(&find, 6);
    out->is_sample = sql_integer(&find, 7) != 0;
    return OK;
}

enum err document_set(struct db *db, const char *title, const char *day_style) {
    enum err e = field_line(title, OUTLINE_TITLE_LIMIT);
    if (e) return e;
    if (strcmp(day_style, "wareki") != 0 && strcmp(day_style, "seireki") != 0) return ERR_BAD_FIELD;
    SQL(set, db, "UPDATE document SET title = ?1, day_style = ?2");
    sql_bind_string(&set, 1, title);
    sql_bind_string(&set, 2, day_style);
    return sql_run(&set);
}

enum err document_set_colophon(struct db *db, const char *publisher, const char *contact) {
    enum err e = field_line_or_empty(publisher, DOCUMENT_PUBLISHER_LIMIT);
    if (!e && *contact) e = field_body(contact, DOCUMENT_CONTACT_LIMIT);
    if (e) return e;
    SQL(set, db, "UPDATE document SET publisher = ?1, contact = ?2");
    sql_bind_string(&set, 1, publisher);
    sql_bind_string(&set, 2, contact);
    return sql_run(&set);
}

enum err document_set_diagram(struct db *db, int64_t section) {
    int64_t chapter;
    enum err e = section ? section_chapter(db, section, &chapter) : OK;
    if (e) return e;
    SQL(set, db, "UPDATE document SET diagram_section_id = ?1");
    sql_bind_or_null(&set, 1, section);
    return sql_run(&set);
}

enum err document_find_diagram(struct db *db) {
    SQL(set, db,
        "UPDATE document SET diagram_section_id ="
        " (SELECT id FROM section WHERE deleted_at IS NULL AND (title LIKE '%体系%' OR title LIKE '%全体像%')"
        "  ORDER BY title NOT LIKE '%体系%', id LIMIT 1)");
    return sql_run(&set);
}

enum err document_set_sample(struct db *db) {
    SQL(set, db, "UPDATE document SET is_sample = 1");
    return sql_run(&set);
}

/* --- From an outline ------------------------------------------------------------------------------------------ */

/* What hides in a paper's headings, as word processors leave it there, is nobody's wish and stays behind. */
static enum err plant(struct db *db, struct arena *a, const struct outline_node *nodes, size_t count, int64_t parent_id,
                      int64_t now) {
    for (size_t i = 0; i < count; i++) {
        const struct outline_node *node = &nodes[i];
        struct section section = {.parent_id = parent_id,
                                  .kind = node->kind,
                                  .number = utf_visible(a, node->number),
                                  .title = utf_visible(a, node->title),
                                  .text = node->text,
                                  .text_size = strlen(node->text)};
        if (section.text_size) {
            section.version = 1;
            section.state = STATE_DRAFTING;
            section.changed_at = now;
        }
        int64_t id = 0;
        enum err e = section_put(db, &section, &id);
        if (!e) e = plant(db, a, node->children, node->child_count, id, now);
        if (e) return e;
    }
    return OK;
}

static enum err add_lists(struct db *db, const struct outline *outline) {
    enum err e = OK;
    for (size_t i = 0; i < outline->reference_count && !e; i++) {
        e = reference_add(db, outline->references[i].title, outline->references[i].text);
    }
    for (size_t i = 0; i < outline->consideration_count && !e; i++) {
        int64_t id;
        e = consideration_add(db, outline->considerations[i].group, outline->considerations[i].title, &id);
    }
    return e;
}

static enum err add_unplaced(struct db *db, const struct outline *outline, const char *title) {
    if (outline->unplaced_count == 0) return OK;
    BUF(lines);
    for (size_t i = 0; i < outline->unplaced_count; i++) {
        if (i) buf_string(&lines, "\n\n");
        buf_string(&lines, outline->unplaced[i].text);
    }
    return reference_add(db, title, lines.data);
}

enum err document_create(struct db *db, const struct outline *outline, const char *unplaced_title) {
    ARENA(a);
    enum err e = document_create_empty(db, utf_visible(a, outline->title));
    if (!e) e = plant(db, a, outline->chapters, outline->chapter_count, 0, db_now());
    if (!e) e = document_find_diagram(db);
    if (!e) e = add_lists(db, outline);
    if (!e) e = add_unplaced(db, outline, unplaced_title);
    return e;
}
