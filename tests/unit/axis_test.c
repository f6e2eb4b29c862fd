#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/output/axis.h"

/* Worked by hand: a quarter of the span, rounded up to 1, 2 or 5 times a power of ten, is the step. */
static const struct worked {
    double low, high;
    bool with_zero;
    const char *ticks;
} cases[] = {
    {0, 200, false, "0 50 100 150 200"},          /* 200/4 = 50 */
    {98, 200, false, "0 50 100 150 200"},         /* 98 is less than half of 200 */
    {120, 200, false, "120 140 160 180 200"},     /* 80/4 = 20 */
    {126, 203, false, "120 140 160 180 200 220"}, /* 77/4 = 19.25 */
    {120, 200, true, "0 50 100 150 200"},
    {0, 7, true, "0 2 4 6 8"},   /* 1.75 */
    {0, 41, true, "0 20 40 60"}, /* 10.25 */
    {0, 4, true, "0 1 2 3 4"},
    {0.1, 0.4, false, "0.0 0.1 0.2 0.3 0.4"},
    {0.12, 0.15, false, "0.12 0.13 0.14 0.15"}, /* 0.0075 -> 0.01 */
    {-12.5, -2.5, false, "-15 -10 -5 0"},       /* zero is near: 12.5/4 = 3.125 */
    {-30, 20, true, "-40 -20 0 20"},            /* 50/4 = 12.5 */
    {-100, -90, false, "-100 -95 -90"},         /* 2.5 -> 5 */
    {5, 5, false, "0 2 4 6"},                   /* 1.25 */
    {-3, -3, false, "-3 -2 -1 0"},
    {0, 0, false, "0.0 0.5 1.0"}, /* 0.25 -> 0.5 */
    {98000000, 99000000, false, "98000000 98500000 99000000"},
};

static void ticks_stand_at_round_numbers_around_the_values(void **state) {
    (void)state;
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        char said[200] = "";
        struct axis a = axis_of(cases[n].low, cases[n].high, cases[n].with_zero);
        for (int i = 0; i < a.ticks; i++) {
            size_t used = strlen(said);
            snprintf(said + used, sizeof said - used, "%s%.*f", i ? " " : "", a.places, axis_tick(&a, i));
        }
        if (strcmp(said, cases[n].ticks) != 0)
            fail_msg("%g to %g: %s, not %s", cases[n].low, cases[n].high, said, cases[n].ticks);
        assert_true(a.ticks >= 3 && a.ticks <= 6);
        assert_true(axis_place(&a, cases[n].low) > -1e-9 && axis_place(&a, cases[n].high) < 1 + 1e-9);
    }
}

static void a_value_stands_in_its_proportion(void **state) {
    (void)state;
    struct axis a = axis_of(120, 200, false);
    assert_true(axis_place(&a, 120) == 0);
    assert_true(axis_place(&a, 200) == 1);
    assert_true(fabs(axis_place(&a, 140) - 0.25) < 1e-12);
}

static void a_tick_more_stands_below_the_others(void **state) {
    (void)state;
    struct axis a = axis_of(120, 200, false);
    axis_add_below(&a);
    assert_int_equal(a.ticks, 6);
    assert_true(axis_tick(&a, 0) == 100);
    assert_true(axis_place(&a, 120) == 0.2);
    assert_true(axis_place(&a, 200) == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_stand_at_round_numbers_around_the_values),
        cmocka_unit_test(a_value_stands_in_its_proportion),
        cmocka_unit_test(a_tick_more_stands_below_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
