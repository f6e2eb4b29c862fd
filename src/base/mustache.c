#include "kosshi/base/mustache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/log.h"
#include "mustache_nodes.h"

/* What one rendering may cost: a step for each node and for each PORTION bytes of output. */
enum { STEPS = 4 << 20, PORTION = 32 };

void mustache_free(struct mustache *m) {
    if (!m) return;
    free(m->source);
    free(m->nodes);
    free(m);
}

/* What names are looked up in, from the innermost section outward. */
struct scope {
    json_t *value;
    const struct scope *outer;
};

struct rendering {
    mustache_partial *partial;
    void *context;
    struct buf *out;
    struct buf indent; /* of all partials that are under way */
    int partials;
    size_t steps; /* that are left */
};

static void nodes_render(struct rendering *r, const struct mustache *m, size_t from, size_t to,
                         const struct scope *scope);

/*
 * Pays for a node, or for size bytes of output. A template that multiplies itself (lists in lists, partials that
 * contain themselves twice) would never end otherwise.
 */
static bool pay(struct rendering *r, size_t size) {
    size_t price = 1 + size / PORTION;
    if (r->steps == 0) return false;
    r->steps = price < r->steps ? r->steps - price : 0;
    if (r->steps == 0) log_error("a template multiplies itself: its rendering was cut off at %zu bytes", r->out->size);
    return r->steps > 0;
}

/* A dotted name's first part is looked up outward, the others only in what the one before gave. */
static json_t *find(const struct scope *scope, const char *name, size_t size) {
    if (size == 1 && *name == '.') return scope->value;
    const char *dot = memchr(name, '.', size), *end = name + size;
    size_t first = dot ? (size_t)(dot - name) : size;
    json_t *value = NULL;
    for (; scope && !value; scope = scope->outer)
        value = json_object_getn(scope->value, name, first);
    while (value && dot) {
        const char *part = dot + 1;
        dot = memchr(part, '.', (size_t)(end - part));
        value = json_object_getn(value, part, (size_t)((dot ? dot : end) - part));
    }
    return value;
}

static bool is_true(const json_t *value) {
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_NULL:
    case JSON_FALSE:
        return false;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_STRING:
        return json_string_length(value) > 0;
    default:
        return true;
    }
}

static void indent_render(struct rendering *r) {
    if (pay(r, r->indent.size)) buf_add(r->out, r->indent.data, r->indent.size);
}

static void text_render(struct rendering *r, const struct mustache *m, const struct mustache_node *node) {
    const char *s = m->source + node->at, *end = s + node->size;
    if (r->indent.size && node->line_start) indent_render(r);
    while (r->indent.size && s < end) {
        const char *feed = memchr(s, '\n', (size_t)(end - s));
        if (!feed || feed + 1 == end) break; /* the next line begins with the next node */
        buf_add(r->out, s, (size_t)(feed + 1 - s));
        indent_render(r);
        s = feed + 1;
    }
    buf_add(r->out, s, (size_t)(end - s));
}

/* The fewest digits that read back as the same number. */
static void real_render(double number, struct buf *out) {
    char s[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(s, sizeof s, "%.*g", digits, number);
        if (strtod(s, NULL) == number) break;
    }
    buf_string(out, s);
}

static void value_render(struct rendering *r, const json_t *value, bool escaped) {
    size_t before = r->out->size;
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING:
        if (escaped)
            buf_html(r->out, json_string_value(value), json_string_length(value));
        else
            buf_add(r->out, json_string_value(value), json_string_length(value));
        pay(r, r->out->size - before);
        return;
    case JSON_INTEGER:
        buf_printf(r->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return;
    case JSON_REAL:
        real_render(json_real_value(value), r->out);
        return;
    case JSON_TRUE:
        buf_string(r->out, "true");
        return;
    case JSON_FALSE:
        buf_string(r->out, "false");
        return;
    default:
        return;
    }
}

/* body: the index of the section's own node. */
static void section_render(struct rendering *r, const struct mustache *m, size_t body, json_t *value,
                           const struct scope *outer) {
    size_t end = m->nodes[body].end;
    if (!json_is_array(value)) {
        nodes_render(r, m, body + 1, end, &(struct scope){value, outer});
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!pay(r, 0)) return;
        nodes_render(r, m, body + 1, end, &(struct scope){json_array_get(value, i), outer});
    }
}

static void partial_render(struct rendering *r, const struct mustache *m, const struct mustache_node *node,
                           const struct scope *scope) {
    const struct mustache *found = NULL;
    if (r->partials < MUSTACHE_PARTIALS && r->partial) found = r->partial(m->source + node->at, r->context);
    if (!found) return;
    size_t indent = r->indent.size;
    r->partials++;
    if (node->indent_size) buf_add(&r->indent, m->source + node->indent_at, node->indent_size);
    nodes_render(r, found, 0, found->count, scope);
    r->indent.size = indent;
    r->partials--;
}

static void nodes_render(struct rendering *r, const struct mustache *m, size_t from, size_t to,
                         const struct scope *scope) {
    for (size_t i = from; i < to; i++) {
        const struct mustache_node *node = &m->nodes[i];
        const char *name = m->source + node->at;
        if (!pay(r, node->kind == TEXT ? node->size : 0)) return;
        switch (node->kind) {
        case TEXT:
            text_render(r, m, node);
            break;
        case VALUE:
        case RAW:
            value_render(r, find(scope, name, node->size), node->kind == VALUE);
            break;
        case SECTION:
        case INVERTED: {
            json_t *value = find(scope, name, node->size);
            bool yes = is_true(value);
            if (node->kind == INVERTED && !yes) nodes_render(r, m, i + 1, node->end, scope);
            if (node->kind == SECTION && yes) section_render(r, m, i, value, scope);
            i = node->end - 1;
            break;
        }
        case PARTIAL:
            partial_render(r, m, node, scope);
            break;
        }
    }
}

void mustache_render(const struct mustache *m, json_t *view, mustache_partial *partial, void *context,
                     struct buf *out) {
    struct rendering r = {.partial = partial, .context = context, .out = out, .steps = STEPS};
    nodes_render(&r, m, 0, m->count, &(struct scope){view, NULL});
    buf_free(&r.indent);
}
