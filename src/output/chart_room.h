#ifndef KOSSHI_OUTPUT_CHART_ROOM_H
#define KOSSHI_OUTPUT_CHART_ROOM_H

#include "kosshi/base/buf.h"

/* What stands where in a chart, and how well words fit between it. Places across are percent of the width, with px from
 * there; heights are px from the top. A chart has many widths: what is free is free at each of them. */

struct chart_room_box {
    double x;           /* percent */
    double left, right; /* px from x */
    double top, bottom;
};

struct chart_room_line {
    double x1, y1, x2, y2; /* x1 <= x2 */
};

struct chart_room {
    double top, bottom; /* nothing stands outside */
    struct buf boxes;   /* of struct chart_room_box: words and marks */
    struct buf lines;   /* of struct chart_room_line */
};

void chart_room_take(struct chart_room *r, struct chart_room_box box);
void chart_room_take_line(struct chart_room *r, struct chart_room_line line);
void chart_room_free(struct chart_room *r);

/* What words would touch there: 0 when they are free, more for a word or a mark than for lines, most for the edge.
 * Nothing more is looked for once it is enough. */
int chart_room_touched(const struct chart_room *r, struct chart_room_box box, int enough);

#endif
