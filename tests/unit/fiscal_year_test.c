#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kosshi/text/fiscal_year.h"

static void a_year_is_read_in_either_count(void **state) {
    (void)state;
    static const struct {
        const char *typed;
        int year;
    } cases[] = {
        {"2024", 2024},      {"２０２４年度", 2024}, {"令和6年度", 2024}, {"令和６", 2024},     {"令和元年度", 2019},
        {"令和 6 年", 2024}, {"R6", 2024},           {"Ｒ６", 2024},      {"r元", 2019},        {"平成30年度", 2018},
        {"H元", 1989},       {"昭和60", 1985},       {"S1", 1926},        {" 2031年度 ", 2031}, {"", 0},
        {"　", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year = -1;
        if (!fiscal_year_read(cases[i].typed, &year)) fail_msg("%s was not read", cases[i].typed);
        assert_int_equal(year, cases[i].year);
    }
}

static void what_is_no_year_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {"6",       "1899",       "2201",   "令和",       "令和0", "元年",
                                        "R",       "2024年度末", "20245",  "-1",         "2,024", "M30",
                                        "令和6.5", "令和99年度", "平成32", "平成40年度", "S65",   "年度"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year;
        if (fiscal_year_read(cases[i], &year)) fail_msg("%s was read as %d", cases[i], year);
    }
}

static void a_year_is_written_in_the_documents_style(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(fiscal_year_print(a, "wareki", 2024), "令和6年度");
    assert_string_equal(fiscal_year_print(a, "wareki", 2019), "令和元年度");
    assert_string_equal(fiscal_year_print(a, "wareki", 2018), "平成30年度");
    assert_string_equal(fiscal_year_print(a, "wareki", 1989), "平成元年度");
    assert_string_equal(fiscal_year_print(a, "wareki", 1988), "1988年度");
    assert_string_equal(fiscal_year_print(a, "seireki", 2024), "2024年度");
    assert_string_equal(fiscal_year_print(a, "wareki", 0), "");
    assert_string_equal(fiscal_year_short(a, "wareki", 2024), "R6");
    assert_string_equal(fiscal_year_short(a, "wareki", 2019), "R元");
    assert_string_equal(fiscal_year_short(a, "wareki", 2018), "H30");
    assert_string_equal(fiscal_year_short(a, "seireki", 2024), "2024");
}

static void a_fiscal_year_begins_in_april_in_japan(void **state) {
    (void)state;
    assert_int_equal(fiscal_year_of(1774969199000), 2025); /* 2026-03-31 23:59:59 +09:00 */
    assert_int_equal(fiscal_year_of(1774969200000), 2026); /* 2026-04-01 00:00:00 +09:00 */
    assert_false(fiscal_year_is(1899));
    assert_true(fiscal_year_is(1900) && fiscal_year_is(2200));
    assert_false(fiscal_year_is(2201));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_is_read_in_either_count),
        cmocka_unit_test(what_is_no_year_is_refused),
        cmocka_unit_test(a_year_is_written_in_the_documents_style),
        cmocka_unit_test(a_fiscal_year_begins_in_april_in_japan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
