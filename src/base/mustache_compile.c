#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/mustache.h"
#include "mustache_nodes.h"

enum {
    DELIMITER = 16,    /* bytes of one delimiter at most */
    SOURCE = 16 << 20, /* bytes of one template at most */
};

struct delimiter {
    char bytes[DELIMITER];
    size_t size;
};

struct parser {
    struct mustache *m;
    const char *source; /* as it was given; m->source has NULs in it */
    size_t size;
    struct delimiter open, close;
    size_t sections[MUSTACHE_SECTIONS]; /* nodes of the sections that are open */
    size_t lines_at[MUSTACHE_SECTIONS]; /* where their tags stand in the source */
    size_t depth;
    char **why;
};

/* One tag of the source: its bytes are [at, end), its content behind the sigil is [name_at, name_at + name_size). */
struct tag {
    char sigil; /* 0 for none */
    size_t at, end, name_at, name_size;
};

static size_t line_of(const struct parser *p, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += p->source[i] == '\n';
    return line;
}

__attribute__((format(printf, 3, 4))) static enum err broken(struct parser *p, size_t at, const char *format, ...) {
    BUF(message);
    char reason[256];
    va_list list;
    va_start(list, format);
    vsnprintf(reason, sizeof reason, format, list);
    va_end(list);
    buf_printf(&message, "line %zu: %s", line_of(p, at), reason);
    *p->why = buf_steal(&message);
    return ERR_BAD_FIELD;
}

static struct mustache_node *node_add(struct parser *p, enum mustache_kind kind, size_t at, size_t size) {
    struct mustache *m = p->m;
    if (m->count == m->room) {
        m->room = m->room ? m->room * 2 : 32;
        m->nodes = realloc(m->nodes, m->room * sizeof *m->nodes);
        if (!m->nodes) die("out of memory");
    }
    m->nodes[m->count] = (struct mustache_node){.kind = kind, .at = (uint32_t)at, .size = (uint32_t)size};
    return &m->nodes[m->count++];
}

static bool at_line_start(const struct parser *p, size_t at) {
    return at == 0 || p->source[at - 1] == '\n';
}

static void text_add(struct parser *p, size_t from, size_t to) {
    node_add(p, TEXT, from, to - from)->line_start = at_line_start(p, from);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_space(char c) {
    return is_blank(c) || c == '\n' || c == '\r';
}

/* Takes white space off both ends of a tag's content. */
static void name_trim(const struct parser *p, struct tag *tag) {
    while (tag->name_size && is_space(p->source[tag->name_at]))
        tag->name_at++, tag->name_size--;
    while (tag->name_size && is_space(p->source[tag->name_at + tag->name_size - 1]))
        tag->name_size--;
}

/* Reads the tag at p->source + at, which begins with the opening delimiter. */
static enum err tag_read(struct parser *p, size_t at, struct tag *tag) {
    size_t i = at + p->open.size;
    while (i < p->size && is_space(p->source[i]))
        i++;
    *tag = (struct tag){.at = at};
    if (i < p->size && p->source[i] && strchr("#^/>!={&", p->source[i])) tag->sigil = p->source[i++];

    /* {{{x}}} and {{=x x=}} end with a character of their own before the delimiter */
    char closing[DELIMITER + 1];
    size_t size = 0;
    if (tag->sigil == '{') closing[size++] = '}';
    if (tag->sigil == '=') closing[size++] = '=';
    memcpy(closing + size, p->close.bytes, p->close.size);
    size += p->close.size;
    const char *close = memmem(p->source + i, p->size - i, closing, size);
    if (!close) return broken(p, at, "a tag is not closed by %.*s", (int)size, closing);

    tag->name_at = i;
    tag->name_size = (size_t)(close - p->source) - i;
    tag->end = i + tag->name_size + size;
    name_trim(p, tag);
    return OK;
}

/* A name is "." or parts joined by dots; the sigils of mustache's optional modules are no part of one. */
static enum err name_check(struct parser *p, const struct tag *tag) {
    const char *name = p->source + tag->name_at;
    int shown = tag->name_size < 80 ? (int)tag->name_size : 80;
    if (tag->name_size == 0) return broken(p, tag->at, "a tag has no name");
    if (strchr("<$*", *name)) return broken(p, tag->at, "%.*s is a kind of tag that is not known", shown, name);
    for (size_t i = 0; i < tag->name_size; i++)
        if ((unsigned char)name[i] <= ' ' || name[i] == 127)
            return broken(p, tag->at, "the name %.*s has a blank in it", shown, name);
    if (tag->sigil == '>' || (tag->name_size == 1 && *name == '.')) return OK;
    if (*name == '.' || name[tag->name_size - 1] == '.' || memmem(name, tag->name_size, "..", 2))
        return broken(p, tag->at, "the name %.*s has an empty part", shown, name);
    return OK;
}

static enum err section_open(struct parser *p, const struct tag *tag) {
    if (p->depth == MUSTACHE_SECTIONS)
        return broken(p, tag->at, "sections are nested deeper than %d", MUSTACHE_SECTIONS);
    p->lines_at[p->depth] = tag->at;
    p->sections[p->depth++] = p->m->count;
    node_add(p, tag->sigil == '#' ? SECTION : INVERTED, tag->name_at, tag->name_size);
    return OK;
}

static enum err section_close(struct parser *p, const struct tag *tag) {
    const char *name = p->source + tag->name_at;
    if (p->depth == 0) return broken(p, tag->at, "/%.*s closes no section", (int)tag->name_size, name);
    struct mustache_node *section = &p->m->nodes[p->sections[--p->depth]];
    const char *opened = p->source + section->at;
    if (section->size != tag->name_size || memcmp(opened, name, tag->name_size) != 0)
        return broken(p, tag->at, "/%.*s stands where %.*s of line %zu should be closed", (int)tag->name_size, name,
                      (int)section->size, opened, line_of(p, p->lines_at[p->depth]));
    section->end = (uint32_t)p->m->count;
    return OK;
}

/* Takes a delimiter, up to the next white space or the end, from the front of [*s, end). False when it is none. */
static bool delimiter_read(const char **s, const char *end, struct delimiter *out) {
    out->size = 0;
    while (*s < end && is_space(**s))
        ++*s;
    for (; *s < end && !is_space(**s); ++*s) {
        if (**s == '=' || out->size == DELIMITER) return false;
        out->bytes[out->size++] = **s;
    }
    return out->size > 0;
}

static enum err delimiters_set(struct parser *p, const struct tag *tag) {
    const char *s = p->source + tag->name_at, *end = s + tag->name_size;
    if (!delimiter_read(&s, end, &p->open) || !delimiter_read(&s, end, &p->close) || s != end)
        return broken(p, tag->at, "delimiters are set as {{=<%% %%>=}}, each of %d bytes at most", DELIMITER);
    return OK;
}

/*
 * A tag that prints nothing itself and stands alone in its line takes the line with it: *before is then where the line
 * begins, and tag->end the beginning of the next. from is where the text before the tag begins.
 */
static bool standalone(const struct parser *p, size_t from, struct tag *tag, size_t *before) {
    if (tag->sigil == 0 || tag->sigil == '&' || tag->sigil == '{') return false;
    size_t left = tag->at, right = tag->end;
    while (left > from && is_blank(p->source[left - 1]))
        left--;
    if (!at_line_start(p, left)) return false;
    while (right < p->size && is_blank(p->source[right]))
        right++;
    if (right < p->size && p->source[right] == '\r') right++;
    if (right < p->size && p->source[right] != '\n') return false;
    if (right < p->size) right++;
    *before = left;
    tag->end = right;
    return true;
}

static enum err tag_add(struct parser *p, const struct tag *tag, size_t indent) {
    if (tag->sigil == '!') return OK;
    if (tag->sigil == '=') return delimiters_set(p, tag);
    enum err e = name_check(p, tag);
    if (e) return e;
    p->m->source[tag->name_at + tag->name_size] = '\0';
    switch (tag->sigil) {
    case '#':
    case '^':
        return section_open(p, tag);
    case '/':
        return section_close(p, tag);
    case '>': {
        struct mustache_node *node = node_add(p, PARTIAL, tag->name_at, tag->name_size);
        node->indent_at = (uint32_t)(tag->at - indent);
        node->indent_size = (uint32_t)indent;
        return OK;
    }
    default:
        node_add(p, tag->sigil ? RAW : VALUE, tag->name_at, tag->name_size);
        return OK;
    }
}

static enum err parse(struct parser *p) {
    for (size_t at = 0; at < p->size;) {
        const char *open = memmem(p->source + at, p->size - at, p->open.bytes, p->open.size);
        if (!open) {
            text_add(p, at, p->size);
            break;
        }
        struct tag tag;
        enum err e = tag_read(p, (size_t)(open - p->source), &tag);
        if (e) return e;
        size_t before = tag.at;
        bool alone = standalone(p, at, &tag, &before);
        if (before > at) text_add(p, at, before);
        /* what begins the line in a partial carries its indentation, be it only an empty text */
        if (!alone && at_line_start(p, tag.at)) text_add(p, tag.at, tag.at);
        e = tag_add(p, &tag, tag.at - before);
        if (e) return e;
        at = tag.end;
    }
    if (p->depth == 0) return OK;
    const struct mustache_node *section = &p->m->nodes[p->sections[p->depth - 1]];
    return broken(p, p->lines_at[p->depth - 1], "the section %.*s is not closed", (int)section->size,
                  p->source + section->at);
}

enum err mustache_compile(const char *source, size_t size, struct mustache **out, char **why) {
    struct mustache *m = calloc(1, sizeof *m);
    char *copy = malloc(size + 1);
    if (!m || !copy) die("out of memory");
    if (size) memcpy(copy, source, size);
    m->source = copy;
    struct parser p = {.m = m, .source = source, .size = size, .why = why, .open = {"{{", 2}, .close = {"}}", 2}};
    enum err e = size > SOURCE ? broken(&p, 0, "the template is larger than %d bytes", SOURCE) : parse(&p);
    if (e) {
        mustache_free(m);
        return e;
    }
    *out = m;
    return OK;
}
