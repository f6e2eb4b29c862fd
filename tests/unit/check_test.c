#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/check.h"

/* In the sections of a test what is not given is something nothing is wrong with: a title, a text, 確定. */
enum { NOT_FINAL = -1 };
#define SECTION(...)                                                                                                   \
    { __VA_ARGS__ }

static struct check_section complete(struct check_section s) {
    if (!s.title) s.title = "名";
    if (!s.number) s.number = "";
    if (!s.text) s.text = "本文";
    s.final = s.final != NOT_FINAL;
    return s;
}

/* Findings as lines "id name detail". */
static void assert_findings(const struct check_section *sections, size_t count, const char *wanted) {
    ARENA(a);
    BUF(found);
    struct check_finding *findings;
    struct check_section *completed = arena_alloc(a, count * sizeof *completed);
    for (size_t i = 0; i < count; i++)
        completed[i] = complete(sections[i]);
    size_t found_count = check_document(a, completed, count, &findings);
    for (size_t i = 0; i < found_count; i++)
        buf_printf(&found, "%d %s%s%s\n", (int)findings[i].section->id, check_name(findings[i].finding),
                   findings[i].detail[0] ? " " : "", findings[i].detail);
    const char *said = found.data ? found.data : "";
    if (strcmp(said, wanted) != 0) fail_msg("found %s, wanted %s, in %s", said, wanted, count ? completed[0].text : "");
}

#define ASSERT_FINDINGS(wanted, ...)                                                                                   \
    do {                                                                                                               \
        const struct check_section sections[] = {__VA_ARGS__};                                                         \
        assert_findings(sections, sizeof sections / sizeof sections[0], wanted);                                       \
    } while (0)

static void a_finished_document_has_no_finding(void **state) {
    (void)state;
    assert_findings(NULL, 0, "");
    ASSERT_FINDINGS("", SECTION(.number = "Ⅰ"), SECTION(.depth = 1, .number = "1"), SECTION(.depth = 1, .number = "2"),
                    SECTION(.number = "Ⅱ"), SECTION(.depth = 1, .number = "1"));
}

static void an_unwritten_section_is_empty_and_a_written_one_without_text_is_not(void **state) {
    (void)state;
    ASSERT_FINDINGS("2 empty\n3 empty\n", SECTION(.id = 1, .text = ""),
                    SECTION(.id = 2, .depth = 1, .text = " \n　\n", .unwritten = true),
                    SECTION(.id = 3, .kind = KIND_APPENDIX, .text = "", .unwritten = true));
}

static void a_gap_in_the_chapters_is_told_in_their_own_numbers(void **state) {
    (void)state;
    ASSERT_FINDINGS("7 number_gap Ⅵ\n", SECTION(.number = "Ⅰ"), SECTION(.number = "Ⅱ"), SECTION(.number = "Ⅲ"),
                    SECTION(.number = "Ⅳ"), SECTION(.number = "Ⅴ"), SECTION(.id = 7, .number = "Ⅶ"),
                    SECTION(.number = "Ⅷ"));
    ASSERT_FINDINGS("2 number_gap 第2章\n", SECTION(.number = "第1章"), SECTION(.id = 2, .number = "第3章"));
    ASSERT_FINDINGS("2 number_gap 二〜四\n", SECTION(.number = "一"), SECTION(.id = 2, .number = "五"));
    ASSERT_FINDINGS("1 number_gap Ⅰ\n", SECTION(.id = 1, .number = "Ⅱ"), SECTION(.number = "Ⅲ"));
}

static void numbers_are_followed_among_siblings_of_one_style_alone(void **state) {
    (void)state;
    ASSERT_FINDINGS("4 number_gap (2)\n", SECTION(.number = "Ⅰ"), SECTION(.depth = 1, .number = "(1)"),
                    SECTION(.depth = 2, .number = "③"), SECTION(.id = 4, .depth = 1, .number = "（３）"),
                    SECTION(.number = "Ⅱ"), SECTION(.depth = 1, .number = "5"), SECTION(.depth = 1, .number = "(9)"),
                    SECTION(.depth = 1), SECTION(.depth = 1, .number = "(10)"), SECTION(.depth = 1, .number = "ア"),
                    SECTION(.depth = 1, .number = "ウ"), SECTION(.number = ""), SECTION(.number = "Ⅲ"));
}

static void the_same_number_twice_among_siblings_is_found_however_it_is_written(void **state) {
    (void)state;
    ASSERT_FINDINGS("4 number_twice 1\n6 number_twice Ⅰ\n8 number_twice 付1\n", SECTION(.number = "Ⅰ"),
                    SECTION(.depth = 1, .number = "1"), SECTION(.depth = 2, .number = "1"),
                    SECTION(.id = 4, .depth = 1, .number = "１"), SECTION(.depth = 1, .number = "2"),
                    SECTION(.id = 6, .number = "I"), SECTION(.number = "付1"), SECTION(.id = 8, .number = "付1"));
}

static void a_chapter_that_is_not_final_and_open_comments_are_found(void **state) {
    (void)state;
    ASSERT_FINDINGS("1 not_final\n1 open_comments 2\n2 open_comments 13\n",
                    SECTION(.id = 1, .final = NOT_FINAL, .open_comments = 2),
                    SECTION(.id = 2, .depth = 1, .final = NOT_FINAL, .open_comments = 13));
}

static void findings_of_a_section_come_in_the_order_of_their_kinds(void **state) {
    (void)state;
    ASSERT_FINDINGS("1 not_final\n2 number_gap Ⅱ〜Ⅳ\n2 not_final\n2 open_comments 1\n2 footnote a\n2 alt 図.png\n",
                    SECTION(.id = 1, .number = "Ⅰ", .final = NOT_FINAL),
                    SECTION(.id = 2, .number = "Ⅴ", .final = NOT_FINAL, .open_comments = 1, .text = "![](図.png)[^a]"));
}

static void footnotes_need_their_note_and_notes_need_somebody_who_refers_to_them(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"本文[^1]と[^注]。\n\n[^1]: 一\n[^注]: 二\n", ""},
        {"本文[^1]。\n", "0 footnote 1\n"},
        {"本文。\n\n[^1]: 一\n", "0 footnote 1\n"},
        {"[^b] [^a] [^b]\n\n[^c]: x\n", "0 footnote b\n0 footnote a\n0 footnote c\n"},
        {"[^Ａb]\n\n[^ａB]: x\n", ""},
        {"[^1]: だれも言わない[^1]\n", ""},
        {"本文[^1]: 引用\n\n[^1]: 一\n", ""},
        {"本文\\[^1]\n", ""},
        {"本文[^]と[^a b]と[^a\n", ""},
        {"[^1](https://example.jp/)\n", ""},
        {"`[^1]` ``[^2] ` [^3]``\n", ""},
        {"`[^1]\n", "0 footnote 1\n"},
        {"`[^1]\n\n`\n", "0 footnote 1\n"},
        {"`a\n[^1]`\n", ""},
        {"\\`[^1]`\n", "0 footnote 1\n"},
        {"```\n[^1]\n```\n[^2]\n", "0 footnote 2\n"},
        {"~~~\n[^1]\n", ""},
        {"本文\n\n    [^1]\n    [^2]\n\n[^3]\n", "0 footnote 3\n"},
        {"- 項目\n\n    [^1]\n", "0 footnote 1\n"},
        {"[^1]\n\n[^1]: 一\n\n    続き[^2]\n", "0 footnote 2\n"},
        {"すごい![^1]\n", "0 footnote 1\n"},
        {"- [^1]: 一\n> [^2]: 二\n\n[^1] [^2]\n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ASSERT_FINDINGS(cases[i].wanted, SECTION(.text = cases[i].text));
}

static void an_image_needs_words_for_those_who_do_not_see_it(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"![グラフ](a.png)\n", ""},
        {"![](a.png) 文 ![ ](b.png \"題\")\n", "0 alt a.png\n0 alt b.png\n"},
        {"![](<c d.png>)\n", "0 alt c d.png\n"},
        {"![](図(1).png)\n", "0 alt 図(1).png\n"},
        {"![][図]\n\n[図]: e.png\n", "0 alt 図\n"},
        {"`![](a.png)`\n", ""},
        {"```\n![](a.png)\n```\n", ""},
        {"\\![](a.png)\n", ""},
        {"![](a.png\n", ""},
        {"![]\n", ""},
        {"[![](a.png)](https://example.jp/)\n", "0 alt a.png\n"},
        {"| ![](a.png) |\n|---|\n| ![](b.png) |\n", "0 alt a.png\n0 alt b.png\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ASSERT_FINDINGS(cases[i].wanted, SECTION(.text = cases[i].text));
}

static void an_indicator_without_baseline_or_target_is_found_by_its_name(void **state) {
    (void)state;
    static const char *const names[] = {"創業の件数", "空き店舗の割合"};
    ASSERT_FINDINGS("1 indicator 創業の件数\n1 indicator 空き店舗の割合\n",
                    SECTION(.id = 1, .kind = KIND_INDICATORS, .items = 3, .unmeasured = names, .unmeasured_count = 2));
}

static void a_policy_needs_a_strategy_and_an_indicator_anywhere_below_it(void **state) {
    (void)state;
    ASSERT_FINDINGS("2 no_indicator\n4 no_strategy\n4 no_indicator\n6 no_strategy\n", SECTION(.id = 1),
                    SECTION(.id = 2, .depth = 1, .kind = KIND_POLICY),
                    SECTION(.id = 3, .depth = 2, .kind = KIND_STRATEGIES, .items = 2),
                    SECTION(.id = 4, .depth = 1, .kind = KIND_POLICY),
                    SECTION(.id = 5, .depth = 2, .kind = KIND_STRATEGIES),
                    SECTION(.id = 6, .depth = 1, .kind = KIND_POLICY), SECTION(.id = 7, .depth = 2),
                    SECTION(.id = 8, .depth = 3, .kind = KIND_INDICATORS, .items = 1));
}

static void an_image_must_be_one_of_the_document(void **state) {
    (void)state;
    static const int64_t images[] = {1, 3, 12};
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"![a](/images/1) ![b](/images/3 \"題\") ![c](</images/12>)\n", ""},
        {"![a](/images/2 \"題\")\n", "0 image /images/2\n"},
        {"![](/images/4)\n", "0 alt /images/4\n0 image /images/4\n"},
        {"![[a]][図]\n\n[図]: /images/13\n", "0 image /images/13\n"},
        {"`![a](/images/2)` \\![a]\\(/images/2) ![a](/images/02) ![a](/images/x) ![a](b/images/2)\n", ""},
        {"- | a |\n  |---|\n  | ![a](/images/5) |\n", "0 image /images/5\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ASSERT_FINDINGS(cases[i].wanted, SECTION(.text = cases[i].text, .images = images, .image_count = 3));
}

static void a_chart_needs_a_table_of_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"棒グラフ：題\n\n| 年 | 数 |\n|---|---|\n| R2 | 1,200 |\n| R3 | － |\n\n資料：区\n", ""},
        {"折れ線グラフ: 題\n年 | 備考 | 数\n---|---|---\nR2 | 甲 | **▲1.5％**[^1]\n[^1]: x\n", ""},
        {"棒グラフ：題\n\n| 年 | 数 |\n|---|---|\n| R2 | 多い |\n| R3 | 3 |\n", "0 chart 棒グラフ：題\n"},
        {"棒グラフ：題\n\n| 2020 |\n|---|\n| 1 |\n", "0 chart 棒グラフ：題\n"},
        {"- 折れ線グラフ：題\n\n  後\n", "0 chart 折れ線グラフ：題\n"},
        {"棒グラフ：題\n", "0 chart 棒グラフ：題\n"},
        {"棒グラフ：題を\n述べる段落\n", ""},
        {"前の行\n棒グラフ：題\n", ""},
        {"```\n棒グラフ：題\n```\n", ""},
        {"棒グラフ：題\n\n| 年 | 数 |\n|---|---|\n| a\\|b | 1 |\n", ""},
        {"棒グラフ：題\n\n| 年 | 数 |\n|---|---|\n| a | 1<br>2 |\n", "0 chart 棒グラフ：題\n"},
        {"棒グラフ：題\n\n| 年 | 数 | \n|---|---| \n| a | 1 | \n", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ASSERT_FINDINGS(cases[i].wanted, SECTION(.text = cases[i].text));
}

static void what_a_person_can_type_takes_no_long_time(void **state) {
    (void)state;
    static const char *const pieces[] = {"`",
                                         "[^",
                                         "![](",
                                         "![][",
                                         "[^a",
                                         "[^a]",
                                         "`` ` ",
                                         "![](a ",
                                         "[^a]:\n",
                                         "![",
                                         "a`b",
                                         "![]\n",
                                         "(",
                                         "> ",
                                         "- `",
                                         "    ",
                                         "\\`",
                                         "|`\n",
                                         "](",
                                         "](/images/",
                                         "棒グラフ：a\n\n|a|\n|-|\n",
                                         "棒グラフ：a\n|-|\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        ARENA(a);
        BUF(text);
        while (text.size < 256 * 1024)
            buf_string(&text, pieces[i]);
        const struct check_section section = complete((struct check_section){.text = text.data});
        struct check_finding *findings;
        clock_t start = clock();
        (void)check_document(a, &section, 1, &findings);
        if (clock() - start > 2 * CLOCKS_PER_SEC) fail_msg("%s takes too long", pieces[i]);
    }
}

static void names_are_those_of_json_and_phrases(void **state) {
    (void)state;
    static const char *const names[] = {"empty",         "number_gap",   "number_twice", "not_final",
                                        "open_comments", "footnote",     "alt",          "indicator",
                                        "no_strategy",   "no_indicator", "image",        "chart"};
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        assert_string_equal(check_name(f), names[f]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finished_document_has_no_finding),
        cmocka_unit_test(an_unwritten_section_is_empty_and_a_written_one_without_text_is_not),
        cmocka_unit_test(a_gap_in_the_chapters_is_told_in_their_own_numbers),
        cmocka_unit_test(numbers_are_followed_among_siblings_of_one_style_alone),
        cmocka_unit_test(the_same_number_twice_among_siblings_is_found_however_it_is_written),
        cmocka_unit_test(a_chapter_that_is_not_final_and_open_comments_are_found),
        cmocka_unit_test(findings_of_a_section_come_in_the_order_of_their_kinds),
        cmocka_unit_test(footnotes_need_their_note_and_notes_need_somebody_who_refers_to_them),
        cmocka_unit_test(an_image_needs_words_for_those_who_do_not_see_it),
        cmocka_unit_test(an_indicator_without_baseline_or_target_is_found_by_its_name),
        cmocka_unit_test(a_policy_needs_a_strategy_and_an_indicator_anywhere_below_it),
        cmocka_unit_test(an_image_must_be_one_of_the_document),
        cmocka_unit_test(a_chart_needs_a_table_of_numbers),
        cmocka_unit_test(what_a_person_can_type_takes_no_long_time),
        cmocka_unit_test(names_are_those_of_json_and_phrases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
