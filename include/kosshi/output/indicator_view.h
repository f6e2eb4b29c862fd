#ifndef KOSSHI_OUTPUT_INDICATOR_VIEW_H
#define KOSSHI_OUTPUT_INDICATOR_VIEW_H

#include <jansson.h>

#include "kosshi/base/language.h"
#include "kosshi/output/policy.h"

/* How a view is written: in whose words, with which years. */
struct indicator_view_style {
    struct arena *a;
    struct languages *languages;
    enum language language;
    const char *day_style; /* of the document */
};

/*
 * An indicator: {"id", "number", "name", "unit", "direction", "direction_label", "is_down", "baseline", "target",
 * "latest" (each null or {"value", "value_text", "year" (null for none), "year_text"}), "progress" {"state", "label",
 * "rate" (null when nothing is measured), "rate_text"}, "chart_html" (null without years), "has_years", "years"
 * [{"year_text", "actual_text", "goal_text"}], "source", "owner", "has_measures", "measures" [{"id", "label",
 * "title"}]}. policies: where its strategies are found. new
 */
json_t *indicator_view(const struct indicator_view_style *style, const struct policies *policies,
                       const struct policy *of, const struct indicator *i);

/* 戦略1; of another policy, with that one's name before it. In the arena. */
const char *indicator_view_strategy(const struct indicator_view_style *style, const struct policy *here,
                                    const struct policy *of, const struct strategy *strategy);

#endif
