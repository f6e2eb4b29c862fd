#ifndef KOSSHI_OUTPUT_DIAGRAM_H
#define KOSSHI_OUTPUT_DIAGRAM_H

#include <stdbool.h>

#include "kosshi/base/buf.h"
#include "kosshi/output/policy.h"
#include "kosshi/text/wrap.h"

/*
 * 体系図: policies, strategies, tactics and indicators in four columns with lines between them, as SVG of
 * DIAGRAM_WIDTH: the head of the columns, then one drawing for each policy, or several where one would not fit on a
 * page of A4 (it is parted between strategies). Colours by class (static/css/55-diagram.css). An indicator that
 * measures several strategies stands at each of them, from the second on with the word for again; one that measures
 * none stands below the last strategy. The text equivalent is the caller's.
 */
#define DIAGRAM_WIDTH 620  /* px at which words have 14 px; on a page of A4, 586 px, they have 10 pt */
#define DIAGRAM_HEIGHT 860 /* px at most, unless one strategy alone is higher */
#define DIAGRAM_BOXES_MOST 400

struct diagram_words {
    const char *policy, *strategy, *tactic, *indicator; /* above the columns */
    const char *strategy_label;                         /* before a strategy's number */
    const char *whole;                                  /* for the policy as a whole */
    const char *again;                                  /* behind an indicator's name, that it stands above already */
    const char *continued;                              /* behind a policy's name */
};

void diagram_head(const struct diagram_words *words, struct buf *out);

/* Draws a policy. False, and nothing, for one of more than DIAGRAM_BOXES_MOST boxes: nobody could read it. */
bool diagram_policy(struct wrap *w, const struct diagram_words *words, const struct policy *p, struct buf *out);

#endif
