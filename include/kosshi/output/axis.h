#ifndef KOSSHI_OUTPUT_AXIS_H
#define KOSSHI_OUTPUT_AXIS_H

#include <stdbool.h>

/* The scale of a chart's values: ticks at multiples of 1, 2 or 5 times a power of ten, three to six of them. */
struct axis {
    double low, high; /* the outermost ticks */
    double step;
    int places; /* digits behind the point that a tick needs */
    int ticks;
};

/*
 * The scale for values from low to high. with_zero: zero is on it, as lengths of bars need; otherwise it is where the
 * values reach more than half of the way to it, so that small changes of large numbers are seen. One value alone is
 * measured from zero; zero alone is 0 to 1.
 */
struct axis axis_of(double low, double high, bool with_zero);

void axis_add_below(struct axis *a); /* one tick more, below the lowest */

double axis_tick(const struct axis *a, int n); /* n from 0, low first */

/* Where a value stands: 0 at low, 1 at high. */
double axis_place(const struct axis *a, double value);

#endif
