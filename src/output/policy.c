#include "kosshi/output/policy.h"

#include <stdlib.h>
#include <string.h>

/* The place in the tree of a section's policy, for one of strategies or indicators. */
static size_t place_of(const struct section *tree, size_t at) {
    size_t above = at;
    for (size_t i = at; i > 0 && tree[above].parent_id; i--) {
        if (tree[i - 1].id != tree[above].parent_id) continue;
        above = i - 1;
        if (tree[above].kind == KIND_POLICY) return above;
    }
    above = at;
    while (above > 0 && tree[above].id != tree[at].parent_id)
        above--;
    return tree[at].parent_id ? above : at;
}

/* Which sections are policies: every one of that kind, and those that take the place of one. */
static void find_policies(struct arena *a, const struct section *tree, size_t count, struct policies *out) {
    bool *is_policy = arena_alloc(a, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (tree[i].kind == KIND_POLICY) is_policy[i] = true;
        if (outline_kind_has_rows(tree[i].kind) && tree[i].items > 0) is_policy[place_of(tree, i)] = true;
    }
    out->list = arena_alloc(a, (count + 1) * sizeof *out->list);
    for (size_t i = 0; i < count; i++)
        if (is_policy[i]) out->list[out->count++].section = &tree[i];
}

static struct policy *policy_at(const struct policies *p, const struct section *section) {
    size_t i = 0;
    while (i < p->count && p->list[i].section != section)
        i++;
    return i < p->count ? &p->list[i] : NULL;
}

static void take_strategies(struct arena *a, struct policy *p, const struct section *s, const struct strategy *all,
                            size_t count) {
    if (!p->strategies) p->strategies = arena_alloc(a, count * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        if (all[i].section_id == s->id) p->strategies[p->strategy_count++] = all[i];
    }
}

static void take_indicators(struct arena *a, struct policy *p, const struct section *s, const struct indicator *all,
                            size_t count) {
    if (!p->indicators) p->indicators = arena_alloc(a, count * sizeof *all);
    for (size_t i = 0; i < count; i++) {
        if (all[i].section_id == s->id) p->indicators[p->indicator_count++] = all[i];
    }
}

/* --- Where each strategy stands ------------------------------------------------------------------------------- */

static int by_id(const void *one, const void *other) {
    int64_t x = ((const struct policy_place *)one)->id, y = ((const struct policy_place *)other)->id;
    return (x > y) - (x < y);
}

/* Of all strategies of some policies, by id. */
static struct policy_place *places_by_id(struct arena *a, const struct policy *list, size_t count, size_t *out_count) {
    size_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += list[i].strategy_count;
    struct policy_place *places = arena_alloc(a, (all + 1) * sizeof *places), *next = places;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i].strategy_count; k++)
            *next++ = (struct policy_place){list[i].strategies[k].id, &list[i], k};
    qsort(places, all, sizeof *places, by_id);
    *out_count = all;
    return places;
}

static const struct policy_place *find_place(const struct policy_place *places, size_t count, int64_t id) {
    struct policy_place wanted = {.id = id};
    return bsearch(&wanted, places, count, sizeof wanted, by_id);
}

/* --- The whole ------------------------------------------------------------------------------------------------ */

enum err policy_list(struct db *db, struct arena *a, const struct section *tree, size_t count, struct policies *out) {
    struct strategy *strategies = NULL;
    struct indicator *indicators = NULL;
    size_t strategy_count = 0, indicator_count = 0;
    enum err e = strategy_list(db, a, 0, &strategies, &strategy_count);
    if (!e) e = indicator_list(db, a, 0, &indicators, &indicator_count);
    *out = (struct policies){.tree = tree, .tree_count = count};
    if (e) return e;
    find_policies(a, tree, count, out);
    for (size_t i = 0; i < count; i++) {
        struct policy *p = outline_kind_has_rows(tree[i].kind) ? policy_at(out, &tree[place_of(tree, i)]) : NULL;
        if (!p || !tree[i].items) continue;
        if (tree[i].kind == KIND_STRATEGIES)
            take_strategies(a, p, &tree[i], strategies, strategy_count);
        else
            take_indicators(a, p, &tree[i], indicators, indicator_count);
    }
    out->places = places_by_id(a, out->list, out->count, &out->place_count);
    return OK;
}

static size_t find_section(const struct policies *p, int64_t id) {
    size_t at = 0;
    while (at < p->tree_count && p->tree[at].id != id)
        at++;
    return at;
}

const struct policy *policy_of(const struct policies *p, int64_t section) {
    size_t at = find_section(p, section);
    return at < p->tree_count ? policy_at(p, &p->tree[place_of(p->tree, at)]) : NULL;
}

int policy_number(const struct policy *p, const struct strategy *s) {
    return (int)(s - p->strategies) + 1;
}

size_t policy_before(const struct policies *p, int64_t section) {
    const struct policy *of = policy_of(p, section);
    size_t at = find_section(p, section), before = 0;
    while (of && before < of->strategy_count && find_section(p, of->strategies[before].section_id) < at)
        before++;
    return before;
}

bool policy_any_data(const struct policies *p) {
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].strategy_count || p->list[i].indicator_count) return true;
    return false;
}

const struct strategy *policy_strategy(const struct policies *p, int64_t id, const struct policy **of) {
    const struct policy_place *place = find_place(p->places, p->place_count, id);
    if (!place) return NULL;
    *of = place->of;
    return &place->of->strategies[place->at];
}

/* --- Which indicator measures what ---------------------------------------------------------------------------- */

/* Where the strategies stand that an indicator measures, of those of the policy. Gives how many. */
static size_t places_of(const struct policy_place *places, size_t place_count, const struct indicator *i, size_t *out) {
    size_t count = 0;
    for (size_t k = 0; k < i->strategy_count; k++) {
        const struct policy_place *found = find_place(places, place_count, i->strategies[k]);
        if (found) out[count++] = found->at;
    }
    return count;
}

static void add_measure(struct arena *a, struct policy_measure *m, const struct indicator *i, bool again) {
    if ((m->count & (m->count + 1)) == 0) { /* 0, 1, 3, 7 …: full */
        size_t room = 2 * m->count + 1;
        const struct indicator **indicators = arena_alloc(a, room * sizeof(struct indicator *));
        bool *more = arena_alloc(a, room);
        if (m->count) memcpy(indicators, m->indicators, m->count * sizeof(struct indicator *));
        if (m->count) memcpy(more, m->again, m->count);
        m->indicators = indicators;
        m->again = more;
    }
    m->indicators[m->count] = i;
    m->again[m->count++] = again;
}

struct policy_measure *policy_measures(struct arena *a, const struct policy *p) {
    struct policy_measure *out = arena_alloc(a, (p->strategy_count + 1) * sizeof *out);
    size_t place_count;
    const struct policy_place *places = places_by_id(a, p, 1, &place_count);
    for (size_t i = 0; i < p->indicator_count; i++) {
        const struct indicator *indicator = &p->indicators[i];
        size_t *at = arena_alloc(a, (indicator->strategy_count + 1) * sizeof *at), first = p->strategy_count;
        size_t count = places_of(places, place_count, indicator, at);
        for (size_t k = 0; k < count; k++)
            if (at[k] < first) first = at[k];
        for (size_t k = 0; k < count; k++)
            add_measure(a, &out[at[k]], indicator, at[k] > first);
        if (count == 0) add_measure(a, &out[p->strategy_count], indicator, false);
    }
    return out;
}
