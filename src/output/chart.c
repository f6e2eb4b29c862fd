#include "kosshi/output/chart.h"

#include <string.h>

#include "chart_kind.h"
#include "kosshi/text/wrap.h"
#include "svg.h"

#define SAMPLE 30 /* px, of a series before its name */
#define BETWEEN 14

/* A series as the legend shows it, at px from the left. */
static void legend_entry(struct chart_draw *d, size_t series, double left, double y, const char *name) {
    int look = chart_draw_look(series);
    buf_printf(d->out, "<svg class=\"s%d\"", look);
    svg_put(d->out, " x=\"@\" y=\"@\">", left, y - 5);
    if (d->chart->kind == CHART_BAR) {
        buf_string(d->out, "<rect width=\"22\" height=\"11\" y=\"-6\"/>");
    } else {
        buf_string(d->out, "<path class=\"line\" d=\"M0 0H22\"/><svg x=\"11\">");
        chart_draw_mark(d, look, 0, 0);
        buf_string(d->out, "</svg>");
    }
    buf_string(d->out, "</svg>");
    chart_draw_words(d, "", 0, left + SAMPLE, y, ANCHOR_START, name);
}

/* The names of the series in as many rows as they need; one series alone needs none. */
static void draw_legend(struct chart_draw *d) {
    const struct chart *c = d->chart;
    int rows = 1;
    double left = 0;
    if (c->series_count < 2) return;
    for (size_t s = 0; s < c->series_count; s++) {
        const char *name = wrap_cut(d->a, c->series[s].name, (CHART_WIDTH_LEAST - SAMPLE) / 8);
        double width = SAMPLE + chart_draw_px(name);
        if (left > 0 && left + width > CHART_WIDTH_LEAST) {
            rows++;
            left = 0;
        }
        legend_entry(d, s, left, rows * CHART_DRAW_LEGEND - 6, name);
        left += width + BETWEEN;
    }
    d->top = rows * CHART_DRAW_LEGEND + 4;
}

static void begin_element(struct buf *out, const char *name, const char *id, const char *suffix) {
    buf_printf(out, "<%s id=\"", name);
    buf_html(out, id, strlen(id));
    buf_printf(out, "%s\">", suffix);
}

void chart_svg(const struct chart *c, struct buf *out) {
    ARENA(a);
    BUF(inside);
    struct chart_draw d = {.a = a, .chart = c, .out = &inside};
    buf_reserve(&inside, 4096);
    draw_legend(&d);
    if (c->kind == CHART_LINE)
        chart_line_draw(&d);
    else
        chart_bar_draw(&d);
    buf_string(out, "<svg class=\"chart\" role=\"img\" aria-labelledby=\"");
    buf_html(out, c->id, strlen(c->id));
    buf_string(out, "t ");
    buf_html(out, c->id, strlen(c->id));
    svg_put(out, "d\" width=\"100%\" height=\"@\" font-size=\"@\">", d.height, (double)CHART_DRAW_TEXT);
    begin_element(out, "title", c->id, "t");
    buf_html(out, c->title, strlen(c->title));
    buf_string(out, "</title>");
    begin_element(out, "desc", c->id, "d");
    buf_string(out, c->description_html);
    buf_string(out, "</desc>");
    buf_add(out, inside.data, inside.size);
    buf_string(out, "</svg>");
}
