#include "store_fixture.h"

#include "kosshi/pages/section_view.h"

static const struct section sections[] = {
    {.depth = 0, .number = "Ⅴ", .title = "基本の方針"},   {.depth = 1, .number = "1", .title = "一つ目の方針"},
    {.depth = 2, .number = "", .title = "目指す姿"},      {.depth = 2, .number = "(2)", .title = "指標"},
    {.depth = 1, .number = "2", .title = "二つ目の方針"}, {.depth = 0, .number = "", .title = "資料編"},
};

static void a_place_has_the_numbers_of_all_the_sections_above_it(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(section_view_place(a, sections, 0), "Ⅴ 基本の方針");
    assert_string_equal(section_view_place(a, sections, 2), "Ⅴ-1 目指す姿");
    assert_string_equal(section_view_place(a, sections, 3), "Ⅴ-1-(2) 指標");
    assert_string_equal(section_view_place(a, sections, 4), "Ⅴ-2 二つ目の方針");
    assert_string_equal(section_view_place(a, sections, 5), "資料編");
}

static void a_branch_ends_before_the_next_section_that_is_no_deeper(void **state) {
    (void)state;
    const size_t count = sizeof sections / sizeof *sections;
    assert_int_equal(section_view_end(sections, count, 0), 5);
    assert_int_equal(section_view_end(sections, count, 1), 4);
    assert_int_equal(section_view_end(sections, count, 2), 3);
    assert_int_equal(section_view_end(sections, count, 5), 6);
}

static void a_section_is_read_at_its_place_on_the_page_of_its_chapter(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(section_view_href(a, 5, 12), "/chapters/5#s12");
    assert_string_equal(section_view_href(a, 5, 5), "/chapters/5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_has_the_numbers_of_all_the_sections_above_it),
        cmocka_unit_test(a_branch_ends_before_the_next_section_that_is_no_deeper),
        cmocka_unit_test(a_section_is_read_at_its_place_on_the_page_of_its_chapter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
