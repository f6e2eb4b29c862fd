#include "kosshi/text/changeset_json.h"

#include <string.h>

#include "kosshi/text/utf.h"

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static enum err read_length(const json_t *json, int64_t *out) {
    if (!json_is_integer(json)) return ERR_BAD_FIELD;
    *out = json_integer_value(json);
    return *out < 0 || *out > CHANGESET_LENGTH_LIMIT ? ERR_BAD_FIELD : OK;
}

static enum err check_line(const json_t *line) {
    if (!json_is_string(line)) return ERR_BAD_FIELD;
    const char *text = json_string_value(line);
    size_t size = json_string_length(line);
    if (memchr(text, '\n', size) || memchr(text, '\r', size)) return ERR_BAD_FIELD;
    return utf_check(text, size);
}

/* The lines behind the first item of [n, "line", …]. */
static enum err read_lines(struct arena *a, const json_t *list, struct changeset_part *part) {
    size_t count = json_array_size(list), size = count;
    for (size_t i = 1; i < count; i++) {
        enum err e = check_line(json_array_get(list, i));
        if (e) return e;
        size += json_string_length(json_array_get(list, i));
    }
    char *text = arena_alloc(a, size), *end = text;
    for (size_t i = 1; i < count; i++) {
        const json_t *line = json_array_get(list, i);
        if (i > 1) *end++ = '\n';
        memcpy(end, json_string_value(line), json_string_length(line));
        end += json_string_length(line);
    }
    part->text = text;
    part->size = (size_t)(end - text);
    part->ins = (int64_t)utf_units(text, part->size);
    return OK;
}

static enum err read_part(struct arena *a, const json_t *json, struct changeset_part *part) {
    bool kept = !json_is_array(json);
    *part = (struct changeset_part){.ins = kept ? -1 : 0, .text = ""};
    enum err e = read_length(kept ? json : json_array_get(json, 0), &part->len);
    return e || kept || json_array_size(json) == 1 ? e : read_lines(a, json, part);
}

/* The parts stay as they come; only one that says nothing at all (0, [0], [0,""]) is left out. */
enum err changeset_json_read(struct arena *a, const json_t *json, struct changeset *out) {
    if (!json_is_array(json)) return ERR_BAD_FIELD;
    struct changeset c = {.parts = arena_alloc(a, (json_array_size(json) + 1) * sizeof *c.parts)};
    size_t i;
    json_t *item;
    json_array_foreach(json, i, item) {
        struct changeset_part *part = &c.parts[c.count];
        enum err e = read_part(a, item, part);
        if (e) return e;
        c.count += part->len > 0 || part->ins > 0;
    }
    *out = c;
    bool fits = changeset_length(&c) <= CHANGESET_LENGTH_LIMIT && changeset_new_length(&c) <= CHANGESET_LENGTH_LIMIT;
    return fits ? OK : ERR_BAD_FIELD;
}

/* --- Writing ------------------------------------------------------------------------------------------------------ */

static void add_lines(json_t *list, const char *text, size_t size) {
    const char *end = text + size;
    for (;;) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        const char *stop = line_end ? line_end : end;
        json_array_append_new(list, json_stringn_nocheck(text, (size_t)(stop - text)));
        if (!line_end) return;
        text = line_end + 1;
    }
}

json_t *changeset_json_write(const struct changeset *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->count; i++) {
        const struct changeset_part *p = &c->parts[i];
        json_t *len = json_integer(p->len);
        if (p->ins < 0) {
            json_array_append_new(list, len);
            continue;
        }
        json_t *part = json_array();
        json_array_append_new(part, len);
        if (p->ins > 0) add_lines(part, p->text, p->size);
        json_array_append_new(list, part);
    }
    return list;
}
