#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/emphasis.h"

/* The mended text with every mark as M. */
static const char *mend(const char *text) {
    static char shown[4096];
    BUF(out);
    char mark[EMPHASIS_MARK];
    emphasis_mend(text, strlen(text), &out, mark);
    size_t used = 0;
    for (size_t i = 0; i < out.size && used + 1 < sizeof shown; i++) {
        if (mark[0] && strncmp(out.data + i, mark, 3) == 0) {
            shown[used++] = 'M';
            i += 2;
        } else {
            shown[used++] = out.data[i];
        }
    }
    shown[used] = '\0';
    return shown;
}

static void assert_untouched(const char *text) {
    BUF(out);
    char mark[EMPHASIS_MARK];
    emphasis_mend(text, strlen(text), &out, mark);
    assert_string_equal(mark, "");
    assert_string_equal(out.data ? out.data : "", text);
}

static void a_run_between_a_letter_and_punctuation_is_marked_on_its_inner_side(void **state) {
    (void)state;
    assert_string_equal(mend("**「世田谷らしさ」**を生かす"), "**「世田谷らしさ」M**を生かす");
    assert_string_equal(mend("**重点（取組）**を"), "**重点（取組）M**を");
    assert_string_equal(mend("**声。**これ"), "**声。M**これ");
    assert_string_equal(mend("前~~「旧」~~後"), "前~~M「旧」M~~後");
    assert_string_equal(mend("前*「旧」*後"), "前*M「旧」M*後");
}

static void latin_punctuation_beside_japanese_counts_too(void **state) {
    (void)state;
    assert_string_equal(mend("重要**(旧)**を"), "重要**M(旧)M**を");
    assert_string_equal(mend("**“引用”**を"), "**“引用”M**を");
    assert_string_equal(mend("神\xf3\xa0\x84\x80**(社)**を"),
                        "神\xf3\xa0\x84\x80**M(社)M**を"); /* with its variation selector */
}

static void neighbouring_runs_are_marked_so_that_each_sees_a_letter(void **state) {
    (void)state;
    assert_string_equal(mend("前~~**「旧」**~~後"), "前~~M**M「旧」M**M~~後");
}

static void text_in_which_the_rule_of_commonmark_works_is_left_alone(void **state) {
    (void)state;
    assert_untouched("");
    assert_untouched("印のない文。「そのまま」");
    assert_untouched("これは**重要**です");
    assert_untouched("**「旧」**、**（新）**。");
    assert_untouched("前 **「旧」** 後　**（全角の空白）**　");
    assert_untouched("a**(b)**c and \"x\"**y** 3*4 *e*.");
}

static void what_blocks_are_made_of_is_left_alone(void **state) {
    (void)state;
    assert_untouched("* 「項目」\n* * *\n***\n- *「x\n");
    assert_untouched("~~~日本\n前の文\n~~~\n");
    assert_untouched(">~~~日本\n>1. ~~~日本\n[^注]:~~~日本\n10)\t~~~日本\n");
    assert_untouched("|後**|**「旧\n");
}

static void escaped_stars_and_marks_of_notes_open_nothing(void **state) {
    (void)state;
    assert_untouched("前\\*「旧」\\~後");
    assert_untouched("取組（*1）と「*注」");
    assert_untouched("とした。*1 とする。*2");
    assert_string_equal(mend("前\\\\**「旧」"), "前\\\\**「旧」"); /* an escaped backslash is punctuation */
    assert_string_equal(mend("\\***「旧」**を"), "\\***「旧」M**を");
}

/* A footnote's label must come out the same where it is defined and where it is referred to. */
static void a_label_is_marked_alike_wherever_it_stands(void **state) {
    (void)state;
    assert_string_equal(mend("語[^前*「旧]\n\n[^前*「旧]: 注"), "語[^前*M「旧]\n\n[^前*M「旧]: 注");
}

static void the_mark_is_a_code_point_that_the_text_does_not_contain(void **state) {
    (void)state;
    static const struct {
        const char *text, *mark;
    } cases[] = {
        {"前**「x", "\xee\x80\x80"},                                                /* U+E000 */
        {"\xee\x80\x80前**「x", "\xee\x80\x81"},                                    /* as such */
        {"&#57344; &#xE001; &#XE002; &#x0e003; 前**「x", "\xee\x80\x84"},           /* as entities */
        {"%EE%80%80 %EE%80%81 前**「x", "\xee\x80\x82"},                            /* percent-encoded */
        {"&#x %EE%80 %EE%8G%80 & # % &#99999999999; 前**「x%EE%8", "\xee\x80\x80"}, /* not quite */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        BUF(out);
        char mark[EMPHASIS_MARK];
        emphasis_mend(cases[i].text, strlen(cases[i].text), &out, mark);
        assert_string_equal(mark, cases[i].mark);
    }
}

static void a_text_that_contains_every_mark_stays_as_it_is(void **state) {
    (void)state;
    BUF(text);
    BUF(out);
    char mark[EMPHASIS_MARK];
    for (int i = 0; i < 0x1000; i++)
        buf_printf(&text, "\xee%c%c", 0x80 | i >> 6, 0x80 | (i & 0x3f));
    buf_string(&text, "前**「旧」**後");
    emphasis_mend(text.data, text.size, &out, mark);
    assert_string_equal(mark, "");
    assert_string_equal(out.data, text.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_between_a_letter_and_punctuation_is_marked_on_its_inner_side),
        cmocka_unit_test(latin_punctuation_beside_japanese_counts_too),
        cmocka_unit_test(neighbouring_runs_are_marked_so_that_each_sees_a_letter),
        cmocka_unit_test(text_in_which_the_rule_of_commonmark_works_is_left_alone),
        cmocka_unit_test(what_blocks_are_made_of_is_left_alone),
        cmocka_unit_test(escaped_stars_and_marks_of_notes_open_nothing),
        cmocka_unit_test(a_label_is_marked_alike_wherever_it_stands),
        cmocka_unit_test(the_mark_is_a_code_point_that_the_text_does_not_contain),
        cmocka_unit_test(a_text_that_contains_every_mark_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
