#ifndef KOSSHI_OUTPUT_POLICY_VIEW_H
#define KOSSHI_OUTPUT_POLICY_VIEW_H

#include <jansson.h>

#include "kosshi/base/language.h"
#include "kosshi/output/policy.h"
#include "kosshi/output/progress.h"

/*
 * The policies' data as views, which pages and the exported document fill into the same partial templates
 * (templates/policy_*.mustache).
 */
struct policy_view;

/*
 * What the document holds. tree: every standing section; shown: those of the page, of which policy_view_add will be
 * asked; nothing is looked up when none of them shows any data. Both are borrowed; the rest lies in the arena.
 */
enum err policy_view_open(struct db *db, struct arena *a, struct languages *languages, enum language language,
                          const struct section *tree, size_t tree_count, const struct section *shown,
                          size_t shown_count, struct policy_view **out) MUST_USE;

/*
 * Adds to a section's view what it shows of the data: "has_strategies", "strategies" [{"id", "number", "label",
 * "title", "has_tactics", "tactics" [{"id", "title", "content", "owner", "period", "status", "status_label"}]}];
 * "has_indicators", "indicators" (indicator_view.h); "diagram", the 体系図 {"diagram_html", "policies" (the same in
 * words)} or null; "head", the level of a heading right below the section's own. True when that shows the 体系図.
 */
bool policy_view_add(const struct policy_view *p, const struct section *s, json_t *view);

/*
 * Every policy with its indicators, which have their "section" besides: [{"id", "name", "has_indicators", "indicators":
 * […]}]; only those in a state, all for PROGRESS_COUNT. totals: how many there are in each state, whatever is asked
 * for. new
 */
json_t *policy_view_indicators(const struct policy_view *p, enum progress_state only, int totals[PROGRESS_COUNT]);

#endif
