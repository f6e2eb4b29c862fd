#include "kosshi/store/section.h"

#include <string.h>

#include "field.h"
#include "kosshi/text/outline_number.h"
#include "section_place.h"
#include "section_row.h"
#include "section_text.h"
#include "sql.h"

static const char *const state_names[STATE_COUNT] = {
    [STATE_OUTLINE] = "outline",
    [STATE_DRAFTING] = "drafting",
    [STATE_REVIEW] = "review",
    [STATE_FINAL] = "final",
};

const char *section_state_name(enum section_state s) {
    return state_names[s];
}

enum section_state section_state_of(const char *name) {
    int s = 0;
    while (s < STATE_COUNT && strcmp(name, state_names[s]) != 0)
        s++;
    return (enum section_state)s;
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

enum err section_tree(struct db *db, struct arena *a, bool with_text, struct section **out, size_t *count) {
    SQL(tree, db,
        "WITH RECURSIVE tree (id, depth, locked, path) AS ("
        "  SELECT s.id, 0, s.state = 'final', " SECTION_STEP
        "  FROM section s WHERE s.parent_id IS NULL AND s.deleted_at IS NULL"
        "  UNION ALL"
        "  SELECT s.id, tree.depth + 1, tree.locked OR s.state = 'final', tree.path || " SECTION_STEP
        "  FROM tree JOIN section s ON s.parent_id = tree.id WHERE s.deleted_at IS NULL)" SECTION_ROW_SELECT
        " ORDER BY tree.path");
    sql_bind_integer(&tree, SECTION_ROW_WITH_TEXT, with_text);
    return sql_list(&tree, a, sizeof **out, section_row_read, out, count);
}

enum err section_branch(struct db *db, struct arena *a, int64_t id, struct section **out, size_t *count) {
    struct section_place top;
    enum err e = section_place_of(db, id, &top);
    if (e) return e;
    SQL(branch, db,
        "WITH RECURSIVE tree (id, depth, locked, path) AS ("
        "  SELECT ?2, ?3, ?4, ''"
        "  UNION ALL"
        "  SELECT s.id, tree.depth + 1, tree.locked OR s.state = 'final', tree.path || " SECTION_STEP
        "  FROM tree JOIN section s ON s.parent_id = tree.id WHERE s.deleted_at IS NULL)" SECTION_ROW_SELECT
        " ORDER BY tree.path");
    sql_bind_integer(&branch, SECTION_ROW_WITH_TEXT, true);
    sql_bind_integer(&branch, 2, id);
    sql_bind_integer(&branch, 3, top.depth);
    sql_bind_integer(&branch, 4, top.locked);
    return sql_list(&branch, a, sizeof **out, section_row_read, out, count);
}

enum err section_get(struct db *db, struct arena *a, int64_t id, struct section *out) {
    struct section_place place;
    enum err e = section_place_of(db, id, &place);
    if (e) return e;
    SQL(find, db, "WITH tree (id, depth, locked) AS (SELECT ?2, ?3, ?4)" SECTION_ROW_SELECT);
    sql_bind_integer(&find, SECTION_ROW_WITH_TEXT, true);
    sql_bind_integer(&find, 2, id);
    sql_bind_integer(&find, 3, place.depth);
    sql_bind_integer(&find, 4, place.locked);
    e = sql_row(&find);
    if (!e) section_row_read(&find, a, out);
    return e;
}

enum err section_chapter(struct db *db, int64_t id, int64_t *chapter) {
    struct section_place place;
    enum err e = section_place_of(db, id, &place);
    if (!e) *chapter = place.chapter_id;
    return e;
}

/* --- Writing ---------------------------------------------------------------------------------------------------- */

enum err section_touch(struct db *db, int64_t id, int64_t user_id, int64_t now) {
    struct section_place place;
    enum err e = section_place_unlocked(db, id, &place);
    if (e) return e;
    SQL(set, db, "UPDATE section SET changed_by = ?2, changed_at = ?3 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_or_null(&set, 2, user_id);
    sql_bind_integer(&set, 3, now);
    e = sql_run(&set);
    return e ? e : section_text_begin_drafting(db, id);
}

enum err section_put(struct db *db, const struct section *s, int64_t *id) {
    struct section_text text = {.version = s->version, .text = s->text, .size = s->text_size};
    enum err e = section_text_check(text.text, text.size);
    if (!e) e = section_row_insert(db, s, id);
    if (!e && text.version) e = section_text_revise(db, *id, &text, 0, s->changed_at);
    return e;
}

enum err section_put_author(struct db *db, int64_t id, int64_t user_id, int64_t at) {
    SQL(sign, db, "UPDATE section SET changed_by = ?2, changed_at = ?3 WHERE id = ?1");
    sql_bind_integer(&sign, 1, id);
    sql_bind_integer(&sign, 2, user_id);
    sql_bind_integer(&sign, 3, at);
    enum err e = sql_run(&sign);
    if (e) return e;
    SQL(sign_text, db, "UPDATE revision SET user_id = ?2, at = ?3 WHERE section_id = ?1");
    sql_bind_integer(&sign_text, 1, id);
    sql_bind_integer(&sign_text, 2, user_id);
    sql_bind_integer(&sign_text, 3, at);
    return sql_run(&sign_text);
}

/* --- What stands in it ---------------------------------------------------------------------------------------- */

bool section_is_unwritten(const struct section *s, bool has_children, bool shows_diagram) {
    return s->length == 0 && s->items == 0 && !has_children && !shows_diagram;
}

bool section_any_items(const struct section *sections, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sections[i].items > 0) return true;
    return false;
}

/* --- Adding and naming ---------------------------------------------------------------------------------------- */

bool section_is_top_kind(enum section_kind kind) {
    return kind == KIND_CHAPTER || kind == KIND_APPENDIX;
}

enum err section_add(struct db *db, int64_t parent_id, enum section_kind kind, const char *number, const char *title,
                     int64_t *id) {
    int depth = 0;
    enum err e = section_place_below(db, parent_id, &depth);
    if (e) return e;
    struct section section = {.parent_id = parent_id, .kind = kind, .number = number, .title = title, .text = ""};
    return section_row_insert(db, &section, id);
}

static enum err set_number(struct db *db, int64_t id, const char *number) {
    SQL(set, db, "UPDATE section SET number = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, number);
    return sql_run(&set);
}

enum err section_rename(struct db *db, int64_t id, const char *number, const char *title) {
    struct section_place place;
    enum err e = field_line(title, OUTLINE_TITLE_LIMIT);
    if (!e) e = field_line_or_empty(number, SECTION_NUMBER_LIMIT);
    if (!e) e = section_place_unlocked(db, id, &place);
    if (e) return e;
    SQL(set, db, "UPDATE section SET title = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, title);
    e = sql_run(&set);
    return e ? e : set_number(db, id, number);
}

enum err section_set_state(struct db *db, int64_t id, enum section_state state) {
    if (state >= STATE_COUNT) return ERR_BAD_FIELD;
    struct section_place place;
    enum err e = section_place_of(db, id, &place);
    if (e) return e;
    SQL(set, db, "UPDATE section SET state = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, section_state_name(state));
    return sql_run(&set);
}

/* --- Deleting and bringing back ------------------------------------------------------------------------------- */

static enum err set_deleted(struct db *db, int64_t id, int64_t at) {
    SQL(set, db, "UPDATE section SET deleted_at = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_or_null(&set, 2, at);
    return sql_run(&set);
}

static enum err holds_final(struct db *db, int64_t id, bool *out) {
    SQL(find, db,
        "WITH RECURSIVE branch (id, state) AS ("
        "  SELECT id, state FROM section WHERE id = ?1"
        "  UNION ALL"
        "  SELECT s.id, s.state FROM branch JOIN section s ON s.parent_id = branch.id WHERE s.deleted_at IS NULL)"
        "SELECT max(state = 'final') FROM branch");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) *out = sql_integer(&find, 0) != 0;
    return e;
}

enum err section_delete(struct db *db, int64_t id, int64_t now) {
    struct section_place place;
    bool final = false;
    enum err e = section_place_unlocked(db, id, &place);
    if (!e) e = holds_final(db, id, &final);
    if (!e && final) e = ERR_LOCKED;
    return e ? e : set_deleted(db, id, now);
}

static enum err deleted_parent(struct db *db, int64_t id, int64_t *parent_id) {
    SQL(find, db, "SELECT parent_id FROM section WHERE id = ?1 AND deleted_at IS NOT NULL");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) *parent_id = sql_integer(&find, 0);
    return e;
}

enum err section_restore(struct db *db, int64_t id) {
    int64_t parent_id = 0;
    int depth = 0;
    enum err e = deleted_parent(db, id, &parent_id);
    if (e) return e;
    e = section_place_below(db, parent_id, &depth);
    if (e) return e == ERR_NOT_FOUND ? ERR_BAD_MOVE : e;
    return set_deleted(db, id, 0);
}

enum err section_deleted(struct db *db, struct arena *a, struct section **out, size_t *count) {
    SQL(list, db,
        "WITH RECURSIVE standing (id, depth, locked) AS ("
        "  SELECT id, 0, state = 'final' FROM section WHERE parent_id IS NULL AND deleted_at IS NULL"
        "  UNION ALL"
        "  SELECT s.id, standing.depth + 1, standing.locked OR s.state = 'final'"
        "  FROM standing JOIN section s ON s.parent_id = standing.id WHERE s.deleted_at IS NULL),"
        "tree (id, depth, locked) AS ("
        "  SELECT s.id, coalesce(standing.depth + 1, 0), coalesce(standing.locked, 0) OR s.state = 'final'"
        "  FROM section s LEFT JOIN standing ON standing.id = s.parent_id"
        "  WHERE s.deleted_at IS NOT NULL AND (s.parent_id IS NULL OR standing.id IS NOT NULL))" SECTION_ROW_SELECT
        " ORDER BY s.deleted_at DESC, s.id DESC");
    sql_bind_integer(&list, SECTION_ROW_WITH_TEXT, true);
    return sql_list(&list, a, sizeof **out, section_row_read, out, count);
}

/* --- Numbers -------------------------------------------------------------------------------------------------- */

struct numbered {
    int64_t id;
    const char *number;
    bool final;
};

static void read_numbered(struct sql *s, struct arena *a, void *item) {
    *(struct numbered *)item =
        (struct numbered){.id = sql_integer(s, 0), .number = sql_string(s, a, 1), .final = sql_integer(s, 2) != 0};
}

/* The standing children that have a number, in their order. */
static enum err numbered_children(struct db *db, struct arena *a, int64_t parent_id, struct numbered **out,
                                  size_t *count) {
    SQL(list, db,
        "SELECT id, number, state = 'final' FROM section"
        " WHERE parent_id IS ?1 AND deleted_at IS NULL AND number <> '' ORDER BY position");
    sql_bind_or_null(&list, 1, parent_id);
    return sql_list(&list, a, sizeof **out, read_numbered, out, count);
}

enum err section_renumber(struct db *db, int64_t parent_id) {
    ARENA(a);
    int depth = 0;
    struct numbered *children = NULL;
    size_t count = 0;
    enum err e = section_place_below(db, parent_id, &depth);
    if (!e) e = numbered_children(db, a, parent_id, &children, &count);
    for (size_t i = 0; i < count && !e; i++) {
        const char *number = outline_number(a, depth, (int)i + 1);
        if (strcmp(number, children[i].number) == 0) continue;
        e = children[i].final ? ERR_LOCKED : set_number(db, children[i].id, number);
    }
    return e;
}

enum err section_next_number(struct db *db, struct arena *a, int64_t parent_id, const char **out) {
    *out = "";
    struct section_place parent;
    struct numbered *children = NULL;
    size_t count = 0;
    enum err e = parent_id ? section_place_of(db, parent_id, &parent) : OK;
    if (!e) e = numbered_children(db, a, parent_id, &children, &count);
    if (e || count == 0) return e;
    struct outline_numeral last;
    bool counts = outline_number_read(children[count - 1].number, &last) && last.value > 0;
    if (counts) *out = outline_number_write(a, &last, last.value + 1);
    return OK;
}
