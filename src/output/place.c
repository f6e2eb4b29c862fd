#include "kosshi/output/place.h"

const char *place_name(struct arena *a, const char *number, const char *title) {
    return *number ? arena_printf(a, "%s %s", number, title) : title;
}

const char *place_numbers(struct arena *a, const struct section *sections, size_t at) {
    const char *place = "";
    int depth = sections[at].depth;
    for (size_t i = at + 1; i > 0 && depth >= 0; i--) {
        const struct section *s = &sections[i - 1];
        if (s->depth != depth) continue;
        if (*s->number) place = arena_printf(a, "%s%s%s", s->number, *place ? "-" : "", place);
        depth--;
    }
    return place;
}

const char *place_of(struct arena *a, const struct section *sections, size_t at) {
    return place_name(a, place_numbers(a, sections, at), sections[at].title);
}
