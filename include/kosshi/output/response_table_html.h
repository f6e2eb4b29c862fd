#ifndef KOSSHI_OUTPUT_RESPONSE_TABLE_HTML_H
#define KOSSHI_OUTPUT_RESPONSE_TABLE_HTML_H

#include "kosshi/base/assets.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/language.h"
#include "kosshi/output/response_table.h"

/*
 * The 意見対応表 as one self-contained file to be read and printed, in the manner of final_html: the sentence of how many
 * people sent how many opinions, the totals, and for each chapter the opinions, each beside its answer, the heads
 * repeated on every page. What is not answered yet is said above and at its place.
 */
void response_table_html(const struct response_table *t, struct assets *assets, struct languages *languages,
                         struct buf *out);

#endif
