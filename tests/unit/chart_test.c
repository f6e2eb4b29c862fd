#include "pieces.h"

#include <math.h>

#include "kosshi/base/arena.h"
#include "kosshi/output/chart.h"

static const char *const years[] = {"R4", "R5", "R6", "R7", "R8", "R9", "R10"};

/* Up to seven values, NAN for none; texts are their words. */
static const char *drawn(struct arena *a, struct chart c, const double *values, const char *const *texts) {
    struct chart_series one = {"", values, texts};
    BUF(out);
    if (!c.series) {
        c.series = &one;
        c.series_count = 1;
    }
    if (!c.labels) c.labels = years;
    if (!c.id) c.id = "c-";
    if (!c.title) c.title = "題";
    if (!c.description_html) c.description_html = "説明";
    if (!c.unit) c.unit = "";
    chart_svg(&c, &out);
    return arena_copy(a, out.data, out.size);
}

/*
 * 0 to 100: ticks 0, 50, 100 at 160, 92, 24 px. The wider of the lower ticks' numbers has two digits: 16 px, and 11 px
 * for the mark, are 27 px or 10.8 % of 250. At the right 8 px for the mark: 96.8 % ("R6" needs no more). In the middle
 * 53.8 %.
 */
static void a_line_leads_through_its_values(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {0, 50, 100};
    const char *const texts[] = {"0", "50", "100"};
    const char *svg = drawn(a, (struct chart){.label_count = 3, .unit = "件"}, values, texts);
    assert_has(
        svg,
        "<line x1=\"10.8%\" y1=\"160\" x2=\"53.8%\" y2=\"92\"/><line x1=\"53.8%\" y1=\"92\" x2=\"96.8%\" y2=\"24\"/>");
    assert_has(svg, "<circle cx=\"10.8%\" cy=\"160\" r=\"4\"/>");
    assert_has(svg, "<circle cx=\"96.8%\" cy=\"24\" r=\"4\"/>");
    assert_has(svg, "<path d=\"M0 92h9999\"/><text y=\"87\">50</text>");
    assert_has(svg, "<text y=\"19\">100件</text>");
    assert_has(svg, "<text x=\"53.8%\" y=\"181\" text-anchor=\"middle\">R5</text>");
    assert_has(svg, "height=\"188\"");
}

static void a_year_without_a_value_is_a_gap(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {0, 25, NAN, 75, NAN, 100};
    const char *const texts[] = {"", "", "", "", "", ""};
    const char *svg = drawn(a, (struct chart){.label_count = 6}, values, texts);
    const char *series = strstr(svg, "<g class=\"s1\">");
    assert_non_null(series);
    assert_int_equal(times(series, "<line"), 1); /* of the first two alone */
    assert_int_equal(times(series, "<circle"), 4);
    assert_int_equal(times(svg, "nan"), 0);
    assert_int_equal(times(svg, "<line") - times(series, "<line"), 6); /* every year has its tick */
}

/*
 * 120 to 200: ticks 120 to 200 by 20, and 100 for words below 120. Of 136 px between 160 and 24 each of 100 has 1.36:
 * 120 at 132.8 px, 200 at 24 px. Lower ticks of three digits are 24 px, 6 px more and half of the first value's words,
 * 12 px: 16.8 %. At the right half of "R10", 12 px: 95.2 %.
 */
static void baseline_and_target_are_joined_by_a_line_of_their_own(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {120, 140, NAN, NAN, NAN, NAN, NAN};
    const char *const texts[] = {"120", "140", "", "", "", "", ""};
    struct chart c = {.label_count = 7,
                      .baseline = 120,
                      .target = 200,
                      .baseline_at = 0,
                      .target_at = 6,
                      .baseline_label = "現状値 120",
                      .target_label = "目標値 200"};
    const char *svg = drawn(a, c, values, texts);
    assert_has(svg, "<g class=\"goal\"><line x1=\"16.8%\" y1=\"132.8\" x2=\"95.2%\" y2=\"24\"/>"
                    "<circle cx=\"16.8%\" cy=\"132.8\" r=\"6\"/><svg x=\"95.2%\" y=\"24\">");
    assert_has(svg, ">現状値 120</text>");
    assert_has(svg, ">目標値 200</text>");
    assert_has(svg, ">140</text>");
    assert_int_equal(times(svg, ">120</text>"), 1); /* of the axis: the words of the baseline say it already */
    c.baseline_label = NULL;
    c.target_label = NULL;
    assert_null(strstr(drawn(a, c, values, texts), "goal"));
}

/*
 * 0 to 100 on 136 px: 100 at 24 px, 70 at 64.8 px, 0 at 160 px. "50" of the axis is 16 px, half of "100" 12 px, and 6
 * px: the first value stands at 34 px, 13.6 %, the last at 242 px, 96.8 %, the second between them, at 55.2 %, 138 px.
 * Words of 14 px and 4 px for what surrounds them begin 5 px from a value. Below 70 that is from 70.8 to 88.8 px, where
 * the dashed line, at 92 px in the middle, comes down from 86.8 px within the 16 px of "70". Above, from 41.8 to 59.8
 * px, the line from 100 is at 61.7 px when the words begin: they stand at 64.8 - 9 = 55.8 px.
 */
static void a_number_stands_above_when_the_dashed_line_is_below(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {100, 70, NAN};
    const char *const texts[] = {"100", "70", ""};
    struct chart c = {.label_count = 3,
                      .baseline = 100,
                      .target = 0,
                      .baseline_at = 0,
                      .target_at = 2,
                      .baseline_label = "現状 100",
                      .target_label = "目標 0"};
    const char *svg = drawn(a, c, values, texts);
    assert_has(svg, "<text class=\"value\" x=\"55.2%\" y=\"55.8\" text-anchor=\"middle\">70</text>");
    /* without the line: the value falls, so its number stands below, at 64.8 + 20 */
    c.baseline_label = NULL;
    svg = drawn(a, c, values, texts);
    assert_has(svg, "<text class=\"value\" x=\"55.2%\" y=\"84.8\" text-anchor=\"middle\">70</text>");
}

/*
 * 0 to 100 as above. The first value stands at 30 px, 12 %, the last at 238 px, 95.2 %, others 34.67 px apart. The
 * baseline of 80 is at 51.2 px; 90, the next, is at 37.6 px and its mark begins at 32.6 px. Words 9 px above the
 * baseline would end at 46.2 px and stand on that mark, below they would stand on the dashed line: they move up by 3 px
 * until they end above the mark, which they do after 15 px at 31.2 px. The target's words are 8 units and 2 letters, 58
 * px, to 5 px behind it: at 185 px, where they begin, the dashed line is at 160 - 53 * 108.8 / 208 = 132.3 px. They end
 * above that after 24 px, at 131 px.
 */
static void words_of_baseline_and_target_move_away_from_marks_and_lines(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {80, 90, 50, NAN, NAN, NAN, NAN};
    const char *const texts[] = {"80", "90", "50", "", "", "", ""};
    struct chart c = {.label_count = 7,
                      .baseline = 80,
                      .target = 0,
                      .baseline_at = 0,
                      .target_at = 6,
                      .baseline_label = "現状値 80",
                      .target_label = "目標値 0"};
    const char *svg = drawn(a, c, values, texts);
    assert_has(svg, "<text x=\"12%\" dx=\"-5\" y=\"27.2\">現状値 80</text>");
    assert_has(svg, "<text x=\"95.2%\" dx=\"5\" y=\"127\" text-anchor=\"end\">目標値 0</text>");
    assert_has(svg, ">50</text>");
}

static void a_baseline_alone_and_a_target_alone_are_marked_without_a_line(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {10, 20};
    const char *const texts[] = {"10", "20"};
    struct chart c = {.label_count = 2, .baseline = 10, .baseline_label = "現状値 10"};
    const char *svg = drawn(a, c, values, texts);
    assert_has(svg, "<g class=\"goal\"><circle");
    c = (struct chart){.label_count = 2, .target = 10, .target_at = 1, .target_label = "目標値 10"};
    svg = drawn(a, c, values, texts);
    assert_has(svg, "<g class=\"goal\"><svg");
}

/*
 * -10 to 30: ticks by 10; 30 at 24 px, 0 at 136.5 px, -10 at 174 px. "−10" is 23 px, and 6 px: 11.6 %. Each of two
 * labels has 44.2 %, its bar 72 % of that.
 */
static void bars_stand_on_zero(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {30, -10};
    const char *const texts[] = {"30", "−10"};
    const char *svg = drawn(a, (struct chart){.kind = CHART_BAR, .label_count = 2, .unit = "％"}, values, texts);
    assert_has(svg, "<rect x=\"17.79%\" y=\"24\" width=\"31.82%\" height=\"112.5\"/>");
    assert_has(svg, "<rect x=\"61.99%\" y=\"136.5\" width=\"31.82%\" height=\"37.5\"/>");
    assert_has(svg, "<path class=\"zero\" d=\"M0 136.5h9999\"/>");
    assert_has(svg, ">30％</text>");
}

/* Numbers of 16 px and 12 px leave 88.8 %: 20 is as long, 10 half of it. */
static void bars_with_long_names_lie_below_them(void **state) {
    (void)state;
    ARENA(a);
    static const char *const names[] = {"宿泊業と飲食サービス業と娯楽業など", "情報通信業"};
    const double values[] = {10, 20};
    const char *const texts[] = {"10", "20"};
    const char *svg = drawn(a, (struct chart){.kind = CHART_BAR, .labels = names, .label_count = 2}, values, texts);
    assert_has(svg, "<text y=\"14\">宿泊業と飲食サービス業と娯楽…</text>");
    assert_has(svg, "<rect x=\"0%\" y=\"21\" width=\"44.4%\" height=\"14\"/>");
    assert_has(svg, "<text y=\"65\">情報通信業</text>");
    assert_has(svg, "<rect x=\"0%\" y=\"72\" width=\"88.8%\" height=\"14\"/>");
    assert_has(svg, "x=\"88.8%\" dx=\"6\" y=\"84\">20</text>");
}

static void a_missing_bar_leaves_its_place_empty(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {30, NAN, 20};
    const char *const texts[] = {"30", "", "20"};
    const char *svg = drawn(a, (struct chart){.kind = CHART_BAR, .label_count = 3}, values, texts);
    assert_int_equal(times(svg, "<rect"), 2);
    assert_has(svg, ">R5</text>");
}

static void several_series_are_named_and_drawn_each_in_its_own_way(void **state) {
    (void)state;
    ARENA(a);
    const double first[] = {1, 2}, second[] = {3, 4};
    const char *const texts[] = {"", ""};
    const struct chart_series two[] = {{"商業", first, texts}, {"工業", second, texts}};
    for (enum chart_kind kind = CHART_LINE; kind <= CHART_BAR; kind++) {
        const char *svg =
            drawn(a, (struct chart){.kind = kind, .label_count = 2, .series = two, .series_count = 2}, NULL, NULL);
        assert_has(svg, ">商業</text>");
        assert_has(svg, ">工業</text>");
        assert_has(svg, "<g class=\"s1\">");
        assert_has(svg, "<g class=\"s2\">");
    }
}

static void values_that_are_all_missing_leave_the_labels(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {NAN, NAN};
    const char *const texts[] = {"", ""};
    for (enum chart_kind kind = CHART_LINE; kind <= CHART_BAR; kind++) {
        const char *svg = drawn(a, (struct chart){.kind = kind, .label_count = 2}, values, texts);
        assert_has(svg, ">R4</text>");
        assert_has(svg, ">R5</text>");
        assert_int_equal(times(svg, "nan"), 0);
        assert_int_equal(times(svg, "inf"), 0);
    }
}

static void one_label_alone_stands_between_the_sides(void **state) {
    (void)state;
    ARENA(a);
    const double values[] = {5};
    const char *const texts[] = {"5"};
    const char *svg = drawn(a, (struct chart){.label_count = 1}, values, texts);
    /* 0 to 6 by 2: one digit and the mark are 19 px, 7.6 %; (7.6 + 96.8) / 2 */
    assert_has(svg, "<circle cx=\"52.2%\"");
}

static void many_labels_are_said_as_far_as_they_have_room(void **state) {
    (void)state;
    ARENA(a);
    enum { MANY = 300 };
    double values[MANY];
    const char *texts[MANY], *labels[MANY];
    for (int i = 0; i < MANY; i++) {
        values[i] = i;
        texts[i] = "";
        labels[i] = arena_printf(a, "%d年度", 1900 + i);
    }
    const char *svg = drawn(a, (struct chart){.labels = labels, .label_count = MANY}, values, texts);
    assert_has(svg, ">1900年度</text>");
    assert_has(svg, ">2199年度</text>");
    assert_in_range(times(svg, "年度</text>"), 2, 5); /* of 60 px and 8 px between them */
}

static void nothing_in_a_text_is_read_as_markup(void **state) {
    (void)state;
    ARENA(a);
    static const char *const names[] = {"<b>&\"'", "<i>"};
    const double values[] = {1, 2};
    const char *const texts[] = {"<1>", "<2>"};
    const struct chart_series two[] = {{"<s>", values, texts}, {"&", values, texts}};
    for (enum chart_kind kind = CHART_LINE; kind <= CHART_BAR; kind++) {
        struct chart c = {.kind = kind,
                          .id = "\"x-",
                          .title = "<t>",
                          .description_html = "&lt;d&gt;",
                          .unit = "<u>",
                          .labels = names,
                          .label_count = 2,
                          .series = two,
                          .series_count = 2,
                          .baseline_label = "<base>",
                          .target_label = "<target>"};
        const char *svg = drawn(a, c, NULL, NULL);
        static const char *const raw[] = {"<b>", "<i>", "<1>",    "<2>",      "<s>",  "<t>",
                                          "<d>", "<u>", "<base>", "<target>", "\"\"x"};
        for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
            assert_int_equal(times(svg, raw[i]), 0);
        assert_has(svg, "<title id=\"&quot;x-t\">&lt;t&gt;</title><desc id=\"&quot;x-d\">&lt;d&gt;</desc>");
        assert_has(svg, "role=\"img\" aria-labelledby=\"&quot;x-t &quot;x-d\"");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_leads_through_its_values),
        cmocka_unit_test(a_year_without_a_value_is_a_gap),
        cmocka_unit_test(baseline_and_target_are_joined_by_a_line_of_their_own),
        cmocka_unit_test(a_number_stands_above_when_the_dashed_line_is_below),
        cmocka_unit_test(words_of_baseline_and_target_move_away_from_marks_and_lines),
        cmocka_unit_test(a_baseline_alone_and_a_target_alone_are_marked_without_a_line),
        cmocka_unit_test(bars_stand_on_zero),
        cmocka_unit_test(bars_with_long_names_lie_below_them),
        cmocka_unit_test(a_missing_bar_leaves_its_place_empty),
        cmocka_unit_test(several_series_are_named_and_drawn_each_in_its_own_way),
        cmocka_unit_test(values_that_are_all_missing_leave_the_labels),
        cmocka_unit_test(one_label_alone_stands_between_the_sides),
        cmocka_unit_test(many_labels_are_said_as_far_as_they_have_room),
        cmocka_unit_test(nothing_in_a_text_is_read_as_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
