#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/output/interchange.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/text/utf.h"

#define INTEGER_MOST 9007199254740991LL /* 2^53 - 1: every reader of JSON has the same number (RFC 8259, 6) */

struct reader {
    struct db *db;
    struct arena *arena;
    int64_t now;
    char **why;
};

/* One object of the form and where it stands, such as document.sections[0].children[2]. */
struct place {
    json_t *object;
    const char *where;
};

__attribute__((format(printf, 2, 3))) static enum err refuse(struct reader *r, const char *format, ...) {
    BUF(why);
    va_list arguments;
    char line[512];
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    buf_string(&why, line);
    *r->why = buf_steal(&why);
    return ERR_BAD_INTERCHANGE;
}

/* What the store says of a value is the reader's business when the value is to blame, and goes on as it is when the
 * disk is. */
static enum err judge(struct reader *r, const char *where, const char *blame, enum err e) {
    if (!e || err_status(e) >= 500) return e;
    return refuse(r, "%s: %s (%s)", where, blame, err_code(e));
}

/* --- Values --------------------------------------------------------------------------------------------------- */

static enum err get_text(struct reader *r, struct place p, const char *key, const char **out) {
    json_t *value = json_object_get(p.object, key);
    if (!json_is_string(value)) return refuse(r, "%s: \"%s\" must be a string", p.where, key);
    *out = json_string_value(value);
    enum err e = utf_check(*out, json_string_length(value));
    return e ? refuse(r, "%s: \"%s\": %s", p.where, key, err_code(e)) : OK;
}

static enum err get_integer(struct reader *r, struct place p, const char *key, int64_t least, int64_t *out) {
    json_t *value = json_object_get(p.object, key);
    if (!json_is_integer(value) || json_integer_value(value) < least || json_integer_value(value) > INTEGER_MOST) {
        return refuse(r, "%s: \"%s\" must be a whole number from %lld to %lld", p.where, key, (long long)least,
                      INTEGER_MOST);
    }
    *out = json_integer_value(value);
    return OK;
}

typedef enum err take_item(struct reader *r, struct place item, void *context);

/* Calls take for each object of the list at key, as long as it gives OK. */
static enum err each(struct reader *r, struct place p, const char *key, take_item *take, void *context) {
    json_t *list = json_object_get(p.object, key);
    if (!json_is_array(list)) return refuse(r, "%s: \"%s\" must be a list", p.where, key);
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object) {
        struct place item = {object, arena_printf(r->arena, "%s.%s[%zu]", p.where, key, i)};
        if (!json_is_object(object)) return refuse(r, "%s: must be an object", item.where);
        enum err e = take(r, item, context);
        if (e) return e;
    }
    return OK;
}

/* --- Parts ---------------------------------------------------------------------------------------------------- */

static enum err read_section(struct reader *r, struct place p, struct section *s) {
    const char *kind = NULL;
    const char *state = NULL;
    enum err e = get_integer(r, p, "id", 1, &s->id);
    if (!e) e = get_text(r, p, "kind", &kind);
    if (!e) e = get_text(r, p, "number", &s->number);
    if (!e) e = get_text(r, p, "title", &s->title);
    if (!e) e = get_integer(r, p, "version", 0, &s->version);
    if (!e) e = get_text(r, p, "text", &s->text);
    if (!e) e = get_text(r, p, "state", &state);
    if (e) return e;
    s->kind = outline_kind(kind);
    s->state = section_state_of(state);
    s->text_size = strlen(s->text);
    s->changed_at = s->version ? r->now : 0;
    if (s->kind == KIND_COUNT) return refuse(r, "%s: unknown kind \"%.40s\"", p.where, kind);
    if (s->state == STATE_COUNT) return refuse(r, "%s: unknown state \"%.40s\"", p.where, state);
    return OK;
}

/* context: the section above, NULL for none. */
static enum err take_section(struct reader *r, struct place p, void *context) {
    const struct section *parent = context;
    struct section section = {.parent_id = parent ? parent->id : 0};
    enum err e = read_section(r, p, &section);
    if (!e)
        e = judge(r, p.where,
                  "an id used twice, a kind or level out of place, or a title, number, version or text that cannot be",
                  section_put(r->db, &section, &section.id));
    return e ? e : each(r, p, "children", take_section, &section);
}

static enum err take_reference(struct reader *r, struct place p, void *context) {
    (void)context;
    const char *title = NULL;
    const char *text = NULL;
    enum err e = get_text(r, p, "title", &title);
    if (!e) e = get_text(r, p, "text", &text);
    return e ? e : reference_add(r->db, title, text);
}

static enum err take_consideration(struct reader *r, struct place p, void *context) {
    (void)context;
    const char *group = NULL;
    const char *title = NULL;
    enum err e = get_text(r, p, "group", &group);
    if (!e) e = get_text(r, p, "title", &title);
    return e ? e : consideration_add(r->db, group, title);
}

/* context: the comment; its list of replies has room for all. */
static enum err take_reply(struct reader *r, struct place p, void *context) {
    struct comment *comment = context;
    struct comment_reply *reply = &comment->replies[comment->reply_count++];
    enum err e = get_text(r, p, "body", &reply->body);
    if (!e) e = get_text(r, p, "author", &reply->author);
    if (!e) e = get_integer(r, p, "at", 0, &reply->at);
    return e;
}

static enum err read_state(struct reader *r, struct place p, struct comment *c) {
    const char *state = "";
    enum err e = get_text(r, p, "state", &state);
    if (e) return e;
    c->open = strcmp(state, "open") == 0;
    if (c->open) return OK;
    if (strcmp(state, "resolved") != 0) return refuse(r, "%s: unknown state \"%.40s\"", p.where, state);
    e = get_text(r, p, "resolved_by", &c->resolved_by);
    return e ? e : get_integer(r, p, "resolved_at", 0, &c->resolved_at);
}

static enum err take_comment(struct reader *r, struct place p, void *context) {
    (void)context;
    struct comment c = {0};
    size_t replies = json_array_size(json_object_get(p.object, "replies"));
    c.replies = arena_alloc(r->arena, replies * sizeof *c.replies);
    enum err e = get_integer(r, p, "id", 1, &c.id);
    if (!e) e = get_integer(r, p, "section", 1, &c.section_id);
    if (!e) e = get_text(r, p, "body", &c.body);
    if (!e) e = get_text(r, p, "author", &c.author);
    if (!e) e = get_integer(r, p, "at", 0, &c.at);
    if (!e) e = read_state(r, p, &c);
    if (!e) e = each(r, p, "replies", take_reply, &c);
    if (e) return e;
    e = section_chapter(r->db, c.section_id, &c.chapter_id);
    if (e == ERR_NOT_FOUND) return refuse(r, "%s: there is no section %lld", p.where, (long long)c.section_id);
    return e ? e : judge(r, p.where, "an id used twice, or a body that cannot be", comment_put(r->db, &c));
}

/* Something this program has no rows for yet is refused rather than lost. */
static enum err take_unknown(struct reader *r, struct place p, void *context) {
    (void)context;
    return refuse(r, "%s: this kosshi cannot hold it; read the file with the one that wrote it", p.where);
}

/* --- The whole ------------------------------------------------------------------------------------------------ */

static enum err read_head(struct reader *r, struct place p) {
    const char *title = NULL;
    const char *day_style = NULL;
    enum err e = get_text(r, p, "title", &title);
    if (!e) e = judge(r, p.where, "a title that cannot be", document_create_empty(r->db, title));
    if (e || !json_object_get(p.object, "day_style")) return e;
    e = get_text(r, p, "day_style", &day_style);
    return e ? e : judge(r, p.where, "an unknown day_style", document_set(r->db, title, day_style));
}

static enum err read_parts(struct reader *r, struct place p) {
    static const struct {
        const char *key;
        take_item *take;
    } parts[] = {
        {"sections", take_section},   {"references", take_reference}, {"considerations", take_consideration},
        {"indicators", take_unknown}, {"comments", take_comment},     {"editions", take_unknown},
    };
    enum err e = read_head(r, p);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !e; i++) {
        e = each(r, p, parts[i].key, parts[i].take, NULL);
    }
    return e;
}

enum err interchange_read(struct db *db, const char *json, size_t size, char **why) {
    ARENA(a);
    struct reader reader = {.db = db, .arena = a, .now = db_now(), .why = why};
    *why = NULL;
    json_error_t error;
    json_auto_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &error);
    if (!root) return refuse(&reader, "line %d: %s", error.line, error.text);
    if (!json_is_object(root)) return refuse(&reader, "document: must be an object");
    return read_parts(&reader, (struct place){root, "document"});
}
