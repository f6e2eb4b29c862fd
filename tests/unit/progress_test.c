#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/output/progress.h"

/* actuals: "2024=126 2025=130", in any order. */
struct worked { /* NOLINT(clang-analyzer-optin.performance.Padding): in the order in which a case is read */
    const char *what;
    enum indicator_direction direction;
    const char *baseline;
    int baseline_year;
    const char *target;
    int target_year;
    const char *actuals;
    const char *state;
    int rate;
};

#define UP INDICATOR_UP
#define DOWN INDICATOR_DOWN

/* Worked by hand: rate = (actual - baseline) / (target - baseline), in the direction that is good. */
static const struct worked cases[] = {
    /* (150-100)/(200-100) = 50 %; 3 of 6 years = 50 % */
    {"half way in half the time", UP, "100", 2024, "200", 2030, "2027=150", "on_track", 50},
    /* 49 % after 50 % of the time */
    {"a little less than time asks for", UP, "100", 2024, "200", 2030, "2027=149", "late", 49},
    /* (130-100)/100 = 30 % after 1 of 6 years = 16.7 % */
    {"ahead of time", UP, "100", 2024, "200", 2030, "2025=130", "on_track", 30},
    {"at the target", UP, "100", 2024, "200", 2030, "2028=200", "reached", 100},
    /* (250-100)/100 = 150 % */
    {"beyond the target", UP, "100", 2024, "200", 2030, "2028=250", "reached", 150},
    /* (70-100)/100 = -30 % */
    {"below the baseline", UP, "100", 2024, "200", 2030, "2026=70", "back", -30},
    {"no change in the year of the baseline", UP, "100", 2024, "200", 2030, "2024=100", "on_track", 0},
    {"no change a year later", UP, "100", 2024, "200", 2030, "2025=100", "late", 0},
    {"short of the target when its year has passed", UP, "100", 2024, "200", 2030, "2031=190", "late", 90},

    /* lower is better: (40-34)/(40-20) = 30 %, after 1 of 5 years = 20 % */
    {"lower is better, ahead", DOWN, "40", 2025, "20", 2030, "2026=34", "on_track", 30},
    /* (40-34)/(40-20) = 30 % after 3 of 5 years = 60 % */
    {"lower is better, late", DOWN, "40", 2025, "20", 2030, "2028=34", "late", 30},
    {"lower is better, risen", DOWN, "40", 2025, "20", 2030, "2026=44", "back", -20},
    {"lower is better, reached", DOWN, "40", 2025, "20", 2030, "2029=18", "reached", 110},

    {"to be kept, and kept", UP, "80", 2024, "80", 2030, "2026=80", "reached", 100},
    {"to be kept, and more", UP, "80", 2024, "80", 2030, "2026=95", "reached", 100},
    {"to be kept, and lost", UP, "80", 2024, "80", 2030, "2026=79.9", "back", 0},
    {"to be kept low, and kept", DOWN, "5", 2024, "5", 2030, "2026=5", "reached", 100},
    {"to be kept low, and risen", DOWN, "5", 2024, "5", 2030, "2026=6", "back", 0},
    /* a loss that is to stay small: 1000 shops may become 900, not fewer */
    {"a limited loss within its limit", UP, "1000", 2024, "900", 2030, "2027=950", "reached", 100},
    {"a limited loss at its limit", UP, "1000", 2024, "900", 2030, "2027=900", "reached", 100},
    {"a limited loss beyond its limit", UP, "1000", 2024, "900", 2030, "2027=899", "back", 0},
    {"a limited rise within its limit", DOWN, "10", 2024, "12", 2030, "2027=11", "reached", 100},
    {"a limited rise beyond its limit", DOWN, "10", 2024, "12", 2030, "2027=13", "back", 0},

    /* 99.6 is not 100; 99.4 is 99 anyway; 12.5 rounds to 13 */
    {"nearly reached", UP, "0", 2024, "1000", 2030, "2029=996", "on_track", 99},
    {"less nearly reached", UP, "0", 2024, "1000", 2030, "2029=994", "on_track", 99},
    {"half a percent", UP, "0", 2024, "1000", 2030, "2024=125", "on_track", 13},
    {"a little worse", UP, "0", 2024, "1000", 2030, "2024=-126", "back", -13},

    /* from -12.5 to -2.5 are 10; -7.5 is half of it */
    {"negative numbers", UP, "-12.5", 2024, "-2.5", 2028, "2026=-7.5", "on_track", 50},
    {"from below zero to above", UP, "-10", 2024, "10", 2034, "2026=-5", "on_track", 25},
    /* (0.2-0.1)/(0.4-0.1) = 33.33 % after 1 of 3 years: equal, though no binary fraction */
    {"decimal numbers", UP, "0.1", 2024, "0.4", 2027, "2025=0.2", "on_track", 33},
    {"the same number written longer", UP, "1.5", 2024, "2.5", 2027, "2025=2.50", "reached", 100},

    {"the latest year counts, not the last in the list", UP, "100", 2024, "200", 2030, "2026=120 2028=180 2025=110",
     "on_track", 80},
    {"years between without an actual", UP, "100", 2020, "200", 2030, "2021=105 2028=140", "late", 40},
    {"no actual", UP, "100", 2024, "200", 2030, "", "none", 0},
    {"no baseline", UP, "", 0, "200", 2030, "2026=120", "none", 0},
    {"no target", UP, "100", 2024, "", 0, "2026=120", "none", 0},
    {"no year of the baseline", UP, "100", 0, "200", 2030, "2029=110", "on_track", 10},
    {"no year of the target", UP, "100", 2024, "200", 0, "2029=110", "on_track", 10},
    {"no years, and worse", UP, "100", 0, "200", 0, "2029=90", "back", -10},
    {"a target in the year of its baseline", UP, "100", 2024, "200", 2024, "2024=150", "late", 50},
    {"an actual before the baseline", UP, "100", 2024, "200", 2030, "2022=110", "on_track", 10},
    {"a rate beyond all measure", UP, "0", 2024, "0.00000001", 2030, "2025=9999999", "reached", 999999},
};

static size_t read_actuals(const char *text, struct indicator_actual *out, char copy[100]) {
    size_t count = 0;
    char *rest = NULL;
    strncat(copy, text, 99);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        out[count++] = (struct indicator_actual){.year = atoi(word), .value = strchr(word, '=') + 1};
    return count;
}

static void every_worked_case_has_its_rate_and_its_word(void **state) {
    (void)state;
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        const struct worked *c = &cases[n];
        struct indicator_actual actuals[10];
        char copy[100] = "";
        struct indicator i = {.direction = c->direction,
                              .baseline = c->baseline,
                              .baseline_year = c->baseline_year,
                              .target = c->target,
                              .target_year = c->target_year,
                              .actuals = actuals,
                              .actual_count = read_actuals(c->actuals, actuals, copy)};
        struct progress p = progress_of(&i);
        if (p.rate != c->rate || strcmp(progress_name(p.state), c->state) != 0)
            fail_msg("%s: %s %d, not %s %d", c->what, progress_name(p.state), p.rate, c->state, c->rate);
    }
}

static void the_latest_actual_is_told_even_when_nothing_can_be_measured(void **state) {
    (void)state;
    struct indicator_actual actuals[] = {{2025, "3"}, {2023, "9"}};
    struct indicator i = {.baseline = "", .target = "", .actuals = actuals, .actual_count = 2};
    assert_ptr_equal(progress_of(&i).latest, &actuals[0]);
    i.actual_count = 0;
    assert_null(progress_of(&i).latest);
}

static void every_state_has_a_name_that_leads_back_to_it(void **state) {
    (void)state;
    for (int s = 0; s < PROGRESS_COUNT; s++)
        assert_int_equal(progress_state_of(progress_name((enum progress_state)s)), s);
    assert_int_equal(progress_state_of("other"), PROGRESS_COUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_worked_case_has_its_rate_and_its_word),
        cmocka_unit_test(the_latest_actual_is_told_even_when_nothing_can_be_measured),
        cmocka_unit_test(every_state_has_a_name_that_leads_back_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
