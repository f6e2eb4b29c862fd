#include "store_fixture.h"

#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"
#include "kosshi/text/changeset_json.h"

enum { CHAPTER = 1, SECTION = 2 };

#define TEXT "区民の生活を支える産業を育てる。"

/* A section with TEXT at version 1. */
static int set_up(void **state) {
    if (fixture_set_up(state)) return -1;
    struct fixture *f = *state;
    int64_t id, version;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &id));
    DO(section_add(f->db, CHAPTER, KIND_SECTION, "1", "目的", &id));
    DO(save_text(f->db, SECTION, 0, TEXT, strlen(TEXT), MEMBER, 5000, &version));
    return 0;
}

static int64_t comment(struct fixture *f) {
    int64_t id;
    DO(comment_add(f->db, &(struct comment_draft){.section_id = SECTION, .body = "意見"},
                   &(struct thread_writer){MEMBER, ROLE_MEMBER, 5000}, &id));
    return id;
}

static enum err mark(struct fixture *f, int64_t id, int64_t version, int64_t from, int64_t to) {
    const struct anchor_mark m = {.version = version, .from = from, .to = to};
    return anchor_add(f->db, f->arena, id, &m);
}

/* A comment on these words of the text as it is. */
static int64_t comment_on(struct fixture *f, const char *words) {
    struct section s;
    DO(section_get(f->db, f->arena, SECTION, &s));
    const char *at = strstr(s.text, words);
    assert_non_null(at);
    int64_t id = comment(f), from = unit_index_of(f->arena, s.text, (size_t)(at - s.text)).count;
    DO(mark(f, id, s.version, from, from + unit_index_of(f->arena, words, strlen(words)).count));
    return id;
}

static const struct anchor *anchor(struct fixture *f, int64_t id) {
    struct comment c;
    DO(comment_get(f->db, f->arena, id, 0, &c));
    return c.anchor;
}

/* A push of a JSON array of changesets. */
static int64_t push(struct fixture *f, int64_t version, const char *changes) {
    struct changeset list[8];
    struct update_pushed pushed;
    json_auto_t *json = json_loads(changes, 0, NULL);
    size_t count = json_array_size(json);
    for (size_t i = 0; i < count; i++)
        DO(changeset_json_read(f->arena, json_array_get(json, i), &list[i]));
    struct update_push p = {SECTION, version, "a", list, count, MEMBER, 6000};
    DO(update_push(f->db, f->arena, &p, &pushed));
    return pushed.version;
}

static int64_t save(struct fixture *f, int64_t base, const char *text) {
    int64_t version;
    DO(save_text(f->db, SECTION, base, text, strlen(text), MEMBER, 7000, &version));
    return version;
}

#define ASSERT_AT(a, f_, t_, q_)                                                                                       \
    do {                                                                                                               \
        assert_false((a)->detached);                                                                                   \
        assert_int_equal((a)->from, f_);                                                                               \
        assert_int_equal((a)->to, t_);                                                                                 \
        assert_string_equal((a)->quote, q_);                                                                           \
    } while (0)

/* --- Making ------------------------------------------------------------------------------------------------------ */

static void a_comment_is_about_words(void **state) {
    struct fixture *f = *state;
    const struct anchor *a = anchor(f, comment_on(f, "生活"));
    ASSERT_AT(a, 3, 5, "生活");
    assert_int_equal(a->version, 1);
    assert_int_equal(a->made_version, 1);
    assert_string_equal(a->made_quote, "生活");
    assert_null(anchor(f, comment(f)));
}

static void each_comment_of_a_list_has_its_words(void **state) {
    struct fixture *f = *state;
    struct comment *list;
    size_t count;
    comment_on(f, "産業");
    comment(f);
    comment_on(f, "業を育");
    DO(comment_list(f->db, f->arena, &(struct comment_filter){0}, &list, &count));
    assert_int_equal(count, 3);
    ASSERT_AT(list[0].anchor, 9, 11, "産業");
    assert_null(list[1].anchor);
    ASSERT_AT(list[2].anchor, 10, 13, "業を育");
}

static void words_that_are_none_of_the_text_are_refused(void **state) {
    struct fixture *f = *state;
    save(f, 1, "絵文字😀と字");
    static const struct {
        int64_t version, from, to;
        enum err expected;
    } cases[] = {
        {2, 3, 3, ERR_BAD_FIELD},  {2, 4, 3, ERR_BAD_FIELD},
        {2, -1, 2, ERR_BAD_FIELD}, {2, 0, 8, ERR_BAD_FIELD},
        {2, 4, 5, ERR_BAD_FIELD},  {2, 1, 4, ERR_BAD_FIELD},
        {0, 0, 1, ERR_BAD_FIELD},  {3, 0, 1, ERR_STALE},
        {-1, 0, 1, ERR_STALE},     {2, INT64_MIN, INT64_MAX, ERR_BAD_FIELD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t id = comment(f);
        assert_int_equal(mark(f, id, cases[i].version, cases[i].from, cases[i].to), cases[i].expected);
        assert_null(anchor(f, id));
    }
    assert_int_equal(mark(f, 999, 2, 0, 1), ERR_NOT_FOUND);
    DO(mark(f, comment(f), 2, 3, 5));
}

static void there_is_an_end_of_what_one_comment_is_about(void **state) {
    struct fixture *f = *state;
    int64_t version = save(f, 1, fixture_repeat(f, "字", ANCHOR_LIMIT + 1));
    assert_int_equal(mark(f, comment(f), version, 0, ANCHOR_LIMIT + 1), ERR_TOO_LARGE);
    DO(mark(f, comment(f), version, 1, ANCHOR_LIMIT + 1));
}

static void words_marked_in_an_older_text_are_found_in_the_one_of_now(void **state) {
    struct fixture *f = *state;
    push(f, 1, "[[[0,\"全\"],16],[4,[0,\"良い\"],13]]");
    int64_t id = comment(f);
    DO(mark(f, id, 1, 3, 5));
    const struct anchor *a = anchor(f, id);
    ASSERT_AT(a, 6, 8, "生活");
    assert_int_equal(a->version, 3);
    assert_int_equal(a->made_version, 1);
}

static void words_that_were_gone_before_the_comment_arrived_come_back_all_the_same(void **state) {
    struct fixture *f = *state;
    push(f, 1, "[[3,[2],11]]");
    int64_t id = comment(f);
    DO(mark(f, id, 1, 3, 5));
    assert_true(anchor(f, id)->detached);
    assert_string_equal(anchor(f, id)->quote, "生活");
    push(f, 2, "[[3,[0,\"生活\"],11]]");
    ASSERT_AT(anchor(f, id), 3, 5, "生活");
}

static void words_that_were_found_beforehand_go_on_with_what_came_since(void **state) {
    struct fixture *f = *state;
    push(f, 1, "[[[0,\"全\"],16]]");
    struct anchor_mark m = {.version = 1, .from = 3, .to = 5}, gone = m, none = {.version = 9, .from = 3, .to = 5};
    anchor_find(f->db, f->arena, SECTION, &m);
    anchor_find(f->db, f->arena, SECTION, &gone);
    anchor_find(f->db, f->arena, SECTION, &none);
    assert_non_null(m.found);
    push(f, 2, "[[4,[0,\"良い\"],13]]");
    int64_t id = comment(f);
    DO(anchor_add(f->db, f->arena, id, &m));
    ASSERT_AT(anchor(f, id), 6, 8, "生活");
    assert_int_equal(anchor(f, id)->made_version, 1);
    push(f, 3, "[[6,[2],11]]");
    id = comment(f);
    DO(anchor_add(f->db, f->arena, id, &gone));
    assert_true(anchor(f, id)->detached);
    assert_string_equal(anchor(f, id)->quote, "生活");
    assert_null(none.found);
    assert_int_equal(anchor_add(f->db, f->arena, id, &none), ERR_STALE);
}

/* --- Moving ------------------------------------------------------------------------------------------------------ */

static void words_move_with_every_update_of_a_push(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活"), other = comment_on(f, "産業を");
    push(f, 1, "[[[0,\"😀\"],16],[5,[0,\"良い\"],13],[8,[0,\"々\"],12],[[2],19]]");
    ASSERT_AT(anchor(f, id), 5, 8, "生々活");
    ASSERT_AT(anchor(f, other), 12, 15, "産業を");
    assert_int_equal(anchor(f, id)->version, 5);
    assert_string_equal(anchor(f, id)->made_quote, "生活");
}

static void a_form_that_is_saved_moves_them_too(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "産業");
    save(f, 1, "わが区は、区民の暮らしを支える産業を育てる。");
    ASSERT_AT(anchor(f, id), 15, 17, "産業");
}

static void words_of_another_section_stay(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "産業"), version;
    DO(save_text(f->db, CHAPTER, 0, "前文", strlen("前文"), MEMBER, 5000, &version));
    DO(save_text(f->db, CHAPTER, 1, "", 0, MEMBER, 5000, &version));
    ASSERT_AT(anchor(f, id), 9, 11, "産業");
}

static void a_comment_whose_words_are_all_gone_keeps_them(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活");
    push(f, 1, "[[4,[0,\"々\"],12]]");
    push(f, 2, "[[3,[4],10]]");
    const struct anchor *a = anchor(f, id);
    assert_true(a->detached);
    assert_int_equal(a->from, 3);
    assert_int_equal(a->to, 3);
    assert_string_equal(a->lost.words, "生々活");
    assert_string_equal(a->lost.before, "区民の");
    assert_string_equal(a->quote, "生活");
    assert_int_equal(a->made_version, 1);
    assert_int_equal(a->version, 3);
}

static void words_that_an_undo_brings_back_are_the_comments_again(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活"), other = comment_on(f, "産業");
    push(f, 1, "[[4,[0,\"々\"],12]]"); /* the words it had last were others than those it was made about */
    push(f, 2, "[[[17]]]");
    assert_true(anchor(f, id)->detached);
    assert_true(anchor(f, other)->detached);
    push(f, 3, "[[[0,\"区民の生々活を支える産業を育てる。\"]]]");
    ASSERT_AT(anchor(f, id), 3, 6, "生々活");
    ASSERT_AT(anchor(f, other), 10, 12, "産業");
}

static void words_that_an_old_revision_brings_back_are_the_comments_again(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活を支える産業を");
    save(f, 1, "区民の生活と産業を育てる。");
    save(f, 2, "まったく別の文章にした。");
    assert_true(anchor(f, id)->detached);
    save(f, 3, TEXT);
    ASSERT_AT(anchor(f, id), 3, 12, "生活を支える産業を");
}

static void words_gone_and_back_within_a_push_were_never_gone(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活");
    push(f, 1, "[[3,[2],11],[3,[0,\"生活\"],11]]");
    ASSERT_AT(anchor(f, id), 3, 5, "生活");
}

static void the_same_words_elsewhere_are_others(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活");
    push(f, 1, "[[3,[2],11]]");
    push(f, 2, "[[14,[0,\"生活\"]]]");
    assert_true(anchor(f, id)->detached);
}

static void words_of_a_deleted_section_are_there_when_it_is_back(void **state) {
    struct fixture *f = *state;
    int64_t id = comment_on(f, "生活");
    DO(section_delete(f->db, CHAPTER, 7000));
    ASSERT_AT(anchor(f, id), 3, 5, "生活");
    DO(section_restore(f->db, CHAPTER));
    push(f, 1, "[[[0,\"全\"],16]]");
    ASSERT_AT(anchor(f, id), 4, 6, "生活");
    DO(db_commit(f->db));
    fixture_assert_whole(f);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        T(a_comment_is_about_words),
        T(each_comment_of_a_list_has_its_words),
        T(words_that_are_none_of_the_text_are_refused),
        T(there_is_an_end_of_what_one_comment_is_about),
        T(words_marked_in_an_older_text_are_found_in_the_one_of_now),
        T(words_that_were_gone_before_the_comment_arrived_come_back_all_the_same),
        T(words_that_were_found_beforehand_go_on_with_what_came_since),
        T(words_move_with_every_update_of_a_push),
        T(a_form_that_is_saved_moves_them_too),
        T(words_of_another_section_stay),
        T(a_comment_whose_words_are_all_gone_keeps_them),
        T(words_that_an_undo_brings_back_are_the_comments_again),
        T(words_that_an_old_revision_brings_back_are_the_comments_again),
        T(words_gone_and_back_within_a_push_were_never_gone),
        T(the_same_words_elsewhere_are_others),
        T(words_of_a_deleted_section_are_there_when_it_is_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
