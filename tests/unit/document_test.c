#include "store_fixture.h"

#include "kosshi/store/section.h"

static int set_up(void **state) {
    if (fixture_folder(state)) return -1;
    struct fixture *f = *state;
    DO(db_open(f->path, DB_CREATE, f->assets, &f->db));
    DO(db_begin(f->db));
    return 0;
}

static void a_document_has_a_title_and_a_style_of_days(void **state) {
    struct fixture *f = *state;
    struct document d;
    int64_t before = db_now();
    assert_int_equal(document_get(f->db, f->arena, &d), ERR_NOT_FOUND);
    DO(document_create_empty(f->db, "産業ビジョン"));
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.title, "産業ビジョン");
    assert_string_equal(d.day_style, "wareki");
    assert_true(d.created_at >= before && d.created_at <= db_now());
    assert_int_equal(d.changed_at, 0);
    DO(document_set(f->db, "新産業ビジョン", "seireki"));
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.title, "新産業ビジョン");
    assert_string_equal(d.day_style, "seireki");
}

static void a_bad_title_or_style_changes_nothing(void **state) {
    struct fixture *f = *state;
    struct document d;
    char longest[202];
    memset(longest, 'a', sizeof longest);
    longest[201] = 0;
    DO(document_create_empty(f->db, "題"));
    assert_int_equal(document_set(f->db, "", "wareki"), ERR_BAD_FIELD);
    assert_int_equal(document_set(f->db, longest, "wareki"), ERR_BAD_FIELD);
    assert_int_equal(document_set(f->db, "別の題", "koki"), ERR_BAD_FIELD);
    assert_int_equal(document_set(f->db, "別の\n題", "wareki"), ERR_BAD_FIELD);
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.title, "題");
}

static void the_latest_change_of_a_text_is_that_of_the_document(void **state) {
    struct fixture *f = *state;
    struct document d;
    int64_t first;
    int64_t second;
    int64_t version;
    DO(document_create_empty(f->db, "題"));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "一", &first));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "二", &second));
    DO(save_text(f->db, second, 0, "a", 1, 0, 9000, &version));
    DO(save_text(f->db, first, 0, "a", 1, 0, 8000, &version));
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.changed_at, 9000);
}

static void assert_tree(struct fixture *f, int64_t before) {
    struct section *s;
    size_t count;
    DO(section_tree(f->db, f->arena, true, &s, &count));
    assert_int_equal(count, 5);
    static const struct {
        int depth;
        enum section_kind kind;
        const char *number, *title, *text;
        int version;
        enum section_state state;
    } expected[] = {
        {0, KIND_CHAPTER, "Ⅴ", "施策", "前文", 1, STATE_DRAFTING},
        {1, KIND_POLICY, "1", "持続性の確保", "", 0, STATE_OUTLINE},
        {2, KIND_GOAL, "", "目指す姿", "", 0, STATE_OUTLINE},
        {2, KIND_INDICATORS, "", "指標", "件数", 1, STATE_DRAFTING},
        {0, KIND_APPENDIX, "", "資料編", "", 0, STATE_OUTLINE},
    };
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(s[i].depth, expected[i].depth);
        assert_int_equal(s[i].kind, expected[i].kind);
        assert_string_equal(s[i].number, expected[i].number);
        assert_string_equal(s[i].title, expected[i].title);
        assert_string_equal(s[i].text, expected[i].text);
        assert_int_equal(s[i].version, expected[i].version);
        assert_int_equal(s[i].state, expected[i].state);
        assert_string_equal(s[i].changed_by, "");
    }
    assert_true(s[0].changed_at >= before);
    assert_int_equal(s[1].changed_at, 0);
    struct revision r;
    DO(update_text_at(f->db, f->arena, s[0].id, 1, &r));
    assert_string_equal(r.text, "前文");
}

static void assert_lists(struct fixture *f) {
    size_t count;
    struct reference *references_there;
    DO(reference_list(f->db, f->arena, &references_there, &count));
    assert_int_equal(count, 3);
    assert_string_equal(references_there[0].title, "現状");
    assert_string_equal(references_there[1].text, "- 一");
    assert_string_equal(references_there[2].title, "置き場のない行");
    assert_string_equal(references_there[2].text, "資料5\n\n<目次>");
    struct consideration *considerations_there;
    DO(consideration_list(f->db, f->arena, &considerations_there, &count));
    assert_int_equal(count, 2);
    assert_string_equal(considerations_there[0].group, "変化");
    assert_string_equal(considerations_there[1].title, "担い手");
}

static void an_outline_becomes_a_document(void **state) {
    struct fixture *f = *state;
    struct outline_node policy_parts[] = {{.kind = KIND_GOAL, .number = "", .title = "目指す姿", .text = ""},
                                          {.kind = KIND_INDICATORS, .number = "", .title = "指標", .text = "件数"}};
    struct outline_node policies[] = {{.kind = KIND_POLICY,
                                       .number = "1",
                                       .title = "持続性の確保",
                                       .text = "",
                                       .children = policy_parts,
                                       .child_count = 2}};
    struct outline_node chapters[] = {
        {.kind = KIND_CHAPTER, .number = "Ⅴ", .title = "施策", .text = "前文", .children = policies, .child_count = 1},
        {.kind = KIND_APPENDIX, .number = "", .title = "資料編", .text = ""}};
    struct outline_reference references[] = {{.title = "現状", .text = "# 表"}, {.title = "論点", .text = "- 一"}};
    struct outline_consideration considerations[] = {{.group = "変化", .title = "人口"},
                                                     {.group = "影響", .title = "担い手"}};
    struct outline_unplaced unplaced[] = {{.line = 1, .text = "資料5"}, {.line = 3, .text = "<目次>"}};
    struct outline outline = {"産業ビジョン", chapters, 2, references, 2, considerations, 2, unplaced, 2};
    int64_t before = db_now();
    DO(document_create(f->db, &outline, "置き場のない行"));
    assert_tree(f, before);
    assert_lists(f);
    DO(db_commit(f->db));
    fixture_assert_whole(f);
}

static void an_outline_without_unplaced_lines_gets_no_reference_for_them(void **state) {
    struct fixture *f = *state;
    struct outline_node chapter = {.kind = KIND_CHAPTER, .number = "Ⅰ", .title = "章", .text = ""};
    struct outline outline = {.title = "題", .chapters = &chapter, .chapter_count = 1};
    struct reference *references;
    size_t count;
    DO(document_create(f->db, &outline, "置き場のない行"));
    DO(reference_list(f->db, f->arena, &references, &count));
    assert_int_equal(count, 0);
}

/* What headings may be is the parser's business; whatever it makes of them has a place. */
static void what_was_read_from_a_strange_paper_becomes_a_document(void **state) {
    struct fixture *f = *state;
    const char *heading = fixture_repeat(f, "長", 201);
    const char *paper = arena_printf(f->arena,
                                     "# 骨子%s\n## %s\n本文\n## Ⅱ．\n## \u3000\n## &nbsp;\n- 一\n  - 二\n    - 三\n"
                                     "      - 四\n        - 五\n          - 六\n            - 七\n",
                                     heading, heading);
    struct outline *outline;
    struct section *s;
    struct document d;
    size_t count;
    DO(outline_parse(f->arena, paper, strlen(paper), &outline));
    DO(document_create(f->db, outline, "置き場のない行"));
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.title, arena_printf(f->arena, "骨子%s…", fixture_repeat(f, "長", 197)));
    DO(section_tree(f->db, f->arena, true, &s, &count));
    assert_int_equal(count, 7);
    assert_string_equal(s[0].title, arena_printf(f->arena, "%s…", fixture_repeat(f, "長", 199)));
    assert_string_equal(s[0].text, "…長長\n\n本文");
    assert_string_equal(s[1].title, "Ⅱ．");
    assert_string_equal(s[6].title, "五");
    assert_int_equal(s[6].depth, 5);
    assert_string_equal(s[6].text, "- 六\n  - 七");
}

static void an_outline_of_another_making_is_refused_where_it_does_not_fit(void **state) {
    struct fixture *f = *state;
    struct outline_node chapter = {.kind = KIND_CHAPTER, .number = "Ⅰ", .title = "章", .text = ""};
    struct outline outline = {.title = "題", .chapters = &chapter, .chapter_count = 1};
    const struct outline_node bad[] = {
        {.kind = KIND_CHAPTER, .number = "Ⅰ", .title = fixture_repeat(f, "長", 201), .text = ""},
        {.kind = KIND_CHAPTER, .number = "Ⅰ", .title = "", .text = ""},
        {.kind = KIND_CHAPTER, .number = fixture_repeat(f, "1", 21), .title = "章", .text = ""},
        {.kind = KIND_GOAL, .number = "", .title = "目指す姿", .text = ""},
        {.kind = KIND_CHAPTER, .number = "", .title = "章", .text = "", .children = &chapter, .child_count = 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct outline_node node = bad[i];
        outline.chapters = &node;
        DO(db_savepoint(f->db));
        assert_int_equal(document_create(f->db, &outline, "置き場のない行"), ERR_BAD_FIELD);
        DO(db_savepoint_end(f->db, false));
    }
    outline.title = "";
    assert_int_equal(document_create(f->db, &outline, "置き場のない行"), ERR_BAD_FIELD);
}

static void a_text_larger_than_a_section_is_refused(void **state) {
    struct fixture *f = *state;
    const char *text = fixture_repeat(f, "a", 256 * 1024 + 1);
    struct outline_node chapter = {.kind = KIND_CHAPTER, .number = "Ⅰ", .title = "章", .text = text};
    struct outline outline = {.title = "題", .chapters = &chapter, .chapter_count = 1};
    assert_int_equal(document_create(f->db, &outline, "置き場のない行"), ERR_TOO_LARGE);
}

static void references_and_considerations_keep_their_order(void **state) {
    struct fixture *f = *state;
    struct reference r;
    struct reference *references;
    struct consideration *considerations;
    size_t count;
    DO(reference_add(f->db, "乙", "二"));
    DO(reference_add(f->db, "甲", "一"));
    DO(consideration_add(f->db, "変化", "二", &(int64_t){0}));
    DO(consideration_add(f->db, "変化", "一", &(int64_t){0}));
    DO(reference_list(f->db, f->arena, &references, &count));
    assert_int_equal(count, 2);
    assert_string_equal(references[0].title, "乙");
    DO(reference_get(f->db, f->arena, references[1].id, &r));
    assert_string_equal(r.text, "一");
    assert_int_equal(reference_get(f->db, f->arena, 99, &r), ERR_NOT_FOUND);
    DO(consideration_list(f->db, f->arena, &considerations, &count));
    assert_int_equal(count, 2);
    assert_string_equal(considerations[0].title, "二");
}

#define EMPTY(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

static void the_colophon_may_be_empty_and_has_limits(void **state) {
    struct fixture *f = *state;
    struct document d;
    DO(document_create_empty(f->db, "題"));
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.publisher, "");
    assert_string_equal(d.contact, "");
    DO(document_set_colophon(f->db, "見本区 産業振興部", "電話 00-0000-0000\nファクス なし"));
    assert_int_equal(document_set_colophon(f->db, "二\n行", ""), ERR_BAD_FIELD);
    assert_int_equal(document_set_colophon(f->db, "", fixture_repeat(f, "あ", 501)), ERR_TOO_LARGE);
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.publisher, "見本区 産業振興部");
    assert_string_equal(d.contact, "電話 00-0000-0000\nファクス なし");
    DO(document_set_colophon(f->db, "", ""));
}

static void the_diagram_stands_in_the_chapter_that_is_about_the_whole(void **state) {
    struct fixture *f = *state;
    struct document d;
    int64_t whole, system, other;
    DO(document_create_empty(f->db, "題"));
    DO(document_find_diagram(f->db));
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.diagram_section, 0);
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "策定の趣旨", &other));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "ビジョンの全体像", &whole));
    DO(document_find_diagram(f->db));
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.diagram_section, whole);
    DO(section_add(f->db, whole, KIND_SECTION, "", "施策の体系", &system));
    DO(document_find_diagram(f->db));
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.diagram_section, system);
    DO(document_set_diagram(f->db, other));
    assert_int_equal(document_set_diagram(f->db, 999), ERR_NOT_FOUND);
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.diagram_section, other);
    DO(section_delete(f->db, other, 5000));
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.diagram_section, 0);
}

static void only_a_sample_says_that_it_is_one(void **state) {
    struct fixture *f = *state;
    struct document d;
    DO(document_create_empty(f->db, "題"));
    DO(document_get(f->db, f->arena, &d));
    assert_false(d.is_sample);
    DO(document_set_sample(f->db));
    DO(document_get(f->db, f->arena, &d));
    assert_true(d.is_sample);
}

static void a_section_says_which_considerations_it_answers(void **state) {
    struct fixture *f = *state;
    int64_t one, two;
    struct consideration_answer *answers;
    size_t count;
    DO(document_create_empty(f->db, "題"));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "一", &one));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "二", &two));
    int64_t people, climate;
    bool changed;
    DO(consideration_add(f->db, "変化", "人口の減少", &people));
    DO(consideration_add(f->db, "変化", "気候の変化", &climate));
    DO(consideration_answer(f->db, climate, one, true, &changed));
    DO(consideration_answer(f->db, people, two, true, &changed));
    DO(consideration_answer(f->db, people, one, true, &changed));
    assert_true(changed);
    DO(consideration_answer(f->db, people, one, true, &changed));
    assert_false(changed);
    DO(consideration_answer(f->db, climate, two, false, &changed));
    assert_false(changed);
    DO(consideration_answers(f->db, f->arena, &answers, &count));
    assert_int_equal(count, 3);
    assert_int_equal(answers[0].consideration, people);
    assert_int_equal(answers[0].section, one);
    assert_int_equal(answers[1].section, two);
    assert_int_equal(answers[2].consideration, climate);
    DO(consideration_answer(f->db, people, one, false, &changed));
    assert_true(changed);
    DO(section_delete(f->db, two, 5000));
    DO(consideration_answers(f->db, f->arena, &answers, &count));
    assert_int_equal(count, 1);
    assert_int_equal(consideration_answer(f->db, 99, one, true, &changed), ERR_NOT_FOUND);
    assert_int_equal(consideration_answer(f->db, people, two, true, &changed), ERR_NOT_FOUND);
    DO(section_set_state(f->db, one, STATE_FINAL));
    assert_int_equal(consideration_answer(f->db, people, one, true, &changed), ERR_LOCKED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        EMPTY(a_document_has_a_title_and_a_style_of_days),
        EMPTY(a_bad_title_or_style_changes_nothing),
        EMPTY(the_latest_change_of_a_text_is_that_of_the_document),
        EMPTY(an_outline_becomes_a_document),
        EMPTY(an_outline_without_unplaced_lines_gets_no_reference_for_them),
        EMPTY(what_was_read_from_a_strange_paper_becomes_a_document),
        EMPTY(an_outline_of_another_making_is_refused_where_it_does_not_fit),
        EMPTY(a_text_larger_than_a_section_is_refused),
        EMPTY(references_and_considerations_keep_their_order),
        EMPTY(the_colophon_may_be_empty_and_has_limits),
        EMPTY(the_diagram_stands_in_the_chapter_that_is_about_the_whole),
        EMPTY(only_a_sample_says_that_it_is_one),
        EMPTY(a_section_says_which_considerations_it_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
