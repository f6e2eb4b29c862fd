#include <string.h>

#include "kosshi/store/user.h"
#include "kosshi/text/utf.h"
#include "password.h"
#include "sql.h"

enum err invitation_add(struct db *db, enum role role, int64_t created_by, const char *note, int64_t now,
                        char token[TOKEN_SIZE]) {
    if (!note) note = "";
    if (role <= ROLE_NOBODY || role >= ROLE_COUNT) return ERR_BAD_FIELD;
    if (utf_points(note, strlen(note)) > INVITATION_NOTE_LIMIT) return ERR_BAD_FIELD;
    unsigned char hash[PASSWORD_TOKEN_HASH_SIZE];
    password_token(token);
    password_token_hash(token, hash);
    SQL(add, db,
        "INSERT INTO invitation (token_hash, role, created_by, created_at, expires_at, note)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql_bind_bytes(&add, 1, hash, sizeof hash);
    sql_bind_string(&add, 2, role_name(role));
    sql_bind_or_null(&add, 3, created_by);
    sql_bind_integer(&add, 4, now);
    sql_bind_integer(&add, 5, now + INVITATION_LASTS_MS);
    sql_bind_string(&add, 6, note);
    return sql_run(&add);
}

#define INVITATION_SELECT                                                                                              \
    "SELECT i.id, i.role, maker.display, guest.display, i.created_at, i.expires_at, i.used_at, i.note"                 \
    " FROM invitation i"                                                                                               \
    " LEFT JOIN user maker ON maker.id = i.created_by LEFT JOIN user guest ON guest.id = i.used_by"

static void read_row(struct sql *s, struct arena *a, void *item) {
    *(struct invitation *)item = (struct invitation){
        .id = sql_integer(s, 0),
        .role = role_of(sql_string(s, a, 1)),
        .created_by = sql_string(s, a, 2),
        .used_by = sql_string(s, a, 3),
        .created_at = sql_integer(s, 4),
        .expires_at = sql_integer(s, 5),
        .used_at = sql_integer(s, 6),
        .note = sql_string(s, a, 7),
    };
}

enum err invitation_find(struct db *db, struct arena *a, const char *token, int64_t now, struct invitation *out) {
    unsigned char hash[PASSWORD_TOKEN_HASH_SIZE];
    password_token_hash(token, hash);
    SQL(find, db, INVITATION_SELECT " WHERE i.token_hash = ?1 AND i.used_at IS NULL AND i.expires_at > ?2");
    sql_bind_bytes(&find, 1, hash, sizeof hash);
    sql_bind_integer(&find, 2, now);
    enum err e = sql_row(&find);
    if (e) return e == ERR_NOT_FOUND ? ERR_GONE : e;
    read_row(&find, a, out);
    return OK;
}

static enum err mark_used(struct db *db, int64_t id, int64_t user_id, int64_t now) {
    SQL(set, db, "UPDATE invitation SET used_at = ?2, used_by = ?3 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, now);
    sql_bind_integer(&set, 3, user_id);
    return sql_run(&set);
}

enum err invitation_use(struct db *db, const char *token, const char *name, const char *display, const char *hash,
                        int64_t now, int64_t *user_id) {
    ARENA(a);
    struct invitation invitation;
    enum err e = invitation_find(db, a, token, now, &invitation);
    if (!e) e = user_add(db, name, display, invitation.role, hash, now, user_id);
    if (!e) e = mark_used(db, invitation.id, *user_id, now);
    return e;
}

enum err invitation_list(struct db *db, struct arena *a, struct invitation **out, size_t *count) {
    SQL(list, db, INVITATION_SELECT " ORDER BY i.id DESC");
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

enum err invitation_withdraw(struct db *db, int64_t id) {
    SQL(remove, db, "DELETE FROM invitation WHERE id = ?1 AND used_at IS NULL");
    sql_bind_integer(&remove, 1, id);
    return sql_run_one(&remove);
}
