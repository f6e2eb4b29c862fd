#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/utf.h"
#include "outline_print.h"

static void read_file(const char *path, struct buf *out) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s is not there (tests run in the top folder)", path);
    char bytes[4096];
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        buf_add(out, bytes, size);
    fclose(file);
}

static struct outline *parse(struct arena *a, const char *text) {
    struct outline *outline = NULL;
    assert_int_equal(outline_parse(a, text, strlen(text), &outline), OK);
    return outline;
}

static void assert_lines(const char *found, const char *wanted) {
    const char *line = found;
    size_t same = 0;
    for (; found[same] && found[same] == wanted[same]; same++)
        if (found[same] == '\n') line = found + same + 1;
    if (found[same] != wanted[same])
        fail_msg("found %.*s, wanted …%.60s", (int)(strchrnul(line, '\n') - line), line, wanted + (line - found));
}

/* Parses a paper and compares it with lines in the form above. */
static void assert_outline(const char *text, const char *wanted) {
    ARENA(a);
    BUF(found);
    print_outline(&found, parse(a, text));
    assert_lines(found.data, wanted);
}

static void assert_paper(const char *name) {
    BUF(path);
    BUF(paper);
    BUF(wanted);
    buf_printf(&path, "tests/data/outlines/%s.md", name);
    read_file(path.data, &paper);
    buf_clear(&path);
    buf_printf(&path, "tests/data/outlines/%s.expected", name);
    read_file(path.data, &wanted);
    assert_outline(paper.data, wanted.data);
}

/* --- whole papers ------------------------------------------------------------------------------ */

static void a_meeting_paper_gives_chapters_policies_references_and_considerations(void **state) {
    (void)state;
    assert_paper("meeting_paper");
}

static void chapters_with_headings_and_text_keep_their_text(void **state) {
    (void)state;
    assert_paper("chapters");
}

static void a_paper_typed_in_full_width_without_markdown_is_understood(void **state) {
    (void)state;
    assert_paper("full_width");
}

static void what_converters_make_of_a_word_file_is_understood(void **state) {
    (void)state;
    assert_paper("converted");
}

static void the_built_in_outline_leaves_no_line_unplaced(void **state) {
    (void)state;
    static const char *const numbers[] = {"Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ"};
    ARENA(a);
    BUF(paper);
    read_file("schema/vision.md", &paper);
    const struct outline *o = parse(a, paper.data);
    assert_string_equal(o->title, "新産業ビジョン（改定版）");
    assert_int_equal(o->chapter_count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(o->chapters[i].number, numbers[i]);
    assert_int_equal(o->chapters[6].kind, KIND_APPENDIX);
    assert_int_equal(o->chapters[4].child_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct outline_node *policy = &o->chapters[4].children[i];
        assert_int_equal(policy->kind, KIND_POLICY);
        assert_int_equal(policy->child_count, 3);
        assert_int_equal(policy->children[0].kind, KIND_GOAL);
        assert_int_equal(policy->children[1].kind, KIND_STRATEGIES);
        assert_int_equal(policy->children[2].kind, KIND_INDICATORS);
    }
    assert_int_equal(o->reference_count, 1);
    assert_int_equal(o->consideration_count, 16);
    assert_int_equal(o->unplaced_count, 0);
}

/* --- single rules ------------------------------------------------------------------------------ */

static void the_tail_of_a_title_that_calls_it_a_skeleton_is_dropped(void **state) {
    (void)state;
    static const char *const titles[][2] = {
        {"# 産業計画の骨子", "産業計画"},
        {"# 産業計画（改定版）の骨子イメージ", "産業計画（改定版）"},
        {"# 産業計画の骨子（案）", "産業計画"},
        {"# 産業計画　骨子案", "産業計画"},
        {"# 産業計画骨子(素案)について", "産業計画"},
        {"# 産業計画（骨子案）", "産業計画"},
        {"# 産業計画の骨子イメージ（たたき台）", "産業計画"},
        {"# 産業計画（案）", "産業計画（案）"},
        {"# 骨子案", "骨子案"},
        {"# 骨子の作り方", "骨子の作り方"},
        {"# **産業計画**の骨子", "産業計画"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        ARENA(a);
        assert_string_equal(parse(a, arena_printf(a, "%s\n## 章\n", titles[i][0]))->title, titles[i][1]);
    }
}

static void a_byte_order_mark_and_windows_lines_change_nothing(void **state) {
    (void)state;
    assert_outline("\xef\xbb\xbf# 計画の骨子\r\n\r\n## Ⅰ．趣旨\r\n- ・目的\r\n本文\r\n",
                   "title 計画\nchapter Ⅰ 趣旨 @3\n  section - 目的 @4\n  | 本文\n");
}

static void a_tab_in_a_title_is_a_space_and_a_title_of_spaces_is_none(void **state) {
    (void)state;
    assert_outline("# 題\t名\n## 章\t名\n## \xe2\x80\x83\n- \xc2\xa0\n# 参\t考\n- ・甲\t乙\n",
                   "title 題 名\nchapter - 章 名 @2\nreference 参 考 @5\n| - 甲\t乙\nconsideration 参 考 / 甲 乙 @6\n"
                   "unplaced 3: ## \xe2\x80\x83\nunplaced 4: - \xc2\xa0\n");
}

static void what_hides_in_a_heading_is_not_in_its_title(void **state) {
    (void)state;
    assert_outline("# 題\u200B名\n## \uFEFF1．章\u00AD\n## 葛\U000E0100西\n## ①\uFE0E\n## \u200B\n",
                   "title 題名\nchapter 1 章 @2\nchapter - 葛\U000E0100西 @3\nchapter - ①\uFE0E @4\n"
                   "unplaced 5: ## \u200B\n");
}

static void a_text_without_a_title_or_without_a_chapter_is_no_outline(void **state) {
    (void)state;
    static const char *const papers[] = {"",
                                         "\n\n",
                                         "ただの文章\n",
                                         "## 章\n### 節\n",
                                         "# \n## 章\n",
                                         "# 題\n\n本文\n",
                                         "# 題\n### 節\n",
                                         "# 題\n# 参考\n## 章\n",
                                         "# 題\n##\n",
                                         "# 題\n## 目次\n",
                                         "```\n# 題\n## 章\n```\n"};
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        ARENA(a);
        struct outline *outline;
        if (outline_parse(a, papers[i], strlen(papers[i]), &outline) != ERR_BAD_OUTLINE)
            fail_msg("an outline: %s", papers[i]);
    }
}

static void lines_before_the_first_chapter_are_unplaced_with_their_numbers(void **state) {
    (void)state;
    assert_outline("表紙\n# 題\n本文\n- 項目\n### 節\n## 章\n",
                   "title 題\nchapter - 章 @6\nunplaced 1: 表紙\nunplaced 3: 本文\n"
                   "unplaced 4: - 項目\nunplaced 5: ### 節\n");
}

static void headings_and_list_items_may_be_mixed(void **state) {
    (void)state;
    assert_outline("# 題\n## Ⅰ 章\n1. 一\n### 2 二\n- ア\n#### (1) イ\n- ウ\n- エ\n### 3 三\n",
                   "title 題\nchapter Ⅰ 章 @2\n  section 1 一 @3\n  section 2 二 @4\n    section - ア @5\n"
                   "    section (1) イ @6\n      section - ウ @7\n      section - エ @8\n  section 3 三 @9\n");
}

static void text_below_an_item_belongs_to_it_and_its_lists_are_text(void **state) {
    (void)state;
    assert_outline("# 題\n## 章\n1. 一\n\n   本文\n   - 甲\n     - 乙\n\n   続き\n2. 二\n\n本文\n\n- 丙\n",
                   "title 題\nchapter - 章 @2\n  section 1 一 @3\n  | 本文\n  | - 甲\n  |   - 乙\n  |\n  | 続き\n"
                   "  section 2 二 @10\n  | 本文\n  |\n  | - 丙\n");
}

static void one_column_more_or_less_does_not_nest(void **state) {
    (void)state;
    assert_outline("# 題\n## 章\n1. 一\n   - 甲\n  - 乙\n   - 丙\n 2. 二\n- 丁\n",
                   "title 題\nchapter - 章 @2\n  section 1 一 @3\n    section - 甲 @4\n    section - 乙 @5\n"
                   "    section - 丙 @6\n  section 2 二 @7\n    section - 丁 @8\n");
}

static void only_a_line_by_itself_is_made_a_heading_by_an_underline(void **state) {
    (void)state;
    assert_outline(
        "題\n===\n章\n--\n一行目\n二行目\n---\n文である。\n---\n- 項目\n---\n次\n---\n",
        "title 題\nchapter - 章 @3\n| 一行目\n| 二行目\n|\n| 文である。\n  section - 項目 @10\nchapter - 次 @12\n"
        "unplaced 7: ---\nunplaced 9: ---\nunplaced 11: ---\n");
}

static void a_list_of_sentences_is_text_not_sections(void **state) {
    (void)state;
    assert_outline("# 題\n## 章\n- 人口は減っている。\n  - とくに北部\n- 商店は増えた。\n",
                   "title 題\nchapter - 章 @2\n| - 人口は減っている。\n|   - とくに北部\n| - 商店は増えた。\n");
}

static void one_label_alone_does_not_make_a_policy(void **state) {
    (void)state;
    assert_outline("# 題\n## 章\n- 進め方\n  - 体制\n  - 指標\n- 目指す姿\n",
                   "title 題\nchapter - 章 @2\n  section - 進め方 @3\n    section - 体制 @4\n    section - 指標 @5\n"
                   "  section - 目指す姿 @6\n");
}

static void what_is_nested_deeper_than_six_levels_is_text_of_the_nearest(void **state) {
    (void)state;
    assert_outline("# 題\n## 章\n### 二\n#### 三\n##### 四\n- 五\n  - 六\n    - 七\n      - 八\n  - 六の二\n",
                   "title 題\nchapter - 章 @2\n  section - 二 @3\n    section - 三 @4\n      section - 四 @5\n"
                   "        section - 五 @6\n          section - 六 @7\n          | - 七\n          |   - 八\n"
                   "          section - 六の二 @10\n");
}

static void a_heading_longer_than_a_title_may_be_goes_on_in_the_text(void **state) {
    (void)state;
    ARENA(a);
    BUF(paper);
    buf_string(&paper, "# 題\n## 1. ");
    for (int i = 0; i < 250; i++)
        buf_string(&paper, i < 199 ? "前" : "後");
    buf_string(&paper, "\n本文\n");
    const struct outline_node *chapter = parse(a, paper.data)->chapters;
    assert_int_equal(utf_points(chapter->title, strlen(chapter->title)), 200);
    assert_null(strstr(chapter->title, "後"));
    assert_string_equal(chapter->number, "1");
    assert_int_equal(strncmp(chapter->text, "…後", strlen("…後")), 0);
    assert_int_equal(utf_points(chapter->text, strlen(chapter->text)), 1 + 51 + 2 + 2);
    assert_string_equal(strstr(chapter->text, "\n\n"), "\n\n本文");
}

static void an_item_longer_than_a_title_may_be_is_text(void **state) {
    (void)state;
    ARENA(a);
    BUF(paper);
    buf_string(&paper, "# 題\n## 章\n- 短い\n- ");
    for (int i = 0; i < 201; i++)
        buf_string(&paper, "長");
    const struct outline_node *chapter = parse(a, paper.data)->chapters;
    assert_int_equal(chapter->child_count, 1);
    assert_string_equal(chapter->text, strstr(paper.data, "- 長"));
}

static void fences_hide_headings_and_end_with_their_item(void **state) {
    (void)state;
    assert_outline("# 題\n## 章\n- 一\n  ~~~\n  # 中\n## 二\n````\n```\n## 中\n````\n## 三\n```\n## 終わらない\n",
                   "title 題\nchapter - 章 @2\n  section - 一 @3\n  | ~~~\n  | # 中\nchapter - 二 @6\n"
                   "| ````\n| ```\n| ## 中\n| ````\nchapter - 三 @11\n| ```\n| ## 終わらない\n");
}

static void an_empty_item_is_unwrapped_and_a_table_behind_a_list_mark_becomes_one(void **state) {
    (void)state;
    static const char head[] = "# 題\n## 章\n# 参考\n", said[] = "title 題\nchapter - 章 @2\nreference 参考 @3\n";
    static const char *const cases[][2] = {
        {"- \n  - 一\n  - 二\n- 三\n", "| - 一\n| - 二\n| - 三\n"},
        {"- \n- 一\n  - 二\n    - 三\n", "| - 一\n| - 二\n|   - 三\n"},
        {"- 一\n- \n- 二\n  - 三\n- 四\n", "| - 一\n| - 二\n|   - 三\n| - 四\n"},
        {"- \n  本文\n- 二\n", "| - \n|   本文\n| - 二\n"},
        {"1. ・一\n2. ・二  \n   続き\n", "| 1. 一\n| 2. 二  \n|    続き\n"},
        {"文\n- |一|二|\n|-|-|\n|三|四|\n文\n", "| 文\n|\n| |一|二|\n| |-|-|\n| |三|四|\n|\n| 文\n"},
        {"- |一|\n- 二\n", "| - |一|\n| - 二\n"},
        {"文\n\n\n\n文\n", "| 文\n|\n|\n|\n| 文\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA(a);
        BUF(found);
        print_outline(&found, parse(a, arena_printf(a, "%s%s", head, cases[i][0])));
        char *considerations = strstr(found.data, "consideration");
        if (considerations) *considerations = '\0';
        const char *wanted = arena_printf(a, "%s%s", said, cases[i][1]);
        assert_lines(found.data, wanted);
    }
}

static void only_a_list_of_dots_right_below_a_heading_is_a_group_of_considerations(void **state) {
    (void)state;
    assert_outline(
        "# 題\n## 章\n- ・章の項目\n# 一\n- ・甲\n- 乙\n## 二\n文\n- ・丙\n## 三\n\n・丁の\n  続き\n　・戊\n\n## 四\n- "
        "己\n",
        "title 題\nchapter - 章 @2\n  section - 章の項目 @3\nreference 一 @4\n| - 甲\n| - 乙\n| ## 二\n| 文\n"
        "| - 丙\n| ## 三\n|\n| - 丁の\n|   続き\n|   - 戊\n|\n| ## 四\n| - 己\n"
        "consideration 一 / 甲 @5\nconsideration 三 / 丁の続き @12\nconsideration 三 / 戊 @14\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_meeting_paper_gives_chapters_policies_references_and_considerations),
        cmocka_unit_test(chapters_with_headings_and_text_keep_their_text),
        cmocka_unit_test(a_paper_typed_in_full_width_without_markdown_is_understood),
        cmocka_unit_test(what_converters_make_of_a_word_file_is_understood),
        cmocka_unit_test(the_built_in_outline_leaves_no_line_unplaced),
        cmocka_unit_test(the_tail_of_a_title_that_calls_it_a_skeleton_is_dropped),
        cmocka_unit_test(a_byte_order_mark_and_windows_lines_change_nothing),
        cmocka_unit_test(a_tab_in_a_title_is_a_space_and_a_title_of_spaces_is_none),
        cmocka_unit_test(what_hides_in_a_heading_is_not_in_its_title),
        cmocka_unit_test(a_text_without_a_title_or_without_a_chapter_is_no_outline),
        cmocka_unit_test(lines_before_the_first_chapter_are_unplaced_with_their_numbers),
        cmocka_unit_test(headings_and_list_items_may_be_mixed),
        cmocka_unit_test(text_below_an_item_belongs_to_it_and_its_lists_are_text),
        cmocka_unit_test(one_column_more_or_less_does_not_nest),
        cmocka_unit_test(only_a_line_by_itself_is_made_a_heading_by_an_underline),
        cmocka_unit_test(a_list_of_sentences_is_text_not_sections),
        cmocka_unit_test(one_label_alone_does_not_make_a_policy),
        cmocka_unit_test(what_is_nested_deeper_than_six_levels_is_text_of_the_nearest),
        cmocka_unit_test(a_heading_longer_than_a_title_may_be_goes_on_in_the_text),
        cmocka_unit_test(an_item_longer_than_a_title_may_be_is_text),
        cmocka_unit_test(fences_hide_headings_and_end_with_their_item),
        cmocka_unit_test(an_empty_item_is_unwrapped_and_a_table_behind_a_list_mark_becomes_one),
        cmocka_unit_test(only_a_list_of_dots_right_below_a_heading_is_a_group_of_considerations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
