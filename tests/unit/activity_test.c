#include "store_fixture.h"

#include "kosshi/store/activity.h"
#include "kosshi/store/section.h"

static void the_newest_comes_first(void **state) {
    struct fixture *f = *state;
    int64_t section;
    struct activity *items;
    size_t count;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &section));
    DO(activity_add(f->db, 1000, 0, DID_CREATE, 0, NULL));
    DO(activity_add(f->db, 2000, SECRETARIAT, DID_SECTION_ADD, section, NULL));
    DO(activity_add(f->db, 1500, MEMBER, DID_SIGN_IN_FAIL, 0, "192.0.2.1")); /* the clock went back */
    DO(activity_list(f->db, f->arena, 0, 100, &items, &count));
    assert_int_equal(count, 3);
    assert_int_equal(items[0].action, DID_SIGN_IN_FAIL);
    assert_string_equal(items[0].who, "田中");
    assert_string_equal(items[0].detail, "192.0.2.1");
    assert_int_equal(items[0].at, 1500);
    assert_int_equal(items[1].action, DID_SECTION_ADD);
    assert_int_equal(items[1].section_id, section);
    assert_string_equal(items[1].section_title, "はじめに");
    assert_int_equal(items[2].action, DID_CREATE);
    assert_string_equal(items[2].who, "");
    assert_string_equal(items[2].section_title, "");
    assert_string_equal(items[2].detail, "");
}

static void a_list_goes_on_where_the_last_one_ended(void **state) {
    struct fixture *f = *state;
    struct activity *items;
    size_t count;
    for (int i = 1; i <= 5; i++)
        DO(activity_add(f->db, i, MEMBER, DID_SAVE, 0, NULL));
    DO(activity_list(f->db, f->arena, 0, 2, &items, &count));
    assert_int_equal(count, 2);
    assert_int_equal(items[1].at, 4);
    DO(activity_list(f->db, f->arena, items[1].id, 2, &items, &count));
    assert_int_equal(count, 2);
    assert_int_equal(items[0].at, 3);
    assert_int_equal(items[1].at, 2);
    DO(activity_list(f->db, f->arena, items[1].id, 2, &items, &count));
    assert_int_equal(count, 1);
    DO(activity_list(f->db, f->arena, items[0].id, 2, &items, &count));
    assert_int_equal(count, 0);
}

static void a_detail_has_two_hundred_characters_at_most(void **state) {
    struct fixture *f = *state;
    struct activity *items;
    size_t count;
    const char *detail = fixture_repeat(f, "長", 201);
    DO(activity_add(f->db, 1, MEMBER, DID_EXPORT, 0, detail));
    DO(activity_add(f->db, 2, MEMBER, DID_EXPORT, 0, detail + 3));
    DO(activity_list(f->db, f->arena, 0, 2, &items, &count));
    assert_string_equal(items[0].detail, detail + 3); /* 200: whole */
    assert_string_equal(items[1].detail, arena_printf(f->arena, "%s…", fixture_repeat(f, "長", 199)));
}

static void the_last_export_of_a_format_is_remembered_with_its_size(void **state) {
    struct fixture *f = *state;
    struct activity_export last;
    struct activity *items;
    size_t count;
    assert_int_equal(activity_last_export(f->db, f->arena, "html", &last), ERR_NOT_FOUND);
    DO(activity_add_export(f->db, 10, MEMBER, "html", 1024));
    DO(activity_add_export(f->db, 20, SECRETARIAT, "html", 1025));
    DO(activity_add_export(f->db, 30, MEMBER, "json", 1));
    DO(activity_last_export(f->db, f->arena, "html", &last));
    assert_int_equal(last.at, 20);
    assert_string_equal(last.who, "事務局");
    assert_int_equal(last.bytes, 1025);
    DO(activity_list(f->db, f->arena, 0, 1, &items, &count));
    assert_string_equal(items[0].detail, "json 1");
    assert_int_equal(activity_last_export(f->db, f->arena, "h*", &last), ERR_NOT_FOUND);
}

static void only_the_format_itself_is_looked_for(void **state) {
    struct fixture *f = *state;
    struct activity_export last;
    DO(activity_add_export(f->db, 10, 0, "html", 7));
    DO(activity_add(f->db, 20, MEMBER, DID_SAVE, 0, "html 99")); /* no export */
    DO(activity_add_export(f->db, 30, MEMBER, "htmlx", 8));
    DO(activity_last_export(f->db, f->arena, "html", &last));
    assert_int_equal(last.at, 10);
    assert_int_equal(last.bytes, 7);
    assert_string_equal(last.who, ""); /* the command line */
    assert_int_equal(activity_last_export(f->db, f->arena, "htm", &last), ERR_NOT_FOUND);
}

static void every_action_is_read_back_as_itself(void **state) {
    struct fixture *f = *state;
    struct activity *items;
    size_t count;
    for (int i = 0; i < DID_COUNT; i++)
        DO(activity_add(f->db, i, MEMBER, (enum activity_action)i, 0, NULL));
    DO(activity_list(f->db, f->arena, 0, 100, &items, &count));
    assert_int_equal(count, DID_COUNT);
    for (int i = 0; i < DID_COUNT; i++)
        assert_int_equal(items[DID_COUNT - 1 - i].action, i);
    assert_string_equal(activity_word(DID_SAVE), "save");
    assert_string_equal(activity_word(DID_SIGN_OUT_ALL), "sign_out_all");
}

static void what_came_since_is_read_in_the_order_it_came(void **state) {
    struct fixture *f = *state;
    struct activity *items;
    size_t count;
    int64_t newest;
    DO(activity_newest(f->db, &newest));
    assert_int_equal(newest, 0);
    for (int i = 1; i <= 5; i++)
        DO(activity_add(f->db, 10 - i, MEMBER, DID_SAVE, 0, NULL));
    DO(activity_newest(f->db, &newest));
    assert_int_equal(newest, 5);
    DO(activity_after(f->db, f->arena, 2, 2, &items, &count));
    assert_int_equal(count, 2);
    assert_int_equal(items[0].id, 3);
    assert_int_equal(items[1].id, 4);
    assert_string_equal(items[0].who, "田中");
    DO(activity_after(f->db, f->arena, 4, 2, &items, &count));
    assert_int_equal(count, 1);
    DO(activity_after(f->db, f->arena, 5, 2, &items, &count));
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(the_newest_comes_first),
        WITH_DOCUMENT(a_list_goes_on_where_the_last_one_ended),
        WITH_DOCUMENT(a_detail_has_two_hundred_characters_at_most),
        WITH_DOCUMENT(the_last_export_of_a_format_is_remembered_with_its_size),
        WITH_DOCUMENT(only_the_format_itself_is_looked_for),
        WITH_DOCUMENT(what_came_since_is_read_in_the_order_it_came),
        WITH_DOCUMENT(every_action_is_read_back_as_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
