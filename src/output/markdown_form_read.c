#include <string.h>

#include "kosshi/text/atx.h"
#include "kosshi/text/cell.h"
#include "markdown_form_parts.h"
#include "markdown_form_policy.h"

#define NUMBER_DIGITS 15

enum err markdown_form_read_refuse(struct form *f, int line, const char *what, const char *detail) {
    *f->problem = (struct markdown_form_problem){line, what, arena_string(f->arena, detail)};
    return ERR_BAD_INTERCHANGE;
}

/* --- Lines ------------------------------------------------------------------------------------------------------- */

bool markdown_form_read_peek(const struct form_lines *l, const char **line, size_t *size) {
    if (l->at > l->end) return false;
    const char *lf = l->at < l->end ? memchr(l->at, '\n', (size_t)(l->end - l->at)) : NULL;
    *line = l->at;
    *size = (size_t)((lf ? lf : l->end) - l->at);
    return true;
}

bool markdown_form_read_line(struct form_lines *l, const char **line, size_t *size) {
    if (!markdown_form_read_peek(l, line, size)) return false;
    l->at += *size + 1;
    l->line++;
    return true;
}

static bool is_blank(const char *line, size_t size) {
    while (size && (line[size - 1] == ' ' || line[size - 1] == '\t'))
        size--;
    return size == 0;
}

/* The next line with something on it. */
static bool next_line(struct form_lines *l, const char **line, size_t *size) {
    while (markdown_form_read_line(l, line, size))
        if (!is_blank(*line, *size)) return true;
    return false;
}

/*
 * The text up to the next marker or the end of the form: without the blank line before and behind it, its headings
 * with so many # less. At the end the line behind the last line end is the blank one.
 */
static const char *read_text(struct form *f, struct form_lines *l, int shift, size_t *size) {
    BUF(text);
    struct atx_walk walk = {0};
    const char *line;
    size_t length, lines = 0;
    bool ends_blank = false;
    while (markdown_form_read_peek(l, &line, &length) && !marker_is(line, length)) {
        (void)markdown_form_read_line(l, &line, &length);
        if (lines++ == 0 && length == 0) continue;
        if (text.data) buf_byte(&text, '\n');
        ends_blank = length == 0;
        if (atx_level(&walk, line, length))
            atx_shift(&text, line, length, -shift);
        else
            marker_line_read(&text, line, length);
        buf_reserve(&text, 1);
    }
    *size = text.size - (ends_blank && text.size > 0);
    return arena_copy(f->arena, text.data ? text.data : "", *size);
}

/* --- Values of markers ------------------------------------------------------------------------------------------- */

bool markdown_form_read_number(const char **at, int64_t *out) {
    static const char between[] = "、";
    const char *p = *at;
    while (*p == ' ' || *p == ',' || strncmp(p, between, strlen(between)) == 0)
        p += *p == ' ' || *p == ',' ? 1 : strlen(between);
    size_t digits = strspn(p, "0123456789");
    *at = p;
    if (digits == 0 || digits > NUMBER_DIGITS) return false;
    *out = 0;
    for (; digits; digits--)
        *out = *out * 10 + (*(*at)++ - '0');
    return true;
}

/* A number from least on; *out stays as it is when the marker has none. */
static enum err get_number(struct form *f, const struct marker *m, const char *key, int64_t least, int64_t *out) {
    const char *value = marker_value(m, key), *at = value;
    int64_t number = 0;
    if (!value) return OK;
    if (!markdown_form_read_number(&at, &number) || *at || number < least)
        return markdown_form_read_refuse(f, f->line, "attribute", key);
    *out = number;
    return OK;
}

static const char *get_text(const struct marker *m, const char *key, const char *otherwise) {
    const char *value = marker_value(m, key);
    return value ? value : otherwise;
}

/* --- Parts ------------------------------------------------------------------------------------------------------- */

/* A heading's line: its level, and *title behind its # and one space. 0 for a line that is none. */
static int read_heading(struct form *f, const char *line, size_t size, const char **title) {
    size_t level = 0;
    while (level < size && line[level] == '#')
        level++;
    if (level == 0 || level > ATX_DEEPEST || level == size || line[level] != ' ') return 0;
    *title = arena_copy(f->arena, line + level + 1, size - level - 1);
    return (int)level;
}

static enum err read_document(struct form *f, struct form_lines *l, const struct marker *m) {
    const char *line = "", *sample = get_text(m, "sample", "");
    size_t size = 0;
    f->document.day_style = get_text(m, "day_style", "wareki");
    f->document.publisher = get_text(m, "publisher", "");
    f->document.contact = get_text(m, "contact", "");
    if (*sample && strcmp(sample, "yes") != 0) return markdown_form_read_refuse(f, f->line, "attribute", "sample");
    enum err e = get_number(f, m, "diagram", 1, &f->document.diagram_section);
    if (e) return e;
    int at = l->line;
    if (!next_line(l, &line, &size) || read_heading(f, line, size, &f->document.title) != 1)
        return markdown_form_read_refuse(f, at, "title", "");
    return OK;
}

static enum err find_parent(struct form *f, struct form_section *s) {
    const struct form_section *list = FORM_LIST(f, section);
    s->parent = -1;
    if (s->section.depth == 0) return OK;
    for (size_t i = FORM_COUNT(f, section); i-- > 0;) {
        if (list[i].section.depth >= s->section.depth) continue;
        if (list[i].section.depth + 1 < s->section.depth) break;
        s->parent = (int64_t)i;
        return OK;
    }
    return markdown_form_read_refuse(f, s->line, "level", s->section.title);
}

static enum err read_marks(struct form *f, const struct marker *m, struct section *s, int64_t *depth, int64_t *shift) {
    const char *kind = get_text(m, "kind", ""), *state = marker_value(m, "state");
    s->number = get_text(m, "number", "");
    s->kind = outline_kind(kind);
    s->state = state ? section_state_of(state) : STATE_COUNT;
    s->version = -1;
    if (s->kind == KIND_COUNT) return markdown_form_read_refuse(f, f->line, "attribute", "kind");
    if (state && s->state == STATE_COUNT) return markdown_form_read_refuse(f, f->line, "attribute", "state");
    enum err e = get_number(f, m, "id", 1, &s->id);
    if (!e) e = get_number(f, m, "version", 0, &s->version);
    if (!e) e = get_number(f, m, "depth", 0, depth);
    if (!e) e = get_number(f, m, "headings", 0, shift);
    if (!e && *shift > ATX_DEEPEST) e = markdown_form_read_refuse(f, f->line, "attribute", "headings");
    return e;
}

static enum err read_section(struct form *f, struct form_lines *l, const struct marker *m) {
    struct form_section s = {.line = f->line};
    int64_t depth = -1, shift = 0;
    const char *line = "";
    size_t size = 0;
    enum err e = read_marks(f, m, &s.section, &depth, &shift);
    if (e) return e;
    int level = next_line(l, &line, &size) ? read_heading(f, line, size, &s.section.title) : 0;
    if (level < MARKDOWN_FORM_CHAPTER) return markdown_form_read_refuse(f, s.line, "heading", "");
    s.section.depth = depth >= 0 && depth < OUTLINE_DEPTH_LIMIT ? (int)depth : level - MARKDOWN_FORM_CHAPTER;
    size_t number = strlen(s.section.number);
    if (number && strncmp(s.section.title, s.section.number, number) == 0 && s.section.title[number] == ' ')
        s.section.title += number + 1;
    e = find_parent(f, &s);
    if (e) return e;
    s.section.text = read_text(f, l, (int)shift, &s.section.text_size);
    buf_add(&f->section, &s, sizeof s);
    return OK;
}

static enum err read_reference(struct form *f, struct form_lines *l, const struct marker *m) {
    size_t size;
    struct form_reference r = {.title = marker_value(m, "title")};
    if (!r.title) return markdown_form_read_refuse(f, f->line, "attribute", "title");
    r.text = read_text(f, l, 0, &size);
    buf_add(&f->reference, &r, sizeof r);
    return OK;
}

/* "item <!-- kosshi sections 3 5 -->": cell_write lets no comment begin inside of an item. */
static void read_item(struct form *f, const char *item, size_t size, struct form_consideration *c) {
    static const char start[] = " <!-- kosshi sections ", end[] = "-->";
    const char *answers = memmem(item, size, start, strlen(start));
    c->sections = "";
    if (answers) {
        const char *ids = answers + strlen(start), *stop = memmem(ids, (size_t)(item + size - ids), end, strlen(end));
        c->sections = arena_copy(f->arena, ids, (size_t)((stop ? stop : item + size) - ids));
        size = (size_t)(answers - item);
    }
    c->title = cell_read(f->arena, item, size);
}

static enum err read_considerations(struct form *f, struct form_lines *l, const struct marker *m) {
    const char *line, *group = marker_value(m, "group");
    size_t size;
    if (!group) return markdown_form_read_refuse(f, f->line, "attribute", "group");
    while (markdown_form_read_peek(l, &line, &size) && !marker_is(line, size)) {
        struct form_consideration c = {.line = l->line, .group = group};
        (void)markdown_form_read_line(l, &line, &size);
        if (is_blank(line, size)) continue;
        if (size < 2 || memcmp(line, "- ", 2) != 0) return markdown_form_read_refuse(f, c.line, "item", "");
        read_item(f, line + 2, size - 2, &c);
        buf_add(&f->consideration, &c, sizeof c);
    }
    return OK;
}

/* The last one in a line: a name may hold what looks like it. */
static const char *find_last(const char *line, size_t size, const char *what) {
    const char *found = NULL, *end = line + size;
    for (const char *at = line; (at = memmem(at, (size_t)(end - at), what, strlen(what))); at++)
        found = at;
    return found;
}

static enum err read_image(struct form *f, struct form_lines *l, const struct marker *m) {
    static const char before[] = "](data:", behind[] = ";base64,";
    struct form_image i = {.line = f->line, .image = {.name = get_text(m, "name", "")}};
    int64_t width = 0, height = 0;
    const char *line = "";
    size_t size = 0;
    enum err e = get_number(f, m, "id", 1, &i.image.id);
    if (!e) e = get_number(f, m, "width", 1, &width);
    if (!e) e = get_number(f, m, "height", 1, &height);
    if (e) return e;
    i.image.width = width > INT32_MAX ? 0 : (int)width;
    i.image.height = height > INT32_MAX ? 0 : (int)height;
    const char *data = next_line(l, &line, &size) ? find_last(line, size, before) : NULL;
    const char *end = line + size;
    const char *type = data ? data + strlen(before) : end;
    const char *base64 = memmem(type, (size_t)(end - type), behind, strlen(behind));
    if (!base64 || end[-1] != ')') return markdown_form_read_refuse(f, i.line, "image", i.image.name);
    i.image.type = arena_copy(f->arena, type, (size_t)(base64 - type));
    if (strcmp(get_text(m, "type", i.image.type), i.image.type) != 0)
        return markdown_form_read_refuse(f, i.line, "image", i.image.name);
    i.base64 = base64 + strlen(behind);
    i.base64_size = (size_t)(end - 1 - i.base64);
    buf_add(&f->image, &i, sizeof i);
    return OK;
}

/* --- The whole ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum err (*read)(struct form *f, struct form_lines *l, const struct marker *m);
} parts[] = {
    {"section", read_section},
    {"strategies", markdown_form_rows_strategies},
    {"indicators", markdown_form_rows_indicators},
    {"reference", read_reference},
    {"considerations", read_considerations},
    {"image", read_image},
};

static enum err read_part(struct form *f, struct form_lines *l, const struct marker *m) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, m->name) == 0) return parts[i].read(f, l, m);
    return markdown_form_read_refuse(f, f->line, "unknown", m->name);
}

static enum err read_all(struct form *f, const char *text, size_t size) {
    struct form_lines l = {text, text + size, 1};
    const char *line = "";
    size_t length = 0;
    enum err e = OK;
    for (bool first = true; !e && next_line(&l, &line, &length); first = false) {
        struct marker m;
        f->line = l.line - 1;
        if (!marker_is(line, length))
            return markdown_form_read_refuse(f, f->line, "stray", arena_copy(f->arena, line, length));
        if (!marker_read(f->arena, line, length, &m) || first != (strcmp(m.name, "document") == 0))
            return markdown_form_read_refuse(f, f->line, "marker", "");
        e = first ? read_document(f, &l, &m) : read_part(f, &l, &m);
    }
    if (!e && !f->document.title) e = markdown_form_read_refuse(f, 1, "title", "");
    return e;
}

static void form_free(struct form *f) {
    buf_free(&f->section);
    buf_free(&f->strategy);
    buf_free(&f->tactic);
    buf_free(&f->indicator);
    buf_free(&f->reference);
    buf_free(&f->consideration);
    buf_free(&f->image);
}

enum err markdown_form_read(struct db *db, struct arena *a, const char *text, size_t size, int64_t now,
                            struct markdown_form_problem *problem) {
    __attribute__((cleanup(form_free))) struct form f = {.arena = a, .problem = problem, .now = now};
    *problem = (struct markdown_form_problem){0, "", ""};
    enum err e = read_all(&f, text, size);
    return e ? e : markdown_form_put(&f, db);
}
