#include "kosshi/output/progress.h"

#include <math.h>
#include <string.h>

#include "kosshi/text/decimal.h"

#define NEARLY 1e-9 /* what doubles of decimal numbers may be off by, in percent */

static const char *const names[PROGRESS_COUNT] = {"reached", "on_track", "late", "back", "none"};

const char *progress_name(enum progress_state s) {
    return names[s];
}

enum progress_state progress_state_of(const char *name) {
    int s = 0;
    while (s < PROGRESS_COUNT && strcmp(name, names[s]) != 0)
        s++;
    return (enum progress_state)s;
}

static const struct indicator_actual *latest_of(const struct indicator *i) {
    const struct indicator_actual *latest = NULL;
    for (size_t k = 0; k < i->actual_count; k++)
        if (!latest || i->actuals[k].year > latest->year) latest = &i->actuals[k];
    return latest;
}

/* How much of the time from baseline to target has passed in a year, in percent. */
static double time_passed(const struct indicator *i, int year) {
    if (!i->baseline_year || !i->target_year) return 0;
    if (year >= i->target_year) return 100;
    if (year <= i->baseline_year) return 0;
    return 100.0 * (year - i->baseline_year) / (i->target_year - i->baseline_year);
}

static int whole(double rate, bool met) {
    double rounded = round(rate + copysign(NEARLY, rate));
    if (!met && rounded >= 100) rounded = 99;
    return (int)fmax(-PROGRESS_RATE_MOST, fmin(PROGRESS_RATE_MOST, rounded));
}

struct progress progress_of(const struct indicator *i) {
    struct progress p = {.state = PROGRESS_NONE, .latest = latest_of(i)};
    if (!*i->baseline || !*i->target || !p.latest) return p;
    double sign = i->direction == INDICATOR_DOWN ? -1 : 1;
    double baseline = decimal_value(i->baseline), target = decimal_value(i->target);
    double actual = decimal_value(p.latest->value), gain = sign * (target - baseline);
    bool met = sign * (actual - target) >= 0;
    double rate = gain > 0 ? 100 * sign * (actual - baseline) / gain : met ? 100 : 0;
    p.rate = whole(rate, met);
    if (met)
        p.state = PROGRESS_REACHED;
    else if (gain <= 0 || rate < 0)
        p.state = PROGRESS_BACK;
    else
        p.state = rate + NEARLY >= time_passed(i, p.latest->year) ? PROGRESS_ON_TRACK : PROGRESS_LATE;
    return p;
}
