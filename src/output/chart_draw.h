#ifndef KOSSHI_OUTPUT_CHART_DRAW_H
#define KOSSHI_OUTPUT_CHART_DRAW_H

#include <stdbool.h>

#include "chart_room.h"
#include "kosshi/base/arena.h"
#include "kosshi/output/axis.h"
#include "kosshi/output/chart.h"

/* What the kinds of charts draw with. Heights are px from the top; places across are percent of the width, or px where
 * it says so. */

#define CHART_DRAW_TEXT 14   /* px, the size of words */
#define CHART_DRAW_LOOKS 6   /* classes s1 … s6 */
#define CHART_DRAW_LEGEND 22 /* px, height of a row of the legend */

struct chart_draw {
    struct arena *a;
    const struct chart *chart;
    struct buf *out; /* what is inside of the svg */
    double top;      /* where the kind begins: below the legend */
    double height;   /* of all; the kind sets it */
};

enum chart_draw_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

double chart_draw_px(const char *text);                                  /* about how wide words are */
double chart_draw_percent(double px);                                    /* of the least width */
int chart_draw_look(size_t series);                                      /* 1 … CHART_DRAW_LOOKS */
bool chart_draw_has(const struct chart *c, size_t series, size_t label); /* a value is there */

/* The smallest and greatest value of all series. False when there is none. */
bool chart_draw_range(const struct chart *c, double *low, double *high);

/* A tick as people read it; the highest with the unit behind it. */
const char *chart_draw_tick(struct chart_draw *d, const struct axis *axis, int n);

/* Words whose lower edge stands at y. dx: px from x. */
void chart_draw_words(struct chart_draw *d, const char *class, double x, double dx, double y,
                      enum chart_draw_anchor anchor, const char *text);
/* What words that are px wide take there. */
struct chart_room_box chart_draw_words_box(double x, double dx, double y, enum chart_draw_anchor anchor, double px);

/* The mark of a look at a place: circle, square, triangle, diamond, cross, triangle upside down. */
void chart_draw_mark(struct chart_draw *d, int look, double x, double y);

#endif
