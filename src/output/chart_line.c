#include "chart_kind.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "kosshi/text/wrap.h"
#include "svg.h"

#define ABOVE 24 /* px above the plot, for the highest tick's words */
#define PLOT 136
#define BELOW 28      /* for the labels */
#define MARK 5        /* px around the middle of a mark */
#define BESIDE 10     /* px from the middle of a mark to words at its side */
#define LABEL_MOST 16 /* units of a label along the axis */
#define WORDS 24      /* px that words take above or below a mark */

struct plot {
    struct chart_draw *d;
    const struct chart *chart;
    struct axis axis;
    bool has_axis;      /* there is a value */
    double top, bottom; /* px */
    double left, right; /* percent: of the first and the last label */
    struct chart_room room;
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
    if (!p->has_axis) return;
    p->axis = axis_of(low, high, false);
    /* words below the lowest value need room there; below zero it would look as if values could be less */
    if (p->axis.low != 0 && PLOT * axis_place(&p->axis, low) < WORDS) axis_add_below(&p->axis);
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
        chart_room_take(&p->room, chart_draw_words_box(0, 0, y - 5, ANCHOR_START, chart_draw_px(words)));
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
    double y = y_of(p, value);
    chart_room_take(&p->room, (struct chart_room_box){x_of(p, label), -MARK, MARK, y - MARK, y + MARK});
}

static void draw_segment(struct plot *p, size_t from, double a, size_t to, double b) {
    struct chart_room_line line = {x_of(p, from), y_of(p, a), x_of(p, to), y_of(p, b)};
    svg_put(p->d->out, "<line x1=\"@%\" y1=\"@\" x2=\"@%\" y2=\"@\"/>", line.x1, line.y1, line.x2, line.y2);
    if (line.x1 > line.x2) line = (struct chart_room_line){line.x2, line.y2, line.x1, line.y1};
    chart_room_take_line(&p->room, line);
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

struct place {
    double dx, y; /* px from the value, and of the words' lower edge */
    enum chart_draw_anchor anchor;
    int touched;
};

/* How far from their value words may stand: a number near it, what says of itself which value it is further. */
struct reach {
    int more;      /* px above or below the nearest place */
    size_t across; /* places side by side */
};

static const struct reach of_number = {9, 3}, of_goal = {15, 5}, of_goal_in_need = {27, 5};

/* Takes a place into account for words that are px wide: the first is best among those that touch the same. */
static void consider(struct plot *p, double x, double px, struct place *best, struct place one) {
    if (best->touched == 0) return;
    struct chart_room_box box = chart_draw_words_box(x, one.dx, one.y, one.anchor, px);
    one.touched = chart_room_touched(&p->room, box, best->touched);
    if (one.touched < best->touched) *best = one;
}

/* The best place at a value: above or below it, as near as can be, then beside it. */
static struct place find_place(struct plot *p, size_t label, double value, const char *words, bool up,
                               struct reach reach) {
    const struct place across[] = {
        {.anchor = ANCHOR_MIDDLE},
        {.dx = -MARK, .anchor = ANCHOR_START},
        {.dx = MARK, .anchor = ANCHOR_END},
        {.dx = BESIDE, .anchor = ANCHOR_START},
        {.dx = -BESIDE, .anchor = ANCHOR_END},
    };
    double x = x_of(p, label), y = y_of(p, value), px = chart_draw_px(words);
    struct place best = {.touched = INT_MAX};
    for (int far = 0; far <= reach.more; far += 3) {
        for (int side = 0; side < 2; side++) {
            double at = up == (side == 0) ? y - MARK - 4 - far : y + MARK + 15 + far;
            for (size_t i = 0; i < reach.across; i++)
                consider(p, x, px, &best, (struct place){across[i].dx, at, across[i].anchor, 0});
        }
    }
    consider(p, x, px, &best, (struct place){BESIDE, y + MARK, ANCHOR_START, 0});
    consider(p, x, px, &best, (struct place){-BESIDE, y + MARK, ANCHOR_END, 0});
    return best;
}

static void put_words(struct plot *p, const char *class, size_t label, const char *words, struct place at) {
    double x = x_of(p, label);
    chart_room_take(&p->room, chart_draw_words_box(x, at.dx, at.y, at.anchor, chart_draw_px(words)));
    chart_draw_words(p->d, class, x, at.dx, at.y, at.anchor, words);
}

/* needed: in any case, where they touch least. */
static bool draw_goal_word(struct plot *p, size_t label, double value, const char *words, bool up, bool needed) {
    struct place at = find_place(p, label, value, words, up, needed ? of_goal_in_need : of_goal);
    if (at.touched && !needed) return false;
    put_words(p, "", label, words, at);
    return true;
}

static bool draw_goal_words(struct plot *p, bool needed) {
    const struct chart *c = p->chart;
    bool rises = !has_baseline(c) || !has_target(c) || c->target >= c->baseline;
    return (!has_target(c) || draw_goal_word(p, c->target_at, c->target, c->target_label, rises, needed)) &&
           (!has_baseline(c) || draw_goal_word(p, c->baseline_at, c->baseline, c->baseline_label, !rises, needed));
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
    struct place at = find_place(p, label, s->values[label], s->texts[label], up, of_number);
    if (at.touched) return false;
    put_words(p, "value", label, s->texts[label], at);
    return true;
}

static bool draw_every_number(struct plot *p) {
    for (size_t i = 0; i < p->chart->label_count; i++)
        if (chart_draw_has(p->chart, 0, i) && !draw_number(p, 0, i)) return false;
    return true;
}

/* The last number of each series; a number without room is left out. */
static bool draw_last_numbers(struct plot *p) {
    bool all = true;
    for (size_t s = 0; s < p->chart->series_count; s++) {
        size_t last = p->chart->label_count;
        while (last > 0 && !chart_draw_has(p->chart, s, last - 1))
            last--;
        if (last > 0 && !draw_number(p, s, last - 1)) all = false;
    }
    return all;
}

/* Every number when all have room, else the last alone; the words of baseline and target in any case. What is put first
 * has the better places. */
static void draw_all_words(struct plot *p) {
    static const struct {
        bool every, goal_first;
    } ways[] = {{true, true}, {true, false}, {false, true}, {false, false}};
    size_t written = p->d->out->size, taken = p->room.boxes.size;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        bool every = ways[i].every, all = !every || p->chart->series_count == 1;
        if (all && ways[i].goal_first) all = draw_goal_words(p, false);
        if (all) all = every ? draw_every_number(p) : draw_last_numbers(p);
        if (all && !ways[i].goal_first) all = draw_goal_words(p, false);
        if (all) return;
        p->d->out->size = written;
        p->room.boxes.size = taken;
    }
    (void)draw_goal_words(p, true);
    (void)draw_last_numbers(p);
}

void chart_line_draw(struct chart_draw *d) {
    struct plot p = {.d = d, .chart = d->chart, .top = d->top + ABOVE};
    p.bottom = p.top + PLOT;
    p.room.top = d->top;
    p.room.bottom = p.bottom + 1;
    d->height = p.bottom + BELOW;
    find_axis(&p);
    find_sides(&p);
    draw_axis(&p);
    draw_labels(&p);
    if (p.has_axis) {
        draw_goal(&p);
        for (size_t s = 0; s < d->chart->series_count; s++)
            draw_series(&p, s);
        draw_all_words(&p);
    }
    chart_room_free(&p.room);
}
