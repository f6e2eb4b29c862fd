#include "pieces.h"
#include "policies_fixture.h"

#include <time.h>

#include "kosshi/output/final_html.h"

#define APRIL_1_2027 1806510600000 /* 01:30 in Japan, 16:30 of the day before in UTC */

static const char *exported(struct fixture *f, struct render *render) {
    struct languages *languages = languages_open(f->assets);
    BUF(out);
    DO(final_html(f->db, f->assets, languages, render, &out));
    languages_close(languages);
    return arena_copy(f->arena, out.data, out.size);
}

static const char *exported_once(struct fixture *f) {
    struct render *render = render_new(1);
    const char *html = exported(f, render);
    render_free(render);
    return html;
}

static void chapters_keep_their_own_numbers_and_their_order(void **state) {
    struct fixture *f = *state;
    int64_t five = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    add_section(f, 0, KIND_CHAPTER, "Ⅶ", "推進");
    int64_t goal = add_section(f, five, KIND_GOAL, "", "目指す姿");
    write_section(f, goal, 0, "# 未来\n\n**「らしさ」**を生かす。[^1]\n\n[^1]: 注の文。\n", MEMBER, APRIL_1_2027);
    const char *html = exported_once(f);
    const char *fifth =
        strstr(html, "<h2 class=\"final-head\" id=\"s1\"><span class=\"final-number\">Ⅴ</span><span>方針");
    assert_non_null(fifth);
    const char *third = strstr(fifth, "<h3 class=\"final-head\" id=\"s3\"><span>目指す姿</span></h3>");
    assert_non_null(third);
    assert_non_null(strstr(third, "<h4>未来</h4>"));
    assert_non_null(strstr(third, "<strong>「らしさ」</strong>を生かす。"));
    assert_non_null(strstr(third, "注の文。"));
    assert_non_null(strstr(third, "<span class=\"final-number\">Ⅶ</span><span>推進"));
}

static void the_cover_has_title_and_the_day_of_the_last_change(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    write_section(f, chapter, 0, "本文", MEMBER, APRIL_1_2027);
    const char *html = exported_once(f);
    assert_non_null(strstr(html, "<h1>産業ビジョン</h1>\n<p>令和9年4月1日</p>"));
    DO(document_set(f->db, "<題>", "seireki"));
    html = exported_once(f);
    assert_non_null(strstr(html, "<title>&lt;題&gt;</title>"));
    assert_non_null(strstr(html, "<h1>&lt;題&gt;</h1>\n<p>2027年4月1日</p>"));
}

static void the_day_is_that_of_japan_wherever_it_is_exported(void **state) {
    static const char *const zones[] = {"Asia/Tokyo", "UTC", "America/New_York"};
    struct fixture *f = *state;
    write_section(f, add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに"), 0, "本文", MEMBER, APRIL_1_2027);
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        assert_int_equal(setenv("TZ", zones[i], 1), 0);
        tzset();
        assert_non_null(strstr(exported_once(f), "<p>令和9年4月1日</p>"));
    }
    unsetenv("TZ");
    tzset();
}

static void the_same_content_gives_the_same_bytes(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    write_section(f, chapter, 0, "本文", MEMBER, APRIL_1_2027);
    const char *before = exported_once(f);
    comment_on(f, chapter);
    struct render *warm = render_new(1);
    assert_string_equal(exported(f, warm), before);
    assert_string_equal(exported(f, warm), before);
    render_free(warm);
}

static void the_file_needs_nothing_but_itself(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "<script>x</script>");
    write_section(f, chapter, 0, "<script>alert(1)</script> ![図](https://example.jp/x.png)", MEMBER, APRIL_1_2027);
    const char *html = exported_once(f);
    static const char *const nothing_of[] = {"<script", "<link", "<img", "<iframe", "url(", "@import", "src="};
    for (size_t i = 0; i < sizeof nothing_of / sizeof *nothing_of; i++)
        assert_int_equal(times(html, nothing_of[i]), 0);
    assert_int_equal(times(html, "<style>"), 1);
    assert_int_equal(times(html, "</style>"), 1);
    assert_int_equal(times(html, "@page"), 2);
}

static void a_section_with_neither_text_nor_others_below_it_says_that_it_is_in_the_making(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "方針");
    int64_t written = add_section(f, chapter, KIND_SECTION, "1", "書いた節");
    add_section(f, chapter, KIND_SECTION, "2", "書いていない節");
    write_section(f, written, 0, "本文", MEMBER, APRIL_1_2027);
    const char *html = exported_once(f);
    assert_int_equal(times(html, "（作成中）"), 1);
    const char *blank = strstr(html, "書いていない節</span></h3>");
    assert_non_null(blank);
    assert_non_null(strstr(blank, "（作成中）"));
}

static void policies_are_in_it_with_their_charts_and_the_diagram(void **state) {
    struct fixture *f = *state;
    int64_t overview = add_section(f, 0, KIND_CHAPTER, "Ⅳ", "全体像");
    struct policy_sections p = add_policy(f, add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針"), "1", "人が集まるまち");
    int64_t strategy = add_strategy(f, p.strategies, "商店街の<魅力>", "講習会");
    struct indicator_actual actual = {2025, "126"};
    add_indicator(f, p.indicators,
                  (struct indicator){.name = "創業の件数",
                                     .unit = "件",
                                     .baseline = "120",
                                     .baseline_year = 2024,
                                     .target = "200",
                                     .target_year = 2031,
                                     .actuals = &actual,
                                     .actual_count = 1,
                                     .strategies = &strategy,
                                     .strategy_count = 1});
    DO(document_set_diagram(f->db, overview));
    const char *html = exported_once(f);
    assert_non_null(strstr(html, "<span class=\"strategy-number\">戦略1</span><span lang=\"ja\">商店街の&lt;魅力&gt;"));
    assert_non_null(strstr(html, "<strong>126件</strong> 令和7年度"));
    assert_int_equal(times(html, "<svg class=\"chart\""), 1);
    assert_int_equal(times(html, "class=\"diagram-sheets\""), 1);
    assert_int_equal(times(html, "（作成中）"), 0);
    assert_int_equal(times(html, "url("), 0);
    assert_true(strstr(html, "class=\"diagram-sheets\"") < strstr(html, "id=\"s2\""));
    assert_string_equal(exported_once(f), html);
}

static void a_document_without_chapters_is_a_cover_with_empty_contents(void **state) {
    const char *html = exported_once(*state);
    assert_int_equal(times(html, "<h1>"), 1);
    assert_int_equal(times(html, "<li>"), 0);
    assert_non_null(strstr(html, "<main>\n</main>"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(chapters_keep_their_own_numbers_and_their_order),
        WITH_DOCUMENT(the_cover_has_title_and_the_day_of_the_last_change),
        WITH_DOCUMENT(the_day_is_that_of_japan_wherever_it_is_exported),
        WITH_DOCUMENT(the_same_content_gives_the_same_bytes),
        WITH_DOCUMENT(the_file_needs_nothing_but_itself),
        WITH_DOCUMENT(a_section_with_neither_text_nor_others_below_it_says_that_it_is_in_the_making),
        WITH_DOCUMENT(policies_are_in_it_with_their_charts_and_the_diagram),
        WITH_DOCUMENT(a_document_without_chapters_is_a_cover_with_empty_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
