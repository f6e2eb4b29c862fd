#include "chart_kind.h"

#include <math.h>
#include <string.h>

#include "kosshi/text/wrap.h"
#include "svg.h"

#define ABOVE 24 /* px above the plot, for the highest tick's words */
#define PLOT 136
#define BELOW 28      /* for the labels */
#define MARK 5        /* px around the middle of a mark */
#define LABEL_MOST 16 /* units of a label along the axis */

struct plot {
    struct chart_draw *d;
    const struct chart *chart;
    struct axis axis;
    bool has_axis;      /* there is a value */
    double top, bottom; /* px */
    double left, right; /* percent: of the first and the last label */
};

static double x_of(const struct plot *p, size_t label) {
    size_t last = p->chart->label_count - 1;
    return last ? p->left + (p->right - p->left) * (double)label / (double)last : (p->left + p->right) / 2;
}

static double y_of(const struct plot *p, double value) {
    return p->bottom - PLOT * axis_place(&p->axis, value);
}

static bool has_baseline(const struct chart *c) {
    return c->baseline_label != NULL;
}

static bool has_target(const struct chart *c) {
    return c->target_label != NULL;
}

static void find_axis(struct plot *p) {
    const struct chart *c = p->chart;
    double low = 0, high = 0;
    p->has_axis = chart_draw_range(c, &low, &high);
    const double more[] = {c->baseline, c->target};
    const bool given[] = {has_baseline(c), has_target(c)};
    for (int i = 0; i < 2; i++) {
        if (!given[i]) continue;
        low = p->has_axis ? fmin(low, more[i]) : more[i];
        high = p->has_axis ? fmax(high, more[i]) : more[i];
        p->has_axis = true;
    }
    if (p->has_axis) p->axis = axis_of(low, high, false);
}

/* The numbers of the axis stand on its lines at the left, before the first value. */
static void find_sides(struct plot *p) {
    const struct chart *c = p->chart;
    double numbers = 0;
    for (int n = 0; p->has_axis && n + 1 < p->axis.ticks; n++)
        numbers = fmax(numbers, chart_draw_px(chart_draw_tick(p->d, &p->axis, n)));
    double beside = MARK; /* half of what stands at the first label, which the numbers keep clear of */
    for (size_t s = 0; s < c->series_count; s++)
        beside = fmax(beside, chart_draw_px(c->series[s].texts[0]) / 2);
    double first = chart_draw_px(wrap_cut(p->d->a, c->labels[0], LABEL_MOST)) / 2;
    double last = chart_draw_px(wrap_cut(p->d->a, c->labels[c->label_count - 1], LABEL_MOST)) / 2;
    p->left = chart_draw_percent(fmax(numbers + beside + 6, first));
    p->right = 100 - chart_draw_percent(fmax(last, MARK + 3));
}

static void draw_axis(struct plot *p) {
    buf_string(p->d->out, "<g class=\"axis\">");
    for (int n = 0; p->has_axis && n < p->axis.ticks; n++) {
        double y = y_of(p, axis_tick(&p->axis, n));
        const char *words = chart_draw_tick(p->d, &p->axis, n);
        svg_put(p->d->out, "<path d=\"M0 @h9999\"/>", y);
        chart_draw_words(p->d, "", 0, 0, y - 5, ANCHOR_START, words);
        chart_draw_take(p->d, chart_draw_words_box(0, 0, y - 5, ANCHOR_START, words));
    }
    if (!p->has_axis) svg_put(p->d->out, "<path d=\"M0 @h9999\"/>", p->bottom);
}

/* Every label has its tick; its words are there for the first, the last, and every so many between that all fit. */
static void draw_labels(struct plot *p) {
    const struct chart *c = p->chart;
    double widest = 0;
    for (size_t i = 0; i < c->label_count; i++)
        widest = fmax(widest, chart_draw_px(wrap_cut(p->d->a, c->labels[i], LABEL_MOST)));
    double apart = c->label_count > 1 ? (x_of(p, 1) - x_of(p, 0)) * CHART_WIDTH_LEAST / 100 : CHART_WIDTH_LEAST;
    size_t every = (size_t)fmax(1, ceil((widest + 8) / apart)), last = c->label_count - 1;
    for (size_t i = 0; i <= last; i++) {
        bool shown = i == last || (i % every == 0 && last - i >= every);
        if (apart >= 3 || shown)
            svg_put(p->d->out, "<line x1=\"@%\" x2=\"@%\" y1=\"@\" y2=\"@\"/>", x_of(p, i), x_of(p, i), p->bottom,
                    p->bottom + 5);
        if (shown)
            chart_draw_words(p->d, "", x_of(p, i), 0, p->bottom + 21, ANCHOR_MIDDLE,
                             wrap_cut(p->d->a, c->labels[i], LABEL_MOST));
    }
    buf_string(p->d->out, "</g>");
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static void take_mark(struct plot *p, size_t label, double value) {
    double x = x_of(p, label) * CHART_WIDTH_LEAST / 100, y = y_of(p, value);
    chart_draw_take(p->d, (struct chart_draw_box){x - MARK, x + MARK, y - MARK, y + MARK});
}

static void draw_segment(struct plot *p, size_t from, double a, size_t to, double b) {
    svg_put(p->d->out, "<line x1=\"@%\" y1=\"@\" x2=\"@%\" y2=\"@\"/>", x_of(p, from), y_of(p, a), x_of(p, to),
            y_of(p, b));
}

/* Only neighbours are joined: a year without a value is a gap. */
static void draw_series(struct plot *p, size_t series) {
    const struct chart *c = p->chart;
    const double *values = c->series[series].values;
    int look = chart_draw_look(series);
    buf_printf(p->d->out, "<g class=\"s%d\">", look);
    for (size_t i = 0; i + 1 < c->label_count; i++)
        if (chart_draw_has(c, series, i) && chart_draw_has(c, series, i + 1))
            draw_segment(p, i, values[i], i + 1, values[i + 1]);
    for (size_t i = 0; i < c->label_count; i++) {
        if (!chart_draw_has(c, series, i)) continue;
        chart_draw_mark(p->d, look, x_of(p, i), y_of(p, values[i]));
        take_mark(p, i, values[i]);
    }
    buf_string(p->d->out, "</g>");
}

static void draw_goal(struct plot *p) {
    const struct chart *c = p->chart;
    if (!has_baseline(c) && !has_target(c)) return;
    buf_string(p->d->out, "<g class=\"goal\">");
    if (has_baseline(c) && has_target(c) && c->baseline_at != c->target_at)
        draw_segment(p, c->baseline_at, c->baseline, c->target_at, c->target);
    if (has_baseline(c)) {
        svg_put(p->d->out, "<circle cx=\"@%\" cy=\"@\" r=\"6\"/>", x_of(p, c->baseline_at), y_of(p, c->baseline));
        take_mark(p, c->baseline_at, c->baseline);
    }
    if (has_target(c)) {
        chart_draw_mark(p->d, 4, x_of(p, c->target_at), y_of(p, c->target));
        take_mark(p, c->target_at, c->target);
    }
    buf_string(p->d->out, "</g>");
}

/* --- words beside values ------------------------------------------------------------------------------------------ */

/* Puts words above or below a value where they are free; needed: in any case, as well as can be. up: above first. */
static bool draw_value_words(struct plot *p, const char *class, size_t label, double value, const char *words, bool up,
                             bool needed) {
    static const double aside[2][4] = {{20, -9, 36, -25}, {-9, 20, -25, 36}};
    double x = x_of(p, label), y = y_of(p, value), across = (x - p->left) / fmax(p->right - p->left, 1);
    enum chart_draw_anchor anchor = across < 0.34 ? ANCHOR_START : across > 0.66 ? ANCHOR_END : ANCHOR_MIDDLE;
    if (chart_draw_px(words) < 40) anchor = across > 0.9 ? ANCHOR_END : ANCHOR_MIDDLE;
    double dx = anchor == ANCHOR_START ? -MARK : anchor == ANCHOR_END ? MARK : 0, at = y + aside[up][0];
    bool found = false;
    for (int i = 0; i < 4 && !found; i++) {
        struct chart_draw_box box = chart_draw_words_box(x, dx, y + aside[up][i], anchor, words);
        found = box.bottom <= p->bottom + 1 && chart_draw_is_free(p->d, box);
        if (found) at = y + aside[up][i];
    }
    if (!found && !needed) return false;
    chart_draw_take(p->d, chart_draw_words_box(x, dx, at, anchor, words));
    chart_draw_words(p->d, class, x, dx, at, anchor, words);
    return true;
}

static void draw_goal_words(struct plot *p) {
    const struct chart *c = p->chart;
    bool rises = !has_baseline(c) || !has_target(c) || c->target >= c->baseline;
    if (has_target(c)) draw_value_words(p, "", c->target_at, c->target, c->target_label, rises, true);
    if (has_baseline(c)) draw_value_words(p, "", c->baseline_at, c->baseline, c->baseline_label, !rises, true);
}

/* What the words of baseline and target say already. */
static bool is_said(const struct chart *c, size_t label, double value) {
    return (has_baseline(c) && label == c->baseline_at && value == c->baseline) ||
           (has_target(c) && label == c->target_at && value == c->target);
}

/* The value at a label, above it when it is no less than the one before. */
static bool draw_number(struct plot *p, size_t series, size_t label) {
    const struct chart_series *s = &p->chart->series[series];
    bool up = label == 0 || isnan(s->values[label - 1]) || s->values[label] >= s->values[label - 1];
    if (!*s->texts[label] || is_said(p->chart, label, s->values[label])) return true;
    return draw_value_words(p, "value", label, s->values[label], s->texts[label], up, false);
}

/* Every number of the series, or nothing when one has no room. */
static bool draw_every_number(struct plot *p, size_t series) {
    size_t written = p->d->out->size, taken = p->d->boxes.size;
    bool all = true;
    for (size_t i = 0; i < p->chart->label_count && all; i++)
        all = !chart_draw_has(p->chart, series, i) || draw_number(p, series, i);
    if (all) return true;
    p->d->out->size = written;
    p->d->boxes.size = taken;
    return false;
}

static void draw_last_number(struct plot *p, size_t series) {
    size_t last = p->chart->label_count;
    while (last > 0 && !chart_draw_has(p->chart, series, last - 1))
        last--;
    if (last > 0) draw_number(p, series, last - 1);
}

static void draw_numbers(struct plot *p) {
    if (p->chart->series_count == 1 && draw_every_number(p, 0)) return;
    for (size_t s = 0; s < p->chart->series_count; s++)
        draw_last_number(p, s);
}

void chart_line_draw(struct chart_draw *d) {
    struct plot p = {.d = d, .chart = d->chart, .top = d->top + ABOVE};
    p.bottom = p.top + PLOT;
    d->height = p.bottom + BELOW;
    find_axis(&p);
    find_sides(&p);
    draw_axis(&p);
    draw_labels(&p);
    if (!p.has_axis) return;
    draw_goal(&p);
    for (size_t s = 0; s < d->chart->series_count; s++)
        draw_series(&p, s);
    draw_goal_words(&p);
    draw_numbers(&p);
}
