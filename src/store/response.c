#include "kosshi/store/response.h"

#include <string.h>

#include "kosshi/text/utf.h"
#include "sql.h"

static const char *const disposition_names[DISPOSITION_COUNT] = {
    [DISPOSITION_NONE] = "",       [DISPOSITION_REFLECTED] = "reflected", [DISPOSITION_COVERED] = "covered",
    [DISPOSITION_NOTED] = "noted", [DISPOSITION_DECLINED] = "declined",   [DISPOSITION_OTHER] = "other",
};

const char *response_disposition_name(enum disposition d) {
    return disposition_names[d];
}

enum disposition response_disposition_of(const char *name) {
    int d = 0;
    while (d < DISPOSITION_COUNT && strcmp(name, disposition_names[d]) != 0)
        d++;
    return (enum disposition)d;
}

bool response_is_done(const struct response *r) {
    return r && r->disposition != DISPOSITION_NONE && *r->body;
}

enum err response_get(struct db *db, struct arena *a, int64_t comment_id, const struct response **out) {
    *out = NULL;
    SQL(find, db,
        "SELECT disposition, summary, body, reflected_section_id, reflected_version, by, by_id, at,"
        " coalesce((SELECT revision_from - 1 FROM section_update WHERE section_id = reflected_section_id"
        "  AND version = reflected_version), (SELECT max(version) FROM revision"
        "  WHERE section_id = reflected_section_id AND version < reflected_version), 0)"
        " FROM response WHERE comment_id = coalesce((SELECT merged_into FROM comment WHERE id = ?1), ?1)");
    sql_bind_integer(&find, 1, comment_id);
    enum err e = sql_row(&find);
    if (e) return e == ERR_NOT_FOUND ? OK : e;
    struct response *r = arena_alloc(a, sizeof *r);
    *r = (struct response){
        .disposition = response_disposition_of(sql_string(&find, a, 0)),
        .summary = sql_string(&find, a, 1),
        .body = sql_string(&find, a, 2),
        .reflected_section_id = sql_integer(&find, 3),
        .reflected_version = sql_integer(&find, 4),
        .by = sql_string(&find, a, 5),
        .by_id = sql_integer(&find, 6),
        .at = sql_integer(&find, 7),
        .reflected_before = sql_integer(&find, 8),
    };
    *out = r;
    return OK;
}

/* --- Writing -------------------------------------------------------------------------------------------------- */

static enum err check_text(const char *text) {
    size_t size = strlen(text);
    enum err e = utf_check(text, size);
    return !e && utf_points(text, size) > RESPONSE_LIMIT ? ERR_TOO_LARGE : e;
}

static enum err check_comment(struct db *db, int64_t id) {
    SQL(find, db, "SELECT merged_into FROM comment WHERE id = ?1 AND deleted_at IS NULL");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    return !e && sql_integer(&find, 0) ? ERR_MERGED : e;
}

static enum err check_reflected(struct db *db, const struct response *r) {
    if (!r->reflected_section_id && !r->reflected_version) return OK;
    SQL(find, db, "SELECT 1 FROM section WHERE id = ?1 AND ?2 BETWEEN 1 AND version");
    sql_bind_integer(&find, 1, r->reflected_section_id);
    sql_bind_integer(&find, 2, r->reflected_version);
    enum err e = sql_row(&find);
    return e == ERR_NOT_FOUND ? ERR_STALE : e;
}

static enum err check(struct db *db, int64_t comment_id, const struct response *r) {
    enum err e = r->disposition >= DISPOSITION_COUNT ? ERR_BAD_FIELD : check_text(r->summary);
    if (!e) e = check_text(r->body);
    if (!e) e = check_comment(db, comment_id);
    return e ? e : check_reflected(db, r);
}

static void bind(struct sql *put, int64_t comment_id, const struct response *r) {
    sql_bind_integer(put, 1, comment_id);
    sql_bind_string(put, 2, r->disposition == DISPOSITION_NONE ? NULL : response_disposition_name(r->disposition));
    sql_bind_string(put, 3, r->summary);
    sql_bind_string(put, 4, r->body);
    sql_bind_or_null(put, 5, r->reflected_section_id);
    sql_bind_or_null(put, 6, r->reflected_version);
}

enum err response_put(struct db *db, int64_t comment_id, const struct response *r, int64_t user_id, int64_t now) {
    enum err e = check(db, comment_id, r);
    if (e) return e;
    SQL(put, db,
        "INSERT INTO response (comment_id, disposition, summary, body, reflected_section_id, reflected_version, by_id,"
        " by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce((SELECT display FROM user WHERE id = ?7), ''), ?8)"
        " ON CONFLICT (comment_id) DO UPDATE SET disposition = ?2, summary = ?3, body = ?4, reflected_section_id = ?5,"
        " reflected_version = ?6, by_id = excluded.by_id, by = excluded.by, at = ?8");
    bind(&put, comment_id, r);
    sql_bind_or_null(&put, 7, user_id);
    sql_bind_integer(&put, 8, now);
    return sql_run(&put);
}

enum err response_restore(struct db *db, int64_t comment_id, const struct response *r) {
    enum err e = check(db, comment_id, r);
    if (e) return e;
    SQL(put, db,
        "INSERT INTO response (comment_id, disposition, summary, body, reflected_section_id, reflected_version, by, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    bind(&put, comment_id, r);
    sql_bind_string(&put, 7, r->by);
    sql_bind_integer(&put, 8, r->at);
    return sql_run(&put);
}
