#include "policies_fixture.h"

#include "kosshi/output/policy_view.h"

/* A document with a chapter for the 体系図 and a policy, and what its sections show. */
struct world {
    struct fixture *f;
    int64_t overview;
    struct policy_sections policy;
    struct languages *languages;
    json_t *shown; /* of the last section that was asked for */
};

static struct world world_of(struct fixture *f) {
    struct world w = {.f = f, .languages = languages_open(f->assets)};
    w.overview = add_section(f, 0, KIND_CHAPTER, "Ⅳ", "全体像");
    w.policy = add_policy(f, add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針"), "1", "人が集まるまち");
    return w;
}

static void world_end(struct world *w) {
    json_decref(w->shown);
    languages_close(w->languages);
}

static json_t *shown_at(struct world *w, int64_t id) {
    struct section *tree;
    size_t count, at = 0;
    struct policy_view *view;
    DO(section_tree(w->f->db, w->f->arena, true, &tree, &count));
    DO(policy_view_open(w->f->db, w->f->arena, w->languages, LANGUAGE_JA, tree, count, tree, count, &view));
    while (tree[at].id != id)
        at++;
    json_decref(w->shown);
    w->shown = json_object();
    policy_view_add(view, &tree[at], w->shown);
    return w->shown;
}

static json_t *first(json_t *view, const char *list) {
    return json_array_get(json_object_get(view, list), 0);
}

static void a_strategy_is_shown_with_its_number_and_its_tactics(void **state) {
    struct world w = world_of(*state);
    struct tactic tactics[] = {{.title = "空き店舗",
                                .content = "一行目\n二行目",
                                .owner = "産業振興課",
                                .period = "令和9年度",
                                .status = TACTIC_NEW}};
    struct strategy s = {.section_id = w.policy.strategies, .title = "商店街", .tactics = tactics, .tactic_count = 1};
    DO(strategy_put(w.f->db, &s, 1000));
    json_t *view = shown_at(&w, w.policy.strategies), *strategy = first(view, "strategies");
    assert_true(json_is_true(json_object_get(view, "has_strategies")));
    assert_int_equal(number_at(view, "head"), 5); /* chapter h2, policy h3, its part h4 */
    assert_string_equal(text_at(strategy, "label"), "戦略1");
    assert_string_equal(text_at(strategy, "title"), "商店街");
    json_t *tactic = first(strategy, "tactics");
    assert_string_equal(text_at(tactic, "content"), "一行目\n二行目");
    assert_string_equal(text_at(tactic, "status_label"), "新規");
    world_end(&w);
}

/* 126 of 120 to 200: 6 of 80 are 7.5 %, 8 when rounded; after 1 of 7 years 14 % would be on track. */
static void an_indicator_is_shown_with_its_values_its_progress_and_its_years(void **state) {
    struct world w = world_of(*state);
    int64_t strategy = add_strategy(w.f, w.policy.strategies, "商店街", NULL);
    struct indicator_actual actuals[] = {{2024, "120"}, {2025, "126"}};
    struct indicator i = {.name = "創業の件数",
                          .unit = "件",
                          .baseline = "120",
                          .baseline_year = 2024,
                          .target = "200",
                          .target_year = 2031,
                          .actuals = actuals,
                          .actual_count = 2,
                          .strategies = &strategy,
                          .strategy_count = 1};
    add_indicator(w.f, w.policy.indicators, i);
    json_t *indicator = first(shown_at(&w, w.policy.indicators), "indicators");
    json_t *baseline = json_object_get(indicator, "baseline"), *progress = json_object_get(indicator, "progress");
    assert_string_equal(text_at(baseline, "value"), "120");
    assert_string_equal(text_at(baseline, "value_text"), "120件");
    assert_int_equal(number_at(baseline, "year"), 2024);
    assert_string_equal(text_at(baseline, "year_text"), "令和6年度");
    assert_string_equal(text_at(json_object_get(indicator, "latest"), "value_text"), "126件");
    assert_string_equal(text_at(progress, "state"), "late");
    assert_string_equal(text_at(progress, "label"), "遅れ");
    assert_int_equal(number_at(progress, "rate"), 8);
    assert_string_equal(text_at(progress, "rate_text"), "8%");
    assert_string_equal(text_at(first(indicator, "measures"), "label"), "戦略1");
    json_t *years = json_object_get(indicator, "years");
    assert_int_equal(json_array_size(years), 3);
    assert_string_equal(text_at(json_array_get(years, 0), "goal_text"), "現状値 120件");
    assert_string_equal(text_at(json_array_get(years, 1), "actual_text"), "126件");
    assert_string_equal(text_at(json_array_get(years, 2), "year_text"), "令和13年度");
    assert_string_equal(text_at(json_array_get(years, 2), "goal_text"), "目標値 200件");
    const char *chart = text_at(indicator, "chart_html");
    assert_non_null(strstr(chart, "創業の件数の推移</title>"));
    assert_non_null(
        strstr(chart, "現状値 120件（令和6年度）、目標値 200件（令和13年度）、最新の実績 126件（令和7年度）</desc>"));
    assert_non_null(strstr(chart, ">R13</text>"));
    world_end(&w);
}

static void an_indicator_of_which_only_the_name_is_known_is_shown_without_a_chart(void **state) {
    struct world w = world_of(*state);
    add_indicator(w.f, w.policy.indicators, (struct indicator){.name = "名前だけ"});
    json_t *indicator = first(shown_at(&w, w.policy.indicators), "indicators");
    assert_true(json_is_null(json_object_get(indicator, "chart_html")));
    assert_true(json_is_null(json_object_get(indicator, "baseline")));
    assert_true(json_is_null(json_object_get(indicator, "latest")));
    json_t *progress = json_object_get(indicator, "progress");
    assert_string_equal(text_at(progress, "state"), "none");
    assert_true(json_is_null(json_object_get(progress, "rate")));
    world_end(&w);
}

static void a_value_without_its_year_is_said_but_not_drawn(void **state) {
    struct world w = world_of(*state);
    struct indicator_actual actual = {2025, "5"};
    add_indicator(
        w.f, w.policy.indicators,
        (struct indicator){.name = "年なし", .baseline = "3", .target = "9", .actuals = &actual, .actual_count = 1});
    json_t *indicator = first(shown_at(&w, w.policy.indicators), "indicators");
    assert_string_equal(text_at(json_object_get(indicator, "target"), "value_text"), "9");
    assert_true(json_is_null(json_object_get(json_object_get(indicator, "target"), "year")));
    assert_null(strstr(text_at(indicator, "chart_html"), "class=\"goal\""));
    world_end(&w);
}

static void a_strategy_of_another_policy_is_told_with_its_name(void **state) {
    struct world w = world_of(*state);
    struct policy_sections other = add_policy(w.f, add_section(w.f, 0, KIND_CHAPTER, "Ⅵ", "章"), "2", "学ぶまち");
    int64_t strategy = add_strategy(w.f, other.strategies, "大学", NULL);
    add_indicator(w.f, w.policy.indicators,
                  (struct indicator){.name = "よその", .strategies = &strategy, .strategy_count = 1});
    json_t *measured = first(first(shown_at(&w, w.policy.indicators), "indicators"), "measures");
    assert_string_equal(text_at(measured, "label"), "学ぶまち 戦略1");
    assert_string_equal(text_at(measured, "title"), "大学");
    world_end(&w);
}

static void the_diagram_stands_where_the_document_says_and_only_with_data(void **state) {
    struct world w = world_of(*state);
    assert_true(json_is_null(json_object_get(shown_at(&w, w.overview), "diagram")));
    DO(document_set_diagram(w.f->db, w.overview));
    assert_true(json_is_null(json_object_get(shown_at(&w, w.overview), "diagram")));
    int64_t strategy = add_strategy(w.f, w.policy.strategies, "商店街", "空き店舗 講習");
    add_indicator(w.f, w.policy.indicators,
                  (struct indicator){.name = "件数", .strategies = &strategy, .strategy_count = 1});
    add_indicator(w.f, w.policy.indicators, (struct indicator){.name = "全体の数"});
    json_t *diagram = json_object_get(shown_at(&w, w.overview), "diagram"), *policy = first(diagram, "policies");
    assert_non_null(strstr(text_at(diagram, "diagram_html"), "空き店舗"));
    assert_string_equal(text_at(policy, "name"), "1 人が集まるまち");
    json_t *said = first(policy, "strategies");
    assert_string_equal(text_at(said, "label"), "戦略1");
    assert_int_equal(json_array_size(json_object_get(said, "tactics")), 2);
    assert_string_equal(json_string_value(first(said, "indicators")), "件数");
    assert_string_equal(json_string_value(first(policy, "whole")), "全体の数");
    assert_true(json_is_null(json_object_get(shown_at(&w, w.policy.policy), "diagram")));
    world_end(&w);
}

static void indicators_of_one_state_are_listed_and_all_are_counted(void **state) {
    struct world w = world_of(*state);
    struct indicator_actual actual = {2030, "9"};
    add_indicator(
        w.f, w.policy.indicators,
        (struct indicator){.name = "達した", .baseline = "3", .target = "9", .actuals = &actual, .actual_count = 1});
    add_indicator(w.f, w.policy.indicators, (struct indicator){.name = "まだ"});
    struct section *tree;
    size_t count;
    struct policy_view *view;
    int totals[PROGRESS_COUNT];
    DO(section_tree(w.f->db, w.f->arena, false, &tree, &count));
    DO(policy_view_open(w.f->db, w.f->arena, w.languages, LANGUAGE_JA, tree, count, tree, count, &view));
    w.shown = policy_view_indicators(view, PROGRESS_REACHED, totals);
    json_t *policy = json_array_get(w.shown, 0);
    assert_int_equal(json_array_size(json_object_get(policy, "indicators")), 1);
    assert_string_equal(text_at(first(policy, "indicators"), "name"), "達した");
    assert_int_equal(totals[PROGRESS_REACHED], 1);
    assert_int_equal(totals[PROGRESS_NONE], 1);
    assert_int_equal(totals[PROGRESS_LATE], 0);
    world_end(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(a_strategy_is_shown_with_its_number_and_its_tactics),
        WITH_DOCUMENT(an_indicator_is_shown_with_its_values_its_progress_and_its_years),
        WITH_DOCUMENT(an_indicator_of_which_only_the_name_is_known_is_shown_without_a_chart),
        WITH_DOCUMENT(a_value_without_its_year_is_said_but_not_drawn),
        WITH_DOCUMENT(a_strategy_of_another_policy_is_told_with_its_name),
        WITH_DOCUMENT(the_diagram_stands_where_the_document_says_and_only_with_data),
        WITH_DOCUMENT(indicators_of_one_state_are_listed_and_all_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
