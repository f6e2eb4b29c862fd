#include "kosshi/http/request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/text/utf.h"

#define OWN_PATH_LONGEST 2000

const char *request_text(const struct request *r, const char *field) {
    const char *text = json_string_value(json_object_get(r->body, field));
    return text ? text : "";
}

size_t request_text_size(const struct request *r, const char *field) {
    return json_string_length(json_object_get(r->body, field));
}

/* True when the whole of s is one decimal integer. */
static bool integer(const char *s, int64_t *out) {
    if (s[0] != '-' && (s[0] < '0' || s[0] > '9')) return false;
    char *end;
    errno = 0;
    *out = strtoll(s, &end, 10);
    return errno == 0 && end != s && *end == '\0';
}

enum err request_integer(struct request *r, const char *field, int64_t *out) {
    json_t *value = json_object_get(r->body, field);
    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return OK;
    }
    if (json_is_string(value) && integer(json_string_value(value), out)) return OK;
    return request_bad(r, ERR_BAD_FIELD, field);
}

enum err request_sender(struct request *r) {
    int64_t user;
    if (!json_object_get(r->body, "user")) return OK;
    enum err e = request_integer(r, "user", &user);
    return e == OK && user != r->user.id ? ERR_SIGNED_OUT : e;
}

const char *request_query(const struct request *r, const char *name) {
    const char *text = json_string_value(json_object_get(r->query, name));
    return text ? text : "";
}

int64_t request_query_integer(const struct request *r, const char *name) {
    int64_t value;
    return integer(request_query(r, name), &value) ? value : 0;
}

const char *request_own_path(const char *text) {
    size_t size = strlen(text);
    if (text[0] != '/' || text[1] == '/' || size > OWN_PATH_LONGEST) return NULL;
    for (size_t i = 0; i < size; i++)
        if (text[i] <= ' ' || text[i] > '~' || text[i] == '\\') return NULL;
    return text;
}

bool request_is_line(const char *text, size_t limit, bool needed) {
    size_t size = strlen(text);
    return utf_points(text, size) <= limit && !strpbrk(text, "\n\t") && !utf_hides(text) &&
           (!needed || utf_length(text, size) > 0);
}

enum err request_bad(struct request *r, enum err e, const char *field) {
    r->bad_field = arena_string(r->arena, field);
    return e;
}

const char *request_phrase(const struct request *r, const char *key) {
    return languages_phrase(r->languages, r->language, key);
}

enum err request_in_one_moment(struct request *r, page *show) {
    enum err e = db_read_begin(r->db);
    if (e != OK) return e;
    e = show(r);
    db_read_end(r->db);
    return e;
}
