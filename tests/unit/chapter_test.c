#include "policies_fixture.h"

#include <poll.h>

#include "kosshi/base/helper.h"

/* Two chapters; the second has a policy with a goal. */
struct chapters {
    int64_t first, second, policy, goal;
};

static struct chapters chapters_of(struct fixture *f) {
    struct chapters c;
    c.first = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    c.second = add_section(f, 0, KIND_CHAPTER, "Ⅲ", "方針");
    c.policy = add_section(f, c.second, KIND_POLICY, "1", "人が集まるまち");
    c.goal = add_section(f, c.policy, KIND_GOAL, "", "目指す姿");
    return c;
}

static json_t *section_at(json_t *view, size_t at) {
    return json_array_get(json_object_get(view, "sections"), at);
}

static void headings_of_a_text_stand_one_level_below_that_of_its_section(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    write_section(f, c.policy, 0, "# 見出し\n", MEMBER, 1000);
    write_section(f, c.goal, 0, "# 深い見出し\n", MEMBER, 1000);
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *view = visit(&v, chapter_show, c.second);
    assert_int_equal(json_array_size(json_object_get(view, "sections")), 3);
    assert_int_equal(number_at(section_at(view, 0), "level"), 2);
    assert_int_equal(number_at(section_at(view, 1), "level"), 3);
    assert_non_null(strstr(text_at(section_at(view, 1), "html"), "<h4 data-line=\"1\">見出し</h4>"));
    assert_int_equal(number_at(section_at(view, 2), "level"), 4);
    assert_non_null(strstr(text_at(section_at(view, 2), "html"), "<h5 data-line=\"1\">深い見出し</h5>"));
    visit_end(&v);
}

static void an_empty_section_says_what_belongs_there_unless_others_stand_below_it(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    struct visit v;
    visit_begin(&v, f, ROLE_MEMBER, "田中");
    json_t *view = visit(&v, chapter_show, c.second);
    assert_true(json_is_false(json_object_get(section_at(view, 1), "empty")));
    assert_true(json_is_true(json_object_get(section_at(view, 2), "empty")));
    assert_string_equal(text_at(section_at(view, 2), "hint"), "10年後の姿を、区民にわかる言葉で。");
    visit_end(&v);
}

static bool may_edit(struct fixture *f, enum role role, const struct chapters *c) {
    struct visit v;
    visit_begin(&v, f, role, "田中");
    bool may = json_is_true(json_object_get(section_at(visit(&v, chapter_show, c->second), 2), "may_edit"));
    visit_end(&v);
    return may;
}

static void only_members_are_shown_the_way_to_edit_and_none_when_it_is_final(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    assert_false(may_edit(f, ROLE_REVIEWER, &c));
    assert_true(may_edit(f, ROLE_MEMBER, &c));
    DO(section_set_state(f->db, c.second, STATE_FINAL));
    assert_false(may_edit(f, ROLE_SECRETARIAT, &c));
}

static void a_section_whose_kind_has_a_table_leads_members_to_it_while_it_is_not_final(void **state) {
    struct fixture *f = *state;
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅴ", "方針");
    struct policy_sections p = add_policy(f, chapter, "1", "人が集まるまち");
    struct visit v;
    visit_begin(&v, f, ROLE_MEMBER, "田中");
    json_t *view = visit(&v, chapter_show, chapter);
    assert_null(json_object_get(section_at(view, 1), "table_href"));
    assert_string_equal(text_at(section_at(view, 2), "table_href"),
                        arena_printf(f->arena, "/sections/%lld/table", (long long)p.strategies));
    assert_true(json_is_true(json_object_get(section_at(view, 2), "empty")));
    add_strategy(f, p.strategies, "商店街", "講習会");
    view = visit(&v, chapter_show, chapter);
    assert_true(json_is_false(json_object_get(section_at(view, 2), "empty")));
    assert_int_equal(json_array_size(json_object_get(section_at(view, 2), "strategies")), 1);
    DO(section_set_state(f->db, chapter, STATE_FINAL));
    assert_null(json_object_get(section_at(visit(&v, chapter_show, chapter), 2), "table_href"));
    visit_end(&v);
    visit_begin(&v, f, ROLE_REVIEWER, "傍聴");
    DO(section_set_state(f->db, chapter, STATE_DRAFTING));
    assert_null(json_object_get(section_at(visit(&v, chapter_show, chapter), 2), "table_href"));
    visit_end(&v);
}

static void a_chapter_leads_to_those_beside_it(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *view = visit(&v, chapter_show, c.first);
    assert_true(json_is_null(json_object_get(view, "previous")));
    assert_int_equal(number_at(json_object_get(view, "next"), "id"), c.second);
    view = visit(&v, chapter_show, c.second);
    assert_int_equal(number_at(json_object_get(view, "previous"), "id"), c.first);
    assert_true(json_is_null(json_object_get(view, "next")));
    visit_end(&v);
}

static void a_section_is_found_at_its_place_in_its_chapter(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    page *const ways[] = {chapter_show, chapter_of_section};
    for (size_t i = 0; i < 2; i++) {
        v.request.id = c.goal;
        DO(ways[i](&v.request));
        assert_int_equal(v.request.reply.status, 303);
        assert_string_equal(v.request.reply.location,
                            arena_printf(f->arena, "/chapters/%lld#s%lld", (long long)c.second, (long long)c.goal));
    }
    v.request.id = 9999;
    assert_int_equal(chapter_show(&v.request), ERR_NOT_FOUND);
    assert_int_equal(chapter_of_section(&v.request), ERR_NOT_FOUND);
    visit_end(&v);
}

static void the_whole_document_has_every_section_in_its_order(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    const int64_t order[] = {c.first, c.second, c.policy, c.goal};
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *view = visit(&v, chapter_document, 0);
    assert_int_equal(json_array_size(json_object_get(view, "sections")), 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(number_at(section_at(view, i), "id"), order[i]);
    assert_int_equal(json_array_size(json_object_get(view, "contents")), 3);
    visit_end(&v);
}

static void a_page_waits_until_all_its_texts_are_rendered(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    write_section(f, c.first, 0, "一つ目", MEMBER, 1000);
    write_section(f, c.goal, 0, "二つ目", MEMBER, 1000);
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    render_free(v.request.render);
    v.request.render = render_new(2);
    assert_int_equal(chapter_document(&v.request), ERR_AGAIN);
    enum err e = ERR_AGAIN;
    for (int64_t end = helper_now() + 5000; e == ERR_AGAIN && helper_now() < end;) {
        struct pollfd ready = {.fd = render_fd(v.request.render), .events = POLLIN};
        assert_true(poll(&ready, 1, 5000) >= 0);
        if (render_step(v.request.render)) e = chapter_document(&v.request);
    }
    DO(e);
    visit_end(&v);
}

static void a_text_that_cannot_be_rendered_is_shown_as_it_was_typed(void **state) {
    struct fixture *f = *state;
    struct chapters c = chapters_of(f);
    BUF(bomb); /* a table of 3,000 columns with short rows takes the parser most of a minute */
    for (int i = 0; i < 3000; i++)
        buf_string(&bomb, "|a");
    buf_string(&bomb, "|\n");
    for (int i = 0; i < 3000; i++)
        buf_string(&bomb, "|-");
    buf_string(&bomb, "|\n");
    for (int i = 0; i < 20000; i++)
        buf_string(&bomb, "|b\n");
    write_section(f, c.first, 0, bomb.data, MEMBER, 1000);
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *section = section_at(visit(&v, chapter_show, c.first), 0);
    assert_true(json_is_true(json_object_get(section, "unrenderable")));
    assert_true(json_is_null(json_object_get(section, "html")));
    assert_string_equal(text_at(section, "text"), bomb.data);
    visit_end(&v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(headings_of_a_text_stand_one_level_below_that_of_its_section),
        WITH_DOCUMENT(an_empty_section_says_what_belongs_there_unless_others_stand_below_it),
        WITH_DOCUMENT(only_members_are_shown_the_way_to_edit_and_none_when_it_is_final),
        WITH_DOCUMENT(a_section_whose_kind_has_a_table_leads_members_to_it_while_it_is_not_final),
        WITH_DOCUMENT(a_chapter_leads_to_those_beside_it),
        WITH_DOCUMENT(a_section_is_found_at_its_place_in_its_chapter),
        WITH_DOCUMENT(the_whole_document_has_every_section_in_its_order),
        WITH_DOCUMENT(a_page_waits_until_all_its_texts_are_rendered),
        WITH_DOCUMENT(a_text_that_cannot_be_rendered_is_shown_as_it_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
