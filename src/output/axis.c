#include "kosshi/output/axis.h"

#include <math.h>

#define STEPS_MOST 4 /* between low and high, before they are moved out to the next ticks */
#define NEARLY 1e-9  /* what a quotient of decimal numbers may be off by */

/* The least of 1, 2, 5, 10 times a power of ten that is not below raw. */
static double nice(double raw) {
    double power = pow(10, floor(log10(raw) + NEARLY)), times = raw / power;
    double step = times <= 1 + NEARLY ? 1 : times <= 2 + NEARLY ? 2 : times <= 5 + NEARLY ? 5 : 10;
    return step * power;
}

static int places_of(double step) {
    return (int)fmax(0, -floor(log10(step) + NEARLY));
}

struct axis axis_of(double low, double high, bool with_zero) {
    if (with_zero || low == high || (low > 0 && low < high / 2) || (high < 0 && high > low / 2)) {
        low = fmin(low, 0);
        high = fmax(high, 0);
    }
    if (low == high) high = 1;
    struct axis a = {.step = nice((high - low) / STEPS_MOST)};
    double first = floor(low / a.step + NEARLY), last = ceil(high / a.step - NEARLY);
    a.low = first * a.step;
    a.high = last * a.step;
    a.ticks = (int)(last - first) + 1;
    a.places = places_of(a.step);
    return a;
}

void axis_add_below(struct axis *a) {
    a->low -= a->step;
    a->ticks++;
}

double axis_tick(const struct axis *a, int n) {
    return a->low + n * a->step;
}

double axis_place(const struct axis *a, double value) {
    return (value - a->low) / (a->high - a->low);
}
