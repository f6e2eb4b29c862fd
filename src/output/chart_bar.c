#include "chart_kind.h"

#include <math.h>
#include <string.h>

#include "kosshi/text/wrap.h"
#include "svg.h"

#define ABOVE 24 /* px above the plot, for the highest tick's words */
#define PLOT 150
#define LINE 18     /* px from one line of words to the next */
#define FILLED 0.72 /* of a label's room, by its bars */
#define THINNEST 7  /* px of a bar at the least width */
#define ROW 20      /* px of a lying bar with its number */
#define BAR 14
#define AFTER 10 /* px after the bars of a label */

/* --- bars that stand ---------------------------------------------------------------------------------------------- */

struct standing {
    struct chart_draw *d;
    const struct chart *chart;
    struct axis axis;
    double top, bottom;       /* px */
    double left, room;        /* percent: before the first label; of each label */
    struct wrap_line **words; /* of each label, at most two lines */
    size_t *lines;
    size_t lines_most;
};

/* The labels in one or two lines below their bars. False when one does not fit. */
static bool fit_labels(struct standing *s) {
    struct wrap *w = wrap_open();
    double px = s->room * CHART_WIDTH_LEAST / 100;
    int units = (int)((px - 4) / 7.5);
    size_t n = s->chart->label_count;
    bool fits = units >= 2 && px * FILLED / (double)s->chart->series_count >= THINNEST;
    s->words = arena_alloc(s->d->a, n * sizeof(struct wrap_line *));
    s->lines = arena_alloc(s->d->a, n * sizeof *s->lines);
    for (size_t i = 0; i < n && fits; i++) {
        s->lines[i] = wrap_lines(w, s->d->a, s->chart->labels[i], units, &s->words[i]);
        fits = s->lines[i] <= (units >= 6 ? 2 : 1);
        if (s->lines[i] > s->lines_most) s->lines_most = s->lines[i];
    }
    wrap_close(w);
    return fits;
}

/* False when the bars have to lie. */
static bool stands(struct standing *s) {
    double low, high, numbers = 0;
    if (!chart_draw_range(s->chart, &low, &high)) return false;
    s->axis = axis_of(low, high, true);
    for (int n = 0; n + 1 < s->axis.ticks; n++)
        numbers = fmax(numbers, chart_draw_px(chart_draw_tick(s->d, &s->axis, n)));
    s->left = chart_draw_percent(numbers + 6);
    s->room = (100 - s->left) / (double)s->chart->label_count;
    return fit_labels(s);
}

static double y_of(const struct standing *s, double value) {
    return s->bottom - PLOT * axis_place(&s->axis, value);
}

static void draw_axis(struct standing *s) {
    buf_string(s->d->out, "<g class=\"axis\">");
    for (int n = 0; n < s->axis.ticks; n++) {
        double y = y_of(s, axis_tick(&s->axis, n));
        svg_put(s->d->out, "<path d=\"M0 @h9999\"/>", y);
        chart_draw_words(s->d, "", 0, 0, y - 5, ANCHOR_START, chart_draw_tick(s->d, &s->axis, n));
    }
    for (size_t i = 0; i < s->chart->label_count; i++)
        for (size_t k = 0; k < s->lines[i]; k++)
            chart_draw_words(s->d, "", s->left + s->room * ((double)i + 0.5), 0, s->bottom + 20 + LINE * (double)k,
                             ANCHOR_MIDDLE, s->words[i][k].text);
    buf_string(s->d->out, "</g>");
}

/* Numbers stand on the bars when all of them have room there. */
static bool numbers_fit(const struct standing *s, double width) {
    double room = s->chart->series_count == 1 ? s->room : width;
    for (size_t k = 0; k < s->chart->series_count; k++)
        for (size_t i = 0; i < s->chart->label_count; i++)
            if (chart_draw_px(s->chart->series[k].texts[i]) + 2 > room * CHART_WIDTH_LEAST / 100) return false;
    return true;
}

static void draw_standing(struct standing *s) {
    const struct chart *c = s->chart;
    double width = s->room * FILLED / (double)c->series_count, zero = y_of(s, 0);
    bool numbers = numbers_fit(s, width);
    draw_axis(s);
    for (size_t k = 0; k < c->series_count; k++) {
        buf_printf(s->d->out, "<g class=\"s%d\">", chart_draw_look(k));
        for (size_t i = 0; i < c->label_count; i++) {
            double value = c->series[k].values[i],
                   x = s->left + s->room * ((double)i + (1 - FILLED) / 2) + width * (double)k;
            if (isnan(value)) continue;
            double y = y_of(s, value);
            svg_put(s->d->out, "<rect x=\"@%\" y=\"@\" width=\"@%\" height=\"@\"/>", x, fmin(y, zero), width,
                    fabs(y - zero));
            if (numbers && *c->series[k].texts[i])
                chart_draw_words(s->d, "value", x + width / 2, 0, value < 0 ? y + 15 : y - 5, ANCHOR_MIDDLE,
                                 c->series[k].texts[i]);
        }
        buf_string(s->d->out, "</g>");
    }
    svg_put(s->d->out, "<g class=\"axis\"><path class=\"zero\" d=\"M0 @h9999\"/></g>", zero);
}

/* --- bars that lie ------------------------------------------------------------------------------------------------ */

/* The number of a bar, with the unit at the first of all. */
static const char *number_of(struct chart_draw *d, size_t series, size_t label) {
    const char *number = d->chart->series[series].texts[label];
    return series || label || !*number ? number : arena_printf(d->a, "%s%s", number, d->chart->unit);
}

/* Percent: where zero stands, and how long a value of one is. The longest bar leaves room for its number. */
static void find_scale(struct chart_draw *d, double *zero, double *one) {
    const struct chart *c = d->chart;
    double low = 0, high = 0, widest = 0;
    (void)chart_draw_range(c, &low, &high);
    low = fmin(low, 0);
    high = fmax(high, 0);
    for (size_t s = 0; s < c->series_count; s++)
        for (size_t i = 0; i < c->label_count; i++)
            widest = fmax(widest, chart_draw_px(number_of(d, s, i)));
    double room = 100 - chart_draw_percent(fmin(widest + 12, CHART_WIDTH_LEAST * 0.6));
    *one = high > low ? room / (high - low) : 0;
    *zero = fabs(low) * *one;
}

static void draw_row(struct chart_draw *d, size_t series, size_t label, double zero, double one, double y) {
    const struct chart_series *s = &d->chart->series[series];
    double value = s->values[label];
    if (isnan(value)) return;
    buf_printf(d->out, "<g class=\"s%d\">", chart_draw_look(series));
    svg_put(d->out, "<rect x=\"@%\" y=\"@\" width=\"@%\" height=\"@\"/></g>", zero + fmin(value, 0) * one, y,
            fabs(value) * one, (double)BAR);
    const char *number = number_of(d, series, label);
    if (*number) chart_draw_words(d, "value", zero + fmax(value, 0) * one, 6, y + BAR - 2, ANCHOR_START, number);
}

static void draw_lying(struct chart_draw *d) {
    const struct chart *c = d->chart;
    double zero, one, y = d->top;
    find_scale(d, &zero, &one);
    for (size_t i = 0; i < c->label_count; i++) {
        chart_draw_words(d, "", 0, 0, y + CHART_DRAW_TEXT, ANCHOR_START,
                         wrap_cut(d->a, c->labels[i], CHART_WIDTH_LEAST / 8));
        y += LINE + 3;
        double first = y;
        for (size_t s = 0; s < c->series_count; s++, y += ROW)
            draw_row(d, s, i, zero, one, y);
        /* beside the bars alone: it would stand in the words */
        svg_put(d->out, "<g class=\"axis\"><line class=\"zero\" x1=\"@%\" x2=\"@%\" y1=\"@\" y2=\"@\"/></g>", zero,
                zero, first - 2, y - ROW + BAR + 2);
        y += AFTER;
    }
    d->height = y + 2;
}

void chart_bar_draw(struct chart_draw *d) {
    struct standing s = {.d = d, .chart = d->chart, .top = d->top + ABOVE};
    s.bottom = s.top + PLOT;
    if (!stands(&s)) {
        draw_lying(d);
        return;
    }
    draw_standing(&s);
    d->height = s.bottom + 8 + LINE * (double)s.lines_most + 2;
}
