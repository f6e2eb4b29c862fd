#include "kosshi/http/reply.h"

#include <stdlib.h>
#include <string.h>

#include "kosshi/http/statics.h"
#include "kosshi/store/document.h"

static void set(json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0) die("a view's %s is not valid", key);
}

static void take_body(struct request *r, int status, const char *type, struct buf *b) {
    free(r->reply.body);
    r->reply.status = status;
    r->reply.type = type;
    r->reply.size = b->size;
    r->reply.body = buf_steal(b);
    r->reply.gzip = NULL;
}

static void reply_json(struct request *r, int status, json_t *view) {
    struct buf b = {0};
    char *text = json_dumps(view, JSON_COMPACT | JSON_ENCODE_ANY);
    if (!text) die("a view is not valid JSON");
    buf_string(&b, text);
    buf_byte(&b, '\n');
    free(text);
    json_decref(view);
    take_body(r, status, "application/json; charset=utf-8", &b);
}

static json_t *me(const struct user *u) {
    return json_pack("{s:I, s:s, s:s, s:s, s:b, s:b, s:b}", "id", (json_int_t)u->id, "name", u->name, "display",
                     u->display, "role", role_name(u->role), "is_reviewer", u->role >= ROLE_REVIEWER, "is_member",
                     u->role >= ROLE_MEMBER, "is_secretariat", u->role >= ROLE_SECRETARIAT);
}

/* Where this page is seen again, by whoever leaves it for a moment: what answers a form has no such place. */
static json_t *here(const struct request *r) {
    const char *path = r->method == METHOD_GET ? request_own_path(r->uri) : NULL;
    return path ? json_string(path) : json_null();
}

/* What every page's template may use besides its own view. The title of a document that cannot be read now is the
 * program's name. */
static void add_frame(struct request *r, json_t *view) {
    struct document document = {.title = "kosshi"};
    if (document_get(r->db, r->arena, &document) != OK) document.title = "kosshi";
    set(view, "t", json_incref(languages_table(r->languages, r->language)));
    set(view, "lang", json_string(language_tag(r->language)));
    set(view, "document", json_pack("{s:s, s:b}", "title", document.title, "is_sample", document.is_sample));
    set(view, "me", r->user.id ? me(&r->user) : json_null());
    set(view, "path", json_string(r->path));
    set(view, "here", here(r));
    set(view, "css", json_string(statics_css(r->statics)));
    set(view, "js", json_string(statics_js(r->statics)));
    set(view, "icons", json_string(statics_icons(r->statics)));
    set(view, "editor_js", json_string(statics_editor(r->statics)));
}

enum err reply_view_status(struct request *r, int status, const char *name, json_t *view) {
    if (r->wants_json) {
        reply_json(r, status, view);
        return OK;
    }
    struct buf b = {0};
    add_frame(r, view);
    templates_render(r->templates, name, view, &b);
    json_decref(view);
    take_body(r, status, "text/html; charset=utf-8", &b);
    return OK;
}

enum err reply_view(struct request *r, const char *name, json_t *view) {
    return reply_view_status(r, 200, name, view);
}

enum err reply_redirect(struct request *r, const char *path) {
    struct buf b = {0};
    take_body(r, 303, "text/plain; charset=utf-8", &b);
    r->reply.location = arena_string(r->arena, path);
    return OK;
}

enum err reply_done(struct request *r, const char *path, json_t *view) {
    if (r->wants_json) {
        reply_json(r, 200, view ? view : json_pack("{s:b}", "ok", 1));
        return OK;
    }
    json_decref(view);
    return reply_redirect(r, path);
}

enum err reply_bytes(struct request *r, const char *type, struct buf *b, const char *file_name) {
    take_body(r, 200, arena_string(r->arena, type), b);
    r->reply.file_name = arena_string(r->arena, file_name);
    return OK;
}

enum err reply_stream(struct request *r, struct live_stream *stream) {
    r->reply.status = 200;
    r->reply.type = "text/event-stream";
    r->reply.stream = stream;
    return OK;
}

const char *reply_moment(struct request *r, int64_t at) {
    return language_moment(r->arena, r->language, at, r->now);
}

static bool is_secret(const char *field) {
    return strstr(field, "password") || strcmp(field, "current") == 0;
}

/* Texts people write in fields of many lines. */
static bool is_multiline(const char *field) {
    static const char *const names[] = {"text", "body", "response", "summary"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(field, names[i]) == 0) return true;
    return false;
}

/*
 * What somebody wrote and sent, to be shown and sent again; secrets are not shown. What another site sent is not
 * offered again: one click would send it as if it were the reader's own.
 */
static json_t *kept_fields(const struct request *r, enum err e, bool *worth_it, bool *cells) {
    json_t *kept = json_array();
    const char *name;
    json_t *value;
    *worth_it = *cells = false;
    if (e == ERR_CROSS_ORIGIN) return kept;
    json_object_foreach(r->body, name, value) {
        if (!json_is_string(value) || is_secret(name)) continue;
        bool multiline = is_multiline(name);
        *cells = *cells || strchr(name, '.'); /* of a table (pages/table.c) */
        *worth_it = *worth_it || *cells || (multiline && json_string_length(value) > 0);
        json_array_append_new(kept, json_pack("{s:s, s:O, s:b}", "name", name, "value", value, "multiline", multiline));
    }
    return kept;
}

static const char *error_phrase(struct request *r, enum err e, const char *part) {
    return request_phrase(r, arena_printf(r->arena, "error.%s.%s", err_code(e), part));
}

static json_t *error_object(struct request *r, enum err e) {
    json_t *error = json_pack("{s:s, s:s, s:s}", "code", err_code(e), "message", error_phrase(r, e, "title"), "text",
                              error_phrase(r, e, "text"));
    if (r->bad_field) set(error, "field", json_string(r->bad_field));
    return error;
}

/* Path and query in a form that can stand in a query itself. */
static const char *sign_in_path(struct request *r) {
    struct buf b = {0};
    buf_string(&b, "/login");
    if (r->method == METHOD_GET && strcmp(r->path, "/") != 0) {
        buf_string(&b, "?next=");
        for (const unsigned char *c = (const unsigned char *)r->uri; *c; c++)
            buf_printf(&b, *c >= 0x80 || strchr("&+#\"<> %", *c) ? "%%%02X" : "%c", *c);
    }
    const char *path = arena_string(r->arena, b.data);
    buf_free(&b);
    return path;
}

void reply_error(struct request *r, enum err e) {
    bool worth_it, cells;
    int status = err_status(e);
    json_t *kept = kept_fields(r, e, &worth_it, &cells);
    free(r->reply.body); /* what a page had made before it failed */
    r->reply = (struct reply){.allow = r->reply.allow};
    if (status == 429 || status == 503) r->reply.retry_after = status == 429 ? 900 : 5;
    if (!r->wants_json && e == ERR_SIGNED_OUT && !worth_it) {
        json_decref(kept);
        (void)reply_redirect(r, sign_in_path(r));
        return;
    }
    if (r->wants_json) {
        json_decref(kept);
        reply_json(r, status, json_pack("{s:o}", "error", error_object(r, e)));
        return;
    }
    json_t *view = json_pack("{s:s, s:o, s:b, s:b, s:b, s:s}", "title", error_phrase(r, e, "title"), "error",
                             error_object(r, e), "sign_in", e == ERR_SIGNED_OUT, "is_gone", e == ERR_GONE, "of_people",
                             e == ERR_LAST_SECRETARIAT, "action", r->path);
    set(view, "kept_cells", json_boolean(cells));
    if (worth_it)
        set(view, "kept", kept);
    else
        json_decref(kept);
    (void)reply_view_status(r, status, "error", view);
}
