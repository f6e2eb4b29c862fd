#include "page_fixture.h"

#include "kosshi/pages/consideration_view.h"
#include "kosshi/store/document.h"

static void considerations_stand_below_the_name_of_their_group_in_their_order(void **state) {
    struct fixture *f = *state;
    DO(consideration_add(f->db, "社会の変化", "人口の減少", &(int64_t){0}));
    DO(consideration_add(f->db, "社会の変化", "気候の変化", &(int64_t){0}));
    DO(consideration_add(f->db, "地域の声", "商店の数", &(int64_t){0}));
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *groups;
    DO(consideration_view(&v.request, 0, &groups));
    json_t *expected = json_pack("[{s:s, s:[{s:i, s:s}, {s:i, s:s}]}, {s:s, s:[{s:i, s:s}]}]", "group", "社会の変化",
                                 "considerations", "id", 1, "title", "人口の減少", "id", 2, "title", "気候の変化",
                                 "group", "地域の声", "considerations", "id", 3, "title", "商店の数");
    assert_non_null(expected);
    assert_true(json_equal(groups, expected));
    json_decref(expected);
    json_decref(groups);
    visit_end(&v);
}

static void a_document_without_considerations_has_no_group(void **state) {
    struct visit v;
    visit_begin(&v, *state, ROLE_VIEWER, "傍聴");
    json_t *groups;
    DO(consideration_view(&v.request, 0, &groups));
    assert_int_equal(json_array_size(groups), 0);
    json_decref(groups);
    visit_end(&v);
}

static void a_section_is_told_which_of_them_it_answers(void **state) {
    struct fixture *f = *state;
    DO(consideration_add(f->db, "社会の変化", "人口の減少", &(int64_t){0}));
    DO(consideration_add(f->db, "社会の変化", "気候の変化", &(int64_t){0}));
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    DO(consideration_answer(f->db, 2, chapter, true, &(bool){0}));
    struct visit v;
    visit_begin(&v, f, ROLE_MEMBER, "田中");
    json_t *groups;
    DO(consideration_view(&v.request, chapter, &groups));
    json_t *list = json_object_get(json_array_get(groups, 0), "considerations");
    assert_true(json_is_false(json_object_get(json_array_get(list, 0), "answered")));
    assert_true(json_is_true(json_object_get(json_array_get(list, 1), "answered")));
    json_decref(groups);
    visit_end(&v);
}

static void what_is_added_to_a_group_later_stands_at_its_end(void **state) {
    struct fixture *f = *state;
    DO(consideration_add(f->db, "社会の変化", "人口の減少", &(int64_t){0}));
    DO(consideration_add(f->db, "地域の声", "商店の数", &(int64_t){0}));
    DO(consideration_add(f->db, "社会の変化", "気候の変化", &(int64_t){0}));
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *groups;
    DO(consideration_view(&v.request, 0, &groups));
    assert_int_equal(json_array_size(groups), 2);
    json_t *first = json_object_get(json_array_get(groups, 0), "considerations");
    assert_string_equal(text_at(json_array_get(first, 1), "title"), "気候の変化");
    json_decref(groups);
    visit_end(&v);
}

/* The place of a cell's only answer. */
static const char *answer_in(json_t *cell, bool is_numbered) {
    json_t *sections = json_object_get(cell, "sections");
    assert_int_equal(json_array_size(sections), 1);
    json_t *section = json_array_get(sections, 0);
    assert_int_equal(json_is_true(json_object_get(section, "is_numbered")), is_numbered);
    return text_at(section, "place");
}

static void the_matrix_has_a_cell_for_each_chapter_and_counts_what_nothing_answers(void **state) {
    struct fixture *f = *state;
    DO(consideration_add(f->db, "社会の変化", "人口の減少", &(int64_t){0}));
    DO(consideration_add(f->db, "社会の変化", "気候の変化", &(int64_t){0}));
    int64_t first = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    int64_t second = add_section(f, 0, KIND_CHAPTER, "Ⅱ", "方針");
    int64_t policy = add_section(f, second, KIND_POLICY, "1", "担い手");
    int64_t goal = add_section(f, policy, KIND_GOAL, "", "目指す姿");
    DO(consideration_answer(f->db, 1, first, true, &(bool){0}));
    DO(consideration_answer(f->db, 1, goal, true, &(bool){0}));
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *view = json_object();
    DO(consideration_view_matrix(&v.request, false, view));
    assert_int_equal(number_at(view, "count"), 2);
    assert_int_equal(number_at(view, "unanswered_count"), 1);
    assert_int_equal(json_array_size(json_object_get(view, "chapters")), 2);
    json_t *rows = json_object_get(json_array_get(json_object_get(view, "groups"), 0), "considerations");
    json_t *cells = json_object_get(json_array_get(rows, 0), "cells");
    assert_int_equal(json_array_size(cells), 2);
    assert_string_equal(answer_in(json_array_get(cells, 0), true), "Ⅰ");
    assert_string_equal(answer_in(json_array_get(cells, 1), false), "Ⅱ-1");
    assert_true(json_is_false(json_object_get(json_array_get(rows, 1), "answered")));
    json_decref(view);

    view = json_object();
    DO(consideration_view_matrix(&v.request, true, view));
    rows = json_object_get(json_array_get(json_object_get(view, "groups"), 0), "considerations");
    assert_int_equal(json_array_size(rows), 1);
    assert_string_equal(text_at(json_array_get(rows, 0), "title"), "気候の変化");
    json_decref(view);
    visit_end(&v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(considerations_stand_below_the_name_of_their_group_in_their_order),
        WITH_DOCUMENT(a_document_without_considerations_has_no_group),
        WITH_DOCUMENT(a_section_is_told_which_of_them_it_answers),
        WITH_DOCUMENT(what_is_added_to_a_group_later_stands_at_its_end),
        WITH_DOCUMENT(the_matrix_has_a_cell_for_each_chapter_and_counts_what_nothing_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
