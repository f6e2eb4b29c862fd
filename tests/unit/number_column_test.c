#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "kosshi/text/number_column.h"

static void a_cell_is_a_number_as_people_write_numbers(void **state) {
    (void)state;
    ARENA(a);
    static const struct {
        const char *words;
        double value;
    } numbers[] = {{"1,200", 1200}, {" 12.50 ", 12.5}, {"１２３，４５６", 123456},
                   {"▲3", -3},      {"12.5%", 12.5},   {"8 ％", 8},
                   {"0", 0},        {"−0.5", -0.5}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        double value;
        assert_int_equal(number_column_read(a, numbers[i].words, &value), CELL_NUMBER);
        assert_true(value == numbers[i].value);
    }
}

static void what_stands_for_no_number_is_empty(void **state) {
    (void)state;
    ARENA(a);
    static const char *const empty[] = {"", " ", "　", "-", "－", " … ", "x", "―"};
    double value;
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_int_equal(number_column_read(a, empty[i], &value), CELL_EMPTY);
        assert_true(isnan(value));
    }
}

static void everything_else_is_words(void **state) {
    (void)state;
    ARENA(a);
    static const char *const words[] = {"約100", "令和6年度", "1〜2", "120件", "%", "- -", "12,00", "なし", "x 1"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(number_column_read(a, words[i], NULL), CELL_WORDS);
}

static void a_column_with_a_number_and_no_words_is_numeric(void **state) {
    (void)state;
    ARENA(a);
    struct number_column column = {0};
    assert_false(number_column_is_numeric(&column));
    number_column_count(a, &column, "－");
    assert_false(number_column_is_numeric(&column));
    number_column_count(a, &column, "3");
    assert_true(number_column_is_numeric(&column));
    number_column_count(a, &column, "なし");
    assert_false(number_column_is_numeric(&column));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_a_number_as_people_write_numbers),
        cmocka_unit_test(what_stands_for_no_number_is_empty),
        cmocka_unit_test(everything_else_is_words),
        cmocka_unit_test(a_column_with_a_number_and_no_words_is_numeric),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
