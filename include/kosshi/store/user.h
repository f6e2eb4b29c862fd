#ifndef KOSSHI_STORE_USER_H
#define KOSSHI_STORE_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* Each role may do all that those before it may. ROLE_NOBODY: not signed in. */
enum role { ROLE_NOBODY, ROLE_VIEWER, ROLE_REVIEWER, ROLE_MEMBER, ROLE_SECRETARIAT, ROLE_COUNT };
const char *role_name(enum role r);  /* "nobody", "viewer", "reviewer", "member", "secretariat" */
enum role role_of(const char *name); /* ROLE_COUNT for an unknown one, and for "nobody" */

#define USER_NAME_LIMIT 200 /* code points of a name, and of a shown name */

struct user {
    int64_t id; /* 0: nobody */
    enum role role;
    const char *name, *display;
    int64_t created_at, disabled_at; /* 0: not disabled */
    bool has_no_password;            /* one of a sample; not set by session_find */
    const char *proof;               /* after user_authenticate: what the password fitted; see user_stands */
};

/* Passwords: Argon2id (libsodium), 19 MiB and 2 passes (OWASP's first choice). Slow on purpose: worker thread or
 * command line only. */
#define PASSWORD_SHORTEST 10 /* code points */
#define PASSWORD_LONGEST 200
#define PASSWORD_HASH_SIZE 128
#define USER_NO_PASSWORD "!" /* in the place of a hash: no password fits */
/* ERR_WEAK_PASSWORD; ERR_BAD_FIELD when too long. Quick. */
enum err password_check(const char *password) MUST_USE;
/* Errors of password_check. */
enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE]) MUST_USE;

/*
 * Checks name and password; on OK *out is that person. ERR_WRONG_PASSWORD also for an unknown or disabled person, after
 * the same time. ERR_TOO_MANY, before any hashing, when this name had 10 failures or this address 50 within 15 minutes.
 * Reads only.
 */
enum err user_authenticate(struct db *db, struct arena *a, const char *name, const char *password, const char *address,
                           int64_t now, struct user *out) MUST_USE;
/* Whether what user_authenticate found is still so when it is acted upon: ERR_WRONG_PASSWORD when the password was
 * changed or the person disabled meanwhile. */
enum err user_stands(struct db *db, const struct user *user) MUST_USE;
/* Remembers a failure; forgets those older than a day. */
enum err user_failed(struct db *db, const char *name, const char *address, int64_t now) MUST_USE;

/* hash: from password_hash. ERR_NAME_TAKEN, also for a name that reads the same (utf_fold); ERR_BAD_FIELD for an empty
 * name, one over USER_NAME_LIMIT, with white space at its ends or something hidden in it (utf_hides). display NULL or
 * "": the name. */
enum err user_add(struct db *db, const char *name, const char *display, enum role role, const char *hash, int64_t now,
                  int64_t *id) MUST_USE;
enum err user_get(struct db *db, struct arena *a, int64_t id, struct user *out) MUST_USE;
/* By name, however it is written (utf_fold). */
enum err user_find(struct db *db, struct arena *a, const char *name, struct user *out) MUST_USE;
enum err user_list(struct db *db, struct arena *a, struct user **out, size_t *count) MUST_USE; /* by creation */
/* Also ends every session of that person but the one whose token is kept (NULL: all). */
enum err user_set_password(struct db *db, int64_t id, const char *hash, const char *kept_token) MUST_USE;
/* ERR_LAST_SECRETARIAT when no other enabled secretariat would be left. Disabling ends every session of that person. */
enum err user_set_role(struct db *db, int64_t id, enum role role) MUST_USE;
enum err user_set_display(struct db *db, int64_t id, const char *display) MUST_USE;
enum err user_disable(struct db *db, int64_t id, int64_t now) MUST_USE;
enum err user_enable(struct db *db, int64_t id) MUST_USE;
enum err user_count_secretariat(struct db *db, int *out) MUST_USE; /* enabled ones */

/* Sessions and invitations. A token is 256 random bits as 43 characters of URL-safe base64; only its BLAKE2b-256 hash
 * is stored. */
#define TOKEN_SIZE 44
#define SESSION_LASTS_MS (30LL * 24 * 3600 * 1000)
#define INVITATION_LASTS_MS (14LL * 24 * 3600 * 1000)

enum err session_start(struct db *db, int64_t user_id, int64_t now, char token[TOKEN_SIZE]) MUST_USE;
/* ERR_SIGNED_OUT for an unknown or expired token, or a disabled person. *expires_at may be NULL. */
enum err session_find(struct db *db, struct arena *a, const char *token, int64_t now, struct user *out,
                      int64_t *expires_at) MUST_USE;
enum err session_end(struct db *db, const char *token) MUST_USE;
enum err session_end_all(struct db *db, int64_t user_id) MUST_USE; /* sign out everywhere */

struct invitation {
    int64_t id;
    enum role role;
    const char *created_by, *used_by; /* shown names, "" for nobody (made on the command line; not used) */
    const char *note;                 /* for whom, "" for none */
    int64_t created_at, expires_at, used_at;
};
#define INVITATION_NOTE_LIMIT 200 /* code points */
/* created_by 0: nobody; note NULL: none. ERR_BAD_FIELD for a note that is too long, and for no role. */
enum err invitation_add(struct db *db, enum role role, int64_t created_by, const char *note, int64_t now,
                        char token[TOKEN_SIZE]) MUST_USE;
/* ERR_GONE for an unknown, used or expired one. */
enum err invitation_find(struct db *db, struct arena *a, const char *token, int64_t now,
                         struct invitation *out) MUST_USE;
/* Uses it: makes the person (errors of user_add) with its role. */
enum err invitation_use(struct db *db, const char *token, const char *name, const char *display, const char *hash,
                        int64_t now, int64_t *user_id) MUST_USE;
/* Newest first. */
enum err invitation_list(struct db *db, struct arena *a, struct invitation **out, size_t *count) MUST_USE;
/* ERR_NOT_FOUND for a used one. */
enum err invitation_withdraw(struct db *db, int64_t id) MUST_USE;

#endif
