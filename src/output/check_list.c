#include "kosshi/output/check_list.h"

#include "kosshi/store/document.h"
#include "kosshi/store/image.h"
#include "kosshi/store/indicator.h"

static struct check_section checked(const struct section *s, bool unwritten) {
    return (struct check_section){.id = s->id,
                                  .depth = s->depth,
                                  .kind = s->kind,
                                  .number = s->number,
                                  .title = s->title,
                                  .text = s->text,
                                  .unwritten = unwritten,
                                  .final = s->state == STATE_FINAL,
                                  .open_comments = s->open_comments,
                                  .items = s->items};
}

static bool is_unmeasured(const struct indicator *i) {
    return !*i->baseline || !*i->target;
}

/* The indicators come by section; each section takes the names of its own. */
static void add_unmeasured(struct arena *a, struct check_section *s, const struct indicator *all, size_t count) {
    const char **names = arena_alloc(a, (size_t)(s->items + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++)
        if (all[i].section_id == s->id && is_unmeasured(&all[i])) names[s->unmeasured_count++] = all[i].name;
    s->unmeasured = names;
}

static enum err image_ids(struct db *db, struct arena *a, const int64_t **out, size_t *count) {
    struct image *images;
    enum err e = image_list(db, a, false, &images, count);
    if (e != OK) return e;
    int64_t *ids = arena_alloc(a, (*count + 1) * sizeof *ids);
    for (size_t i = 0; i < *count; i++)
        ids[i] = images[i].id;
    *out = ids;
    return OK;
}

enum err check_list(struct db *db, struct arena *a, struct check_list *out) {
    struct document document;
    struct indicator *indicators;
    const int64_t *images;
    size_t indicator_count, image_count;
    enum err e = document_get(db, a, &document);
    if (e == OK) e = section_tree(db, a, true, &out->sections, &out->section_count);
    if (e == OK) e = indicator_list(db, a, 0, &indicators, &indicator_count);
    if (e == OK) e = image_ids(db, a, &images, &image_count);
    if (e != OK) return e;
    struct check_section *input = arena_alloc(a, (out->section_count + 1) * sizeof *input);
    bool has_diagram = section_any_items(out->sections, out->section_count);
    for (size_t i = 0; i < out->section_count; i++) {
        const struct section *s = &out->sections[i];
        bool has_children = i + 1 < out->section_count && out->sections[i + 1].depth > s->depth;
        bool shows_diagram = has_diagram && s->id == document.diagram_section;
        input[i] = checked(s, section_is_unwritten(s, has_children, shows_diagram));
        input[i].images = images;
        input[i].image_count = image_count;
        if (input[i].kind == KIND_INDICATORS) add_unmeasured(a, &input[i], indicators, indicator_count);
    }
    out->checked = input;
    out->count = check_document(a, input, out->section_count, &out->findings);
    return OK;
}
