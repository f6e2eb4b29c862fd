#include "store_fixture.h"

#include "kosshi/store/comment.h"
#include "kosshi/store/opinion.h"
#include "kosshi/store/section.h"

/* Two chapters: 1 with the section 2, and 3 alone. */
static int set_up(void **state) {
    if (fixture_set_up(state)) return -1;
    struct fixture *f = *state;
    int64_t id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &id));
    DO(section_add(f->db, 1, KIND_SECTION, "1", "背景", &id));
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅱ", "方針", &id));
    assert_int_equal(id, 3);
    return 0;
}

static int64_t comment(struct fixture *f, int64_t section) {
    const struct comment_draft draft = {.section_id = section, .kind = COMMENT_OPINION, .body = "意見"};
    const struct thread_writer by = {MEMBER, ROLE_MEMBER, 5000};
    int64_t id;
    DO(comment_add(f->db, &draft, &by, &id));
    return id;
}

static void answer(struct fixture *f, int64_t id, enum disposition d, const char *body) {
    const struct response r = {.disposition = d, .summary = "", .body = body};
    DO(response_put(f->db, id, &r, SECRETARIAT, 6000));
}

static const char *answer_of(struct fixture *f, int64_t id) {
    const struct response *r;
    DO(response_get(f->db, f->arena, id, &r));
    return r ? r->body : "(none)";
}

/* "1 2*": the heads in their order; a star for one that is answered. */
static const char *heads(struct fixture *f) {
    struct opinion_head *list;
    size_t count;
    const char *line = "";
    DO(opinion_heads(f->db, f->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        line = arena_printf(f->arena, "%s%s%d%s", line, i ? " " : "", (int)list[i].id, list[i].is_done ? "*" : "");
    return line;
}

static const char *followers(struct fixture *f, int64_t head) {
    int64_t *ids;
    size_t count;
    const char *line = "";
    DO(opinion_followers(f->db, f->arena, head, &ids, &count));
    for (size_t i = 0; i < count; i++)
        line = arena_printf(f->arena, "%s%s%d", line, i ? " " : "", (int)ids[i]);
    return line;
}

static void heads_stand_as_the_document_goes(void **state) {
    struct fixture *f = *state;
    comment(f, 3);
    comment(f, 2);
    comment(f, 1);
    assert_string_equal(heads(f), "3 2 1");
    answer(f, 2, DISPOSITION_NOTED, "参考にします。");
    answer(f, 3, DISPOSITION_NOTED, ""); /* half an answer is none */
    assert_string_equal(heads(f), "3 2* 1");
    DO(section_delete(f->db, 2, 7000));
    assert_string_equal(heads(f), "3 1");
}

static void what_is_merged_has_the_answer_of_its_head(void **state) {
    struct fixture *f = *state;
    int64_t head = comment(f, 2), other = comment(f, 3);
    answer(f, head, DISPOSITION_NOTED, "まとめて答えます。");
    answer(f, other, DISPOSITION_DECLINED, "前の答え");
    DO(opinion_merge(f->db, other, head));
    assert_string_equal(followers(f, head), "2");
    assert_string_equal(heads(f), "1*");
    assert_string_equal(answer_of(f, other), "まとめて答えます。");
    const struct response r = {.summary = "", .body = "別の答え"};
    assert_int_equal(response_put(f->db, other, &r, SECRETARIAT, 7000), ERR_MERGED);
    DO(opinion_split(f->db, other));
    assert_string_equal(followers(f, head), "");
    assert_string_equal(answer_of(f, other), "前の答え"); /* nothing was lost meanwhile */
    assert_string_equal(heads(f), "1* 2*");
}

static void a_head_takes_along_what_is_merged_under_it(void **state) {
    struct fixture *f = *state;
    for (int i = 0; i < 4; i++)
        comment(f, 2);
    DO(opinion_merge(f->db, 2, 1));
    DO(opinion_merge(f->db, 3, 1));
    DO(opinion_merge(f->db, 1, 4));
    assert_string_equal(followers(f, 4), "1 2 3");
    assert_string_equal(followers(f, 1), "");
    DO(opinion_merge(f->db, 1, 4)); /* again */
    assert_string_equal(heads(f), "4");
    DO(opinion_split(f->db, 1));
    DO(opinion_split(f->db, 1));
    assert_string_equal(followers(f, 4), "2 3");
}

static void one_is_merged_under_another_head_that_stands(void **state) {
    struct fixture *f = *state;
    int64_t head = comment(f, 2), follower = comment(f, 2), elsewhere = comment(f, 3);
    DO(opinion_merge(f->db, follower, head));
    assert_int_equal(opinion_merge(f->db, head, head), ERR_BAD_FIELD);
    assert_int_equal(opinion_merge(f->db, head, follower), ERR_MERGED);
    assert_int_equal(opinion_merge(f->db, elsewhere, follower), ERR_MERGED);
    assert_int_equal(opinion_merge(f->db, head, 99), ERR_NOT_FOUND);
    assert_int_equal(opinion_merge(f->db, 99, head), ERR_NOT_FOUND);
    assert_int_equal(opinion_split(f->db, 99), ERR_NOT_FOUND);
    DO(section_delete(f->db, 3, 7000));
    assert_int_equal(opinion_merge(f->db, elsewhere, head), ERR_NOT_FOUND);
    assert_int_equal(opinion_merge(f->db, head, elsewhere), ERR_NOT_FOUND);
}

static void totals_count_each_opinion_where_it_is_answered(void **state) {
    struct fixture *f = *state;
    struct opinion_total *totals;
    size_t count;
    for (int i = 0; i < 3; i++)
        comment(f, 2);
    comment(f, 3); /* 4 */
    comment(f, 3);
    answer(f, 1, DISPOSITION_REFLECTED, "直しました。");
    answer(f, 4, DISPOSITION_NOTED, "");
    DO(opinion_merge(f->db, 2, 1));
    DO(opinion_merge(f->db, 5, 1));
    DO(opinion_totals(f->db, f->arena, &totals, &count));
    static const struct opinion_total expected[] = {
        {1, DISPOSITION_NONE, 1, 1, 1}, {1, DISPOSITION_REFLECTED, 1, 3, 0}, {3, DISPOSITION_NOTED, 1, 1, 1}};
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(totals[i].chapter_id, expected[i].chapter_id);
        assert_int_equal(totals[i].disposition, expected[i].disposition);
        assert_int_equal(totals[i].heads, expected[i].heads);
        assert_int_equal(totals[i].opinions, expected[i].opinions);
        assert_int_equal(totals[i].unanswered, expected[i].unanswered);
    }
}

/* The revision that version 3 is in began with version 2; what is written later into it changes nothing of that. */
static void a_reflected_version_knows_where_its_revision_began(void **state) {
    struct fixture *f = *state;
    int64_t version, id = comment(f, 2);
    DO(save_text(f->db, 2, 0, "一", 3, SECRETARIAT, 5000, &version));
    DO(save_text(f->db, 2, 1, "一二", 6, MEMBER, 5000 + UPDATE_REVISION_PAUSE_MS + 1, &version));
    DO(save_text(f->db, 2, 2, "一二三", 9, MEMBER, 5000 + UPDATE_REVISION_PAUSE_MS + 2, &version));
    assert_int_equal(version, 3);
    struct response r = {.disposition = DISPOSITION_REFLECTED,
                         .summary = "",
                         .body = "直しました。",
                         .reflected_section_id = 2,
                         .reflected_version = 3};
    const struct response *got;
    DO(response_put(f->db, id, &r, SECRETARIAT, 6000));
    DO(save_text(f->db, 2, 3, "一二三四", 12, MEMBER, 5000 + UPDATE_REVISION_PAUSE_MS + 3, &version));
    DO(response_get(f->db, f->arena, id, &got));
    assert_int_equal(got->reflected_version, 3);
    assert_int_equal(got->reflected_before, 1);
    r.reflected_version = 5;
    assert_int_equal(response_put(f->db, id, &r, SECRETARIAT, 6000), ERR_STALE);
}

#define COMMENTED(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        COMMENTED(heads_stand_as_the_document_goes),
        COMMENTED(what_is_merged_has_the_answer_of_its_head),
        COMMENTED(a_head_takes_along_what_is_merged_under_it),
        COMMENTED(one_is_merged_under_another_head_that_stands),
        COMMENTED(totals_count_each_opinion_where_it_is_answered),
        COMMENTED(a_reflected_version_knows_where_its_revision_began),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
