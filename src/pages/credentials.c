#include "kosshi/pages/credentials.h"

#include <string.h>

#include "kosshi/text/utf.h"

/* How many bytes of white space a text begins with. */
static size_t space_at(const char *s) {
    if (strncmp(s, UTF_WIDE_SPACE, 3) == 0) return 3;
    return *s == ' ' || *s == '\t' || *s == '\n';
}

/* How many bytes of white space it ends with. */
static size_t space_before(const char *s, size_t size) {
    if (size >= 3 && memcmp(s + size - 3, UTF_WIDE_SPACE, 3) == 0) return 3;
    return size > 0 ? strchr(" \t\n", s[size - 1]) != NULL : 0;
}

const char *credentials_name(struct request *r) {
    const char *name = request_text(r, "name");
    for (size_t n; (n = space_at(name)) > 0;)
        name += n;
    size_t size = strlen(name);
    for (size_t n; (n = space_before(name, size)) > 0;)
        size -= n;
    return arena_copy(r->arena, name, size);
}

enum err credentials_hash(struct request *r, char hash[PASSWORD_HASH_SIZE]) {
    const char *password = request_text(r, "password");
    if (strcmp(password, request_text(r, "password_again")) != 0)
        return request_bad(r, ERR_BAD_FIELD, "password_again");
    enum err e = password_hash(password, hash);
    return e == ERR_WEAK_PASSWORD || e == ERR_BAD_FIELD ? request_bad(r, e, "password") : e;
}

static void put_problem(struct request *r, const char *field, enum err e, json_t *view) {
    const char *key = arena_printf(r->arena, "me.problem.%s.%s", field, err_code(e));
    json_object_set_new(view, arena_printf(r->arena, "%s_error", field), json_string(request_phrase(r, key)));
}

void credentials_problem(struct request *r, enum err e, json_t *view) {
    put_problem(r, r->bad_field, e, view);
    if (strcmp(r->bad_field, "password_again") != 0) return;
    enum err length = password_check(request_text(r, "password"));
    if (length != OK) put_problem(r, "password", length, view);
}

json_t *credentials_person(const struct user *user) {
    return json_pack("{s:I s:s s:s s:s}", "id", (json_int_t)user->id, "name", user->name, "display", user->display,
                     "role", role_name(user->role));
}
