#include <string.h>

#include "image_text.h"
#include "kosshi/output/policy.h"
#include "markdown_form_parts.h"
#include "markdown_form_policy.h"
#include "markdown_form_table.h"

/* What the store refuses is the form's fault when the value is to blame, and goes on as it is when the disk is. */
static enum err judge(struct form *f, int line, const char *detail, enum err e) {
    if (!e || err_status(e) >= 500) return e;
    return markdown_form_read_refuse(f, line, e == ERR_TOO_LARGE ? "large" : "refused", detail);
}

/* --- Ids --------------------------------------------------------------------------------------------------------- */

/* Gives the items without an id those behind the highest: `id` is where an item of `size` bytes has it. */
static void give_ids(struct buf *list, size_t size, size_t id) {
    int64_t highest = 0;
    for (size_t at = id; at < list->size; at += size) {
        int64_t *here = (int64_t *)(void *)(list->data + at);
        if (*here > highest) highest = *here;
    }
    for (size_t at = id; at < list->size; at += size) {
        int64_t *here = (int64_t *)(void *)(list->data + at);
        if (!*here) *here = ++highest;
    }
}

#define GIVE_IDS(form, kind) give_ids(&(form)->kind, sizeof(struct form_##kind), offsetof(struct form_##kind, kind.id))

/* --- Parts ------------------------------------------------------------------------------------------------------- */

static enum err put_head(struct form *f, struct db *db) {
    const struct document *d = &f->document;
    enum err e = judge(f, 1, d->title, document_create_empty(db, d->title));
    if (!e) e = judge(f, 1, d->day_style, document_set(db, d->title, d->day_style));
    if (!e) e = judge(f, 1, d->publisher, document_set_colophon(db, d->publisher, d->contact));
    return e;
}

static bool has_rows(const struct form *f, size_t section) {
    for (size_t i = 0; i < FORM_COUNT(f, strategy); i++)
        if (FORM_LIST(f, strategy)[i].section == section) return true;
    for (size_t i = 0; i < FORM_COUNT(f, indicator); i++)
        if (FORM_LIST(f, indicator)[i].section == section) return true;
    return false;
}

static enum err put_sections(struct form *f, struct db *db, int64_t now) {
    struct form_section *list = FORM_LIST(f, section);
    enum err e = OK;
    for (size_t i = 0; i < FORM_COUNT(f, section) && !e; i++) {
        struct section *s = &list[i].section;
        s->parent_id = list[i].parent < 0 ? 0 : list[list[i].parent].section.id;
        s->items = has_rows(f, i);
        if (s->version < 0) s->version = s->text_size > 0;
        if (s->state == STATE_COUNT) s->state = markdown_form_policy_state(s);
        if (s->version) s->changed_at = now;
        e = judge(f, list[i].line, s->title, section_put(db, s, &s->id));
    }
    if (!e && f->document.diagram_section)
        e = judge(f, 1, "diagram", document_set_diagram(db, f->document.diagram_section));
    return e;
}

static enum err put_references(struct form *f, struct db *db) {
    enum err e = OK;
    for (size_t i = 0; i < FORM_COUNT(f, reference) && !e; i++)
        e = reference_add(db, FORM_LIST(f, reference)[i].title, FORM_LIST(f, reference)[i].text);
    return e;
}

static enum err put_answers(struct form *f, struct db *db, const struct form_consideration *c, int64_t id) {
    const char *at = c->sections;
    int64_t section;
    enum err e = OK;
    while (!e && markdown_form_read_number(&at, &section))
        e = judge(f, c->line, c->title, consideration_answer_put(db, id, section));
    return e || !*at ? e : markdown_form_read_refuse(f, c->line, "attribute", "sections");
}

static enum err put_considerations(struct form *f, struct db *db) {
    const struct form_consideration *list = FORM_LIST(f, consideration);
    enum err e = OK;
    for (size_t i = 0; i < FORM_COUNT(f, consideration) && !e; i++) {
        int64_t id;
        e = consideration_add(db, list[i].group, list[i].title, &id);
        if (!e) e = put_answers(f, db, &list[i], id);
    }
    return e;
}

static enum err put_strategies(struct form *f, struct db *db, int64_t now) {
    struct form_tactic *tactics = FORM_LIST(f, tactic);
    enum err e = OK;
    for (size_t i = 0; i < FORM_COUNT(f, strategy) && !e; i++) {
        struct form_strategy *s = &FORM_LIST(f, strategy)[i];
        s->strategy.section_id = FORM_LIST(f, section)[s->section].section.id;
        s->strategy.tactics = arena_alloc(f->arena, (s->strategy.tactic_count + 1) * sizeof *s->strategy.tactics);
        for (size_t k = 0; k < s->strategy.tactic_count; k++)
            s->strategy.tactics[k] = tactics[s->first_tactic + k].tactic;
        e = judge(f, s->line, s->strategy.title, strategy_put(db, &s->strategy, now));
    }
    return e;
}

/* The id of a strategy by its number in the policy a section belongs to; 0 for none. */
static int64_t strategy_at(const struct policies *p, int64_t section, int64_t number) {
    const struct policy *of = policy_of(p, section);
    return of && number > 0 && (size_t)number <= of->strategy_count ? of->strategies[number - 1].id : 0;
}

/* "1、3、id:7" */
static enum err find_measured(struct form *f, const struct policies *p, struct form_indicator *i) {
    const char *at = i->strategies;
    i->indicator.strategies = arena_alloc(f->arena, (strlen(at) + 1) * sizeof *i->indicator.strategies);
    for (;;) {
        int64_t number = 0;
        bool counted = markdown_form_read_number(&at, &number);
        if (counted) {
            number = strategy_at(p, i->indicator.section_id, number);
        } else if (strncmp(at, MARKDOWN_FORM_STRATEGY_ID, strlen(MARKDOWN_FORM_STRATEGY_ID)) == 0) {
            at += strlen(MARKDOWN_FORM_STRATEGY_ID);
            if (!markdown_form_read_number(&at, &number)) number = 0;
        } else if (!*at) {
            return OK;
        }
        if (number == 0) return markdown_form_read_refuse(f, i->line, "measured", i->strategies);
        i->indicator.strategies[i->indicator.strategy_count++] = number;
    }
}

/* The strategies are in their places: they are numbered as they will be shown. */
static enum err put_indicators(struct form *f, struct db *db, int64_t now) {
    struct section *tree = NULL;
    struct policies policies;
    size_t count = 0;
    enum err e = section_tree(db, f->arena, false, &tree, &count);
    if (!e) e = policy_list(db, f->arena, tree, count, &policies);
    for (size_t i = 0; i < FORM_COUNT(f, indicator) && !e; i++) {
        struct form_indicator *item = &FORM_LIST(f, indicator)[i];
        item->indicator.section_id = FORM_LIST(f, section)[item->section].section.id;
        e = find_measured(f, &policies, item);
        if (!e) e = judge(f, item->line, item->indicator.name, indicator_put(db, &item->indicator, now));
    }
    return e;
}

static enum err put_images(struct form *f, struct db *db, int64_t now) {
    enum err e = OK;
    for (size_t i = 0; i < FORM_COUNT(f, image) && !e; i++) {
        struct form_image *image = &FORM_LIST(f, image)[i];
        e = image_text_put(db, &image->image, image->base64, image->base64_size, now);
        if (e && err_status(e) < 500) e = markdown_form_read_refuse(f, image->line, "image", image->image.name);
    }
    return e;
}

enum err markdown_form_put(struct form *f, struct db *db) {
    int64_t now = f->now;
    GIVE_IDS(f, section);
    GIVE_IDS(f, strategy);
    GIVE_IDS(f, tactic);
    GIVE_IDS(f, indicator);
    GIVE_IDS(f, image);
    enum err e = put_head(f, db);
    if (!e) e = put_sections(f, db, now);
    if (!e) e = put_references(f, db);
    if (!e) e = put_considerations(f, db);
    if (!e) e = put_strategies(f, db, now);
    if (!e) e = put_indicators(f, db, now);
    if (!e) e = put_images(f, db, now);
    return e;
}
