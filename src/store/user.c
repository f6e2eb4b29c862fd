#include "kosshi/store/user.h"

#include <string.h>

#include "field.h"
#include "kosshi/text/utf.h"
#include "password.h"
#include "session.h"
#include "sql.h"

#define FAILURES_OF_NAME 10
#define FAILURES_OF_ADDRESS 50
#define FAILURES_COUNT_MS (15LL * 60 * 1000)
#define FAILURES_KEPT_MS (24LL * 3600 * 1000)

/* --- Finding -------------------------------------------------------------------------------------------------- */

#define USER_COLUMNS "id, role, name, display, created_at, disabled_at, password_hash"

static void read_row(struct sql *s, struct arena *a, void *item) {
    *(struct user *)item = (struct user){
        .id = sql_integer(s, 0),
        .role = role_of(sql_string(s, a, 1)),
        .name = sql_string(s, a, 2),
        .display = sql_string(s, a, 3),
        .created_at = sql_integer(s, 4),
        .disabled_at = sql_integer(s, 5),
        .has_no_password = strcmp(sql_string(s, a, 6), USER_NO_PASSWORD) == 0,
    };
}

enum err user_get(struct db *db, struct arena *a, int64_t id, struct user *out) {
    SQL(find, db, "SELECT " USER_COLUMNS " FROM user WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) read_row(&find, a, out);
    return e;
}

enum err user_list(struct db *db, struct arena *a, struct user **out, size_t *count) {
    SQL(list, db, "SELECT " USER_COLUMNS " FROM user ORDER BY id");
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

/* There are few people, so that their names are folded anew rather than kept folded. */
static enum err find_folded(struct db *db, struct arena *a, const char *name, struct user *out) {
    struct user *users;
    size_t count;
    const char *folded = utf_fold(a, name);
    enum err e = user_list(db, a, &users, &count);
    for (size_t i = 0; i < count && !e; i++) {
        if (strcmp(utf_fold(a, users[i].name), folded) != 0) continue;
        *out = users[i];
        return OK;
    }
    return e ? e : ERR_NOT_FOUND;
}

enum err user_find(struct db *db, struct arena *a, const char *name, struct user *out) {
    SQL(find, db, "SELECT " USER_COLUMNS " FROM user WHERE name = ?1");
    sql_bind_string(&find, 1, name);
    enum err e = sql_row(&find);
    if (e == ERR_NOT_FOUND) return find_folded(db, a, name, out);
    if (!e) read_row(&find, a, out);
    return e;
}

enum err user_count_secretariat(struct db *db, int *out) {
    SQL(count, db, "SELECT count(*) FROM user WHERE role = 'secretariat' AND disabled_at IS NULL");
    enum err e = sql_row(&count);
    if (!e) *out = (int)sql_integer(&count, 0);
    return e;
}

/* --- Making and changing -------------------------------------------------------------------------------------- */

/* Folded, every space is the one of ASCII. */
static bool has_space_at_ends(const char *folded) {
    size_t size = strlen(folded);
    return size == 0 || folded[0] == ' ' || folded[size - 1] == ' ';
}

/* ERR_NAME_TAKEN for one that reads like somebody else's. */
static enum err check_name(struct db *db, const char *name) {
    ARENA(a);
    struct user other;
    enum err e = field_line(name, USER_NAME_LIMIT);
    if (e) return e;
    if (has_space_at_ends(utf_fold(a, name))) return ERR_BAD_FIELD;
    e = user_find(db, a, name, &other);
    return e == ERR_NOT_FOUND ? OK : e ? e : ERR_NAME_TAKEN;
}

enum err user_add(struct db *db, const char *name, const char *display, enum role role, const char *hash, int64_t now,
                  int64_t *id) {
    const char *shown = display && *display ? display : name;
    if (role <= ROLE_NOBODY || role >= ROLE_COUNT) return ERR_BAD_FIELD;
    enum err e = check_name(db, name);
    if (!e) e = field_line(shown, USER_NAME_LIMIT);
    if (e) return e;
    SQL(add, db, "INSERT INTO user (name, display, role, password_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)");
    sql_bind_string(&add, 1, name);
    sql_bind_string(&add, 2, shown);
    sql_bind_string(&add, 3, role_name(role));
    sql_bind_string(&add, 4, hash);
    sql_bind_integer(&add, 5, now);
    e = sql_run_unique(&add, ERR_NAME_TAKEN);
    if (!e) *id = sql_new_id(db);
    return e;
}

enum err user_set_password(struct db *db, int64_t id, const char *hash, const char *kept_token) {
    SQL(set, db, "UPDATE user SET password_hash = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, hash);
    enum err e = sql_run_one(&set);
    return e ? e : session_end_but(db, id, kept_token);
}

enum err user_set_display(struct db *db, int64_t id, const char *display) {
    enum err e = field_line(display, USER_NAME_LIMIT);
    if (e) return e;
    SQL(set, db, "UPDATE user SET display = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, display);
    return sql_run_one(&set);
}

/* ERR_LAST_SECRETARIAT when this person is the only one who can hand out roles. */
static enum err check_not_last(struct db *db, int64_t id) {
    SQL(find, db,
        "SELECT role = 'secretariat' AND disabled_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM user WHERE id <> ?1 AND role = 'secretariat' AND disabled_at IS NULL) FROM user WHERE id = "
        "?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    return sql_integer(&find, 0) ? ERR_LAST_SECRETARIAT : OK;
}

enum err user_set_role(struct db *db, int64_t id, enum role role) {
    if (role <= ROLE_NOBODY || role >= ROLE_COUNT) return ERR_BAD_FIELD;
    if (role != ROLE_SECRETARIAT) {
        enum err e = check_not_last(db, id);
        if (e) return e;
    }
    SQL(set, db, "UPDATE user SET role = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, role_name(role));
    return sql_run_one(&set);
}

enum err user_disable(struct db *db, int64_t id, int64_t now) {
    enum err e = check_not_last(db, id);
    if (e) return e;
    SQL(set, db, "UPDATE user SET disabled_at = coalesce(disabled_at, ?2) WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, now);
    e = sql_run(&set);
    return e ? e : session_end_but(db, id, NULL);
}

enum err user_enable(struct db *db, int64_t id) {
    SQL(set, db, "UPDATE user SET disabled_at = NULL WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    return sql_run_one(&set);
}

/* --- Signing in ----------------------------------------------------------------------------------------------- */

/* Every way to write a name is the same one to the throttle. */
static const char *failed_name(struct arena *a, const char *name) {
    return utf_fold(a, utf_excerpt(a, name, USER_NAME_LIMIT));
}

static enum err check_throttle(struct db *db, struct arena *a, const char *name, const char *address, int64_t now) {
    SQL(count, db,
        "SELECT (SELECT count(*) FROM sign_in_failure WHERE name = ?1 AND at > ?3),"
        "       (SELECT count(*) FROM sign_in_failure WHERE address = ?2 AND at > ?3)");
    sql_bind_string(&count, 1, failed_name(a, name));
    sql_bind_string(&count, 2, address);
    sql_bind_integer(&count, 3, now - FAILURES_COUNT_MS);
    enum err e = sql_row(&count);
    if (e) return e;
    bool too_many = sql_integer(&count, 0) >= FAILURES_OF_NAME || sql_integer(&count, 1) >= FAILURES_OF_ADDRESS;
    return too_many ? ERR_TOO_MANY : OK;
}

static enum err stored_hash(struct db *db, struct arena *a, int64_t id, const char **out) {
    SQL(find, db, "SELECT password_hash FROM user WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) *out = sql_string(&find, a, 0);
    return e;
}

enum err user_authenticate(struct db *db, struct arena *a, const char *name, const char *password, const char *address,
                           int64_t now, struct user *out) {
    enum err e = check_throttle(db, a, name, address, now);
    if (e) return e;
    struct user user;
    e = user_find(db, a, name, &user);
    if (e == ERR_NOT_FOUND) {
        password_waste_time(password);
        return ERR_WRONG_PASSWORD;
    }
    if (!e) e = stored_hash(db, a, user.id, &user.proof);
    if (e) return e;
    if (!password_fits(password, user.proof) || user.disabled_at) return ERR_WRONG_PASSWORD;
    *out = user;
    return OK;
}

enum err user_stands(struct db *db, const struct user *user) {
    SQL(find, db, "SELECT 1 FROM user WHERE id = ?1 AND password_hash = ?2 AND disabled_at IS NULL");
    sql_bind_integer(&find, 1, user->id);
    sql_bind_string(&find, 2, user->proof);
    enum err e = sql_row(&find);
    return e == ERR_NOT_FOUND ? ERR_WRONG_PASSWORD : e;
}

static enum err forget_old_failures(struct db *db, int64_t now) {
    SQL(forget, db, "DELETE FROM sign_in_failure WHERE at < ?1");
    sql_bind_integer(&forget, 1, now - FAILURES_KEPT_MS);
    return sql_run(&forget);
}

enum err user_failed(struct db *db, const char *name, const char *address, int64_t now) {
    ARENA(a);
    enum err e = forget_old_failures(db, now);
    if (e) return e;
    SQL(add, db, "INSERT INTO sign_in_failure (at, name, address) VALUES (?1, ?2, ?3)");
    sql_bind_integer(&add, 1, now);
    sql_bind_string(&add, 2, failed_name(a, name));
    sql_bind_string(&add, 3, address);
    return sql_run(&add);
}
