#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "image_text.h"
#include "interchange_comment.h"
#include "interchange_policy_read.h"
#include "interchange_suggestion.h"
#include "interchange_value.h"
#include "kosshi/base/arena.h"
#include "kosshi/output/interchange.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"

/* --- Parts ---------------------------------------------------------------------------------------------------- */

static enum err read_section(struct interchange_reader *r, struct interchange_place p, struct section *s) {
    const char *kind = NULL;
    const char *state = NULL;
    enum err e = interchange_value_integer(r, p, "id", 1, &s->id);
    if (!e) e = interchange_value_text(r, p, "kind", &kind);
    if (!e) e = interchange_value_text(r, p, "number", &s->number);
    if (!e) e = interchange_value_text(r, p, "title", &s->title);
    if (!e) e = interchange_value_integer(r, p, "version", 0, &s->version);
    if (!e) e = interchange_value_text(r, p, "text", &s->text);
    if (!e) e = interchange_value_text(r, p, "state", &state);
    if (e) return e;
    s->kind = outline_kind(kind);
    s->state = section_state_of(state);
    s->text_size = strlen(s->text);
    s->changed_at = s->version ? r->now : 0;
    if (s->kind == KIND_COUNT) return interchange_value_refuse(r, "%s: unknown kind \"%.40s\"", p.where, kind);
    if (s->state == STATE_COUNT) return interchange_value_refuse(r, "%s: unknown state \"%.40s\"", p.where, state);
    return OK;
}

/* context: the section above, NULL for none. */
static enum err take_section(struct interchange_reader *r, struct interchange_place p, void *context) {
    const struct section *parent = context;
    struct section section = {.parent_id = parent ? parent->id : 0};
    enum err e = read_section(r, p, &section);
    if (!e)
        e = interchange_value_judge(
            r, p.where,
            "an id used twice, a kind or level out of place, or a title, number, version or text that cannot be",
            section_put(r->db, &section, &section.id));
    return e ? e : interchange_value_each(r, p, "children", take_section, &section);
}

static enum err take_reference(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    const char *title = NULL;
    const char *text = NULL;
    enum err e = interchange_value_text(r, p, "title", &title);
    if (!e) e = interchange_value_text(r, p, "text", &text);
    return e ? e : reference_add(r->db, title, text);
}

static enum err read_answers(struct interchange_reader *r, struct interchange_place p, int64_t consideration) {
    int64_t *sections = NULL;
    size_t count = 0;
    if (!json_object_get(p.object, "answered_by")) return OK;
    enum err e = interchange_value_ids(r, p, "answered_by", &sections, &count);
    for (size_t i = 0; i < count && !e; i++)
        e = interchange_value_judge(r, p.where, "answered by a section that is not there",
                                    consideration_answer_put(r->db, consideration, sections[i]));
    return e;
}

static enum err take_consideration(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    const char *group = NULL;
    const char *title = NULL;
    int64_t id = 0;
    enum err e = interchange_value_text(r, p, "group", &group);
    if (!e) e = interchange_value_text(r, p, "title", &title);
    if (!e) e = consideration_add(r->db, group, title, &id);
    return e ? e : read_answers(r, p, id);
}

static enum err take_image(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    struct image image = {0};
    const char *data = NULL;
    int64_t width = 0, height = 0;
    enum err e = interchange_value_integer(r, p, "id", 1, &image.id);
    if (!e) e = interchange_value_text(r, p, "type", &image.type);
    if (!e) e = interchange_value_text(r, p, "name", &image.name);
    if (!e) e = interchange_value_integer(r, p, "width", 1, &width);
    if (!e) e = interchange_value_integer(r, p, "height", 1, &height);
    if (!e) e = interchange_value_text(r, p, "data", &data);
    if (e) return e;
    image.width = width > INT_MAX ? 0 : (int)width;
    image.height = height > INT_MAX ? 0 : (int)height;
    return interchange_value_judge(
        r, p.where, "an id used twice, or data that is no picture of this type and size",
        image_text_put(r->db, &image, data, json_string_length(json_object_get(p.object, "data")), r->now));
}

/* Something this program has no rows for yet is refused rather than lost. */
static enum err take_unknown(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    return interchange_value_refuse(r, "%s: this kosshi cannot hold it; read the file with the one that wrote it",
                                    p.where);
}

/* --- The whole ------------------------------------------------------------------------------------------------ */

static enum err read_colophon(struct interchange_reader *r, struct interchange_place p) {
    const char *publisher = "", *contact = "";
    enum err e = interchange_value_text_if(r, p, "publisher", &publisher);
    if (!e) e = interchange_value_text_if(r, p, "contact", &contact);
    if (e) return e;
    return interchange_value_judge(r, p.where, "a publisher or contact that cannot be",
                                   document_set_colophon(r->db, publisher, contact));
}

static enum err read_head(struct interchange_reader *r, struct interchange_place p) {
    const char *title = NULL, *day_style = NULL;
    enum err e = interchange_value_text(r, p, "title", &title);
    if (!e) e = interchange_value_text_if(r, p, "day_style", &day_style);
    if (!e) e = interchange_value_judge(r, p.where, "a title that cannot be", document_create_empty(r->db, title));
    if (!e && day_style)
        e = interchange_value_judge(r, p.where, "an unknown day_style", document_set(r->db, title, day_style));
    if (!e) e = read_colophon(r, p);
    const json_t *sample = json_object_get(p.object, "sample");
    if (!e && sample && !json_is_boolean(sample))
        return interchange_value_refuse(r, "%s: \"sample\" must be a boolean", p.where);
    return e;
}

/* A form that does not say which section it is, is older than the question. */
static enum err read_diagram(struct interchange_reader *r, struct interchange_place p) {
    json_t *value = json_object_get(p.object, "diagram_section");
    int64_t section = 0;
    if (!value) return document_find_diagram(r->db);
    if (json_is_null(value)) return OK;
    enum err e = interchange_value_integer(r, p, "diagram_section", 1, &section);
    if (e) return e;
    return interchange_value_judge(r, p.where, "a diagram_section that is not there",
                                   document_set_diagram(r->db, section));
}

static enum err read_parts(struct interchange_reader *r, struct interchange_place p) {
    enum err e = read_head(r, p);
    if (!e) e = interchange_value_each(r, p, "sections", take_section, NULL);
    if (!e) e = read_diagram(r, p);
    if (!e) e = interchange_value_each(r, p, "references", take_reference, NULL);
    if (!e) e = interchange_value_each(r, p, "considerations", take_consideration, NULL);
    if (!e) e = interchange_value_each_if(r, p, "strategies", interchange_policy_read_strategy, NULL);
    if (!e) e = interchange_value_each(r, p, "indicators", interchange_policy_read_indicator, NULL);
    if (!e) e = interchange_value_each_if(r, p, "images", take_image, NULL);
    if (!e) e = interchange_comment_read_all(r, p);
    if (!e) e = interchange_value_each_if(r, p, "suggestions", interchange_suggestion_read, NULL);
    if (!e) e = interchange_value_each(r, p, "editions", take_unknown, NULL);
    return e;
}

enum err interchange_read(struct db *db, const char *json, size_t size, char **why) {
    ARENA(a);
    struct interchange_reader reader = {.db = db, .arena = a, .now = db_now(), .why = why};
    *why = NULL;
    json_error_t error;
    json_auto_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &error);
    if (!root) return interchange_value_refuse(&reader, "line %d: %s", error.line, error.text);
    if (!json_is_object(root)) return interchange_value_refuse(&reader, "document: must be an object");
    return read_parts(&reader, (struct interchange_place){root, "document"});
}
