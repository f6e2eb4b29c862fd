#ifndef KOSSHI_OUTPUT_CHART_KIND_H
#define KOSSHI_OUTPUT_CHART_KIND_H

#include "chart_draw.h"

/* Each draws from d->top down and sets d->height. */
void chart_line_draw(struct chart_draw *d);
void chart_bar_draw(struct chart_draw *d);

#endif
