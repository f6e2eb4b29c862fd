#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/wrap.h"

typedef size_t breaking(struct wrap *w, struct arena *a, const char *text, int width, struct wrap_line **out);

/* The lines of a text, joined by |. */
static void assert_broken(breaking *breaks, const char *text, int width, const char *wanted) {
    ARENA(a);
    BUF(found);
    struct wrap *w = wrap_open();
    struct wrap_line *lines;
    size_t count = breaks(w, a, text, width, &lines);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&found, "%s%s", i ? "|" : "", lines[i].text);
        assert_int_equal(lines[i].width, wrap_width(lines[i].text));
        assert_true(lines[i].width <= width);
    }
    wrap_close(w);
    assert_string_equal(found.data ? found.data : "", wanted);
}

static void assert_lines(const char *text, int width, const char *wanted) {
    assert_broken(wrap_lines, text, width, wanted);
}

static void assert_balanced(const char *text, int width, const char *wanted) {
    assert_broken(wrap_balanced, text, width, wanted);
}

static void a_full_width_character_takes_two_units_and_a_combining_one_none(void **state) {
    (void)state;
    assert_int_equal(wrap_width(""), 0);
    assert_int_equal(wrap_width("abc"), 3);
    assert_int_equal(wrap_width("商店街"), 6);
    assert_int_equal(wrap_width("ﾊﾝｶｸ"), 4);
    assert_int_equal(wrap_width("ＡＢ"), 4);
    assert_int_equal(wrap_width("①…"), 4); /* ambiguous: full-width among Japanese */
    assert_int_equal(wrap_width("か\u3099"), 2);
    assert_int_equal(wrap_width("\xf0\xa0\xae\xb7る"), 4); /* 𠮷 is one character of four bytes */
}

static void a_text_that_fits_is_one_line(void **state) {
    (void)state;
    assert_lines("", 10, "");
    assert_lines("商店街の魅力", 12, "商店街の魅力");
}

static void japanese_is_broken_between_any_two_characters(void **state) {
    (void)state;
    assert_lines("商店街の魅力を高める", 8, "商店街の|魅力を高|める");
    assert_lines("商店街の魅力", 7, "商店街|の魅力"); /* half a character does not fit */
}

static void no_line_begins_with_what_must_not_begin_one(void **state) {
    (void)state;
    assert_lines("商店街、工場。", 6, "商店|街、工|場。");
    assert_lines("「商業」と工業", 6, "「商|業」と|工業");
    assert_lines("きょうのセンター", 8, "きょうの|センター");
    assert_lines("ここはセンター", 12, "ここはセン|ター");
    assert_lines("あいしょうぎ", 6, "あい|しょう|ぎ");
}

static void no_line_ends_with_an_opening_bracket(void **state) {
    (void)state;
    assert_lines("取組（内容）", 6, "取組|（内|容）");
    assert_lines("あい「うえ」", 6, "あい|「う|え」");
}

static void words_and_numbers_stay_whole(void **state) {
    (void)state;
    assert_lines("区内の事業所は1,200件", 18, "区内の事業所は|1,200件");
    assert_lines("IT support desk", 10, "IT support|desk");
    assert_lines("増加は100％", 10, "増加は|100％");
}

static void what_is_wider_than_a_line_is_broken_between_characters(void **state) {
    (void)state;
    assert_lines("Donaudampfschiff", 6, "Donaud|ampfsc|hiff");
    assert_lines("あDonau", 4, "あ|Dona|u");
    assert_lines("。。。。", 4, "。。|。。");
}

static void a_line_end_in_the_text_ends_a_line(void **state) {
    (void)state;
    assert_lines("一行目\n二行目", 20, "一行目|二行目");
    assert_lines("一\n\n三", 20, "一||三");
    assert_lines("一\n", 20, "一");
}

/* As they are broken first, the lines of these would be 空き店舗の段階的な活|用 and 引継ぎが成立し|た事業承継の件|数.
 */
static void balanced_lines_leave_no_character_alone(void **state) {
    (void)state;
    assert_balanced("空き店舗の段階的な活用", 20, "空き店舗の|段階的な活用");
    assert_balanced("引継ぎが成立した事業承継の件数", 15, "引継ぎが|成立した事業|承継の件数");
    assert_balanced("戦略2\n働きやすい職場を増やす", 18, "戦略2|働きやすい|職場を増やす");
    assert_balanced("空き店舗", 20, "空き店舗");
    assert_balanced("", 20, "");
}

static void balanced_lines_are_no_more_than_others(void **state) {
    (void)state;
    assert_balanced("暮らしを支える地域産業が続いていける土台をつくる", 13,
                    "暮らしを支え|る地域産業が|続いていける|土台をつくる");
    assert_balanced("IT support desk", 15, "IT support desk");
    assert_balanced("Donaudampfschiff", 6, "Donaud|ampfsc|hiff");
}

static void what_is_too_wide_is_cut_with_a_mark(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(wrap_cut(a, "商店街", 6), "商店街");
    assert_string_equal(wrap_cut(a, "商店街の魅力", 7), "商店…");
    assert_string_equal(wrap_cut(a, "商店街の魅力", 8), "商店街…");
    assert_string_equal(wrap_cut(a, "abc", 2), "…");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_width_character_takes_two_units_and_a_combining_one_none),
        cmocka_unit_test(a_text_that_fits_is_one_line),
        cmocka_unit_test(japanese_is_broken_between_any_two_characters),
        cmocka_unit_test(no_line_begins_with_what_must_not_begin_one),
        cmocka_unit_test(no_line_ends_with_an_opening_bracket),
        cmocka_unit_test(words_and_numbers_stay_whole),
        cmocka_unit_test(what_is_wider_than_a_line_is_broken_between_characters),
        cmocka_unit_test(a_line_end_in_the_text_ends_a_line),
        cmocka_unit_test(balanced_lines_leave_no_character_alone),
        cmocka_unit_test(balanced_lines_are_no_more_than_others),
        cmocka_unit_test(what_is_too_wide_is_cut_with_a_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
