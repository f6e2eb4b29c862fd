#ifndef KOSSHI_OUTPUT_POLICY_H
#define KOSSHI_OUTPUT_POLICY_H

#include <stdbool.h>

#include "kosshi/store/indicator.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"

/*
 * 方針 with what is known of it as data. A section of strategies or indicators belongs to the policy it stands below;
 * where it stands below none, the section right above it takes the policy's place.
 */
struct policy {
    const struct section *section; /* borrowed from the tree */
    struct strategy *strategies;   /* in the order of the document; their numbers count through the policy */
    size_t strategy_count;
    struct indicator *indicators; /* likewise */
    size_t indicator_count;
};

struct policies {
    struct policy *list; /* in the order of the document, with those that have no data yet */
    size_t count;
};

/* tree: every standing section, as section_tree gives it; borrowed. All else lies in the arena. */
enum err policy_list(struct db *db, struct arena *a, const struct section *tree, size_t count,
                     struct policies *out) MUST_USE;

/* The strategy of an id, and whose it is; NULL for an unknown one. */
const struct strategy *policy_strategy(const struct policies *p, int64_t id, const struct policy **of);

/* True when an indicator of the policy measures a strategy of it; for NULL: when it measures none of them. */
bool policy_measures(const struct policy *p, const struct indicator *i, const struct strategy *s);

#endif
