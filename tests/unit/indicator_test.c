#include "policy_fixture.h"

static void an_indicator_comes_with_its_years_and_strategies(void **state) {
    struct fixture *f = *state;
    struct policy p = policy_add(f);
    struct strategy first = {.section_id = p.strategies, .title = "一"},
                    second = {.section_id = p.strategies, .title = "二"};
    DO(strategy_put(f->db, &first, 5000));
    DO(strategy_put(f->db, &second, 5000));
    struct indicator plain = an_indicator(p.indicators, "来街者の満足");
    struct indicator full = {
        .section_id = p.indicators,
        .name = "創業の件数",
        .unit = "件",
        .direction = INDICATOR_DOWN,
        .baseline = "12.50",
        .baseline_year = 2021,
        .target = "-3",
        .target_year = 2031,
        .source = "創業支援の実績",
        .owner = "産業振興課",
        .actuals = (struct indicator_actual[]){{2024, "11.0"}, {2022, "12"}},
        .actual_count = 2,
        .strategies = (int64_t[]){second.id, first.id},
        .strategy_count = 2,
    };
    DO(indicator_put(f->db, &plain, 5000));
    DO(indicator_put(f->db, &full, 5000));
    struct indicator *list;
    size_t count;
    DO(indicator_list(f->db, f->arena, p.indicators, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].name, "来街者の満足");
    assert_int_equal(list[0].actual_count, 0);
    assert_int_equal(list[0].strategy_count, 0);
    assert_int_equal(list[0].baseline_year, 0);
    const struct indicator *i = &list[1];
    assert_int_equal(i->version, 1);
    assert_string_equal(i->unit, "件");
    assert_int_equal(i->direction, INDICATOR_DOWN);
    assert_string_equal(i->baseline, "12.50");
    assert_int_equal(i->baseline_year, 2021);
    assert_string_equal(i->target, "-3");
    assert_int_equal(i->target_year, 2031);
    assert_string_equal(i->source, "創業支援の実績");
    assert_string_equal(i->owner, "産業振興課");
    assert_int_equal(i->actual_count, 2);
    assert_int_equal(i->actuals[0].year, 2022);
    assert_string_equal(i->actuals[0].value, "12");
    assert_int_equal(i->actuals[1].year, 2024);
    assert_string_equal(i->actuals[1].value, "11.0");
    assert_int_equal(i->strategy_count, 2);
    assert_int_equal(i->strategies[0], first.id);
    assert_int_equal(i->strategies[1], second.id);
}

/* A row without years stands between two that have some, and one of a deleted section before them all. */
static void years_stay_with_their_own_indicator(void **state) {
    struct fixture *f = *state;
    struct policy gone = policy_add(f), p = policy_add(f);
    struct indicator rows[] = {an_indicator(gone.indicators, "消えた"), an_indicator(p.indicators, "一"),
                               an_indicator(p.indicators, "二"), an_indicator(p.indicators, "三")};
    struct indicator_actual values[] = {{2020, "9"}, {2021, "1"}, {0}, {2023, "3"}};
    for (size_t i = 0; i < 4; i++) {
        rows[i].actuals = &values[i];
        rows[i].actual_count = values[i].year != 0;
        DO(indicator_put(f->db, &rows[i], 5000));
    }
    DO(section_delete(f->db, gone.chapter, 6000));
    struct indicator *list;
    size_t count;
    DO(indicator_list(f->db, f->arena, 0, &list, &count));
    assert_int_equal(count, 3);
    assert_int_equal(list[0].actual_count, 1);
    assert_int_equal(list[0].actuals[0].year, 2021);
    assert_int_equal(list[1].actual_count, 0);
    assert_int_equal(list[2].actual_count, 1);
    assert_int_equal(list[2].actuals[0].year, 2023);
}

static void a_strategy_of_a_deleted_section_is_not_measured(void **state) {
    struct fixture *f = *state;
    struct policy gone = policy_add(f), p = policy_add(f);
    struct strategy away = {.section_id = gone.strategies, .title = "消えた"},
                    here = {.section_id = p.strategies, .title = "残る"};
    DO(strategy_put(f->db, &away, 5000));
    DO(strategy_put(f->db, &here, 5000));
    struct indicator both = an_indicator(p.indicators, "指標"), *list;
    both.strategies = (int64_t[]){away.id, here.id};
    both.strategy_count = 2;
    DO(indicator_put(f->db, &both, 5000));
    DO(section_delete(f->db, gone.chapter, 6000));
    size_t count;
    DO(indicator_list(f->db, f->arena, 0, &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].strategy_count, 1);
    assert_int_equal(list[0].strategies[0], here.id);
}

static void what_cannot_be_is_refused(void **state) {
    struct fixture *f = *state;
    struct policy p = policy_add(f);
    struct indicator good = an_indicator(p.indicators, "指標");
    struct indicator bad[9];
    for (size_t i = 0; i < 9; i++)
        bad[i] = good;
    bad[0].name = "";
    bad[1].unit = fixture_repeat(f, "件", 21);
    bad[2].baseline = "1,200";
    bad[3].target = "約3";
    bad[4].baseline_year = 24;
    bad[5].direction = INDICATOR_DIRECTION_COUNT;
    bad[6].actuals = (struct indicator_actual[]){{2024, "1"}, {2024, "2"}};
    bad[6].actual_count = 2;
    bad[7].strategies = (int64_t[]){77};
    bad[7].strategy_count = 1;
    bad[8].section_id = p.strategies;
    for (size_t i = 0; i < 9; i++) {
        DO(db_savepoint(f->db));
        assert_int_equal(indicator_put(f->db, &bad[i], 5000), ERR_BAD_FIELD);
        DO(db_savepoint_end(f->db, false));
    }
    DO(indicator_put(f->db, &good, 5000));
}

static void the_name_of_a_direction_leads_back_to_it(void **state) {
    (void)state;
    assert_int_equal(indicator_direction_of("up"), INDICATOR_UP);
    assert_int_equal(indicator_direction_of("down"), INDICATOR_DOWN);
    assert_int_equal(indicator_direction_of("left"), INDICATOR_DIRECTION_COUNT);
    assert_string_equal(indicator_direction_name(INDICATOR_DOWN), "down");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(an_indicator_comes_with_its_years_and_strategies),
        WITH_DOCUMENT(years_stay_with_their_own_indicator),
        WITH_DOCUMENT(a_strategy_of_a_deleted_section_is_not_measured),
        WITH_DOCUMENT(what_cannot_be_is_refused),
        cmocka_unit_test(the_name_of_a_direction_leads_back_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
