#include "policy_fixture.h"

static struct strategy put(struct fixture *f, int64_t section, const char *title, size_t count,
                           struct tactic *tactics) {
    struct strategy s = {.section_id = section, .title = title, .tactics = tactics, .tactic_count = count};
    DO(strategy_put(f->db, &s, 5000));
    return s;
}

static void strategies_come_with_their_tactics_in_order(void **state) {
    struct fixture *f = *state;
    struct policy p = policy_add(f), q = policy_add(f);
    struct tactic first[] = {a_tactic("空き店舗の活用"), a_tactic("共同の宅配")};
    struct tactic other[] = {a_tactic("創業塾")};
    first[0].content = "改修費を補助する。\n一件あたり上限がある。";
    first[0].owner = "産業振興課";
    first[0].period = "令和9〜11年度";
    first[0].status = TACTIC_NEW;
    put(f, q.strategies, "創業を支える", 1, other);
    put(f, p.strategies, "商店街の魅力を高める", 2, first);
    put(f, p.strategies, "事業の引き継ぎ", 0, NULL);
    struct strategy *list;
    size_t count;
    DO(strategy_list(f->db, f->arena, p.strategies, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].title, "商店街の魅力を高める");
    assert_int_equal(list[1].tactic_count, 0);
    assert_int_equal(list[0].tactic_count, 2);
    const struct tactic *t = &list[0].tactics[0];
    assert_string_equal(t->title, "空き店舗の活用");
    assert_string_equal(t->content, "改修費を補助する。\n一件あたり上限がある。");
    assert_string_equal(t->owner, "産業振興課");
    assert_string_equal(t->period, "令和9〜11年度");
    assert_int_equal(t->status, TACTIC_NEW);
    assert_int_equal(t->strategy_id, list[0].id);
    assert_string_equal(list[0].tactics[1].title, "共同の宅配");
    DO(strategy_list(f->db, f->arena, 0, &list, &count));
    assert_int_equal(count, 3);
    assert_string_equal(list[2].tactics[0].title, "創業塾");
}

static void what_stands_below_a_deleted_section_is_not_listed(void **state) {
    struct fixture *f = *state;
    struct policy p = policy_add(f), q = policy_add(f);
    put(f, p.strategies, "一", 0, NULL);
    put(f, q.strategies, "二", 0, NULL);
    DO(section_delete(f->db, p.policy, 6000));
    struct strategy *list;
    size_t count;
    DO(strategy_list(f->db, f->arena, 0, &list, &count));
    assert_int_equal(count, 1);
    assert_string_equal(list[0].title, "二");
    DO(strategy_list(f->db, f->arena, p.strategies, &list, &count));
    assert_int_equal(count, 0);
}

static void a_section_knows_how_many_rows_it_has(void **state) {
    struct fixture *f = *state;
    struct policy p = policy_add(f);
    struct section s;
    put(f, p.strategies, "一", 0, NULL);
    put(f, p.strategies, "二", 0, NULL);
    struct indicator i = an_indicator(p.indicators, "創業の件数");
    DO(indicator_put(f->db, &i, 5000));
    DO(section_get(f->db, f->arena, p.strategies, &s));
    assert_int_equal(s.items, 2);
    DO(section_get(f->db, f->arena, p.indicators, &s));
    assert_int_equal(s.items, 1);
}

static void what_cannot_be_is_refused(void **state) {
    struct fixture *f = *state;
    struct policy p = policy_add(f);
    struct strategy taken = put(f, p.strategies, "一", 0, NULL);
    const struct {
        struct strategy strategy;
        enum err expected;
    } cases[] = {
        {{.section_id = p.strategies, .title = ""}, ERR_BAD_FIELD},
        {{.section_id = p.strategies, .title = "二\n行"}, ERR_BAD_FIELD},
        {{.section_id = p.strategies, .title = fixture_repeat(f, "あ", 201)}, ERR_BAD_FIELD},
        {{.section_id = p.indicators, .title = "別の種類"}, ERR_BAD_FIELD},
        {{.section_id = 9999, .title = "どこにもない"}, ERR_NOT_FOUND},
        {{.id = taken.id, .section_id = p.strategies, .title = "同じ番号"}, ERR_BAD_FIELD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strategy s = cases[i].strategy;
        assert_int_equal(strategy_put(f->db, &s, 5000), cases[i].expected);
    }
    struct tactic bad = a_tactic("取組");
    bad.content = fixture_repeat(f, "あ", 2001);
    struct strategy s = {.section_id = p.strategies, .title = "二", .tactics = &bad, .tactic_count = 1};
    assert_int_equal(strategy_put(f->db, &s, 5000), ERR_BAD_FIELD);
}

static void the_name_of_a_status_leads_back_to_it(void **state) {
    (void)state;
    assert_int_equal(strategy_status_of("new"), TACTIC_NEW);
    assert_int_equal(strategy_status_of("continued"), TACTIC_CONTINUED);
    assert_int_equal(strategy_status_of(""), TACTIC_UNSAID);
    assert_int_equal(strategy_status_of("old"), TACTIC_STATUS_COUNT);
    assert_string_equal(strategy_status_name(TACTIC_CONTINUED), "continued");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(strategies_come_with_their_tactics_in_order),
        WITH_DOCUMENT(what_stands_below_a_deleted_section_is_not_listed),
        WITH_DOCUMENT(a_section_knows_how_many_rows_it_has),
        WITH_DOCUMENT(what_cannot_be_is_refused),
        cmocka_unit_test(the_name_of_a_status_leads_back_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
