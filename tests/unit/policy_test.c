#include "policies_fixture.h"

#include "kosshi/output/policy.h"

static struct policies policies_of(struct fixture *f) {
    struct section *tree;
    size_t count;
    struct policies p;
    DO(section_tree(f->db, f->arena, false, &tree, &count));
    DO(policy_list(f->db, f->arena, tree, count, &p));
    return p;
}

static void each_policy_has_what_stands_below_it(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    struct policy_sections one = add_policy(f, chapter, "1", "一つ目"), two = add_policy(f, chapter, "2", "二つ目");
    add_strategy(f, two.strategies, "ろ", "う え");
    add_strategy(f, one.strategies, "い", "あ");
    add_strategy(f, one.strategies, "は", NULL);
    add_indicator(f, two.indicators, (struct indicator){.name = "件数"});
    struct policies p = policies_of(f);
    assert_int_equal(p.count, 2);
    assert_string_equal(p.list[0].section->title, "一つ目");
    assert_int_equal(p.list[0].strategy_count, 2);
    assert_string_equal(p.list[0].strategies[1].title, "は");
    assert_int_equal(policy_number(&p.list[0], &p.list[0].strategies[1]), 2);
    assert_int_equal(p.list[0].indicator_count, 0);
    assert_int_equal(p.list[1].strategy_count, 1);
    assert_int_equal(p.list[1].strategies[0].tactic_count, 2);
    assert_int_equal(p.list[1].indicator_count, 1);
}

static void a_policy_without_data_is_one_all_the_same(void **state) {
    struct fixture *f = *state;
    add_policy(f, add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針"), "1", "空の方針");
    struct policies p = policies_of(f);
    assert_int_equal(p.count, 1);
    assert_int_equal(p.list[0].strategy_count + p.list[0].indicator_count, 0);
}

static void strategies_are_numbered_through_the_sections_of_their_policy(void **state) {
    struct fixture *f = *state;
    struct policy_sections one = add_policy(f, add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針"), "1", "方針");
    int64_t later = add_section(f, one.policy, KIND_STRATEGIES, "", "続き");
    int64_t last = add_section(f, one.policy, KIND_STRATEGIES, "", "まだ空");
    add_strategy(f, later, "あと", NULL);
    add_strategy(f, one.strategies, "さき", NULL);
    struct policies p = policies_of(f);
    assert_int_equal(p.list[0].strategy_count, 2);
    assert_string_equal(p.list[0].strategies[0].title, "さき");
    assert_string_equal(p.list[0].strategies[1].title, "あと");
    assert_int_equal(policy_before(&p, one.strategies), 0);
    assert_int_equal(policy_before(&p, later), 1);
    assert_int_equal(policy_before(&p, last), 2);
    assert_ptr_equal(policy_of(&p, one.indicators), &p.list[0]);
    assert_int_equal(policy_number(&p.list[0], &p.list[0].strategies[1]), 2);
}

static void data_below_no_policy_belongs_to_the_section_above_it(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    add_section(f, chapter, KIND_SECTION, "1", "節");
    int64_t strategies = add_section(f, chapter, KIND_STRATEGIES, "", "戦略");
    struct policies p = policies_of(f);
    assert_int_equal(p.count, 0); /* as long as nothing is in it */
    add_strategy(f, strategies, "い", NULL);
    p = policies_of(f);
    assert_int_equal(p.count, 1);
    assert_string_equal(p.list[0].section->title, "方針");
}

static void what_stands_below_a_policy_deeply_belongs_to_it(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    int64_t policy = add_section(f, chapter, KIND_POLICY, "1", "深い方針");
    int64_t between = add_section(f, policy, KIND_SECTION, "(1)", "あいだの節");
    add_strategy(f, add_section(f, between, KIND_STRATEGIES, "", "戦略"), "い", NULL);
    struct policies p = policies_of(f);
    assert_int_equal(p.count, 1);
    assert_string_equal(p.list[0].section->title, "深い方針");
    assert_int_equal(p.list[0].strategy_count, 1);
}

static void what_is_deleted_is_not_there(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    struct policy_sections one = add_policy(f, chapter, "1", "一つ目"), two = add_policy(f, chapter, "2", "二つ目");
    add_strategy(f, one.strategies, "い", NULL);
    add_strategy(f, two.strategies, "ろ", NULL);
    DO(section_delete(f->db, one.policy, 2000));
    struct policies p = policies_of(f);
    assert_int_equal(p.count, 1);
    assert_string_equal(p.list[0].strategies[0].title, "ろ");
}

static void an_indicator_measures_strategies_of_its_policy_or_the_policy_as_a_whole(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    struct policy_sections one = add_policy(f, chapter, "1", "一つ目"), two = add_policy(f, chapter, "2", "二つ目");
    int64_t own = add_strategy(f, one.strategies, "い", NULL), other = add_strategy(f, two.strategies, "ろ", NULL);
    add_indicator(f, one.indicators, (struct indicator){.name = "戦略を", .strategies = &own, .strategy_count = 1});
    add_indicator(f, one.indicators, (struct indicator){.name = "よその", .strategies = &other, .strategy_count = 1});
    add_indicator(f, one.indicators, (struct indicator){.name = "なにも"});
    struct policies p = policies_of(f);
    const struct policy *first = &p.list[0], *of;
    const struct policy_measure *measures = policy_measures(f->arena, first);
    assert_int_equal(measures[0].count, 1);
    assert_string_equal(measures[0].indicators[0]->name, "戦略を");
    assert_int_equal(measures[1].count, 2); /* the policy as a whole */
    assert_string_equal(measures[1].indicators[0]->name, "よその");
    assert_string_equal(measures[1].indicators[1]->name, "なにも");
    assert_string_equal(policy_strategy(&p, other, &of)->title, "ろ");
    assert_ptr_equal(of, &p.list[1]);
    assert_null(policy_strategy(&p, 9999, &of));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(each_policy_has_what_stands_below_it),
        WITH_DOCUMENT(a_policy_without_data_is_one_all_the_same),
        WITH_DOCUMENT(strategies_are_numbered_through_the_sections_of_their_policy),
        WITH_DOCUMENT(data_below_no_policy_belongs_to_the_section_above_it),
        WITH_DOCUMENT(what_stands_below_a_policy_deeply_belongs_to_it),
        WITH_DOCUMENT(what_is_deleted_is_not_there),
        WITH_DOCUMENT(an_indicator_measures_strategies_of_its_policy_or_the_policy_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
