#include "kosshi/output/interchange.h"

#include <jansson.h>
#include <string.h>

#include "image_text.h"
#include "interchange_comment.h"
#include "interchange_policy.h"
#include "interchange_suggestion.h"
#include "interchange_value.h"
#include "kosshi/base/arena.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"

static enum err add_sections(struct db *db, struct arena *a, json_t *top) {
    struct section *sections = NULL;
    size_t count = 0;
    enum err e = section_tree(db, a, true, &sections, &count);
    json_t *lists[OUTLINE_DEPTH_LIMIT + 1] = {top}; /* where a section of that depth goes; borrowed */
    for (size_t i = 0; i < count && !e; i++) {
        const struct section *s = &sections[i];
        if (s->depth >= OUTLINE_DEPTH_LIMIT) die("section %lld is too deep", (long long)s->id);
        json_t *children = json_array();
        lists[s->depth + 1] = children;
        e = interchange_value_append(lists[s->depth],
                                     json_pack("{s:I,s:s,s:s,s:s,s:I,s:s%,s:s,s:o}", "id", (json_int_t)s->id, "kind",
                                               outline_kind_name(s->kind), "number", s->number, "title", s->title,
                                               "version", (json_int_t)s->version, "text", s->text, s->text_size,
                                               "state", section_state_name(s->state), "children", children));
    }
    return e;
}

static enum err add_references(struct db *db, struct arena *a, json_t *list) {
    struct reference *references = NULL;
    size_t count = 0;
    enum err e = reference_list(db, a, &references, &count);
    for (size_t i = 0; i < count && !e; i++) {
        e = interchange_value_append(list,
                                     json_pack("{s:s,s:s}", "title", references[i].title, "text", references[i].text));
    }
    return e;
}

/* *next: the first answer of this consideration; moved behind its last. */
static json_t *answered_by(const struct consideration *c, const struct consideration_answer *answers, size_t count,
                           size_t *next) {
    json_t *list = json_array();
    for (; *next < count && answers[*next].consideration == c->id; ++*next)
        json_array_append_new(list, json_integer((json_int_t)answers[*next].section));
    return list;
}

/* The answers come by the id of the consideration, which need not be the order of the paper. */
static size_t first_answer(const struct consideration *c, const struct consideration_answer *answers, size_t count) {
    size_t at = 0;
    while (at < count && answers[at].consideration != c->id)
        at++;
    return at;
}

static enum err add_considerations(struct db *db, struct arena *a, json_t *list) {
    struct consideration *considerations = NULL;
    struct consideration_answer *answers = NULL;
    size_t count = 0, answer_count = 0;
    enum err e = consideration_list(db, a, &considerations, &count);
    if (!e) e = consideration_answers(db, a, &answers, &answer_count);
    for (size_t i = 0; i < count && !e; i++) {
        const struct consideration *c = &considerations[i];
        size_t at = first_answer(c, answers, answer_count);
        e = interchange_value_append(list, json_pack("{s:s,s:s,s:o}", "group", c->group, "title", c->title,
                                                     "answered_by", answered_by(c, answers, answer_count, &at)));
    }
    return e;
}

/* --- Writing it out ----------------------------------------------------------------------------------------------- */

/* What jansson writes, one level further in: a line end inside a string is escaped. */
static int add_indented(const char *bytes, size_t size, void *context) {
    struct buf *out = context;
    for (const char *end = bytes + size, *line; bytes < end; bytes = line) {
        const char *lf = memchr(bytes, '\n', (size_t)(end - bytes));
        line = lf ? lf + 1 : end;
        buf_add(out, bytes, (size_t)(line - bytes));
        if (lf) buf_string(out, "  ");
    }
    return 0;
}

/* Adds a key of the whole with its value (stolen), which is given back at once. */
static enum err write_key(struct buf *out, const char *key, json_t *value) {
    buf_printf(out, "%s\n  \"%s\": ", out->data[out->size - 1] == '{' ? "" : ",", key);
    int failed = value ? json_dump_callback(value, add_indented, out, JSON_INDENT(2) | JSON_ENCODE_ANY) : -1;
    json_decref(value);
    return failed ? ERR_IO : OK;
}

static enum err write_head(struct db *db, struct arena *a, struct buf *out) {
    struct document d;
    enum err e = document_get(db, a, &d);
    if (!e) e = write_key(out, "title", json_string(d.title));
    if (!e) e = write_key(out, "day_style", json_string(d.day_style));
    if (!e) e = write_key(out, "publisher", json_string(d.publisher));
    if (!e) e = write_key(out, "contact", json_string(d.contact));
    json_int_t diagram = e ? 0 : (json_int_t)d.diagram_section;
    if (!e) e = write_key(out, "diagram_section", diagram ? json_integer(diagram) : json_null());
    return e;
}

static enum err write_list(struct db *db, struct arena *a, const char *key,
                           enum err (*add)(struct db *, struct arena *, json_t *), struct buf *out) {
    json_t *list = json_array();
    enum err e = add ? add(db, a, list) : OK;
    if (!e) return write_key(out, key, list);
    json_decref(list);
    return e;
}

/* By hand, so that there is one copy of an image's data at a time, and that in the buffer where it stays. */
static enum err write_image(struct db *db, int64_t id, struct buf *out) {
    ARENA(a);
    struct image image;
    enum err e = image_get(db, a, id, &image);
    if (e) return e;
    if (!image_text_fits(out->size, &image)) return ERR_PAPER_TOO_LARGE;
    json_auto_t *name = json_string(image.name);
    if (!name) return ERR_IO;
    buf_printf(out, "\n    {\n      \"id\": %lld,\n      \"type\": \"%s\",\n      \"name\": ", (long long)image.id,
               image.type);
    (void)json_dump_callback(name, add_indented, out, JSON_ENCODE_ANY);
    buf_printf(out, ",\n      \"width\": %d,\n      \"height\": %d,\n      \"data\": \"", image.width, image.height);
    image_text_write(&image, out);
    buf_string(out, "\"\n    }");
    return OK;
}

static enum err write_images(struct db *db, struct arena *a, struct buf *out) {
    struct image *images = NULL;
    size_t count = 0;
    enum err e = image_list(db, a, false, &images, &count);
    buf_string(out, ",\n  \"images\": [");
    for (size_t i = 0; i < count && !e; i++) {
        if (i) buf_byte(out, ',');
        e = write_image(db, images[i].id, out);
    }
    buf_string(out, count ? "\n  ]" : "]");
    return e;
}

enum err interchange_write(struct db *db, struct buf *out) {
    ARENA(a);
    buf_byte(out, '{');
    enum err e = write_head(db, a, out);
    if (!e) e = write_list(db, a, "sections", add_sections, out);
    if (!e) e = write_list(db, a, "references", add_references, out);
    if (!e) e = write_list(db, a, "considerations", add_considerations, out);
    if (!e) e = write_list(db, a, "strategies", interchange_policy_strategies, out);
    if (!e) e = write_list(db, a, "indicators", interchange_policy_indicators, out);
    if (!e) e = write_images(db, a, out);
    if (!e) e = write_list(db, a, "comments", interchange_comment_list, out);
    if (!e) e = write_list(db, a, "suggestions", interchange_suggestion_list, out);
    if (!e) e = write_list(db, a, "editions", NULL, out); /* they have no rows yet */
    if (!e) buf_string(out, "\n}\n");
    return e;
}
