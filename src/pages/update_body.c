#include "kosshi/pages/update_body.h"

#include "kosshi/text/changeset_json.h"

static enum err read_changes(struct arena *a, const json_t *updates, struct update_push *out) {
    size_t count = json_array_size(updates), i;
    if (count > UPDATE_PUSH_MOST) return ERR_BAD_FIELD;
    struct changeset *list = arena_alloc(a, (count + 1) * sizeof *list);
    json_t *update;
    json_array_foreach(updates, i, update) {
        enum err e = changeset_json_read(a, json_object_get(update, "changes"), &list[i]);
        if (e) return e;
    }
    out->changes = list;
    out->count = count;
    return OK;
}

enum err update_body_read(struct arena *a, const json_t *body, struct update_push *out, const char **field) {
    json_t *version = json_object_get(body, "version"), *client = json_object_get(body, "client"),
           *updates = json_object_get(body, "updates");
    *field = "version";
    if (!json_is_integer(version)) return ERR_BAD_FIELD;
    *field = "client";
    if (!json_is_string(client)) return ERR_BAD_FIELD;
    *field = "updates";
    if (!json_is_array(updates)) return ERR_BAD_FIELD;
    out->version = json_integer_value(version);
    out->client = json_string_value(client);
    return read_changes(a, updates, out);
}
