#ifndef KOSSHI_OUTPUT_CHART_H
#define KOSSHI_OUTPUT_CHART_H

#include <stddef.h>

#include "kosshi/base/buf.h"

/*
 * Charts as SVG, for the page and for the exported file: no script, no style inside, colours by class
 * (static/css/51-chart.css). A chart is role="img" with a title and a description; the numbers themselves stand in a
 * table beside it, which is the caller's.
 *
 * It is as wide as its place, from CHART_WIDTH_LEAST px on, and of a height of its own: places across are percentages,
 * so that words stay as large as they are. What is too long to be said beside the others is left to the table.
 * Bars stand side by side when their labels fit below them, else they lie below each other, each with its number.
 */
#define CHART_WIDTH_LEAST 250 /* px: what a phone of 320 px leaves */

enum chart_kind { CHART_LINE, CHART_BAR };

struct chart_series {
    const char *name; /* "" when there is only one */
    const double
        *values; /* one for each label; NAN where there is none: the line has a gap, the bar's place stays empty */
    const char *const *texts; /* the same as people read them, "" for none */
};

struct chart {
    enum chart_kind kind;
    const char *id; /* prefix of the ids inside, one of its own on the page: "i12-" */
    const char *title;
    const char *description_html; /* HTML, in which marks of output/figures.h may stand */
    const char *unit;             /* "" for none */
    const char *const *labels;    /* along the axis: years, names */
    size_t label_count;
    const struct chart_series *series;
    size_t series_count;
    /* For the line of an indicator; a label of NULL: it has none of it. The baseline is marked at its label, the target
     * at its own, and a dashed line leads from the one to the other; labels of years to come have no value yet. */
    double baseline, target;
    size_t baseline_at, target_at;             /* index of a label */
    const char *baseline_label, *target_label; /* "現状値 120", "目標値 200" */
};

/* Precondition: at least one label and one series. Values may be negative, equal, or all missing. From the seventh
 * series on, looks repeat. */
void chart_svg(const struct chart *c, struct buf *out);

#endif
