#include "page_fixture.h"

#include "kosshi/pages/consideration_view.h"

static void considerations_stand_below_the_name_of_their_group_in_their_order(void **state) {
    struct fixture *f = *state;
    DO(consideration_add(f->db, "社会の変化", "人口の減少"));
    DO(consideration_add(f->db, "社会の変化", "気候の変化"));
    DO(consideration_add(f->db, "地域の声", "商店の数"));
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *groups;
    DO(consideration_view(&v.request, &groups));
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
    DO(consideration_view(&v.request, &groups));
    assert_int_equal(json_array_size(groups), 0);
    json_decref(groups);
    visit_end(&v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(considerations_stand_below_the_name_of_their_group_in_their_order),
        WITH_DOCUMENT(a_document_without_considerations_has_no_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
