#include "kosshi/output/interchange.h"

#include <jansson.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/log.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"

/* Steals item. What jansson refuses is a text of the file that is not UTF-8: nothing that was ever written through the
 * store. */
static enum err append(json_t *list, json_t *item) {
    if (item && json_array_append_new(list, item) == 0) return OK;
    log_error("interchange: the file holds a text that is not UTF-8");
    return ERR_IO;
}

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
        e = append(lists[s->depth], json_pack("{s:I,s:s,s:s,s:s,s:I,s:s%,s:s,s:o}", "id", (json_int_t)s->id, "kind",
                                              outline_kind_name(s->kind), "number", s->number, "title", s->title,
                                              "version", (json_int_t)s->version, "text", s->text, s->text_size, "state",
                                              section_state_name(s->state), "children", children));
    }
    return e;
}

static enum err add_references(struct db *db, struct arena *a, json_t *list) {
    struct reference *references = NULL;
    size_t count = 0;
    enum err e = reference_list(db, a, &references, &count);
    for (size_t i = 0; i < count && !e; i++) {
        e = append(list, json_pack("{s:s,s:s}", "title", references[i].title, "text", references[i].text));
    }
    return e;
}

static enum err add_considerations(struct db *db, struct arena *a, json_t *list) {
    struct consideration *considerations = NULL;
    size_t count = 0;
    enum err e = consideration_list(db, a, &considerations, &count);
    for (size_t i = 0; i < count && !e; i++) {
        e = append(list, json_pack("{s:s,s:s}", "group", considerations[i].group, "title", considerations[i].title));
    }
    return e;
}

static enum err add_replies(const struct comment *c, json_t *list) {
    enum err e = OK;
    for (size_t i = 0; i < c->reply_count && !e; i++) {
        const struct comment_reply *r = &c->replies[i];
        e = append(list, json_pack("{s:s,s:s,s:I}", "body", r->body, "author", r->author, "at", (json_int_t)r->at));
    }
    return e;
}

/* resolved_by and resolved_at are there for a resolved one only. */
static enum err add_comment(const struct comment *c, json_t *list) {
    json_t *replies = json_array();
    json_t *by = c->open ? NULL : json_string(c->resolved_by);
    json_t *at = c->open ? NULL : json_integer((json_int_t)c->resolved_at);
    enum err e = append(list, json_pack("{s:I,s:I,s:s,s:s,s:I,s:s,s:o*,s:o*,s:o}", "id", (json_int_t)c->id, "section",
                                        (json_int_t)c->section_id, "body", c->body, "author", c->author, "at",
                                        (json_int_t)c->at, "state", c->open ? "open" : "resolved", "resolved_by", by,
                                        "resolved_at", at, "replies", replies));
    return e ? e : add_replies(c, replies);
}

static enum err add_comments(struct db *db, struct arena *a, json_t *list) {
    struct comment *comments = NULL;
    size_t count = 0;
    const struct comment_filter all = {0};
    enum err e = comment_list(db, a, &all, &comments, &count);
    for (size_t i = 0; i < count && !e; i++) {
        e = add_comment(&comments[i], list);
    }
    return e;
}

static int add_bytes(const char *bytes, size_t size, void *context) {
    struct buf *out = context;
    buf_add(out, bytes, size);
    return 0;
}

/* Indicators and editions have no rows yet; their keys are there for readers that ask for them. */
static enum err build(struct db *db, struct arena *a, json_t *root) {
    static const struct {
        const char *key;
        enum err (*add)(struct db *, struct arena *, json_t *);
    } parts[] = {
        {"sections", add_sections}, {"references", add_references}, {"considerations", add_considerations},
        {"indicators", NULL},       {"comments", add_comments},     {"editions", NULL},
    };
    struct document document;
    enum err e = document_get(db, a, &document);
    if (e) return e;
    json_object_set_new(root, "title", json_string(document.title));
    json_object_set_new(root, "day_style", json_string(document.day_style));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !e; i++) {
        json_t *list = json_array();
        json_object_set_new(root, parts[i].key, list);
        if (parts[i].add) e = parts[i].add(db, a, list);
    }
    return e;
}

enum err interchange_write(struct db *db, struct buf *out) {
    ARENA(a);
    json_auto_t *root = json_object();
    enum err e = db_read_begin(db);
    if (e) return e;
    e = build(db, a, root);
    db_read_end(db);
    if (e) return e;
    if (json_dump_callback(root, add_bytes, out, JSON_INDENT(2)) != 0) return ERR_IO;
    buf_byte(out, '\n');
    return OK;
}
