#include "update_log.h"

#include <stdlib.h>

#include "kosshi/text/changeset_json.h"
#include "sql.h"

/* --- Changesets as text ------------------------------------------------------------------------------------------- */

struct changeset update_log_read(struct arena *a, const char *json) {
    struct changeset c = {0};
    json_auto_t *parsed = json_loads(json, 0, NULL);
    if (changeset_json_read(a, parsed, &c) != OK) die("an update of the log cannot be read: %.100s", json);
    return c;
}

const char *update_log_print(struct arena *a, const struct changeset *c) {
    json_auto_t *json = changeset_json_write(c);
    char *text = json_dumps(json, JSON_COMPACT);
    if (!text) die("an update cannot be written as JSON");
    const char *copy = arena_string(a, text);
    free(text);
    return copy;
}

/* --- Rows --------------------------------------------------------------------------------------------------------- */

enum err update_log_list(struct sql *list, struct arena *a, const struct update_span *span, size_t item_size,
                         sql_reader *read, void *out, size_t *count) {
    *count = 0;
    if (span->from < 0 || span->from > span->to) return ERR_STALE;
    if (span->from == span->to) return OK;
    sql_bind_integer(list, 1, span->section_id);
    sql_bind_integer(list, 2, span->from);
    sql_bind_integer(list, 3, span->to);
    enum err e = sql_list(list, a, item_size, read, out, count);
    return !e && *count != (size_t)(span->to - span->from) ? ERR_STALE : e;
}

static void read_logged(struct sql *s, struct arena *a, void *item) {
    struct rebase_update *out = item;
    out->client = sql_string(s, a, 0);
    out->changes = update_log_read(a, sql_string(s, a, 1));
}

enum err update_log_since(struct db *db, struct arena *a, int64_t section_id, int64_t version, int64_t now,
                          int64_t user_id, struct rebase_update **out, size_t *count) {
    struct update_span span = {section_id, version, now};
    SQL(list, db,
        "SELECT CASE WHEN user_id IS ?4 THEN client ELSE '' END, changes FROM section_update"
        " WHERE section_id = ?1 AND version > ?2 AND version <= ?3 ORDER BY version");
    sql_bind_or_null(&list, 4, user_id);
    return update_log_list(&list, a, &span, sizeof **out, read_logged, out, count);
}

enum err update_log_has(struct db *db, int64_t section_id, int64_t version, const char *client, bool *out) {
    SQL(find, db,
        "SELECT EXISTS (SELECT 1 FROM section_update WHERE section_id = ?1 AND version > ?2 AND client = ?3)");
    sql_bind_integer(&find, 1, section_id);
    sql_bind_integer(&find, 2, version);
    sql_bind_string(&find, 3, client);
    enum err e = sql_row(&find);
    if (!e) *out = sql_integer(&find, 0) != 0;
    return e;
}

/* Before the log begins, the section itself says who wrote its text, and when. */
static enum err last_writer(struct db *db, int64_t section_id, struct update_revision *out) {
    SQL(find, db, "SELECT changed_by, changed_at FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, section_id);
    enum err e = sql_row(&find);
    if (e) return e;
    out->last_user_id = sql_integer(&find, 0);
    out->last_at = sql_integer(&find, 1);
    return OK;
}

enum err update_log_revision(struct db *db, int64_t section_id, int64_t version, int64_t user_id, int64_t now,
                             struct update_revision *out) {
    *out = (struct update_revision){.from = version + 1, .begins = true, .joins = true};
    SQL(find, db,
        "SELECT last.revision_from, last.user_id, last.at, first.at,"
        "       EXISTS (SELECT 1 FROM section_update u WHERE u.section_id = last.section_id"
        "               AND u.version >= last.revision_from AND u.user_id IS ?3)"
        " FROM section_update last JOIN section_update first"
        "   ON first.section_id = last.section_id AND first.version = last.revision_from"
        " WHERE last.section_id = ?1 AND last.version = ?2");
    sql_bind_integer(&find, 1, section_id);
    sql_bind_integer(&find, 2, version);
    sql_bind_or_null(&find, 3, user_id);
    enum err e = sql_row(&find);
    if (e) return e == ERR_NOT_FOUND ? last_writer(db, section_id, out) : e;
    int64_t from = sql_integer(&find, 0), lasted = now - sql_integer(&find, 3);
    out->last_user_id = sql_integer(&find, 1);
    out->last_at = sql_integer(&find, 2);
    bool is_in_it = sql_integer(&find, 4) != 0;
    if (now - out->last_at > UPDATE_REVISION_PAUSE_MS || lasted > UPDATE_REVISION_LONGEST_MS) return OK;
    if (version - from + 1 >= UPDATE_REVISION_MOST || (!is_in_it && lasted > UPDATE_REVISION_JOIN_MS)) return OK;
    out->from = from;
    out->begins = false;
    out->joins = !is_in_it;
    return OK;
}

enum err update_log_add(struct db *db, struct arena *a, const struct update_row *row) {
    SQL(add, db,
        "INSERT INTO section_update (section_id, version, client, user_id, at, revision_from, changes, undo)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    sql_bind_integer(&add, 1, row->section_id);
    sql_bind_integer(&add, 2, row->version);
    sql_bind_string(&add, 3, row->client);
    sql_bind_or_null(&add, 4, row->user_id);
    sql_bind_integer(&add, 5, row->at);
    sql_bind_integer(&add, 6, row->revision_from);
    sql_bind_string(&add, 7, update_log_print(a, row->changes));
    sql_bind_string(&add, 8, update_log_print(a, row->undo));
    return sql_run(&add);
}
