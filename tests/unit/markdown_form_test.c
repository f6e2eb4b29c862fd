#include "store_fixture.h"

#include "kosshi/base/buf.h"
#include "kosshi/output/interchange.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"
#include "kosshi/text/utf.h"

#define ODD "tests/data/markdown_form/odd.md"
#define POLICIES "tests/data/interchange/policies.json"

static int set_up(void **state) {
    if (fixture_folder(state)) return -1;
    struct fixture *f = *state;
    DO(db_open(f->path, DB_CREATE, f->assets, &f->db));
    DO(db_begin(f->db));
    return 0;
}

static const char *file(struct fixture *f, const char *path) {
    struct buf data = fixture_data(path);
    const char *text = arena_copy(f->arena, data.data, data.size);
    buf_free(&data);
    return text;
}

static void read_form(struct fixture *f, const char *form) {
    struct markdown_form_problem problem;
    enum err e = markdown_form_read(f->db, f->arena, form, strlen(form), 1000, &problem);
    if (e == ERR_BAD_INTERCHANGE) fail_msg("line %d: %s: %s", problem.line, problem.what, problem.detail);
    DO(e);
}

static const char *written(struct fixture *f) {
    BUF(out);
    DO(markdown_form_write(f->db, &out));
    return arena_copy(f->arena, out.data, out.size);
}

static const char *written_json(struct fixture *f) {
    BUF(out);
    DO(interchange_write(f->db, &out));
    return arena_copy(f->arena, out.data, out.size);
}

/* Empties the file: what was put is rolled back. */
static void start_over(struct fixture *f) {
    db_rollback(f->db);
    DO(db_begin(f->db));
}

static void a_file_with_everything_odd_in_it_comes_out_as_the_same_bytes(void **state) {
    struct fixture *f = *state;
    const char *form = file(f, ODD);
    read_form(f, form);
    assert_string_equal(written(f), form);
    DO(db_commit(f->db));
    fixture_assert_whole(f);
}

static void what_the_odd_file_says_is_what_is_kept(void **state) {
    struct fixture *f = *state;
    struct document d;
    struct section s;
    struct strategy *strategies;
    struct indicator *indicators;
    struct consideration *considerations;
    size_t count;
    read_form(f, file(f, ODD));
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.title, " 題の前の空白 # と *印* ");
    assert_string_equal(d.publisher, "\"区\" & -- 部");
    assert_string_equal(d.contact, "一行目\n二行目 - 三");
    DO(section_get(f->db, f->arena, 9, &s));
    assert_string_equal(s.title, "1 番号のような題");
    assert_string_equal(s.number, "1");
    assert_string_equal(s.text,
                        "<!-- kosshi section id=1 kind=chapter -->\n<!--- kosshi 二つ多い印\n<!-- ただの注 -->\n"
                        " <!-- kosshi 前に空白があれば印ではない\n\n####### 七つは見出しではない\n"
                        "#印のすぐ後ろの文字は見出しではない");
    DO(section_get(f->db, f->arena, 2, &s));
    assert_string_equal(s.text, "# 一段下の見出し\n\n```\n# 囲みの中は見出しではない\n```\n\n"
                                "    # 字下げも見出しではない\n\n### 三段目");
    DO(section_get(f->db, f->arena, 4, &s));
    assert_string_equal(s.text, "\n二行目\n");
    assert_int_equal(s.version, 12);
    DO(section_get(f->db, f->arena, 5, &s));
    assert_string_equal(s.text, "");
    assert_int_equal(s.version, 2);
    DO(section_get(f->db, f->arena, 12, &s));
    assert_int_equal(s.depth, 5);
    DO(strategy_list(f->db, f->arena, 21, &strategies, &count));
    assert_int_equal(count, 2);
    assert_string_equal(strategies[0].title, "戦略1　同じ印の題");
    assert_string_equal(strategies[1].title, " 題の前の空白");
    assert_string_equal(strategies[0].tactics[0].title, "a|b");
    assert_string_equal(strategies[0].tactics[0].content, " 前と後ろに空白と改行\n\n\\\n<br><!-- 注 --> &#32;\t");
    assert_int_equal(strategies[0].tactics[1].id, 1);
    assert_int_equal(strategies[0].tactics[1].version, 9);
    DO(indicator_list(f->db, f->arena, 22, &indicators, &count));
    assert_int_equal(count, 2);
    assert_string_equal(indicators[0].actuals[0].value, "-1");
    assert_int_equal(indicators[0].actuals[0].year, 2200);
    assert_int_equal(indicators[0].strategy_count, 2);
    assert_int_equal(indicators[1].strategies[0], 2);
    DO(consideration_list(f->db, f->arena, &considerations, &count));
    assert_string_equal(considerations[0].title, "人口 <!-- kosshi sections 3 --> の減少");
    assert_string_equal(considerations[1].title, " ");
}

static void it_says_what_the_interchange_form_says(void **state) {
    struct fixture *f = *state;
    const char *json = file(f, POLICIES);
    char *why = NULL;
    DO(interchange_read(f->db, json, strlen(json), &why));
    const char *form = written(f);
    start_over(f);
    read_form(f, form);
    assert_string_equal(written(f), form);
    assert_string_equal(written_json(f), json);
}

static void a_file_written_by_hand_needs_little(void **state) {
    struct fixture *f = *state;
    struct section *sections;
    struct strategy *strategies;
    struct indicator *indicators;
    size_t count;
    read_form(f, "<!-- kosshi document -->\n"
                 "# 題\n"
                 "<!-- kosshi section kind=chapter number=\"Ⅰ\" -->\n"
                 "## Ⅰ 章\n"
                 "本文。\n"
                 "<!-- kosshi section kind=policy -->\n"
                 "### 方針\n"
                 "<!-- kosshi section kind=strategies -->\n"
                 "#### 戦略\n"
                 "<!-- kosshi strategies -->\n"
                 "##### 人を育てる\n"
                 "| 取組   | 所管 |\n"
                 "| ---    | :-: |\n"
                 "| 学びの場 |\n"
                 "<!-- kosshi section kind=indicators id=30 -->\n"
                 "#### 指標\n"
                 "<!-- kosshi indicators -->\n"
                 "| 指標 | 目標値 | 目標の年度 | 測る戦略 |\n"
                 "|---|---|---|---|\n"
                 "| 件数 | １，２００ | 令和13年度 | 1 |\n");
    DO(section_tree(f->db, f->arena, true, &sections, &count));
    assert_int_equal(count, 4);
    assert_int_equal(sections[0].id, 31);
    assert_int_equal(sections[3].id, 30);
    assert_int_equal(sections[3].parent_id, sections[1].id);
    assert_string_equal(sections[0].title, "章");
    assert_string_equal(sections[0].text, "本文。");
    assert_int_equal(sections[2].state, STATE_DRAFTING);
    DO(strategy_list(f->db, f->arena, 0, &strategies, &count));
    assert_string_equal(strategies[0].title, "人を育てる");
    assert_string_equal(strategies[0].tactics[0].title, "学びの場");
    DO(indicator_list(f->db, f->arena, 0, &indicators, &count));
    assert_string_equal(indicators[0].target, "1200");
    assert_int_equal(indicators[0].target_year, 2031);
    assert_int_equal(indicators[0].strategies[0], strategies[0].id);
}

static void an_answer_stays_with_its_consideration_when_a_group_comes_twice(void **state) {
    struct fixture *f = *state;
    struct consideration *list;
    struct consideration_answer *answers;
    size_t count;
    read_form(f, "<!-- kosshi document -->\n# 題\n"
                 "<!-- kosshi section id=1 kind=chapter -->\n## 章\n"
                 "<!-- kosshi considerations group=\"甲\" -->\n- い\n"
                 "<!-- kosshi considerations group=\"乙\" -->\n- ろ <!-- kosshi sections 1 -->\n"
                 "<!-- kosshi considerations group=\"甲\" -->\n- は\n");
    DO(consideration_answers(f->db, f->arena, &answers, &count));
    assert_int_equal(count, 1);
    int64_t answered = answers[0].consideration;
    DO(consideration_list(f->db, f->arena, &list, &count));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(list[i].id == answered, strcmp(list[i].title, "ろ") == 0);
}

/* --- What cannot be read ------------------------------------------------------------------------------------------ */

#define HEAD "<!-- kosshi document -->\n# 題\n"
#define CHAPTER HEAD "<!-- kosshi section kind=chapter -->\n## 章\n"
#define STRATEGIES CHAPTER "<!-- kosshi section kind=strategies -->\n### 戦略\n<!-- kosshi strategies -->\n"
#define INDICATORS CHAPTER "<!-- kosshi section kind=indicators -->\n### 指標\n<!-- kosshi indicators -->\n"

static void what_cannot_be_read_is_told_with_its_line(void **state) {
    static const struct {
        const char *form;
        int line;
        const char *what, *detail;
    } cases[] = {
        {"<!-- kosshi document -->\n\n## 章\n", 2, "title", ""},
        {"<!-- kosshi document", 1, "marker", ""},
        {"<!-- kosshi document publisher=\"x -->\n# 題\n", 1, "marker", ""},
        {"<!-- kosshi document publisher=a publisher=b -->\n# 題\n", 1, "marker", ""},
        {"<!-- kosshi document sample=maybe -->\n# 題\n", 1, "attribute", "sample"},
        {"<!-- kosshi document day_style=koki -->\n# 題\n", 1, "refused", "koki"},
        {HEAD "段落\n", 3, "stray", "段落"},
        {HEAD "<!-- kosshi document -->\n", 3, "marker", ""},
        {HEAD "<!-- kosshi chapter -->\n", 3, "unknown", "chapter"},
        {HEAD "<!-- kosshi section -->\n## 章\n", 3, "attribute", "kind"},
        {HEAD "<!-- kosshi section kind=chapter id=x -->\n## 章\n", 3, "attribute", "id"},
        {HEAD "<!-- kosshi section kind=chapter state=done -->\n## 章\n", 3, "attribute", "state"},
        {HEAD "<!-- kosshi section kind=chapter -->\n章\n", 3, "heading", ""},
        {HEAD "<!-- kosshi section kind=section -->\n### 節\n", 3, "level", "節"},
        {HEAD "<!-- kosshi section kind=goal -->\n## 姿\n", 3, "refused", "姿"},
        {CHAPTER "<!-- kosshi section kind=section -->\n#### 節\n", 5, "level", "節"},
        {CHAPTER "<!-- kosshi strategies -->\n", 5, "place", ""},
        {STRATEGIES "文\n", 8, "stray", "文"},
        {STRATEGIES "| 取組 |\n|---|\n| a |\n", 8, "stray", "| 取組 |"},
        {STRATEGIES "#### 一\n| 取組 |\n| a |\n", 10, "table", ""},
        {STRATEGIES "#### 一\n| 取組 | 費用 |\n|---|---|\n", 9, "column", "費用"},
        {STRATEGIES "#### 一\n| 内容 |\n|---|\n", 9, "no_column", "取組"},
        {STRATEGIES "#### 一\n| 取組 |\n|---|\n| a | b |\n", 11, "cells", "b"},
        {STRATEGIES "#### 一\n| 取組 | 区分 |\n|---|---|\n| a | 新 |\n", 11, "status", "新"},
        {STRATEGIES "#### 一\n| 取組 |\n|---|\n| |\n", 8, "refused", "一"},
        {STRATEGIES "<!-- kosshi strategy id=0 -->\n#### 一\n", 8, "attribute", "id"},
        {INDICATORS "| 指標 | 現状値 |\n|---|---|\n| a | 多い |\n", 10, "number", "多い"},
        {INDICATORS "| 指標 | 目標の年度 |\n|---|---|\n| a | 来年 |\n", 10, "year", "来年"},
        {INDICATORS "| 指標 | 向き |\n|---|---|\n| a | 上 |\n", 10, "direction", "上"},
        {INDICATORS "| 指標 | 測る戦略 |\n|---|---|\n| a | 1 |\n", 10, "measured", "1"},
        {INDICATORS "| 指標 | 測る戦略 |\n|---|---|\n| a | id:4 |\n", 10, "refused", "a"},
        {INDICATORS "| 指標 |\n|---|\n| a |\n\n| 指標 | 2024 |\n|---|---|\n| b | 1 |\n", 14, "order", "b"},
        {INDICATORS "| 指標 |\n|---|\n| a |\n\n| 指標 | いつか |\n|---|---|\n| a | 1 |\n", 12, "year", "いつか"},
        {CHAPTER "<!-- kosshi reference -->\n", 5, "attribute", "title"},
        {CHAPTER "<!-- kosshi considerations group=\"a\" -->\n\n* b\n", 7, "item", ""},
        {CHAPTER "<!-- kosshi considerations group=\"a\" -->\n- b <!-- kosshi sections 9 -->\n", 6, "refused", "b"},
        {CHAPTER "<!-- kosshi image name=\"a\" width=1 height=1 -->\n![a](a.png)\n", 5, "image", "a"},
        {CHAPTER
         "<!-- kosshi image type=image/jpeg name=\"a\" width=1 height=1 -->\n![a](data:image/png;base64,AAAA)\n",
         5, "image", "a"},
        {CHAPTER "<!-- kosshi image name=\"a\" width=1 height=1 -->\n![a](data:image/png;base64,AAAA)\n", 5, "image",
         "a"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct markdown_form_problem p;
        assert_int_equal(markdown_form_read(f->db, f->arena, cases[i].form, strlen(cases[i].form), 1000, &p),
                         ERR_BAD_INTERCHANGE);
        assert_string_equal(p.what, cases[i].what);
        assert_int_equal(p.line, cases[i].line);
        assert_string_equal(p.detail, cases[i].detail);
        start_over(f);
    }
}

/* --- Any text ----------------------------------------------------------------------------------------------------- */

static unsigned long long seed;

static unsigned below(unsigned n) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % n;
}

/* Pieces that mean something to the form, or nearly; those of one line first. */
static const char *const pieces[] = {
    "a",
    "骨子",
    "#",
    "##",
    " ",
    "  ",
    "-",
    "--",
    "-->",
    "<!--",
    "<!-- kosshi ",
    "<!--- kosshi",
    " kosshi",
    "|",
    "\\",
    "<br>",
    "&",
    "&#32;",
    "&#10;",
    "&quot;",
    "\"",
    "戦略",
    "1",
    "　",
    "id:3",
    "、",
    "`",
    "```",
    "~~~",
    "- ",
    "---|",
    ":",
    "](data:",
    ";base64,",
    ")",
    "[",
    "😀",
    "=",
    "<!-- kosshi section kind=chapter -->",
    "# ",
    "\n",
    "\n",
    "\n\n",
    "\t",
    "\n# ",
    "\n```\n",
    "\n    # ",
    "\n###### ",
    "\n<!-- kosshi x",
    "\n| ",
    "\n~~~\n",
    "\n<!--- kosshi ",
};
#define LINE_PIECES 40

static const char *random_text(struct fixture *f, unsigned most, bool line) {
    BUF(b);
    unsigned n = below(most + 1), kinds = line ? LINE_PIECES : sizeof pieces / sizeof *pieces;
    if (line) buf_string(&b, below(2) ? "x" : " y");
    for (unsigned i = 0; i < n; i++)
        buf_string(&b, pieces[below(kinds)]);
    const char *text = b.data ? b.data : "";
    assert_int_equal(utf_check(text, strlen(text)), OK);
    return arena_string(f->arena, text);
}

static void put_random_rows(struct fixture *f, const struct section *s, int64_t *strategies, size_t *count) {
    if (s->kind == KIND_STRATEGIES) {
        struct tactic tactics[2];
        for (size_t i = 0; i < 2; i++)
            tactics[i] = (struct tactic){
                .title = random_text(f, 5, true),
                .content =
                    below(3) ? arena_printf(f->arena, "%sx%s", random_text(f, 6, false), random_text(f, 6, false)) : "",
                .owner = below(2) ? random_text(f, 5, true) : "",
                .period = below(2) ? random_text(f, 5, true) : "",
                .status = (enum tactic_status)below(TACTIC_STATUS_COUNT),
                .version = 1 + below(2)};
        struct strategy strategy = {.section_id = s->id,
                                    .title = random_text(f, 6, true),
                                    .version = 1 + below(2),
                                    .tactics = tactics,
                                    .tactic_count = below(3)};
        DO(strategy_put(f->db, &strategy, 1000));
        strategies[(*count)++] = strategy.id;
    } else if (s->kind == KIND_INDICATORS) {
        struct indicator_actual actual = {.year = 1900 + (int)below(301), .value = "-1.50"};
        struct indicator indicator = {.section_id = s->id,
                                      .name = random_text(f, 5, true),
                                      .unit = below(2) ? "%" : "",
                                      .direction = (enum indicator_direction)below(2),
                                      .baseline = below(2) ? "12.50" : "",
                                      .target = below(2) ? "0" : "",
                                      .target_year = below(2) ? 2031 : 0,
                                      .source = below(2) ? random_text(f, 5, true) : "",
                                      .owner = "",
                                      .actuals = &actual,
                                      .actual_count = below(2),
                                      .strategies = strategies,
                                      .strategy_count = *count ? below((unsigned)*count) : 0};
        DO(indicator_put(f->db, &indicator, 1000));
    }
}

static void put_random_document(struct fixture *f) {
    int64_t parents[OUTLINE_DEPTH_LIMIT] = {0}, strategies[40];
    int depth = 0;
    size_t count = 0;
    DO(document_create_empty(f->db, random_text(f, 5, true)));
    for (unsigned i = 0, n = 1 + below(12); i < n; i++) {
        depth = i == 0 ? 0 : (int)below((unsigned)(depth < OUTLINE_DEPTH_LIMIT - 1 ? depth + 2 : depth + 1));
        struct section s = {.parent_id = depth ? parents[depth - 1] : 0,
                            .kind = depth == 0 ? KIND_CHAPTER : (enum section_kind)(KIND_SECTION + below(5)),
                            .number = below(2) ? random_text(f, 1, true) : "",
                            .title = random_text(f, 6, true),
                            .text = random_text(f, 12, false),
                            .state = (enum section_state)below(STATE_COUNT)};
        s.text_size = strlen(s.text);
        s.version = s.text_size ? 1 + below(3) : below(3);
        if (utf_points(s.number, strlen(s.number)) > SECTION_NUMBER_LIMIT) s.number = "";
        DO(section_put(f->db, &s, &s.id));
        parents[depth] = s.id;
        for (unsigned k = below(3); k; k--)
            put_random_rows(f, &s, strategies, &count);
    }
    DO(reference_add(f->db, random_text(f, 4, false), random_text(f, 12, false)));
    DO(consideration_add(f->db, random_text(f, 4, false), random_text(f, 6, false), &(int64_t){0}));
}

static void any_text_survives(void **state) {
    struct fixture *f = *state;
    for (seed = 1; seed < 400; seed++) {
        unsigned long long this = seed;
        put_random_document(f);
        const char *json = written_json(f), *form = written(f);
        start_over(f);
        read_form(f, form);
        if (strcmp(written(f), form) != 0 || strcmp(written_json(f), json) != 0)
            fail_msg("seed %llu comes back as another document:\n%s", this, form);
        start_over(f);
        seed = this;
    }
}

#define EMPTY(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        EMPTY(a_file_with_everything_odd_in_it_comes_out_as_the_same_bytes),
        EMPTY(what_the_odd_file_says_is_what_is_kept),
        EMPTY(it_says_what_the_interchange_form_says),
        EMPTY(a_file_written_by_hand_needs_little),
        EMPTY(an_answer_stays_with_its_consideration_when_a_group_comes_twice),
        EMPTY(what_cannot_be_read_is_told_with_its_line),
        EMPTY(any_text_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
