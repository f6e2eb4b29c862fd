#include "store_fixture.h"

#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"
#include "kosshi/store/seen.h"
#include "kosshi/store/suggestion.h"

enum { SECTION = 1, VIEWER = 3 };

static const struct thread_writer member = {MEMBER, ROLE_MEMBER, 5000};
static const struct thread_writer secretariat = {SECRETARIAT, ROLE_SECRETARIAT, 5000};

/* One chapter and a third person, 森. */
static int set_up(void **state) {
    if (fixture_set_up(state)) return -1;
    struct fixture *f = *state;
    int64_t id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &id));
    DO(user_add(f->db, "mori", "森", ROLE_VIEWER, "no password", 1000, &id));
    assert_int_equal(id, VIEWER);
    return 0;
}

/* A comment of the member's. */
static struct thread comment(struct fixture *f, const char *body) {
    struct thread t = {0};
    const struct comment_draft draft = {.section_id = SECTION, .body = body};
    DO(comment_add(f->db, &draft, &member, &t.comment_id));
    return t;
}

/* A suggestion of the member's. */
static struct thread suggestion_because(struct fixture *f, const char *reason) {
    struct thread t = {0};
    struct changeset changes;
    changeset_from_diff(f->arena, "", 0, "案", strlen("案"), &changes);
    const struct suggestion_draft draft = {
        .section_id = SECTION, .changes = &changes, .reason = reason, .author_id = MEMBER, .now = 5000};
    DO(suggestion_add(f->db, f->arena, &draft, &t.suggestion_id));
    return t;
}

static struct thread suggestion(struct fixture *f) {
    return suggestion_because(f, "理由");
}

static int64_t reply(struct fixture *f, struct thread t, const struct thread_writer *by, const char *body) {
    int64_t id;
    DO(thread_reply(f->db, &t, body, by, &id));
    return id;
}

/* What is said in a thread, in a line. */
static const char *said(struct fixture *f, struct thread t) {
    struct thread_reply *replies;
    size_t count;
    DO(thread_replies(f->db, f->arena, &t, &replies, &count));
    const char *line = "";
    for (size_t i = 0; i < count; i++)
        line = arena_printf(f->arena, "%s%s%s: %s%s", line, i ? ", " : "", replies[i].author, replies[i].body,
                            replies[i].edited_at ? " (edited)" : "");
    return line;
}

/* Who is called in it, and in which reply of it (0: the first words). */
static const char *called(struct fixture *f, struct thread t) {
    struct mention *mentions;
    size_t count;
    DO(mention_list(f->db, f->arena, &t, &mentions, &count));
    const char *line = "";
    for (size_t i = 0; i < count; i++)
        line = arena_printf(f->arena, "%s%s%s %d", line, i ? ", " : "", mentions[i].display, (int)mentions[i].reply_id);
    return line;
}

static int64_t seen(struct fixture *f, int64_t user, struct thread t) {
    int64_t reply_id;
    DO(seen_get(f->db, user, &t, &reply_id));
    return reply_id;
}

/* --- Replies ------------------------------------------------------------------------------------------------------ */

static void a_suggestion_is_discussed_like_a_comment(void **state) {
    struct fixture *f = *state;
    struct thread c = comment(f, "意見"), g = suggestion(f);
    assert_int_equal(c.comment_id, g.suggestion_id); /* the same number, and two threads all the same */
    reply(f, c, &member, "意見へ");
    reply(f, g, &secretariat, "案へ");
    reply(f, g, &member, "また案へ");
    assert_string_equal(said(f, c), "田中: 意見へ");
    assert_string_equal(said(f, g), "事務局: 案へ, 田中: また案へ");
}

static void a_thread_that_does_not_stand_takes_no_reply(void **state) {
    struct fixture *f = *state;
    int64_t id;
    struct thread g = suggestion(f);
    assert_int_equal(thread_reply(f->db, &(struct thread){.suggestion_id = 99}, "返信", &member, &id), ERR_NOT_FOUND);
    assert_int_equal(thread_reply(f->db, &(struct thread){.comment_id = 99}, "返信", &member, &id), ERR_NOT_FOUND);
    DO(section_delete(f->db, SECTION, 6000));
    assert_int_equal(thread_reply(f->db, &g, "返信", &member, &id), ERR_NOT_FOUND);
}

static void ones_own_reply_is_written_anew_or_taken_back(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "意見");
    int64_t first = reply(f, t, &member, "一"), second = reply(f, t, &secretariat, "二");
    assert_int_equal(thread_edit(f->db, second, "書き換え", &member), ERR_FORBIDDEN);
    assert_int_equal(thread_delete(f->db, second, &member), ERR_FORBIDDEN);
    assert_int_equal(thread_edit(f->db, first, "", &member), ERR_BAD_FIELD);
    DO(thread_edit(f->db, first, "いち", &member));
    assert_string_equal(said(f, t), "田中: いち (edited), 事務局: 二");
    DO(thread_delete(f->db, first, &member));
    assert_string_equal(said(f, t), "事務局: 二");
    assert_int_equal(thread_edit(f->db, first, "いち", &member), ERR_NOT_FOUND);
    assert_int_equal(thread_delete(f->db, first, &member), ERR_NOT_FOUND);
}

static void who_took_replies_back_frees_the_comment(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "意見");
    int64_t id = reply(f, t, &secretariat, "返信");
    assert_int_equal(comment_delete(f->db, t.comment_id, &member), ERR_ANSWERED);
    DO(thread_delete(f->db, id, &secretariat));
    DO(comment_delete(f->db, t.comment_id, &member));
}

/* --- Mentions ----------------------------------------------------------------------------------------------------- */

static void who_is_called_is_written_down(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "@事務局 と ＠森 さんへ。@田中 は私");
    int64_t id = reply(f, t, &secretariat, "@田中 @森 @森");
    assert_string_equal(called(f, t), arena_printf(f->arena, "事務局 0, 森 0, 田中 %d, 森 %d", (int)id, (int)id));
    struct thread g = suggestion(f);
    reply(f, g, &member, "@森");
    assert_string_equal(called(f, g), "森 2");
    assert_string_equal(called(f, suggestion_because(f, "@森 さんの意見から")), "森 0");
}

static void words_that_change_call_others(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "@事務局 へ");
    const struct comment_draft draft = {.body = "@森 へ"};
    DO(comment_edit(f->db, t.comment_id, &draft, &member));
    assert_string_equal(called(f, t), "森 0");
    int64_t id = reply(f, t, &member, "@事務局");
    DO(thread_delete(f->db, id, &member));
    assert_string_equal(called(f, t), "森 0");
    DO(comment_delete(f->db, t.comment_id, &member));
    assert_string_equal(called(f, t), "");
}

static void who_left_is_not_called_any_more(void **state) {
    struct fixture *f = *state;
    struct thread before = comment(f, "@森");
    DO(user_disable(f->db, VIEWER, 6000));
    assert_string_equal(called(f, comment(f, "@森")), "");
    assert_string_equal(called(f, before), "森 0"); /* it was so */
    const struct comment_draft draft = {.body = "@森 さん"};
    DO(comment_edit(f->db, before.comment_id, &draft, &member));
    assert_string_equal(called(f, before), "森 0");
}

static void two_of_one_name_are_both_called(void **state) {
    struct fixture *f = *state;
    int64_t id;
    DO(user_add(f->db, "mori2", "森", ROLE_MEMBER, "no password", 1000, &id));
    assert_string_equal(called(f, comment(f, "@森")), "森 0, 森 0");
}

/* --- Read --------------------------------------------------------------------------------------------------------- */

/* The bodies of the comments somebody has not read, in a line. The marks of the comments say the same. */
static const char *unread(struct fixture *f, int64_t user) {
    struct comment *all, *some;
    size_t count, left;
    const struct comment_filter whole = {.reader_id = user}, filter = {.unread_by = user};
    DO(comment_list(f->db, f->arena, &whole, &all, &count));
    DO(comment_list(f->db, f->arena, &filter, &some, &left));
    const char *marked = "", *found = "";
    for (size_t i = 0; i < count; i++)
        if (comment_is_unread(&all[i], user)) marked = arena_printf(f->arena, "%s[%s]", marked, all[i].body);
    for (size_t i = 0; i < left; i++)
        found = arena_printf(f->arena, "%s[%s]", found, some[i].body);
    assert_string_equal(found, marked);
    return found;
}

static void what_others_wrote_is_unread_until_it_is_seen(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "一");
    comment(f, "二");
    assert_string_equal(unread(f, MEMBER), "");
    assert_string_equal(unread(f, VIEWER), "[一][二]");
    DO(seen_set(f->db, VIEWER, &t, SEEN_ALL));
    assert_string_equal(unread(f, VIEWER), "[二]");
    reply(f, t, &secretariat, "返信");
    assert_string_equal(unread(f, VIEWER), "[一][二]");
    assert_string_equal(unread(f, MEMBER), "[一]");
    DO(seen_set_all(f->db, VIEWER));
    assert_string_equal(unread(f, VIEWER), "");
    assert_string_equal(unread(f, MEMBER), "[一]");
}

static void who_replies_has_read_the_thread(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "一");
    assert_string_equal(unread(f, SECRETARIAT), "[一]");
    reply(f, t, &secretariat, "返信");
    assert_string_equal(unread(f, SECRETARIAT), "");
    int64_t id = reply(f, t, &member, "また");
    assert_string_equal(unread(f, SECRETARIAT), "[一]");
    DO(thread_delete(f->db, id, &member));
    assert_string_equal(unread(f, SECRETARIAT), "");
}

static void reading_goes_no_further_than_it_went(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "一"), g = suggestion(f);
    assert_int_equal(seen(f, VIEWER, t), SEEN_NOTHING);
    int64_t first = reply(f, t, &secretariat, "返信");
    reply(f, t, &secretariat, "もう一つ");
    DO(seen_set(f->db, VIEWER, &t, first));
    assert_int_equal(seen(f, VIEWER, t), first);
    assert_string_equal(unread(f, VIEWER), "[一]");
    DO(seen_set(f->db, VIEWER, &t, 0)); /* what was read stays read */
    assert_int_equal(seen(f, VIEWER, t), first);
    assert_int_equal(seen(f, VIEWER, g), SEEN_NOTHING);
    int64_t last = reply(f, g, &secretariat, "案へ");
    DO(seen_set(f->db, VIEWER, &g, SEEN_ALL));
    assert_int_equal(seen(f, VIEWER, g), last);
    DO(seen_set(f->db, VIEWER, &(struct thread){.comment_id = 99}, SEEN_ALL)); /* there is none */
    assert_int_equal(seen(f, VIEWER, (struct thread){.comment_id = 99}), SEEN_NOTHING);
}

static void everything_is_read_at_once(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "一"), g = suggestion(f);
    int64_t id = reply(f, t, &secretariat, "返信");
    DO(seen_set(f->db, VIEWER, &t, 0));
    DO(seen_set_all(f->db, VIEWER));
    assert_int_equal(seen(f, VIEWER, t), id);
    assert_int_equal(seen(f, VIEWER, g), 0);
}

static void who_is_called_later_has_to_read_it_again(void **state) {
    struct fixture *f = *state;
    struct thread t = comment(f, "一");
    int64_t first = reply(f, t, &member, "前"), second = reply(f, t, &member, "後");
    DO(seen_set_all(f->db, VIEWER));
    DO(thread_edit(f->db, second, "後 @森", &member));
    assert_int_equal(seen(f, VIEWER, t), second - 1);
    assert_true(first < second);
    assert_string_equal(unread(f, VIEWER), "[一]");
    DO(seen_set_all(f->db, VIEWER));
    DO(thread_edit(f->db, second, "後ろ @森", &member)); /* called before */
    assert_string_equal(unread(f, VIEWER), "");
    const struct comment_draft draft = {.body = "一 @森"};
    DO(comment_edit(f->db, t.comment_id, &draft, &member));
    assert_int_equal(seen(f, VIEWER, t), SEEN_NOTHING);
}

static void an_opinion_from_outside_is_unread_by_nobody(void **state) {
    struct fixture *f = *state;
    struct thread t = {0};
    const struct comment_draft draft = {
        .section_id = SECTION, .body = "手紙", .source = "郵送", .author = "", .people = 1};
    DO(comment_add(f->db, &draft, &secretariat, &t.comment_id));
    assert_string_equal(unread(f, VIEWER), "");
    reply(f, t, &secretariat, "これはどうしますか");
    assert_string_equal(unread(f, VIEWER), "[手紙]");
    assert_string_equal(unread(f, SECRETARIAT), "");
}

/* What is new to somebody, newest first, in a line; at most two, and how many there are. */
static const char *news(struct fixture *f, int64_t user, bool mentions) {
    struct seen_news *list;
    size_t count, total;
    DO(seen_news(f->db, f->arena, user, mentions, 2, &list, &count, &total));
    const char *line = arena_printf(f->arena, "%zu", total);
    for (size_t i = 0; i < count; i++)
        line = arena_printf(f->arena, "%s %s%d %s: %s", line, list[i].thread.comment_id ? "c" : "s",
                            (int)(list[i].thread.comment_id + list[i].thread.suggestion_id), list[i].by, list[i].words);
    return line;
}

static struct thread comment_at(struct fixture *f, const char *body, int64_t now) {
    struct thread t = {0};
    const struct comment_draft draft = {.section_id = SECTION, .body = body};
    DO(comment_add(f->db, &draft, &(struct thread_writer){MEMBER, ROLE_MEMBER, now}, &t.comment_id));
    return t;
}

static void what_is_new_comes_newest_first(void **state) {
    struct fixture *f = *state;
    assert_string_equal(news(f, VIEWER, false), "0");
    struct thread first = comment_at(f, "一", 1000);
    comment_at(f, "二", 2000);
    comment_at(f, "三", 3000);
    assert_string_equal(news(f, VIEWER, false), "3 c3 田中: 三 c2 田中: 二");
    reply(f, first, &secretariat, "返信");
    assert_string_equal(news(f, VIEWER, false), "3 c1 事務局: 返信 c3 田中: 三"); /* a thread once */
    assert_string_equal(news(f, MEMBER, false), "1 c1 事務局: 返信");
    struct thread g = suggestion(f);
    DO(seen_set(f->db, VIEWER, &first, SEEN_ALL));
    assert_string_equal(news(f, VIEWER, false), "3 s1 田中: 理由 c3 田中: 三");
    reply(f, g, &(struct thread_writer){SECRETARIAT, ROLE_SECRETARIAT, 9000}, "案へ");
    assert_string_equal(news(f, MEMBER, false), "2 s1 事務局: 案へ c1 事務局: 返信");
    DO(section_delete(f->db, SECTION, 9000));
    assert_string_equal(news(f, VIEWER, false), "0");
}

static void who_is_called_has_it_among_the_news(void **state) {
    struct fixture *f = *state;
    struct thread t = comment_at(f, "@森 さん", 1000);
    reply(f, t, &member, "追記です");
    comment_at(f, "森さん", 2000);
    assert_string_equal(news(f, VIEWER, true), "1 c1 田中: @森 さん");
    assert_string_equal(news(f, SECRETARIAT, true), "0");
    DO(seen_set(f->db, VIEWER, &t, 0));
    assert_string_equal(news(f, VIEWER, true), "0");
    struct thread g = suggestion(f);
    reply(f, g, &member, "＠森 これは？");
    assert_string_equal(news(f, VIEWER, true), "1 s1 田中: ＠森 これは？");
}

#define IN_THREADS(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_THREADS(a_suggestion_is_discussed_like_a_comment),
        IN_THREADS(a_thread_that_does_not_stand_takes_no_reply),
        IN_THREADS(ones_own_reply_is_written_anew_or_taken_back),
        IN_THREADS(who_took_replies_back_frees_the_comment),
        IN_THREADS(who_is_called_is_written_down),
        IN_THREADS(words_that_change_call_others),
        IN_THREADS(who_left_is_not_called_any_more),
        IN_THREADS(two_of_one_name_are_both_called),
        IN_THREADS(what_others_wrote_is_unread_until_it_is_seen),
        IN_THREADS(who_replies_has_read_the_thread),
        IN_THREADS(reading_goes_no_further_than_it_went),
        IN_THREADS(everything_is_read_at_once),
        IN_THREADS(who_is_called_later_has_to_read_it_again),
        IN_THREADS(an_opinion_from_outside_is_unread_by_nobody),
        IN_THREADS(what_is_new_comes_newest_first),
        IN_THREADS(who_is_called_has_it_among_the_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
