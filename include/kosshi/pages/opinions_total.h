#ifndef KOSSHI_PAGES_OPINIONS_TOTAL_H
#define KOSSHI_PAGES_OPINIONS_TOTAL_H

#include <jansson.h>

#include "kosshi/pages/opinions_filter.h"
#include "kosshi/pages/opinions_view.h"

/*
 * Puts the totals of the whole document into a view, whatever its filter leaves out:
 *
 *   all_count             opinions, those that are merged counted in
 *   totals                {opinions, heads, has_merged, unanswered, has_unanswered, unanswered_href,
 *                         dispositions {value, label, count, href (the table of these alone), is_none}, those without one last,
 *                         chapters {name, href (the table of this chapter), counts {count}, opinions, unanswered}}
 */
enum err opinions_total_put(const struct opinions_view *v, const struct opinions_filter *f, json_t *view) MUST_USE;

#endif
