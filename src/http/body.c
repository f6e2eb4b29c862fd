#include "kosshi/http/body.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/utf.h"

struct field {
    char *name;
    struct buf value;
};

struct body {
    struct field *fields;
    size_t count, room;
    struct buf json;
    struct body_file file; /* its data is in file_bytes */
    struct buf file_bytes;
    size_t kept; /* bytes, names included, the file's not */
    bool too_large;
};

struct body *body_new(void) {
    struct body *b = calloc(1, sizeof *b);
    if (!b) die("out of memory");
    return b;
}

static void file_forget(struct body *b) {
    free((char *)b->file.field);
    free((char *)b->file.name);
    buf_free(&b->file_bytes);
    b->file = (struct body_file){0};
}

void body_free(struct body *b) {
    if (!b) return;
    for (size_t i = 0; i < b->count; i++) {
        free(b->fields[i].name);
        buf_free(&b->fields[i].value);
    }
    free(b->fields);
    file_forget(b);
    buf_free(&b->json);
    free(b);
}

static bool keep(struct body *b, size_t size) {
    if (b->too_large || size > BODY_LIMIT - b->kept) {
        b->too_large = true;
        return false;
    }
    b->kept += size;
    return true;
}

static struct field *field_begin(struct body *b, const char *name) {
    if (b->count == BODY_FIELDS || !keep(b, strlen(name) + 1)) {
        b->too_large = true;
        return NULL;
    }
    if (b->count == b->room) {
        b->room = b->room ? 2 * b->room : 8;
        b->fields = realloc(b->fields, b->room * sizeof *b->fields);
        if (!b->fields) die("out of memory");
    }
    struct field *f = &b->fields[b->count++];
    *f = (struct field){.name = strdup(name)};
    if (!f->name) die("out of memory");
    return f;
}

void body_field(struct body *b, const char *name, const char *bytes, size_t size, size_t offset) {
    struct field *f = offset > 0 && b->count > 0 ? &b->fields[b->count - 1] : field_begin(b, name);
    if (f && keep(b, size)) buf_add(&f->value, bytes, size);
}

void body_file(struct body *b, const char *field, const char *name, const char *bytes, size_t size, size_t offset) {
    if (offset == 0) {
        file_forget(b);
        if (!keep(b, strlen(field) + strlen(name) + 2)) return;
        b->file.field = strdup(field);
        b->file.name = strdup(name);
        if (!b->file.field || !b->file.name) die("out of memory");
    }
    b->file.size += size;
    if (b->file.size > BODY_FILE_LIMIT)
        buf_free(&b->file_bytes);
    else
        buf_add(&b->file_bytes, bytes, size);
}

struct body_file body_file_of(const struct body *b) {
    struct body_file file = b->file;
    file.data = file.size > BODY_FILE_LIMIT ? NULL : b->file_bytes.data;
    return file;
}

void body_json(struct body *b, const char *bytes, size_t size) {
    if (keep(b, size)) buf_add(&b->json, bytes, size);
}

/* Strings inside a JSON value can hold by escapes what its bytes may not hold: "\u0007". */
static enum err check_strings(json_t *value) {
    if (json_is_string(value)) return utf_check(json_string_value(value), json_string_length(value));
    enum err e = OK;
    const char *key;
    json_t *item;
    size_t i;
    if (json_is_object(value)) {
        json_object_foreach(value, key, item) {
            if (e == OK) e = utf_check(key, strlen(key));
            if (e == OK) e = check_strings(item);
        }
    }
    json_array_foreach(value, i, item) {
        if (e == OK) e = check_strings(item);
    }
    return e;
}

/* A field's name that outlives the object it is from. */
static const char *name_kept(struct body *b, const char *name) {
    struct field *f = field_begin(b, name);
    return f ? f->name : NULL;
}

static enum err finish_json(struct body *b, json_t **out, const char **field) {
    enum err e = utf_check(b->json.data, b->json.size);
    if (e == ERR_BAD_UTF8) return e;
    *out = json_loadb(b->json.data, b->json.size, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
        return ERR_BAD_BODY;
    }
    const char *key;
    json_t *item;
    json_object_foreach(*out, key, item) {
        bool nameable = utf_check(key, strlen(key)) == OK;
        e = nameable ? check_strings(item) : ERR_BAD_CONTROL; /* jansson has seen to UTF-8 */
        if (e == OK) continue;
        if (nameable) *field = name_kept(b, key);
        json_decref(*out);
        *out = NULL;
        return e;
    }
    return OK;
}

static enum err finish_form(struct body *b, json_t **out, const char **field) {
    *out = json_object();
    for (size_t i = 0; i < b->count; i++) {
        struct field *f = &b->fields[i];
        *field = NULL;
        enum err e = utf_check(f->name, strlen(f->name));
        f->value.size = utf_unix_lines(f->value.data, f->value.size);
        if (e == OK) {
            *field = f->name;
            e = utf_check(f->value.data, f->value.size);
        }
        if (e != OK) {
            json_decref(*out);
            *out = NULL;
            return e;
        }
        json_t *value = json_stringn_nocheck(f->value.data ? f->value.data : "", f->value.size);
        if (json_object_set_new_nocheck(*out, f->name, value) != 0) die("out of memory");
    }
    *field = NULL;
    return OK;
}

enum err body_finish(struct body *b, json_t **out, const char **field) {
    *out = NULL;
    *field = NULL;
    if (b->too_large) return ERR_TOO_LARGE;
    return b->json.size > 0 ? finish_json(b, out, field) : finish_form(b, out, field);
}
