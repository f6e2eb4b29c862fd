#include "chart_draw.h"

#include <math.h>
#include <string.h>

#include "kosshi/text/decimal.h"
#include "kosshi/text/wrap.h"
#include "svg.h"

/* Charts are set in a font whose Latin is half as wide as a full-width character (--mono), or little wider. */
#define UNIT_PX 7.0 /* of a half-width unit at 14 px */
#define LATIN_MORE 1.0

double chart_draw_px(const char *text) {
    double px = wrap_width(text) * UNIT_PX;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x80) px += LATIN_MORE;
    return px;
}

double chart_draw_percent(double px) {
    return px * 100 / CHART_WIDTH_LEAST;
}

int chart_draw_look(size_t series) {
    return (int)(series % CHART_DRAW_LOOKS) + 1;
}

bool chart_draw_has(const struct chart *c, size_t series, size_t label) {
    return !isnan(c->series[series].values[label]);
}

bool chart_draw_range(const struct chart *c, double *low, double *high) {
    bool any = false;
    for (size_t s = 0; s < c->series_count; s++) {
        for (size_t i = 0; i < c->label_count; i++) {
            double value = c->series[s].values[i];
            if (isnan(value)) continue;
            *low = any ? fmin(*low, value) : value;
            *high = any ? fmax(*high, value) : value;
            any = true;
        }
    }
    return any;
}

const char *chart_draw_tick(struct chart_draw *d, const struct axis *axis, int n) {
    const char *number = decimal_print(d->a, decimal_write(d->a, axis_tick(axis, n), axis->places));
    return n + 1 < axis->ticks ? number : arena_printf(d->a, "%s%s", number, d->chart->unit);
}

/* --- words and marks ---------------------------------------------------------------------------------------------- */

void chart_draw_words(struct chart_draw *d, const char *class, double x, double dx, double y,
                      enum chart_draw_anchor anchor, const char *text) {
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    buf_string(d->out, "<text");
    if (*class) buf_printf(d->out, " class=\"%s\"", class);
    if (x != 0) svg_put(d->out, " x=\"@%\"", x);
    if (dx != 0) svg_put(d->out, " dx=\"@\"", dx);
    svg_put(d->out, " y=\"@\"", y);
    buf_string(d->out, anchors[anchor]);
    buf_byte(d->out, '>');
    buf_html(d->out, text, strlen(text));
    buf_string(d->out, "</text>");
}

struct chart_room_box chart_draw_words_box(double x, double dx, double y, enum chart_draw_anchor anchor, double px) {
    double left = anchor == ANCHOR_START ? dx : anchor == ANCHOR_MIDDLE ? dx - px / 2 : dx - px;
    return (struct chart_room_box){x, left, left + px, y - CHART_DRAW_TEXT, y + 4};
}

/* A path around 0,0, which a nested svg brings to its place: a path itself knows no percent. */
void chart_draw_mark(struct chart_draw *d, int look, double x, double y) {
    static const char *const shapes[] = {"M-4-4H4V4H-4z", "M0-5L5 4H-5z", "M0-6L6 0L0 6L-6 0z", "M-4-4L4 4M-4 4L4-4",
                                         "M0 5L5-4H-5z"};
    if (look == 1) {
        svg_put(d->out, "<circle cx=\"@%\" cy=\"@\" r=\"4\"/>", x, y);
        return;
    }
    svg_put(d->out, "<svg x=\"@%\" y=\"@\"><path d=\"", x, y);
    buf_string(d->out, shapes[look - 2]);
    buf_string(d->out, "\"/></svg>");
}
