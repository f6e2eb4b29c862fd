#include "kosshi/output/check_list.h"

static struct check_section checked(const struct section *s) {
    return (struct check_section){.id = s->id,
                                  .depth = s->depth,
                                  .kind = s->kind,
                                  .number = s->number,
                                  .title = s->title,
                                  .text = s->text,
                                  .final = s->state == STATE_FINAL,
                                  .open_comments = s->open_comments};
}

enum err check_list(struct db *db, struct arena *a, struct check_list *out) {
    enum err e = section_tree(db, a, true, &out->sections, &out->section_count);
    if (e != OK) return e;
    struct check_section *input = arena_alloc(a, (out->section_count + 1) * sizeof *input);
    for (size_t i = 0; i < out->section_count; i++)
        input[i] = checked(&out->sections[i]);
    out->checked = input;
    out->count = check_document(a, input, out->section_count, &out->findings);
    return OK;
}
