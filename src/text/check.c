#include "kosshi/text/check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/check_text.h"
#include "kosshi/text/outline_number.h"

/* What is known of a section besides what it says itself. */
struct place {
    size_t parent;   /* index + 1 in the list of sections; 0 for a chapter */
    size_t numbered; /* index + 1 of its last child that has a number with a value; 0 for none */
    struct outline_numeral numeral;
    const char *number; /* in its normal form */
    bool twice;         /* an elder sibling has the same number */
};

struct checking {
    struct arena *a;
    const struct check_section *sections;
    size_t count;
    struct place *places; /* the document itself, then one for each section */
    struct buf findings;  /* of struct check_finding */
};

const char *check_name(enum finding f) {
    static const char *const names[FINDING_COUNT] = {"empty",         "number_gap",   "number_twice", "not_final",
                                                     "open_comments", "footnote",     "alt",          "indicator",
                                                     "no_strategy",   "no_indicator", "image",        "chart"};
    return names[f];
}

static void add(struct checking *c, enum finding finding, const struct check_section *section, const char *detail) {
    struct check_finding f = {.finding = finding, .section = section, .detail = detail};
    buf_add(&c->findings, &f, sizeof f);
}

/* --- where each section stands ----------------------------------------------------------------------------------- */

static void find_parents(struct checking *c) {
    size_t *open = arena_alloc(c->a, (c->count + 1) * sizeof *open), depth = 0;
    for (size_t i = 0; i < c->count; i++) {
        while (depth > 0 && c->sections[open[depth - 1] - 1].depth >= c->sections[i].depth)
            depth--;
        c->places[i + 1].parent = depth > 0 ? open[depth - 1] : 0;
        open[depth++] = i + 1;
    }
}

static void read_numbers(struct checking *c) {
    for (size_t i = 0; i < c->count; i++) {
        struct place *place = &c->places[i + 1];
        place->number = c->sections[i].number;
        if (!outline_number_read(place->number, &place->numeral))
            place->numeral.value = 0;
        else
            place->number = outline_number_write(c->a, &place->numeral, place->numeral.value);
    }
}

static int compare_numbers(const void *x, const void *y) {
    const struct place *const *a = x, *const *b = y;
    if ((*a)->parent != (*b)->parent) return (*a)->parent < (*b)->parent ? -1 : 1;
    int order = strcmp((*a)->number, (*b)->number);
    return order != 0 ? order : (*a > *b) - (*a < *b);
}

static void find_twins(struct checking *c) {
    struct place **sorted = arena_alloc(c->a, (c->count + 1) * sizeof(struct place *));
    for (size_t i = 0; i < c->count; i++)
        sorted[i] = &c->places[i + 1];
    qsort(sorted, c->count, sizeof(struct place *), compare_numbers);
    for (size_t i = 1; i < c->count; i++)
        sorted[i]->twice = sorted[i]->number[0] && sorted[i]->parent == sorted[i - 1]->parent &&
                           strcmp(sorted[i]->number, sorted[i - 1]->number) == 0;
}

/* --- findings ---------------------------------------------------------------------------------------------------- */

/* Numbers that are missing before a section's own: from the last sibling's, for chapters also from Ⅰ on. */
static void check_gap(struct checking *c, size_t i) {
    struct place *place = &c->places[i + 1], *parent = &c->places[place->parent];
    if (place->numeral.value == 0) return;
    int before = place->parent == 0 ? 0 : place->numeral.value - 1;
    if (parent->numbered > 0) {
        const struct outline_numeral *sibling = &c->places[parent->numbered].numeral;
        before = outline_number_same_style(sibling, &place->numeral) ? sibling->value : place->numeral.value - 1;
    }
    parent->numbered = i + 1;
    int first = before + 1, last = place->numeral.value - 1;
    if (first > last) return;
    const char *detail = outline_number_write(c->a, &place->numeral, first);
    if (last > first) detail = arena_printf(c->a, "%s〜%s", detail, outline_number_write(c->a, &place->numeral, last));
    add(c, FINDING_NUMBER_GAP, &c->sections[i], detail);
}

static int compare_ids(const void *x, const void *y) {
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static bool has_image(const struct check_section *s, int64_t id) {
    return s->image_count > 0 && bsearch(&id, s->images, s->image_count, sizeof id, compare_ids);
}

static void check_section_text(struct checking *c, const struct check_section *section) {
    struct check_text found;
    check_text(c->a, section->text, strlen(section->text), &found);
    for (size_t i = 0; i < found.footnote_count; i++)
        add(c, FINDING_FOOTNOTE, section, found.footnotes[i]);
    for (size_t i = 0; i < found.image_count; i++)
        add(c, FINDING_ALT, section, found.images[i]);
    for (size_t i = 0; i < found.own_image_count; i++)
        if (!has_image(section, found.own_images[i]))
            add(c, FINDING_IMAGE, section, arena_printf(c->a, "/images/%lld", (long long)found.own_images[i]));
    for (size_t i = 0; i < found.chart_count; i++)
        add(c, FINDING_CHART, section, found.charts[i]);
}

/* Lines of a kind in a section and all below it. */
static int items_below(const struct checking *c, size_t i, enum section_kind kind) {
    int items = 0;
    for (size_t k = i; k < c->count && (k == i || c->sections[k].depth > c->sections[i].depth); k++)
        if (c->sections[k].kind == kind) items += c->sections[k].items;
    return items;
}

static void check_policy(struct checking *c, size_t i) {
    const struct check_section *section = &c->sections[i];
    for (size_t k = 0; k < section->unmeasured_count; k++)
        add(c, FINDING_INDICATOR, section, section->unmeasured[k]);
    if (section->kind != KIND_POLICY) return;
    if (!items_below(c, i, KIND_STRATEGIES)) add(c, FINDING_NO_STRATEGY, section, "");
    if (!items_below(c, i, KIND_INDICATORS)) add(c, FINDING_NO_INDICATOR, section, "");
}

size_t check_document(struct arena *a, const struct check_section *sections, size_t count, struct check_finding **out) {
    struct checking c = {.a = a, .sections = sections, .count = count};
    c.places = arena_alloc(a, (count + 1) * sizeof *c.places);
    find_parents(&c);
    read_numbers(&c);
    find_twins(&c);
    for (size_t i = 0; i < count; i++) {
        const struct check_section *section = &sections[i];
        if (section->unwritten) add(&c, FINDING_EMPTY, section, "");
        check_gap(&c, i);
        if (c.places[i + 1].twice) add(&c, FINDING_NUMBER_TWICE, section, c.places[i + 1].number);
        if (section->depth == 0 && !section->final) add(&c, FINDING_NOT_FINAL, section, "");
        if (section->open_comments > 0)
            add(&c, FINDING_OPEN_COMMENTS, section, arena_printf(a, "%d", section->open_comments));
        check_section_text(&c, section);
        check_policy(&c, i);
    }
    size_t found = c.findings.size / sizeof **out;
    *out = found > 0 ? (struct check_finding *)(void *)arena_copy(a, c.findings.data, c.findings.size) : NULL;
    buf_free(&c.findings);
    return found;
}
