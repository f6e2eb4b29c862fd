#include "interchange_anchor.h"

json_t *interchange_anchor_of(const struct anchor *anchor) {
    if (!anchor) return NULL;
    const struct span_quote *lost = &anchor->lost;
    json_t *last = anchor->detached ? json_pack("{s:s,s:s,s:s,s:I}", "words", lost->words, "before", lost->before,
                                                "behind", lost->behind, "into", (json_int_t)lost->into)
                                    : NULL;
    return json_pack("{s:I,s:I,s:b,s:{s:I,s:s},s:o*}", "from", (json_int_t)anchor->from, "to", (json_int_t)anchor->to,
                     "detached", anchor->detached, "made", "version", (json_int_t)anchor->made_version, "quote",
                     anchor->made_quote, "lost", last);
}

static enum err read_lost(struct interchange_reader *r, struct interchange_place p, struct span_quote *out) {
    struct interchange_place lost = {json_object_get(p.object, "lost"), arena_printf(r->arena, "%s.lost", p.where)};
    enum err e = interchange_value_text(r, lost, "words", &out->words);
    if (!e) e = interchange_value_text(r, lost, "before", &out->before);
    if (!e) e = interchange_value_text(r, lost, "behind", &out->behind);
    return e ? e : interchange_value_integer(r, lost, "into", -1, &out->into);
}

enum err interchange_anchor_read(struct interchange_reader *r, struct interchange_place comment,
                                 const struct anchor **out) {
    json_t *object = json_object_get(comment.object, "anchor");
    struct interchange_place p = {object, arena_printf(r->arena, "%s.anchor", comment.where)};
    struct interchange_place made = {json_object_get(object, "made"), arena_printf(r->arena, "%s.made", p.where)};
    *out = NULL;
    if (!object) return OK;
    struct anchor *anchor = arena_alloc(r->arena, sizeof *anchor);
    anchor->detached = json_is_true(json_object_get(object, "detached"));
    enum err e = interchange_value_integer(r, p, "from", 0, &anchor->from);
    if (!e) e = interchange_value_integer(r, p, "to", 0, &anchor->to);
    if (!e) e = interchange_value_integer(r, made, "version", 1, &anchor->made_version);
    if (!e) e = interchange_value_text(r, made, "quote", &anchor->made_quote);
    if (!e && anchor->detached) e = read_lost(r, p, &anchor->lost);
    if (!e) *out = anchor;
    return e;
}
