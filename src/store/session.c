#include "session.h"

#include "password.h"
#include "sql.h"

/* --- Sessions ------------------------------------------------------------------------------------------------- */

static enum err forget_expired(struct db *db, int64_t now) {
    SQL(forget, db, "DELETE FROM session WHERE expires_at <= ?1");
    sql_bind_integer(&forget, 1, now);
    return sql_run(&forget);
}

enum err session_start(struct db *db, int64_t user_id, int64_t now, char token[TOKEN_SIZE]) {
    enum err e = forget_expired(db, now);
    if (e) return e;
    unsigned char hash[PASSWORD_TOKEN_HASH_SIZE];
    password_token(token);
    password_token_hash(token, hash);
    SQL(add, db, "INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)");
    sql_bind_bytes(&add, 1, hash, sizeof hash);
    sql_bind_integer(&add, 2, user_id);
    sql_bind_integer(&add, 3, now);
    sql_bind_integer(&add, 4, now + SESSION_LASTS_MS);
    return sql_run(&add);
}

enum err session_find(struct db *db, struct arena *a, const char *token, int64_t now, struct user *out,
                      int64_t *expires_at) {
    unsigned char hash[PASSWORD_TOKEN_HASH_SIZE];
    password_token_hash(token, hash);
    SQL(find, db,
        "SELECT u.id, s.expires_at FROM session s JOIN user u ON u.id = s.user_id"
        " WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND u.disabled_at IS NULL");
    sql_bind_bytes(&find, 1, hash, sizeof hash);
    sql_bind_integer(&find, 2, now);
    enum err e = sql_row(&find);
    if (e) return e == ERR_NOT_FOUND ? ERR_SIGNED_OUT : e;
    if (expires_at) *expires_at = sql_integer(&find, 1);
    return user_get(db, a, sql_integer(&find, 0), out);
}

enum err session_end(struct db *db, const char *token) {
    unsigned char hash[PASSWORD_TOKEN_HASH_SIZE];
    password_token_hash(token, hash);
    SQL(end, db, "DELETE FROM session WHERE token_hash = ?1");
    sql_bind_bytes(&end, 1, hash, sizeof hash);
    return sql_run(&end);
}

enum err session_end_all(struct db *db, int64_t user_id) {
    return session_end_but(db, user_id, NULL);
}

enum err session_end_but(struct db *db, int64_t user_id, const char *kept_token) {
    unsigned char kept[PASSWORD_TOKEN_HASH_SIZE] = {0};
    if (kept_token) password_token_hash(kept_token, kept);
    SQL(end, db, "DELETE FROM session WHERE user_id = ?1 AND (?2 IS NULL OR token_hash <> ?2)");
    sql_bind_integer(&end, 1, user_id);
    if (kept_token) sql_bind_bytes(&end, 2, kept, sizeof kept);
    return sql_run(&end);
}
