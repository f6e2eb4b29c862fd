#include "pieces.h"

#include <stdlib.h>

#include "kosshi/base/arena.h"
#include "kosshi/output/diagram.h"

static const struct diagram_words words = {"方針", "戦略",           "取組",     "指標",
                                           "戦略", "方針全体の指標", "（再掲）", "（つづき）"};

static const char *drawn(struct arena *a, const struct policy *p) {
    BUF(out);
    struct wrap *w = wrap_open();
    assert_true(diagram_policy(w, &words, p, &out));
    wrap_close(w);
    return arena_copy(a, out.data, out.size);
}

static const struct section section = {.number = "1", .title = "人のまち"};

/*
 * Boxes of one line are 32 px high (22 above its foot, 10 below), of two lines 52. The strategy has its number and its
 * title: 52 px. Two tactics stand 8 px apart, at 1 and 41. Lines meet boxes 16 px below their top.
 */
static void boxes_stand_in_columns_and_are_joined(void **state) {
    (void)state;
    ARENA(a);
    struct tactic tactics[] = {{.title = "講習会"}, {.title = "補助金"}};
    struct strategy strategy = {.id = 7, .title = "商店街", .tactics = tactics, .tactic_count = 2};
    int64_t measured[] = {7};
    struct indicator indicator = {.name = "件数", .strategies = measured, .strategy_count = 1};
    struct policy p = {&section, &strategy, 1, &indicator, 1};
    const char *svg = drawn(a, &p);
    assert_has(svg, "<svg viewBox=\"0 0 620 74\"");
    assert_has(
        svg, "<g class=\"policy\"><rect x=\"1\" y=\"1\" width=\"112\" height=\"52\" rx=\"3\"/><text x=\"9\" y=\"23\">1"
             "<tspan x=\"9\" dy=\"20\">人のまち</tspan></text></g>");
    assert_has(svg, "<g class=\"strategy\"><rect x=\"132\" y=\"1\" width=\"144\" height=\"52\" rx=\"3\"/><text "
                    "x=\"140\" y=\"23\">戦略1"
                    "<tspan x=\"140\" dy=\"20\">商店街</tspan>");
    assert_has(svg, "<g class=\"tactic\"><rect x=\"296\" y=\"41\" width=\"172\" height=\"32\" rx=\"3\"/><text "
                    "x=\"304\" y=\"63\">補助金</text>");
    assert_has(svg, "<g class=\"indicator\"><rect x=\"488\" y=\"1\" width=\"131\" height=\"32\"");
    /* policy to strategy; strategy to both tactics, down the middle of the gap; both of them to the indicator */
    assert_has(svg, "d=\"M113 17H122.5M122.5 17H132M276 17H286M286 17H296M286 57H296M286 17V57"
                    "M468 17H478M468 57H478M478 17H488M478 17V57\"");
}

static void a_policy_alone_is_one_box_without_lines(void **state) {
    (void)state;
    ARENA(a);
    struct policy p = {.section = &section};
    const char *svg = drawn(a, &p);
    assert_int_equal(times(svg, "<rect"), 1);
    assert_has(svg, "<path d=\"\"/>");
    assert_has(svg, "viewBox=\"0 0 620 54\"");
}

static void an_indicator_that_measures_no_strategy_belongs_to_the_whole(void **state) {
    (void)state;
    ARENA(a);
    struct indicator indicator = {.name = "人口"};
    struct policy p = {&section, NULL, 0, &indicator, 1};
    const char *svg = drawn(a, &p);
    assert_has(svg, ">方針全体の指標</text>");
    assert_has(svg, ">人口</text>");
}

static void an_indicator_of_two_strategies_stands_at_both_and_says_so(void **state) {
    (void)state;
    ARENA(a);
    struct strategy strategies[] = {{.id = 1, .title = "い"}, {.id = 2, .title = "ろ"}};
    int64_t measured[] = {1, 2};
    struct indicator indicator = {.name = "件数", .strategies = measured, .strategy_count = 2};
    struct policy p = {&section, strategies, 2, &indicator, 1};
    const char *svg = drawn(a, &p);
    assert_has(svg, ">件数</text>");
    assert_has(svg, ">件数（再掲）</text>");
    assert_int_equal(times(svg, "class=\"indicator\""), 2);
}

/* Ten tactics of one line are 10 * 32 + 9 * 8 = 392 px, with 18 px between strategies: two of ten fit into 860 px. */
static void a_high_policy_is_parted_between_strategies(void **state) {
    (void)state;
    ARENA(a);
    struct tactic tactics[10];
    struct strategy strategies[10];
    for (int i = 0; i < 10; i++) {
        tactics[i] = (struct tactic){.title = "取組"};
        strategies[i] = (struct strategy){.id = i + 1, .title = "戦", .tactics = tactics, .tactic_count = 10};
    }
    struct policy p = {&section, strategies, 10, NULL, 0};
    const char *svg = drawn(a, &p);
    assert_int_equal(times(svg, "<svg"), 5);
    assert_int_equal(times(svg, "viewBox=\"0 0 620 804\""), 5); /* 392 + 18 + 392 + 2 */
    assert_int_equal(times(svg, "class=\"tactic\""), 100);
    assert_int_equal(times(svg, "づき）"), 4);
}

static void nothing_in_a_text_is_read_as_markup(void **state) {
    (void)state;
    ARENA(a);
    struct section s = {.number = "<1>", .title = "<a>&"};
    struct tactic tactic = {.title = "<b>"};
    struct strategy strategy = {.id = 1, .title = "<c>", .tactics = &tactic, .tactic_count = 1};
    struct indicator indicator = {.name = "<d>"};
    struct policy p = {&s, &strategy, 1, &indicator, 1};
    const char *svg = drawn(a, &p);
    assert_int_equal(times(svg, "<1>") + times(svg, "<a>") + times(svg, "<b>") + times(svg, "<c>") + times(svg, "<d>"),
                     0);
    assert_has(svg, "&lt;a&gt;&amp;");
}

static void the_head_names_the_columns(void **state) {
    (void)state;
    BUF(out);
    diagram_head(&words, &out);
    assert_has(out.data, "<text x=\"1\" y=\"16\">方針</text><text x=\"132\" y=\"16\">戦略</text>");
    assert_has(out.data, "<text x=\"296\" y=\"16\">取組</text><text x=\"488\" y=\"16\">指標</text>");
}

static void a_policy_of_too_many_boxes_is_not_drawn(void **state) {
    (void)state;
    ARENA(a);
    struct tactic tactics[DIAGRAM_BOXES_MOST];
    for (size_t i = 0; i < DIAGRAM_BOXES_MOST; i++)
        tactics[i] = (struct tactic){.title = "講習会"};
    struct strategy strategy = {.id = 7, .title = "商店街", .tactics = tactics, .tactic_count = DIAGRAM_BOXES_MOST - 1};
    struct policy p = {&section, &strategy, 1, NULL, 0};
    assert_int_equal(times(drawn(a, &p), "<g class=\"tactic\">"), DIAGRAM_BOXES_MOST - 1);
    strategy.tactic_count++;
    BUF(out);
    struct wrap *w = wrap_open();
    assert_false(diagram_policy(w, &words, &p, &out));
    assert_int_equal(out.size, 0);
    wrap_close(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_stand_in_columns_and_are_joined),
        cmocka_unit_test(a_policy_alone_is_one_box_without_lines),
        cmocka_unit_test(an_indicator_that_measures_no_strategy_belongs_to_the_whole),
        cmocka_unit_test(an_indicator_of_two_strategies_stands_at_both_and_says_so),
        cmocka_unit_test(a_high_policy_is_parted_between_strategies),
        cmocka_unit_test(nothing_in_a_text_is_read_as_markup),
        cmocka_unit_test(the_head_names_the_columns),
        cmocka_unit_test(a_policy_of_too_many_boxes_is_not_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
