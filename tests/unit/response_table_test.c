#include "page_fixture.h"

#include "kosshi/output/response_table.h"
#include "kosshi/output/response_words.h"

#define APRIL_1_2027 1806510600000 /* 01:30 in Japan, 16:30 of the day before in UTC */

/* Two chapters: 1 with the sections 2 and 3, 4 alone. */
static int set_up(void **state) {
    if (fixture_set_up(state)) return -1;
    struct fixture *f = *state;
    add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    add_section(f, 1, KIND_SECTION, "1", "背景");
    add_section(f, 1, KIND_SECTION, "2", "目的");
    assert_int_equal(add_section(f, 0, KIND_CHAPTER, "Ⅱ", "方針"), 4);
    return 0;
}

/* An opinion from outside, or, source "", one of somebody who is no user of this file. */
static void opinion(struct fixture *f, int64_t id, int64_t section, const char *source, const char *name,
                    int64_t people) {
    const struct comment c = {.id = id,
                              .section_id = section,
                              .source = source,
                              .author = name,
                              .people = people,
                              .at = 1000 + id,
                              .open = id % 2,
                              .resolved_by = "",
                              .body = arena_printf(f->arena, "意見%lld", (long long)id)};
    DO(comment_put(f->db, &c));
}

static void answer(struct fixture *f, int64_t id, enum disposition d, const char *summary, const char *body) {
    const struct response r = {.disposition = d, .summary = summary, .body = body};
    DO(response_put(f->db, id, &r, SECRETARIAT, 5000));
}

static struct response_table table(struct fixture *f) {
    struct response_table t;
    DO(response_table(f->db, f->arena, false, &t));
    return t;
}

/* What a row shows first, of all rows as they stand. */
static const char *summaries(struct fixture *f, const struct response_table *t) {
    const char *line = "";
    for (size_t i = 0; i < t->row_count; i++)
        line = arena_printf(f->arena, "%s%s%d:%s", line, i ? " " : "", t->rows[i].number, t->rows[i].summary);
    return line;
}

static void rows_stand_as_the_document_goes_open_or_not(void **state) {
    struct fixture *f = *state;
    opinion(f, 1, 4, "", "森", 1);
    opinion(f, 2, 3, "", "森", 1);
    opinion(f, 3, 1, "手紙", "", 1);
    opinion(f, 4, 2, "手紙", "", 1);
    struct response_table t = table(f);
    assert_string_equal(summaries(f, &t), "1:意見3 2:意見4 3:意見2 4:意見1");
    assert_string_equal(t.rows[1].place, "Ⅰ-1 背景");
    assert_int_equal(t.chapter_count, 2);
    assert_string_equal(t.chapters[1].name, "Ⅱ 方針");
    assert_int_equal(t.chapters[0].count, 3);
    assert_int_equal(t.chapters[1].first, 3);
}

static void a_row_has_its_summary_and_its_answer(void **state) {
    struct fixture *f = *state;
    for (int64_t id = 1; id <= 4; id++)
        opinion(f, id, 1, "", "森", 1);
    answer(f, 1, DISPOSITION_REFLECTED, "概要", "直しました。");
    answer(f, 2, DISPOSITION_NOTED, "", "");
    answer(f, 3, DISPOSITION_NONE, "", "下書き");
    struct response_table t = table(f);
    assert_string_equal(summaries(f, &t), "1:概要 2:意見2 3:意見3 4:意見4");
    assert_string_equal(t.rows[0].answer, "直しました。");
    assert_true(t.rows[0].is_done);
    assert_int_equal(t.unanswered, 3);
    const struct response_words w = {&t, languages_open(f->assets), LANGUAGE_JA, f->arena};
    assert_non_null(strstr(response_words_warning(&w), "3件あります（No.2～4）"));
    languages_close(w.languages);
}

static void what_is_merged_counts_in_the_row_of_its_head(void **state) {
    struct fixture *f = *state;
    for (int64_t id = 1; id <= 4; id++)
        opinion(f, id, id, "手紙", "", 1);
    answer(f, 4, DISPOSITION_DECLINED, "", "できません。");
    DO(comment_put_merged(f->db, 1, 4));
    DO(comment_put_merged(f->db, 2, 4));
    struct response_table t = table(f);
    assert_string_equal(summaries(f, &t), "1:意見3 2:意見4");
    assert_int_equal(t.rows[1].opinions, 3);
    assert_int_equal(t.total.opinions, 4);
    assert_int_equal(t.total.by_disposition[DISPOSITION_DECLINED], 3);
    assert_int_equal(t.total.by_disposition[DISPOSITION_NONE], 1);
    assert_int_equal(t.chapters[0].total.opinions, 1);
    assert_int_equal(t.chapters[1].total.opinions, 3);
    assert_int_equal(t.people, 4);
}

static void people_are_counted_once_by_where_they_wrote_and_their_name(void **state) {
    struct fixture *f = *state;
    opinion(f, 1, 1, "", "森", 1);
    opinion(f, 2, 1, "", "森", 1);     /* the same */
    opinion(f, 3, 1, "手紙", "森", 1); /* another */
    opinion(f, 4, 1, "手紙", "森", 5); /* the one before, with four more */
    opinion(f, 5, 1, "メール", "森", 2);
    opinion(f, 6, 1, "窓口", "", 3);
    opinion(f, 7, 1, "窓口", "", 3); /* others */
    assert_int_equal(table(f).people, 1 + 5 + 2 + 3 + 3);
}

static void a_user_is_one_person_under_any_name(void **state) {
    struct fixture *f = *state;
    comment_on(f, 1);
    DO(user_set_display(f->db, MEMBER, "田中（旧姓 森）"));
    comment_on(f, 4);
    opinion(f, 9, 1, "", "田中", 1); /* of another file: a name alone */
    assert_int_equal(table(f).people, 2);
}

static void what_stood_in_a_deleted_section_is_numbered_behind_all_others(void **state) {
    struct fixture *f = *state;
    for (int64_t id = 1; id <= 4; id++)
        opinion(f, id, id, "", "森", 1);
    DO(section_delete(f->db, 2, 5000));
    struct response_table t = table(f);
    assert_string_equal(summaries(f, &t), "1:意見1 2:意見3 4:意見2 3:意見4");
    assert_true(t.rows[2].is_deleted);
    assert_string_equal(t.rows[2].place, "1 背景");
    DO(section_delete(f->db, 1, 5000));
    t = table(f);
    assert_string_equal(summaries(f, &t), "1:意見4 2:意見1 3:意見2 4:意見3");
    assert_null(t.chapters[1].name);
    assert_int_equal(t.chapters[1].count, 3);
}

static void the_day_is_that_of_the_latest_opinion_or_answer_in_japan(void **state) {
    struct fixture *f = *state;
    opinion(f, 1, 1, "", "森", 1);
    const struct response r = {.disposition = DISPOSITION_NOTED, .summary = "", .body = "参考とします。"};
    DO(response_put(f->db, 1, &r, SECRETARIAT, APRIL_1_2027));
    assert_string_equal(table(f).day, "令和9年4月1日");
    DO(document_set(f->db, "題", "seireki"));
    assert_string_equal(table(f).day, "2027年4月1日");
}

static void the_column_of_what_is_undecided_is_there_when_it_is_needed(void **state) {
    struct fixture *f = *state;
    enum disposition columns[DISPOSITION_COUNT];
    struct response_table t = table(f);
    assert_int_equal(response_table_dispositions(&t, columns), 5);
    assert_int_equal(columns[0], DISPOSITION_REFLECTED);
    opinion(f, 1, 1, "", "森", 1);
    t = table(f);
    assert_int_equal(response_table_dispositions(&t, columns), 6);
    assert_int_equal(columns[5], DISPOSITION_NONE);
}

#define WITH_SECTIONS(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SECTIONS(rows_stand_as_the_document_goes_open_or_not),
        WITH_SECTIONS(a_row_has_its_summary_and_its_answer),
        WITH_SECTIONS(what_is_merged_counts_in_the_row_of_its_head),
        WITH_SECTIONS(people_are_counted_once_by_where_they_wrote_and_their_name),
        WITH_SECTIONS(a_user_is_one_person_under_any_name),
        WITH_SECTIONS(what_stood_in_a_deleted_section_is_numbered_behind_all_others),
        WITH_SECTIONS(the_day_is_that_of_the_latest_opinion_or_answer_in_japan),
        WITH_SECTIONS(the_column_of_what_is_undecided_is_there_when_it_is_needed),
    };
    return cmocka_run_group_tests_name("response_table", tests, NULL, NULL);
}
