#include "kosshi/text/marker.h"

#include <string.h>

#define START "<!-- kosshi "
#define COMMENT "<!--"
#define END "-->"
#define NAME " kosshi"

bool marker_is(const char *line, size_t size) {
    return size >= strlen(START) && memcmp(line, START, strlen(START)) == 0;
}

/* --- Reading ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *entity;
    char is;
} entities[] = {{"&quot;", '"'}, {"&amp;", '&'}, {"&#10;", '\n'}, {"&#45;", '-'}};

/* The character an entity stands for, and its size; a & that begins none stands for itself. */
static char unescape(const char *at, const char *end, size_t *size) {
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        *size = strlen(entities[i].entity);
        if ((size_t)(end - at) >= *size && memcmp(at, entities[i].entity, *size) == 0) return entities[i].is;
    }
    *size = 1;
    return *at;
}

static const char *plain(struct arena *a, const char *at, const char *end) {
    char *out = arena_alloc(a, (size_t)(end - at) + 1), *to = out;
    for (size_t size; at < end; at += size)
        *to++ = unescape(at, end, &size);
    return out;
}

const char *marker_value(const struct marker *m, const char *key) {
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->keys[i].key, key) == 0) return m->keys[i].value;
    return NULL;
}

/* One key at *at, which is moved behind it. */
static bool read_key(struct arena *a, const char **at, const char *end, struct marker *out) {
    const char *key = *at, *p = key;
    if (out->count == MARKER_KEYS) return false;
    while (p < end && *p != ' ' && *p != '=' && *p != '"')
        p++;
    if (p == key) return false;
    out->keys[out->count].key = arena_copy(a, key, (size_t)(p - key));
    if (marker_value(out, out->keys[out->count].key)) return false;
    const char *value = p + (p < end && *p == '=');
    bool quoted = value > p && value < end && *value == '"';
    if (quoted) value++;
    const char *stop = value;
    while (stop < end && (quoted ? *stop != '"' : *stop != ' '))
        stop++;
    if (quoted && stop == end) return false;
    out->keys[out->count++].value = plain(a, value, stop);
    *at = stop + quoted;
    return *at == end || **at == ' ';
}

bool marker_read(struct arena *a, const char *line, size_t size, struct marker *out) {
    *out = (struct marker){0};
    while (size && line[size - 1] == ' ')
        size--;
    if (!marker_is(line, size) || size < strlen(START) + strlen(END)) return false;
    const char *at = line + strlen(START), *end = line + size - strlen(END);
    if (memcmp(end, END, strlen(END)) != 0) return false;
    for (;;) {
        while (at < end && *at == ' ')
            at++;
        if (at == end) break;
        if (!read_key(a, &at, end, out)) return false;
        if (!out->name) out->name = out->keys[--out->count].key;
    }
    return out->name != NULL;
}

/* --- Writing ----------------------------------------------------------------------------------------------------- */

void marker_begin(struct buf *out, const char *name) {
    buf_printf(out, START "%s", name);
}

void marker_add_word(struct buf *out, const char *key, const char *value) {
    buf_printf(out, " %s=%s", key, value);
}

void marker_add_number(struct buf *out, const char *key, int64_t value) {
    buf_printf(out, " %s=%lld", key, (long long)value);
}

/* No two dashes may stand together inside an HTML comment. */
void marker_add_text(struct buf *out, const char *key, const char *value) {
    buf_printf(out, " %s=\"", key);
    for (const char *c = value; *c; c++) {
        bool dashes = *c == '-' && (c[1] == '-' || (c > value && c[-1] == '-'));
        if (dashes)
            buf_string(out, "&#45;");
        else if (*c == '"')
            buf_string(out, "&quot;");
        else if (*c == '&')
            buf_string(out, "&amp;");
        else if (*c == '\n')
            buf_string(out, "&#10;");
        else
            buf_byte(out, *c);
    }
    buf_byte(out, '"');
}

void marker_end(struct buf *out) {
    buf_string(out, " " END "\n");
}

/* --- Lines among markers ----------------------------------------------------------------------------------------- */

/* How many dashes more than two a line has that would be a marker with two; -1 for any other line. */
static int more_dashes(const char *line, size_t size) {
    size_t at = strlen(COMMENT);
    if (size < at || memcmp(line, COMMENT, at) != 0) return -1;
    while (at < size && line[at] == '-')
        at++;
    bool named = size - at >= strlen(NAME) && memcmp(line + at, NAME, strlen(NAME)) == 0;
    return named ? (int)(at - strlen(COMMENT)) : -1;
}

void marker_line_write(struct buf *out, const char *line, size_t size) {
    if (more_dashes(line, size) < 0) {
        buf_add(out, line, size);
        return;
    }
    buf_string(out, COMMENT "-");
    buf_add(out, line + strlen(COMMENT), size - strlen(COMMENT));
}

void marker_line_read(struct buf *out, const char *line, size_t size) {
    if (more_dashes(line, size) < 1) {
        buf_add(out, line, size);
        return;
    }
    buf_string(out, COMMENT);
    buf_add(out, line + strlen(COMMENT) + 1, size - strlen(COMMENT) - 1);
}
