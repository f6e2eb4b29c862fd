#include "page_fixture.h"

/* Two chapters; the first has a section of the secretariat's and one of the member's. */
struct desk {
    int64_t chapter, first, second, other;
};

static struct desk desk_of(struct fixture *f) {
    struct desk d;
    d.chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    d.first = add_section(f, d.chapter, KIND_SECTION, "1", "目的");
    d.second = add_section(f, d.chapter, KIND_SECTION, "2", "期間");
    d.other = add_section(f, 0, KIND_CHAPTER, "Ⅱ", "おわりに");
    write_section(f, d.first, 0, "あいう えお\n", SECRETARIAT, 1795000000000);
    write_section(f, d.second, 0, "十字の文章です。九十", MEMBER, 1795000500000);
    return d;
}

static void a_chapter_counts_what_is_below_it(void **state) {
    struct fixture *f = *state;
    struct desk d = desk_of(f);
    comment_on(f, d.first);
    comment_on(f, d.second);
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *view = visit(&v, desk_show, 0);
    json_t *chapters = json_object_get(view, "chapters"), *chapter = json_array_get(chapters, 0);
    assert_int_equal(json_array_size(chapters), 2);
    assert_int_equal(number_at(chapter, "length"), 5 + 10);
    assert_int_equal(number_at(chapter, "open_comments"), 2);
    assert_int_equal(number_at(chapter, "changed_at"), 1795000500000);
    assert_string_equal(text_at(chapter, "changed_by"), "田中");
    assert_string_equal(text_at(chapter, "state"), "drafting");
    assert_int_equal(json_array_size(json_object_get(chapter, "sections")), 2);
    assert_int_equal(number_at(json_array_get(json_object_get(chapter, "sections"), 0), "length"), 5);
    assert_true(json_is_null(json_object_get(json_array_get(chapters, 1), "changed_at")));
    assert_int_equal(number_at(view, "length"), 15);
    visit_end(&v);
}

/* The kinds of the lines for a reader, parted by spaces. */
static const char *todo_of(struct fixture *f, enum role role, const char *display) {
    struct visit v;
    visit_begin(&v, f, role, display);
    json_t *view = visit(&v, desk_show, 0), *line;
    const char *kinds = "";
    size_t i;
    json_array_foreach(json_object_get(view, "todo"), i, line) {
        kinds = arena_printf(f->arena, "%s%s%s", kinds, *kinds ? " " : "", text_at(line, "kind"));
    }
    visit_end(&v);
    return kinds;
}

static void what_waits_depends_on_the_reader(void **state) {
    struct fixture *f = *state;
    struct desk d = desk_of(f);
    assert_string_equal(todo_of(f, ROLE_MEMBER, "田中"), "continue");
    comment_on(f, d.second);
    DO(section_set_state(f->db, d.other, STATE_REVIEW));
    assert_string_equal(todo_of(f, ROLE_MEMBER, "田中"), "comments_mine continue review");
    assert_string_equal(todo_of(f, ROLE_SECRETARIAT, "事務局"), "comments_open continue review");
    assert_string_equal(todo_of(f, ROLE_REVIEWER, "山本"), "review");
    assert_string_equal(todo_of(f, ROLE_VIEWER, "山本"), "");
}

static void nobody_is_asked_to_go_on_with_a_section_that_is_final(void **state) {
    struct fixture *f = *state;
    struct desk d = desk_of(f);
    DO(section_set_state(f->db, d.chapter, STATE_FINAL));
    assert_string_equal(todo_of(f, ROLE_MEMBER, "田中"), "");
}

static void what_is_closed_is_stamped_final_and_keeps_its_own_state(void **state) {
    struct fixture *f = *state;
    struct desk d = desk_of(f);
    DO(section_set_state(f->db, d.chapter, STATE_FINAL));
    struct visit v;
    visit_begin(&v, f, ROLE_VIEWER, "傍聴");
    json_t *chapters = json_object_get(visit(&v, desk_show, 0), "chapters");
    json_t *below = json_array_get(json_object_get(json_array_get(chapters, 0), "sections"), 0);
    assert_string_equal(text_at(below, "state"), "drafting");
    assert_string_equal(text_at(below, "stamp"), "final");
    assert_string_equal(text_at(below, "stamp_label"), "確定");
    assert_string_equal(text_at(json_array_get(chapters, 1), "stamp"), "outline");
    visit_end(&v);
}

static bool is_begun(struct fixture *f) {
    struct visit v;
    visit_begin(&v, f, ROLE_SECRETARIAT, "事務局");
    bool begun = json_is_true(json_object_get(visit(&v, desk_show, 0), "is_begun"));
    visit_end(&v);
    return begun;
}

static void a_document_is_begun_with_its_first_text(void **state) {
    struct fixture *f = *state;
    assert_false(is_begun(f));
    int64_t chapter = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    assert_false(is_begun(f));
    write_section(f, chapter, 0, "本文", MEMBER, 1000);
    assert_true(is_begun(f));
}

static void a_document_without_chapters_says_so(void **state) {
    struct visit v;
    visit_begin(&v, *state, ROLE_SECRETARIAT, "事務局");
    json_t *view = visit(&v, desk_show, 0);
    assert_true(json_is_false(json_object_get(view, "has_chapters")));
    assert_true(json_is_null(json_object_get(view, "last_change")));
    visit_end(&v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(a_chapter_counts_what_is_below_it),
        WITH_DOCUMENT(what_waits_depends_on_the_reader),
        WITH_DOCUMENT(nobody_is_asked_to_go_on_with_a_section_that_is_final),
        WITH_DOCUMENT(what_is_closed_is_stamped_final_and_keeps_its_own_state),
        WITH_DOCUMENT(a_document_is_begun_with_its_first_text),
        WITH_DOCUMENT(a_document_without_chapters_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
