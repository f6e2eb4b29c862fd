#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/markdown.h"

static struct buf plain; /* of the last text written */

static const char *write_text(const char *text) {
    buf_clear(&plain);
    buf_reserve(&plain, 0);
    markdown_text(text, strlen(text), &plain);
    return plain.data;
}

static void paragraphs_are_lines_and_headings_have_their_marks(void **state) {
    (void)state;
    assert_string_equal(
        write_text("# 題\n**太字**と*強調*の\n文。\n\n## 小さな題\n### 次\n#### 次\n##### 次\n一\\\n二  \n三\n"),
        "■ 題\n\n太字と強調の文。\n\n● 小さな題\n\n○ 次\n\n◆ 次\n\n◆ 次\n\n一\n二\n三\n");
    assert_string_equal(write_text(""), "");
    assert_string_equal(write_text("**「甲」**を ~~乙~~ `丙 *丁*` AI\n活用\n"),
                        "「甲」を ［削除：乙］ 丙 *丁* AI 活用\n");
}

static void lists_keep_their_order_and_depth(void **state) {
    (void)state;
    assert_string_equal(write_text("- 甲\n- 乙\n  - 丙\n    続き\n- 丁\n\n後\n"),
                        "・甲\n・乙\n　・丙続き\n・丁\n\n後\n");
    assert_string_equal(write_text("3. 三\n\n   段落\n4. 四\n"), "3. 三\n\n　段落\n\n4. 四\n");
    assert_string_equal(write_text("- - 甲\n-\n"), "・・甲\n・\n");
    assert_string_equal(write_text("> 引用\n> 二行\n>\n> - 項\n"), "　引用二行\n\n　・項\n");
    assert_string_equal(write_text("前\n\n```\na  \n\n b\n```\n\n---\n"), "前\n\na\n\n b\n\n────────────\n");
}

static void a_row_of_a_table_says_the_name_of_each_column(void **state) {
    (void)state;
    assert_string_equal(write_text("表：題\n|町|数|\n|-|-|\n|桜|1<br>2|\n|梅||\n\n注：甲\n"),
                        "\x03題\n・町：桜、数：1／2\n・町：梅\n注：甲\n");
    assert_string_equal(write_text("|||\n|-|-|\n|a|b|\n"), "・a、b\n");
    assert_string_equal(
        write_text("|取組|内容|\n|-|-|\n|空き店舗の活用|"
                   "商店街の空いている店舗を改修する費用の一部を補助し、開業する人を支える|\n"),
        "・取組：空き店舗の活用\n　内容：商店街の空いている店舗を改修する費用の一部を補助し、開業する人を支える\n");
}

static void a_figure_is_its_caption_and_what_it_shows(void **state) {
    (void)state;
    assert_string_equal(write_text("![店の並ぶ*通り*](/images/3 \"商店街\")\n\n出典：区\n"),
                        "\x02商店街（説明：店の並ぶ通り）\n出典：区\n");
    assert_string_equal(write_text("![](/images/3 \"商店街\")\n"), "\x02商店街\n");
    assert_string_equal(write_text("![通り](/images/3)\n\n文 ![印](/images/4) と ![](/images/5)\n"),
                        "（図：通り）\n\n文 （図：印） と （図）\n");
}

static void a_chart_is_the_numbers_of_its_table(void **state) {
    (void)state;
    assert_string_equal(write_text("棒グラフ：店（単位：所）\n\n|年|数|\n|-|-|\n|令和2|1,200|\n"),
                        "\x02店（単位：所）\n・年：令和2、数：1,200\n");
    assert_string_equal(write_text("棒グラフ：店\n\n|年|数|\n|-|-|\n|令和2|多い|\n"),
                        "\x03店\n・年：令和2、数：多い\n");
}

static void links_say_their_address_once(void **state) {
    (void)state;
    assert_string_equal(
        write_text("[区](https://city.jp/) https://x.jp www.y.jp a@b.jp [ここ](#s3) [危](javascript:x)\n"),
        "区（https://city.jp/） https://x.jp www.y.jp a@b.jp ここ 危\n");
}

static void notes_stand_at_the_end_and_ruby_in_parentheses(void **state) {
    (void)state;
    assert_string_equal(write_text("｜骨子《こっし》[^a]と[^b]と[^a]\n\n[^b]: 二\n[^a]: 一\n\n    続き\n"),
                        "骨子（こっし）（注1）と（注2）と（注1）\n\n（注1）一\n\n　続き\n（注2）二\n");
}

static void no_line_ends_in_white_space_and_no_control_character_is_left(void **state) {
    (void)state;
    assert_string_equal(write_text("a&#32;&#32;\n\n- \n\n`b `　\n\n# c &#2;&#3;　\n\n[d](http://x&#2;)\n"),
                        "a\n\n・\n\nb\n\n■ c\n\nd（http://x）\n");
    assert_string_equal(write_text("<b>\n甲  \n</b>\n\n<!-- 隠す -->\n"), "<b>\n甲\n</b>\n");
}

static int buffer_free(void **state) {
    (void)state;
    buf_free(&plain);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_lines_and_headings_have_their_marks),
        cmocka_unit_test(lists_keep_their_order_and_depth),
        cmocka_unit_test(a_row_of_a_table_says_the_name_of_each_column),
        cmocka_unit_test(a_figure_is_its_caption_and_what_it_shows),
        cmocka_unit_test(a_chart_is_the_numbers_of_its_table),
        cmocka_unit_test(links_say_their_address_once),
        cmocka_unit_test(notes_stand_at_the_end_and_ruby_in_parentheses),
        cmocka_unit_test(no_line_ends_in_white_space_and_no_control_character_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, buffer_free);
}
