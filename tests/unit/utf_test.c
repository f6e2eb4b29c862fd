#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/utf.h"

#define CHECK(s) utf_check(s, sizeof(s) - 1)

static void japanese_with_tabs_and_line_feeds_is_a_text(void **state) {
    (void)state;
    assert_int_equal(CHECK(""), OK);
    assert_int_equal(CHECK("Ⅰ　策定の趣旨\n\t・目的 😀\n"), OK);
    assert_int_equal(CHECK("\xef\xa8\x99"), OK); /* U+FA19, a form of 神 */
    assert_int_equal(CHECK("\xf4\x8f\xbf\xbd"), OK);
}

/* The cases are those of table 3-7 of the Unicode standard: everything outside it. */
static void bytes_that_are_no_utf8_are_refused(void **state) {
    (void)state;
    assert_int_equal(CHECK("\x80"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xc1\xbf"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xe0\x9f\xbf"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xed\xa0\x80"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xf0\x8f\xbf\xbf"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xf4\x90\x80\x80"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xf5\x80\x80\x80"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("abc\xe3\x81"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\xff"), ERR_BAD_UTF8);
    assert_int_equal(CHECK("\x82\xa0"), ERR_BAD_UTF8); /* あ in Shift_JIS */
}

static void every_control_character_but_tab_and_line_feed_is_refused(void **state) {
    (void)state;
    for (int c = 0; c < 0x20; c++) {
        char text[] = {'a', (char)c, 'b'};
        assert_int_equal(utf_check(text, sizeof text), c == '\t' || c == '\n' ? OK : ERR_BAD_CONTROL);
    }
    assert_int_equal(CHECK("a\x7f"), ERR_BAD_CONTROL);
    assert_int_equal(CHECK("\xc2\x80"), ERR_BAD_CONTROL);
    assert_int_equal(CHECK("\xc2\x9f"), ERR_BAD_CONTROL);
    assert_int_equal(CHECK("\xc2\xa0"), OK);
}

static void invalid_bytes_weigh_more_than_a_control_character(void **state) {
    (void)state;
    assert_int_equal(CHECK("\0 \xff"), ERR_BAD_UTF8);
}

static void lines_of_a_browser_become_unix_lines(void **state) {
    (void)state;
    char text[] = "一\r\n二\r\n\r\n三\r四\r";
    size_t size = utf_unix_lines(text, sizeof text - 1);
    static const char wanted[] = "一\n二\n\n三\r四\r";
    assert_int_equal(size, sizeof wanted - 1);
    assert_memory_equal(text, wanted, size);
    assert_int_equal(utf_check(text, size), ERR_BAD_CONTROL);
    assert_int_equal(utf_unix_lines(text, 0), 0);
}

static void length_counts_characters_but_not_white_space(void **state) {
    (void)state;
    static const char text[] = "　地域 産業\n\n😀\t。";
    assert_int_equal(utf_length(text, sizeof text - 1), 6);
    assert_int_equal(utf_points(text, sizeof text - 1), 11);
    assert_int_equal(utf_length(" \n　", 5), 0);
}

static void an_excerpt_never_cuts_a_character_and_says_that_it_cut(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(utf_excerpt(a, "地域産業", 2), "地域…");
    assert_string_equal(utf_excerpt(a, "地域産業", 4), "地域産業");
    assert_string_equal(utf_excerpt(a, "a😀b", 2), "a😀…");
    assert_string_equal(utf_excerpt(a, "", 3), "");
    assert_string_equal(utf_excerpt(a, "地", 0), "…");
}

static void what_leaves_no_mark_hides(void **state) {
    (void)state;
    static const char *const hidden[] = {
        "tana\u200Bka", "\u202Eakanat\u202C", "a\u00ADb",     "a\u200Db", "\uFEFF題",      "a\u2066b\u2069",
        "a\u2028b",     "a\u2029b",           "a\u061Cb",     "\u3164",   "\uFFA0a",       "a\u115Fb",
        "a\u180Eb",     "a\u2800b",           "a\U000E0041b", "\uFE00a",  "\u3000\uFE00a", "葛\uFE00\uFE00"};
    static const char *const shown[] = {"",         "田中 太郎", "葛\U000E0100飾", "❤\uFE0F",  "Ⅰ　はじめに", "がぎ",
                                        "か\u3099", "é",         "e\u0301",        "a\u00A0b", "\uE000",      "ｱｲｳ"};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (!utf_hides(hidden[i])) fail_msg("%zu", i);
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        if (utf_hides(shown[i])) fail_msg("%s", shown[i]);
}

static void what_hides_can_be_left_out(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(utf_visible(a, "\uFEFFは\u200Bじめに"), "はじめに");
    assert_string_equal(utf_visible(a, "葛\U000E0100飾\uFE00"), "葛\U000E0100飾\uFE00");
    assert_string_equal(utf_visible(a, "\u200B"), "");
    assert_string_equal(utf_visible(a, ""), "");
    assert_string_equal(utf_plain(a, "は\u202Eじ\x1b[1mめ\n\xffに"), "は\\u{202E}じ\\u{001B}[1mめ\\u{000A}\\u{FFFD}に");
}

/* The expected forms are those of DerivedNormalizationProps.txt (NFKC_CF). */
static void names_that_read_alike_fold_alike(void **state) {
    (void)state;
    ARENA(a);
    static const struct {
        const char *name, *folded;
    } cases[] = {{"ＴＡＮＡＫＡ", "tanaka"}, {"Tanaka", "tanaka"},   {"ﾀﾅｶ", "タナカ"}, {"ｶﾞ", "ガ"},
                 {"か\u3099", "が"},         {"㈱", "(株)"},         {"１０", "10"},    {"田中　太郎", "田中 太郎"},
                 {"Straße", "strasse"},      {"ta\u200Bna", "tana"}, {"\uFA19", "神"},  {"", ""},
                 {"\xff", "\uFFFD"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(utf_fold(a, cases[i].name), cases[i].folded);
    /* what grows most: 18 characters of one */
    assert_int_equal(strlen(utf_fold(a, "\uFDFA\uFDFA")), 2 * 33);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_with_tabs_and_line_feeds_is_a_text),
        cmocka_unit_test(bytes_that_are_no_utf8_are_refused),
        cmocka_unit_test(every_control_character_but_tab_and_line_feed_is_refused),
        cmocka_unit_test(invalid_bytes_weigh_more_than_a_control_character),
        cmocka_unit_test(lines_of_a_browser_become_unix_lines),
        cmocka_unit_test(length_counts_characters_but_not_white_space),
        cmocka_unit_test(what_leaves_no_mark_hides),
        cmocka_unit_test(what_hides_can_be_left_out),
        cmocka_unit_test(names_that_read_alike_fold_alike),
        cmocka_unit_test(an_excerpt_never_cuts_a_character_and_says_that_it_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
