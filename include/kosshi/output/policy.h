#ifndef KOSSHI_OUTPUT_POLICY_H
#define KOSSHI_OUTPUT_POLICY_H

#include <stdbool.h>

#include "kosshi/store/indicator.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"

/*
 * 方針 with what is known of it as data. A section of strategies or indicators belongs to the policy it stands below;
 * where it stands below none, the section right above it takes the policy's place. Everything that numbers strategies
 * (戦略2) counts through their policy as policy_number does: pages, tables, and every form of an export.
 */
struct policy {
    const struct section *section; /* borrowed from the tree */
    struct strategy *strategies;   /* in the order of the document */
    size_t strategy_count;
    struct indicator *indicators; /* likewise */
    size_t indicator_count;
};

/* Where a strategy stands. */
struct policy_place {
    int64_t id;
    const struct policy *of;
    size_t at; /* among the strategies of its policy */
};

struct policies {
    struct policy *list; /* in the order of the document, with those that have no data yet */
    size_t count;
    struct policy_place *places; /* of every strategy, by id */
    size_t place_count;
    const struct section *tree; /* borrowed */
    size_t tree_count;
};

/* tree: every standing section, as section_tree gives it; borrowed. All else lies in the arena. */
enum err policy_list(struct db *db, struct arena *a, const struct section *tree, size_t count,
                     struct policies *out) MUST_USE;

/* The policy a section of strategies or indicators belongs to. NULL when nothing has been put into it yet. */
const struct policy *policy_of(const struct policies *p, int64_t section);

/* 戦略1 is the first one of its policy: the strategy must be one of that list. */
int policy_number(const struct policy *p, const struct strategy *s);

/* How many strategies of its policy stand before a section: the first one in it has the number behind that. */
size_t policy_before(const struct policies *p, int64_t section);

/* True when any policy has strategies or indicators. */
bool policy_any_data(const struct policies *p);

/* The strategy of an id, and whose it is; NULL for an unknown one. Quick for policies of any size. */
const struct strategy *policy_strategy(const struct policies *p, int64_t id, const struct policy **of);

/* The indicators of a policy that measure one of its strategies, in their order. */
struct policy_measure {
    const struct indicator **indicators;
    bool *again; /* of each: it measures a strategy before this one, too */
    size_t count;
};

/* For each strategy of the policy, and last for the policy as a whole: the indicators that measure none of them. In the
 * arena; quick for a policy of any size. */
struct policy_measure *policy_measures(struct arena *a, const struct policy *p);

#endif
