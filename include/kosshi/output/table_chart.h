#ifndef KOSSHI_OUTPUT_TABLE_CHART_H
#define KOSSHI_OUTPUT_TABLE_CHART_H

#include "kosshi/base/buf.h"
#include "kosshi/text/markdown.h"

/* The chart of a table in a text, drawn as those of indicators are: what markdown_options.chart asks for. */
void table_chart_draw(const struct markdown_chart *m, struct buf *out);

#endif
