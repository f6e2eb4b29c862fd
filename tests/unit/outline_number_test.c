#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/outline.h"
#include "kosshi/text/outline_number.h"

static void a_number_has_the_same_value_however_it_is_written(void **state) {
    (void)state;
    static const char *const fives[] = {
        "5", "５", "5.", "５．", "5)",   "(5)",   "（５）", "⑸",      "⒌",   "⑤",   "❺",   "Ⅴ",      "V",   "Ｖ",
        "ⅴ", "v",  "五", "㈤",   "(五)", "第5章", "第五章", "第５節", "第5", "5章", "2-5", "２－５", "1.5", "1.2.5"};
    for (size_t i = 0; i < sizeof fives / sizeof fives[0]; i++)
        if (outline_number_value(fives[i]) != 5) fail_msg("%s is %d", fives[i], outline_number_value(fives[i]));
}

static void larger_numbers_are_read(void **state) {
    (void)state;
    static const struct {
        const char *number;
        int value;
    } cases[] = {{"Ⅻ", 12},    {"XIV", 14},  {"ⅩⅢ", 13},     {"XXXIX", 39}, {"十", 10},
                 {"十二", 12}, {"二十", 20}, {"九十九", 99}, {"⑳", 20},     {"㉑", 21},
                 {"㊿", 50},   {"⓴", 20},    {"120", 120},   {"Ⅳ", 4},      {"Ⅸ", 9}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (outline_number_value(cases[i].number) != cases[i].value)
            fail_msg("%s is %d", cases[i].number, outline_number_value(cases[i].number));
}

static void what_is_no_number_has_no_value(void **state) {
    (void)state;
    static const char *const none[] = {
        "",        " ",    "0",        "章", "第章", "A",  "IIII",           "VX",   "IXI",   "(1",   "1))", "5年",
        "第5回",   "1の2", "99999999", "ア", "1-",   "-1", "１２３４５６７", "\xff", "5\xff", "五五", "百",  "Vi",
        "1.2.3.4", "(ア)"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (outline_number_value(none[i]) != 0) fail_msg("%s is %d", none[i], outline_number_value(none[i]));
}

static void levels_are_numbered_as_in_official_documents(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(outline_number(a, 0, 1), "Ⅰ");
    assert_string_equal(outline_number(a, 0, 5), "Ⅴ");
    assert_string_equal(outline_number(a, 0, 12), "Ⅻ");
    assert_string_equal(outline_number(a, 0, 13), "13");
    assert_string_equal(outline_number(a, 1, 1), "1");
    assert_string_equal(outline_number(a, 1, 120), "120");
    assert_string_equal(outline_number(a, 2, 3), "(3)");
    assert_string_equal(outline_number(a, 2, 21), "21");
    assert_string_equal(outline_number(a, 3, 1), "①");
    assert_string_equal(outline_number(a, 3, 20), "⑳");
    assert_string_equal(outline_number(a, 3, 21), "21");
    assert_string_equal(outline_number(a, 5, 2), "②");
}

static const char *next_of(struct arena *a, const char *number) {
    struct outline_numeral style;
    assert_true(outline_number_read(number, &style));
    return outline_number_write(a, &style, style.value + 1);
}

static void the_number_that_comes_next_is_written_in_the_same_style(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(next_of(a, "Ⅴ"), "Ⅵ");
    assert_string_equal(next_of(a, "ⅰ"), "ⅱ");
    assert_string_equal(next_of(a, "第9章"), "第10章");
    assert_string_equal(next_of(a, "第九章"), "第十章");
    assert_string_equal(next_of(a, "十九"), "二十");
    assert_string_equal(next_of(a, "（２）"), "(3)");
    assert_string_equal(next_of(a, "9)"), "10)");
    assert_string_equal(next_of(a, "⑳"), "㉑");
    assert_string_equal(next_of(a, "㊿"), "51");
    assert_string_equal(next_of(a, "❿"), "⓫");
    assert_string_equal(next_of(a, "2-9"), "2-10");
    assert_string_equal(next_of(a, "Ⅻ"), "ⅩⅢ");
    assert_string_equal(next_of(a, "XXI"), "ⅩⅩⅡ");
}

static void numbers_of_one_row_differ_in_value_alone(void **state) {
    (void)state;
    static const struct {
        const char *x, *y;
        bool same;
    } cases[] = {{"1", "２", true},    {"1", "(2)", false},   {"Ⅰ", "V", true},          {"Ⅰ", "1", false},
                 {"2-1", "2-4", true}, {"2-1", "3-1", false}, {"第1章", "第2節", false}, {"①", "❷", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct outline_numeral x, y;
        assert_true(outline_number_read(cases[i].x, &x) && outline_number_read(cases[i].y, &y));
        if (outline_number_same_style(&x, &y) != cases[i].same) fail_msg("%s %s", cases[i].x, cases[i].y);
    }
}

static void the_number_in_front_of_a_title_is_found_and_normalized_in_form_only(void **state) {
    (void)state;
    static const struct {
        const char *title, *number, *rest;
    } cases[] = {
        {"I.策定の趣旨", "Ⅰ", "策定の趣旨"},
        {"Ⅰ．策定の趣旨", "Ⅰ", "策定の趣旨"},
        {"Ⅰ、策定の趣旨", "Ⅰ", "策定の趣旨"},
        {"Ｉ．策定の趣旨", "Ⅰ", "策定の趣旨"},
        {"ＶＩＩ　策定", "Ⅶ", "策定"},
        {"Ⅴ基本の方針", "Ⅴ", "基本の方針"},
        {"IV 全体像", "Ⅳ", "全体像"},
        {"第1章 はじめに", "第1章", "はじめに"},
        {"第１章　はじめに", "第1章", "はじめに"},
        {"第二章はじめに", "第二章", "はじめに"},
        {"第１　趣旨", "第1", "趣旨"},
        {"1章 はじめに", "1章", "はじめに"},
        {"１．策定の趣旨", "1", "策定の趣旨"},
        {"1.策定の趣旨", "1", "策定の趣旨"},
        {"1 策定の趣旨", "1", "策定の趣旨"},
        {"１　策定の趣旨", "1", "策定の趣旨"},
        {"（１）目的", "(1)", "目的"},
        {"(1) 目的", "(1)", "目的"},
        {"⑴目的", "(1)", "目的"},
        {"1) 目的", "1)", "目的"},
        {"①目的", "①", "目的"},
        {"❷ 目的", "❷", "目的"},
        {"一、目的", "一", "目的"},
        {"（一）目的", "(一)", "目的"},
        {"ア　目的", "ア", "目的"},
        {"（ア）目的", "(ア)", "目的"},
        {"２－１　国内", "2-1", "国内"},
        {"1.2 国内", "1.2", "国内"},
        {"1. 5年間の計画", "1", "5年間の計画"},
        {"⒈目的", "1", "目的"},
    };
    ARENA(a);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct outline_number_front front;
        const char *title = cases[i].title;
        if (!outline_number_front(title, strlen(title), &front)) fail_msg("no number: %s", title);
        assert_string_equal(outline_number_write(a, &front.numeral, front.numeral.value), cases[i].number);
        assert_string_equal(title + front.size, cases[i].rest);
    }
}

static void words_that_begin_with_a_figure_keep_it(void **state) {
    (void)state;
    static const char *const titles[] = {"4つの基本の方針",
                                         "5年間の計画",
                                         "10 年後の姿",
                                         "3 か年計画",
                                         "1.5倍の成長",
                                         "10,000人の雇用",
                                         "2024. 4 施行",
                                         "IT化の推進",
                                         "Vision",
                                         "第2回会議資料より",
                                         "（仮称）ビジョン",
                                         "(参考) 資料",
                                         "一方",
                                         "三軒茶屋",
                                         "アクセス",
                                         "Ⅰ",
                                         "1.",
                                         "（１）",
                                         "2部構成",
                                         "12:00開始",
                                         "i like it",
                                         "",
                                         "\xe3\x80"};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        struct outline_number_front front;
        if (outline_number_front(titles[i], strlen(titles[i]), &front)) fail_msg("a number: %s", titles[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_has_the_same_value_however_it_is_written),
        cmocka_unit_test(larger_numbers_are_read),
        cmocka_unit_test(what_is_no_number_has_no_value),
        cmocka_unit_test(levels_are_numbered_as_in_official_documents),
        cmocka_unit_test(the_number_that_comes_next_is_written_in_the_same_style),
        cmocka_unit_test(numbers_of_one_row_differ_in_value_alone),
        cmocka_unit_test(the_number_in_front_of_a_title_is_found_and_normalized_in_form_only),
        cmocka_unit_test(words_that_begin_with_a_figure_keep_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
