#include "policies_fixture.h"

#include "kosshi/output/check_list.h"
#include "kosshi/store/document.h"

static void findings_point_at_the_sections_of_the_document(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    int64_t purpose = add_section(f, chapter, KIND_SECTION, "1", "目的");
    int64_t period = add_section(f, chapter, KIND_SECTION, "3", "期間");
    write_section(f, purpose, 0, "本文", MEMBER, 1000);
    comment_on(f, purpose);
    static const struct {
        size_t at;
        enum finding finding;
        const char *detail;
    } expected[] = {
        {0, FINDING_NOT_FINAL, ""},
        {1, FINDING_OPEN_COMMENTS, "1"},
        {2, FINDING_NUMBER_GAP, "2"},
        {2, FINDING_EMPTY, ""},
    };
    const int64_t ids[] = {chapter, purpose, period};
    struct check_list list;
    DO(check_list(f->db, f->arena, &list));
    assert_int_equal(list.section_count, 3);
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(list.sections[i].id, ids[i]);
    for (size_t i = 0; i < 4; i++) {
        bool found = false;
        for (size_t n = 0; n < 4; n++) {
            const struct check_finding *finding = &list.findings[n];
            found |= finding->finding == expected[i].finding && finding->section == &list.checked[expected[i].at] &&
                     strcmp(finding->detail, expected[i].detail) == 0;
        }
        if (!found) fail_msg("%s at section %zu is not found", check_name(expected[i].finding), expected[i].at);
    }
}

static void a_chapter_that_is_final_has_nothing_missing(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    write_section(f, chapter, 0, "本文", MEMBER, 1000);
    DO(section_set_state(f->db, chapter, STATE_FINAL));
    struct check_list list;
    DO(check_list(f->db, f->arena, &list));
    assert_int_equal(list.count, 0);
}

static void indicators_that_cannot_be_measured_are_told_where_they_stand(void **state) {
    struct fixture *f = *state;
    struct policy_sections p = add_policy(f, add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針"), "1", "人が集まるまち");
    add_strategy(f, p.strategies, "商店街", NULL);
    add_indicator(f, p.indicators, (struct indicator){.name = "測れる", .baseline = "0", .target = "1"});
    add_indicator(f, p.indicators, (struct indicator){.name = "目標なし", .baseline = "1"});
    add_indicator(f, p.indicators, (struct indicator){.name = "現状なし", .target = "1"});
    struct check_list list;
    DO(check_list(f->db, f->arena, &list));
    const char *names[4] = {0};
    size_t found = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (list.findings[i].finding != FINDING_INDICATOR) continue;
        assert_int_equal(list.findings[i].section->id, p.indicators);
        names[found++] = list.findings[i].detail;
    }
    assert_int_equal(found, 2);
    assert_string_equal(names[0], "目標なし");
    assert_string_equal(names[1], "現状なし");
}

static bool is_empty(struct fixture *f, int64_t section) {
    struct check_list list;
    DO(check_list(f->db, f->arena, &list));
    for (size_t i = 0; i < list.count; i++)
        if (list.findings[i].finding == FINDING_EMPTY && list.findings[i].section->id == section) return true;
    return false;
}

static void a_section_is_empty_as_long_as_it_shows_neither_text_nor_lines_nor_the_system(void **state) {
    struct fixture *f = *state;
    int64_t system = add_section(f, 0, KIND_CHAPTER, "Ⅳ", "体系"), five = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    struct policy_sections p = add_policy(f, five, "1", "人が集まるまち");
    DO(document_set_diagram(f->db, system));
    assert_true(is_empty(f, system));
    assert_false(is_empty(f, five));
    assert_true(is_empty(f, p.strategies));
    add_strategy(f, p.strategies, "商店街", NULL);
    assert_false(is_empty(f, p.strategies));
    assert_true(is_empty(f, p.indicators));
    assert_false(is_empty(f, system));
    DO(document_set_diagram(f->db, 0));
    assert_true(is_empty(f, system));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(findings_point_at_the_sections_of_the_document),
        WITH_DOCUMENT(indicators_that_cannot_be_measured_are_told_where_they_stand),
        WITH_DOCUMENT(a_chapter_that_is_final_has_nothing_missing),
        WITH_DOCUMENT(a_section_is_empty_as_long_as_it_shows_neither_text_nor_lines_nor_the_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
