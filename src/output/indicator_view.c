#include "kosshi/output/indicator_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/output/chart.h"
#include "kosshi/output/progress.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/fiscal_year.h"

typedef const struct indicator_view_style style;

static const char *phrase(style *s, const char *key) {
    return languages_phrase(s->languages, s->language, key);
}

static const char *fill(style *s, const char *key, const char *const values[]) {
    return language_fill(s->a, phrase(s, key), values);
}

/* A number of the indicator as people read it, with its unit. */
static const char *value_text(style *s, const struct indicator *i, const char *value) {
    return arena_printf(s->a, "%s%s", decimal_print(s->a, value), i->unit);
}

static json_t *value_view(style *s, const struct indicator *i, const char *value, int year) {
    if (!*value) return json_null();
    return json_pack("{s:s, s:s, s:o, s:s}", "value", value, "value_text", value_text(s, i, value), "year",
                     year ? json_integer(year) : json_null(), "year_text", fiscal_year_print(s->a, s->day_style, year));
}

static json_t *progress_view(style *s, const struct progress *p) {
    bool measured = p->state != PROGRESS_NONE;
    const char *name = progress_name(p->state), *rate = arena_printf(s->a, "%d", p->rate);
    return json_pack("{s:s, s:s, s:o, s:s}", "state", name, "label",
                     phrase(s, arena_printf(s->a, "policy.progress.%s", name)), "rate",
                     measured ? json_integer(p->rate) : json_null(), "rate_text",
                     measured ? arena_printf(s->a, "%s%%", decimal_print(s->a, rate)) : "");
}

/* --- the years from the first that is known to the last --------------------------------------- */

struct span {
    int first, last; /* 0 when no year is known */
};

static void span_add(struct span *span, int year) {
    if (!year) return;
    if (!span->first || year < span->first) span->first = year;
    if (year > span->last) span->last = year;
}

static struct span span_of(const struct indicator *i) {
    struct span span = {0, 0};
    for (size_t k = 0; k < i->actual_count; k++)
        span_add(&span, i->actuals[k].year);
    if (*i->baseline) span_add(&span, i->baseline_year);
    if (*i->target) span_add(&span, i->target_year);
    return span;
}

static const char *actual_of(const struct indicator *i, int year) {
    for (size_t k = 0; k < i->actual_count; k++)
        if (i->actuals[k].year == year) return i->actuals[k].value;
    return "";
}

/* "現状値 120件" */
static const char *named_value(style *s, const struct indicator *i, const char *key, const char *value) {
    return arena_printf(s->a, "%s %s", phrase(s, key), value_text(s, i, value));
}

static bool is_baseline(const struct indicator *i, int year) {
    return *i->baseline && i->baseline_year == year;
}

static bool is_target(const struct indicator *i, int year) {
    return *i->target && i->target_year == year;
}

/* The years something is known of, for the table beside the chart. */
static json_t *years_view(style *s, const struct indicator *i) {
    struct span span = span_of(i);
    json_t *years = json_array();
    for (int year = span.first; year && year <= span.last; year++) {
        const char *actual = actual_of(i, year), *goal = "";
        if (is_baseline(i, year)) goal = named_value(s, i, "policy.baseline", i->baseline);
        if (is_target(i, year))
            goal = arena_printf(s->a, "%s%s%s", goal, *goal ? " " : "", named_value(s, i, "policy.target", i->target));
        if (!*actual && !*goal) continue;
        json_array_append_new(years,
                              json_pack("{s:s, s:s, s:s}", "year_text", fiscal_year_print(s->a, s->day_style, year),
                                        "actual_text", *actual ? value_text(s, i, actual) : "", "goal_text", goal));
    }
    return years;
}

/* --- the chart -------------------------------------------------------------------------------- */

/* "現状値 120件（令和6年度）", behind what was said before. */
static const char *said(style *s, const struct indicator *i, const char *before, const char *key, const char *value,
                        int year) {
    if (!*value) return before;
    const char *piece = named_value(s, i, key, value);
    const char *const values[] = {"value", piece, "year", fiscal_year_print(s->a, s->day_style, year), NULL};
    if (year) piece = fill(s, "policy.chart.value", values);
    return *before ? arena_printf(s->a, "%s%s%s", before, phrase(s, "policy.chart.between"), piece) : piece;
}

static const char *description_html(style *s, const struct indicator *i, const struct indicator_actual *latest) {
    const char *text = said(s, i, "", "policy.baseline", i->baseline, i->baseline_year);
    text = said(s, i, text, "policy.target", i->target, i->target_year);
    if (latest) text = said(s, i, text, "policy.latest", latest->value, latest->year);
    BUF(html);
    buf_html(&html, text, strlen(text));
    return html.size ? arena_copy(s->a, html.data, html.size) : "";
}

static json_t *chart_view(style *s, const struct indicator *i, const struct indicator_actual *latest) {
    struct span span = span_of(i);
    if (!span.first) return json_null();
    size_t count = (size_t)(span.last - span.first) + 1;
    double *values = arena_alloc(s->a, count * sizeof *values);
    const char **texts = arena_alloc(s->a, count * sizeof *texts), **labels = arena_alloc(s->a, count * sizeof *labels);
    for (size_t k = 0; k < count; k++) {
        const char *actual = actual_of(i, span.first + (int)k);
        values[k] = *actual ? decimal_value(actual) : NAN;
        texts[k] = decimal_print(s->a, actual);
        labels[k] = fiscal_year_short(s->a, s->day_style, span.first + (int)k);
    }
    const char *const names[] = {"name", i->name, NULL};
    struct chart_series series = {phrase(s, "policy.actual"), values, texts};
    struct chart chart = {.kind = CHART_LINE,
                          .id = arena_printf(s->a, "i%lld-", (long long)i->id),
                          .title = fill(s, "policy.chart.title", names),
                          .description_html = description_html(s, i, latest),
                          .unit = i->unit,
                          .labels = labels,
                          .label_count = count,
                          .series = &series,
                          .series_count = 1};
    if (*i->baseline && i->baseline_year) {
        chart.baseline = decimal_value(i->baseline);
        chart.baseline_at = (size_t)(i->baseline_year - span.first);
        chart.baseline_label =
            arena_printf(s->a, "%s %s", phrase(s, "policy.baseline"), decimal_print(s->a, i->baseline));
    }
    if (*i->target && i->target_year) {
        chart.target = decimal_value(i->target);
        chart.target_at = (size_t)(i->target_year - span.first);
        chart.target_label = arena_printf(s->a, "%s %s", phrase(s, "policy.target"), decimal_print(s->a, i->target));
    }
    BUF(svg);
    chart_svg(&chart, &svg);
    return json_stringn_nocheck(svg.data, svg.size);
}

/* --- the whole -------------------------------------------------------------------------------- */

const char *indicator_view_strategy(style *s, const struct policy *here, const struct policy *of,
                                    const struct strategy *strategy) {
    const char *label = arena_printf(s->a, "%s%d", phrase(s, "policy.strategy"), policy_number(of, strategy));
    return of == here ? label : arena_printf(s->a, "%s %s", of->section->title, label);
}

static json_t *measures_view(style *s, const struct policies *policies, const struct policy *of,
                             const struct indicator *i) {
    json_t *list = json_array();
    for (size_t k = 0; k < i->strategy_count; k++) {
        const struct policy *owner;
        const struct strategy *strategy = policy_strategy(policies, i->strategies[k], &owner);
        if (!strategy) continue;
        json_array_append_new(list,
                              json_pack("{s:I, s:s, s:s}", "id", (json_int_t)strategy->id, "label",
                                        indicator_view_strategy(s, of, owner, strategy), "title", strategy->title));
    }
    return list;
}

json_t *indicator_view(style *s, const struct policies *policies, const struct policy *of, const struct indicator *i) {
    struct progress p = progress_of(i);
    json_t *measures = measures_view(s, policies, of, i), *years = years_view(s, i);
    const char *direction = indicator_direction_name(i->direction);
    json_t *view = json_pack(
        "{s:I, s:i, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:s}", "id", (json_int_t)i->id, "number",
        (int)(i - of->indicators) + 1, "name", i->name, "unit", i->unit, "direction", direction, "direction_label",
        phrase(s, arena_printf(s->a, "policy.direction.%s", direction)), "baseline",
        value_view(s, i, i->baseline, i->baseline_year), "target", value_view(s, i, i->target, i->target_year),
        "latest", p.latest ? value_view(s, i, p.latest->value, p.latest->year) : json_null(), "progress",
        progress_view(s, &p), "chart_html", chart_view(s, i, p.latest), "source", i->source, "owner", i->owner);
    if (!view) die("indicator %lld cannot be shown", (long long)i->id);
    json_object_set_new(view, "is_down", json_boolean(i->direction == INDICATOR_DOWN));
    json_object_set_new(view, "has_years", json_boolean(json_array_size(years) > 0));
    json_object_set_new(view, "years", years);
    json_object_set_new(view, "has_measures", json_boolean(json_array_size(measures) > 0));
    json_object_set_new(view, "measures", measures);
    return view;
}
