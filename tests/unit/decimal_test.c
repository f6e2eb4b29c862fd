#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kosshi/text/decimal.h"

static void a_number_is_read_as_people_write_it(void **state) {
    (void)state;
    static const struct {
        const char *typed, *kept;
    } cases[] = {
        {"1200", "1200"},
        {"1,200", "1200"},
        {"１，２００", "1200"},
        {"　12.50 ", "12.50"},
        {"-3", "-3"},
        {"−3", "-3"},
        {"▲3.5", "-3.5"},
        {"△3", "-3"},
        {"＋７", "7"},
        {"007", "7"},
        {"0", "0"},
        {"-0", "0"},
        {"-0.0", "0.0"},
        {"0.05", "0.05"},
        {"00.5", "0.5"},
        {"", ""},
        {"　", ""},
        {"12,345,678", "12345678"},
        {"123456789012345", "123456789012345"},
    };
    ARENA(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *kept = NULL;
        assert_true(decimal_read(a, cases[i].typed, &kept));
        assert_string_equal(kept, cases[i].kept);
        assert_true(*kept == '\0' || decimal_is(kept));
    }
}

static void what_is_no_number_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "約100", "12,00", "1,2000", ",100", "1.",  ".5",  "1.2.3",           "1e5", "--1", "12 %",
        "1 2",   "1,",    "-",      "+",    "1/2", "nan", "1234567890123456"};
    ARENA(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *kept;
        if (decimal_read(a, cases[i], &kept)) fail_msg("%s was read as %s", cases[i], kept);
    }
}

static void only_one_writing_of_a_number_is_kept(void **state) {
    (void)state;
    static const char *const others[] = {"", "+1", "01", "1.", ".1", "1,000", "-0", "-0.0", " 1", "１"};
    assert_true(decimal_is("-12.50"));
    assert_true(decimal_is("0"));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(decimal_is(others[i]));
}

static void a_number_is_shown_with_commas_and_a_true_minus(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(decimal_print(a, "1200"), "1,200");
    assert_string_equal(decimal_print(a, "120"), "120");
    assert_string_equal(decimal_print(a, "1234567.50"), "1,234,567.50");
    assert_string_equal(decimal_print(a, "-1000"), "−1,000");
    assert_string_equal(decimal_print(a, "0.125"), "0.125");
    assert_string_equal(decimal_print(a, ""), "");
}

static void a_value_is_written_with_so_many_places(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(decimal_write(a, 12.5, 2), "12.50");
    assert_string_equal(decimal_write(a, -0.04, 1), "0.0");
    assert_string_equal(decimal_write(a, -3.26, 1), "-3.3");
    assert_true(decimal_value("-3.25") == -3.25);
}

static void an_integer_prints_as_a_number_does(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(decimal_print_integer(a, 0), "0");
    assert_string_equal(decimal_print_integer(a, 999), "999");
    assert_string_equal(decimal_print_integer(a, 1234567), "1,234,567");
    assert_string_equal(decimal_print_integer(a, -1000), "−1,000");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_integer_prints_as_a_number_does),
        cmocka_unit_test(a_number_is_read_as_people_write_it),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(only_one_writing_of_a_number_is_kept),
        cmocka_unit_test(a_number_is_shown_with_commas_and_a_true_minus),
        cmocka_unit_test(a_value_is_written_with_so_many_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
