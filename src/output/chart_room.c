#include "chart_room.h"

#include <stdbool.h>

#include "kosshi/output/chart.h"

#define EDGE_WEIGHT 1000
#define BOX_WEIGHT 10
#define LINE_WEIGHT 1

/* px. Between them things move little enough. */
static const double widths[] = {CHART_WIDTH_LEAST, 280, 320, 380, 460, 560, 700, 900};
#define WIDTHS (sizeof widths / sizeof *widths)

static double at(double percent, double width) {
    return percent * width / 100;
}

static double least(double a, double b) {
    return a < b ? a : b;
}

static double most(double a, double b) {
    return a > b ? a : b;
}

/* What is so at the least width and at the greatest is so at each between them. */
static bool is_left_of(double x, double edge, double other_x, double other_edge) {
    double narrow = widths[0], wide = widths[WIDTHS - 1];
    return at(x, narrow) + edge < at(other_x, narrow) + other_edge &&
           at(x, wide) + edge < at(other_x, wide) + other_edge;
}

void chart_room_take(struct chart_room *r, struct chart_room_box box) {
    buf_add(&r->boxes, &box, sizeof box);
}

void chart_room_take_line(struct chart_room *r, struct chart_room_line line) {
    buf_add(&r->lines, &line, sizeof line);
}

void chart_room_free(struct chart_room *r) {
    buf_free(&r->boxes);
    buf_free(&r->lines);
}

static bool is_inside(const struct chart_room *r, struct chart_room_box b) {
    for (size_t w = 0; w < WIDTHS; w++)
        if (at(b.x, widths[w]) + b.left < 0 || at(b.x, widths[w]) + b.right > widths[w]) return false;
    return b.top >= r->top && b.bottom <= r->bottom;
}

static bool boxes_touch(struct chart_room_box a, struct chart_room_box b) {
    if (a.top >= b.bottom || b.top >= a.bottom) return false;
    if (is_left_of(a.x, a.right, b.x, b.left) || is_left_of(b.x, b.right, a.x, a.left)) return false;
    for (size_t w = 0; w < WIDTHS; w++) {
        double ax = at(a.x, widths[w]), bx = at(b.x, widths[w]);
        if (ax + a.left < bx + b.right && bx + b.left < ax + a.right) return true;
    }
    return false;
}

static bool line_touches(struct chart_room_line l, struct chart_room_box b) {
    if (most(l.y1, l.y2) <= b.top || least(l.y1, l.y2) >= b.bottom) return false;
    if (is_left_of(l.x2, 0, b.x, b.left) || is_left_of(b.x, b.right, l.x1, 0)) return false;
    for (size_t w = 0; w < WIDTHS; w++) {
        double x1 = at(l.x1, widths[w]), x2 = at(l.x2, widths[w]), x = at(b.x, widths[w]);
        double from = most(x1, x + b.left), to = least(x2, x + b.right);
        if (from > to) continue;
        double slope = x2 > x1 ? (l.y2 - l.y1) / (x2 - x1) : 0;
        double y = l.y1 + (from - x1) * slope, end = l.y1 + (to - x1) * slope;
        if (most(y, end) > b.top && least(y, end) < b.bottom) return true;
    }
    return false;
}

int chart_room_touched(const struct chart_room *r, struct chart_room_box box, int enough) {
    const struct chart_room_box *boxes = (const void *)r->boxes.data;
    const struct chart_room_line *lines = (const void *)r->lines.data;
    int touched = is_inside(r, box) ? 0 : EDGE_WEIGHT;
    for (size_t i = 0; touched < enough && i < r->boxes.size / sizeof *boxes; i++)
        if (boxes_touch(boxes[i], box)) touched += BOX_WEIGHT;
    for (size_t i = 0; touched < enough && i < r->lines.size / sizeof *lines; i++)
        if (line_touches(lines[i], box)) touched += LINE_WEIGHT;
    return touched;
}
