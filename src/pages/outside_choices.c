#include "kosshi/pages/outside_choices.h"

#include "kosshi/output/place.h"
#include "kosshi/pages/choice.h"
#include "kosshi/store/section.h"

enum err outside_choices_sections(struct request *r, int64_t chosen, json_t **out) {
    struct section *tree;
    size_t count;
    enum err e = section_tree(r->db, r->arena, false, &tree, &count);
    if (e != OK) return e;
    *out = json_array();
    for (size_t i = 0; i < count; i++) {
        const char *value = arena_printf(r->arena, "%lld", (long long)tree[i].id);
        choice_add(*out, value, place_of(r->arena, tree, i), tree[i].id == chosen);
    }
    return OK;
}

json_t *outside_choices_sources(struct request *r) {
    static const char *const names[] = {"public", "letter", "mail", "counter"};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *word = request_phrase(r, arena_printf(r->arena, "outside.sources.%s", names[i]));
        choice_add(list, word, word, false);
    }
    return list;
}
