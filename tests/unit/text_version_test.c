#include "page_fixture.h"

#include "kosshi/output/text_version.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"

#define APRIL_1_2027 1806510600000 /* 01:30 in Japan, 16:30 of the day before in UTC */

static const char *exported(struct fixture *f) {
    struct languages *languages = languages_open(f->assets);
    struct render *render = render_new(1);
    BUF(out);
    DO(text_version(f->db, languages, render, &out));
    render_free(render);
    languages_close(languages);
    return arena_copy(f->arena, out.data, out.size);
}

static void put_rows(struct fixture *f, int64_t strategies, int64_t indicators) {
    struct tactic tactics[] = {{.title = "改修の補助",
                                .content = "改修費を補助する。\n上限は50万円",
                                .owner = "商工課",
                                .period = "令和9年度",
                                .status = TACTIC_NEW},
                               {.title = "相談", .content = "", .owner = "", .period = ""}};
    struct strategy s = {.section_id = strategies, .title = "商いを継ぐ", .tactics = tactics, .tactic_count = 2};
    DO(strategy_put(f->db, &s, 1000));
    struct indicator_actual actuals[] = {{2021, "1100"}, {2024, "1050.5"}};
    struct indicator i = {.section_id = indicators,
                          .name = "空き店舗",
                          .unit = "店",
                          .direction = INDICATOR_DOWN,
                          .baseline = "1200",
                          .baseline_year = 2018,
                          .target = "600",
                          .source = "調べ",
                          .owner = "",
                          .actuals = actuals,
                          .actual_count = 2,
                          .strategies = &s.id,
                          .strategy_count = 1};
    DO(indicator_put(f->db, &i, 1000));
}

static void the_whole_document_reads_as_lines(void **state) {
    struct fixture *f = *state;
    int64_t four = add_section(f, 0, KIND_CHAPTER, "Ⅳ", "体系");
    int64_t five = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    int64_t policy = add_section(f, five, KIND_POLICY, "1", "続ける");
    int64_t goal = add_section(f, policy, KIND_GOAL, "", "目指す姿");
    int64_t strategies = add_section(f, policy, KIND_STRATEGIES, "", "戦略");
    int64_t indicators = add_section(f, policy, KIND_INDICATORS, "", "指標");
    put_rows(f, strategies, indicators);
    write_section(f, four, 0, "![図](/images/1 \"体系の図\")\n", MEMBER, APRIL_1_2027);
    write_section(f, goal, 0,
                  "# 未来\n\n**「らしさ」**を生かす。[^1]\n\n表：数\n\n|町|数|\n|-|-|\n|桜|1|\n\n[^1]: 注の文。\n",
                  MEMBER, APRIL_1_2027);
    DO(document_set_colophon(f->db, "試験市", "電話\n平日"));
    DO(document_set_diagram(f->db, four));
    assert_string_equal(
        exported(f),
        "産業ビジョン\n\n令和9年4月1日\n試験市\n"
        "\n\n【目次】\n\nⅣ　体系\nⅤ　方針\n　1　続ける\n"
        "\n\n【Ⅳ　体系】\n\n図1　体系の図（説明：図）\n"
        "\n体系図（方針、戦略、取組、指標）\n・1　続ける\n　・戦略1　商いを継ぐ\n　　・改修の補助\n　　・相談\n　　・指"
        "標：空き店舗\n"
        "\n\n【Ⅴ　方針】\n"
        "\n【1　続ける】\n"
        "\n【目指す姿】\n\n■ 未来\n\n「らしさ」を生かす。（注1）\n\n表1　数\n・町：桜、数：1\n\n"
        "（注1）注の文。\n"
        "\n【戦略】\n\n戦略1　商いを継ぐ\n・改修の補助（新規）\n"
        "　内容：改修費を補助する。\n　　上限は50万円\n　所管：商工課\n　時期：令和9年度\n・相談\n"
        "\n【指標】\n\n・空き店舗（低いほどよい）\n　現状値：1,200店（平成30年度）\n　目標値：600店\n"
        "　実績：1,100店（令和3年度）、1,050.5店（令和6年度）\n　達成率：25%（順調）\n　測る戦略：戦略1　商いを継ぐ\n"
        "　出典：調べ\n"
        "\n\n【奥付】\n\n書名：産業ビジョン\n更新日：令和9年4月1日\n発行：試験市\n"
        "問い合わせ先：電話\n　平日\n");
}

static void a_strategy_of_another_policy_is_told_with_that_policys_name(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "", "章");
    int64_t strategies =
        add_section(f, add_section(f, chapter, KIND_POLICY, "1", "続ける"), KIND_STRATEGIES, "", "戦略");
    int64_t indicators =
        add_section(f, add_section(f, chapter, KIND_POLICY, "2", "始める"), KIND_INDICATORS, "", "指標");
    put_rows(f, strategies, indicators);
    DO(document_set_diagram(f->db, chapter));
    const char *text = exported(f);
    assert_non_null(strstr(text, "　測る戦略：続ける　戦略1　商いを継ぐ\n"));
    assert_non_null(strstr(text, "・1　続ける\n　・戦略1　商いを継ぐ\n　　・改修の補助\n　　・相談\n"
                                 "・2　始める\n　・方針全体の指標：空き店舗\n"));
}

static void a_sample_says_so_before_its_title_and_what_is_unwritten_too(void **state) {
    struct fixture *f = *state;
    add_section(f, 0, KIND_CHAPTER, "", "章");
    DO(document_set_sample(f->db));
    const char *text = exported(f);
    static const char start[] = "【見本】これは見本です。内容はすべて架空のものです。\n\n産業ビジョン\n";
    assert_memory_equal(text, start, strlen(start));
    assert_non_null(strstr(text, "\n【章】\n\n（作成中）\n"));
}

static void a_section_that_shows_the_system_alone_is_not_unwritten(void **state) {
    struct fixture *f = *state;
    int64_t four = add_section(f, 0, KIND_CHAPTER, "Ⅳ", "体系");
    int64_t policy = add_section(f, add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針"), KIND_POLICY, "1", "続ける");
    DO(document_set_diagram(f->db, four));
    assert_non_null(strstr(exported(f), "【Ⅳ　体系】\n\n（作成中）\n")); /* there is nothing to draw it of yet */
    put_rows(f, add_section(f, policy, KIND_STRATEGIES, "", "戦略"),
             add_section(f, policy, KIND_INDICATORS, "", "指標"));
    const char *text = exported(f), *chapter = strstr(text, "【Ⅳ　体系】\n\n体系図（方針"), *next = strstr(text, "【Ⅴ");
    assert_non_null(chapter);
    assert_null(memmem(chapter, (size_t)(next - chapter), "（作成中）", strlen("（作成中）")));
    assert_non_null(memmem(chapter, (size_t)(next - chapter), "商いを継ぐ", strlen("商いを継ぐ")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(the_whole_document_reads_as_lines),
        WITH_DOCUMENT(a_strategy_of_another_policy_is_told_with_that_policys_name),
        WITH_DOCUMENT(a_sample_says_so_before_its_title_and_what_is_unwritten_too),
        WITH_DOCUMENT(a_section_that_shows_the_system_alone_is_not_unwritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
