#include "store_fixture.h"

#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"

/* Two chapters: 1 with the sections 2 and 3, 4 alone. */
static int set_up(void **state) {
    if (fixture_set_up(state)) return -1;
    struct fixture *f = *state;
    int64_t id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &id));
    DO(section_add(f->db, 1, KIND_SECTION, "1", "背景", &id));
    DO(section_add(f->db, 1, KIND_SECTION, "2", "目的", &id));
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅱ", "方針", &id));
    assert_int_equal(id, 4);
    return 0;
}

static enum err add(struct fixture *f, int64_t section, int64_t author, const char *body, int64_t *id) {
    const struct comment_draft draft = {.section_id = section, .body = body};
    const struct thread_writer by = {author, ROLE_MEMBER, 5000};
    return comment_add(f->db, &draft, &by, id);
}

static int64_t comment(struct fixture *f, int64_t section, const char *body) {
    int64_t id;
    DO(add(f, section, MEMBER, body, &id));
    return id;
}

static enum err reply(struct fixture *f, int64_t comment_id, int64_t author, const char *body, int64_t now) {
    int64_t id;
    const struct thread_writer by = {author, ROLE_MEMBER, now};
    return thread_reply(f->db, &(struct thread){.comment_id = comment_id}, body, &by, &id);
}

static struct comment get(struct fixture *f, int64_t id) {
    struct comment c;
    DO(comment_get(f->db, f->arena, id, 0, &c));
    return c;
}

/* The bodies of what a filter lets through, in a line. */
static const char *list(struct fixture *f, struct comment_filter filter) {
    struct comment *comments;
    size_t count;
    DO(comment_list(f->db, f->arena, &filter, &comments, &count));
    const char *line = "";
    for (size_t i = 0; i < count; i++)
        line = arena_printf(f->arena, "%s%s%s", line, i ? " " : "", comments[i].body);
    return line;
}

static void a_comment_has_its_author_time_and_place(void **state) {
    struct fixture *f = *state;
    struct comment c = get(f, comment(f, 2, "数字の\n出典は？"));
    assert_string_equal(c.body, "数字の\n出典は？");
    assert_string_equal(c.author, "田中");
    assert_int_equal(c.author_id, MEMBER);
    assert_int_equal(c.at, 5000);
    assert_true(c.open);
    assert_string_equal(c.resolved_by, "");
    assert_int_equal(c.section_id, 2);
    assert_string_equal(c.section_number, "1");
    assert_string_equal(c.section_title, "背景");
    assert_int_equal(c.chapter_id, 1);
    assert_int_equal(c.reply_count, 0);
}

static void a_comment_keeps_the_name_its_author_had(void **state) {
    struct fixture *f = *state;
    int64_t id = comment(f, 2, "意見");
    DO(user_set_display(f->db, MEMBER, "山田"));
    assert_string_equal(get(f, id).author, "田中");
}

static void replies_stand_in_their_order(void **state) {
    struct fixture *f = *state;
    int64_t id = comment(f, 2, "意見");
    DO(reply(f, id, SECRETARIAT, "はい", 6000));
    DO(reply(f, id, MEMBER, "どうも", 6000));
    DO(reply(f, comment(f, 2, "ほか"), MEMBER, "別の", 6000));
    struct comment c = get(f, id);
    assert_int_equal(c.reply_count, 2);
    assert_string_equal(c.replies[0].body, "はい");
    assert_string_equal(c.replies[0].author, "事務局");
    assert_int_equal(c.replies[0].author_id, SECRETARIAT);
    assert_int_equal(c.replies[0].at, 6000);
    assert_string_equal(c.replies[1].body, "どうも");
}

static void a_comment_has_something_to_say_and_ends_somewhere(void **state) {
    struct fixture *f = *state;
    int64_t id = comment(f, 2, "意見");
    int64_t other;
    const char *longest = fixture_repeat(f, "意", 10001);
    static const struct {
        const char *body;
        enum err expected;
    } bad[] = {{"", ERR_BAD_FIELD}, {" \n\u3000", ERR_BAD_FIELD}, {"\xff", ERR_BAD_UTF8}, {"a\x07", ERR_BAD_CONTROL}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(add(f, 2, MEMBER, bad[i].body, &other), bad[i].expected);
        assert_int_equal(reply(f, id, MEMBER, bad[i].body, 5000), bad[i].expected);
    }
    assert_int_equal(add(f, 2, MEMBER, longest, &other), ERR_TOO_LARGE);
    assert_int_equal(reply(f, id, MEMBER, longest, 5000), ERR_TOO_LARGE);
    DO(add(f, 2, MEMBER, longest + 3, &other));
    DO(reply(f, id, MEMBER, longest + 3, 5000));
}

static void what_is_not_there_cannot_be_commented(void **state) {
    struct fixture *f = *state;
    int64_t id;
    struct comment c;
    assert_int_equal(add(f, 99, MEMBER, "意見", &id), ERR_NOT_FOUND);
    assert_int_equal(add(f, 2, 99, "意見", &id), ERR_NOT_FOUND);
    assert_int_equal(reply(f, 99, MEMBER, "返信", 5000), ERR_NOT_FOUND);
    assert_int_equal(comment_resolve(f->db, 99, MEMBER, 5000), ERR_NOT_FOUND);
    assert_int_equal(comment_reopen(f->db, 99), ERR_NOT_FOUND);
    assert_int_equal(comment_get(f->db, f->arena, 99, 0, &c), ERR_NOT_FOUND);
    DO(section_delete(f->db, 1, 5000));
    assert_int_equal(add(f, 2, MEMBER, "意見", &id), ERR_NOT_FOUND);
}

static void comments_of_a_deleted_section_rest_until_it_is_back(void **state) {
    struct fixture *f = *state;
    int64_t open = comment(f, 2, "意見");
    int64_t resolved = comment(f, 2, "済み");
    DO(comment_resolve(f->db, resolved, SECRETARIAT, 6000));
    DO(section_delete(f->db, 1, 7000)); /* the chapter above */
    assert_int_equal(reply(f, open, MEMBER, "返信", 8000), ERR_NOT_FOUND);
    assert_int_equal(comment_resolve(f->db, open, MEMBER, 8000), ERR_NOT_FOUND);
    assert_int_equal(comment_reopen(f->db, resolved), ERR_NOT_FOUND);
    assert_true(get(f, open).open);
    assert_int_equal(get(f, open).reply_count, 0);
    assert_false(get(f, resolved).open);
    DO(section_restore(f->db, 1));
    DO(reply(f, open, MEMBER, "返信", 9000));
    DO(comment_resolve(f->db, open, MEMBER, 9000));
    DO(comment_reopen(f->db, resolved));
}

static void nobody_replies_who_is_not_there(void **state) {
    struct fixture *f = *state;
    int64_t id = comment(f, 2, "意見");
    assert_int_equal(reply(f, id, 99, "返信", 5000), ERR_NOT_FOUND);
}

static void a_locked_section_can_be_commented(void **state) {
    struct fixture *f = *state;
    DO(section_set_state(f->db, 1, STATE_FINAL));
    comment(f, 2, "それでも");
}

static void a_comment_is_resolved_and_opened_again(void **state) {
    struct fixture *f = *state;
    int64_t id = comment(f, 2, "意見");
    DO(comment_resolve(f->db, id, SECRETARIAT, 6000));
    DO(comment_resolve(f->db, id, MEMBER, 7000)); /* is so already */
    struct comment c = get(f, id);
    assert_false(c.open);
    assert_string_equal(c.resolved_by, "事務局");
    assert_int_equal(c.resolved_at, 6000);
    DO(comment_reopen(f->db, id));
    DO(comment_reopen(f->db, id));
    c = get(f, id);
    assert_true(c.open);
    assert_string_equal(c.resolved_by, "");
    assert_int_equal(c.resolved_at, 0);
}

static void open_comments_are_counted_at_their_section(void **state) {
    struct fixture *f = *state;
    struct section s;
    comment(f, 2, "一");
    comment(f, 2, "二");
    DO(comment_resolve(f->db, comment(f, 2, "三"), MEMBER, 6000));
    DO(section_get(f->db, f->arena, 2, &s));
    assert_int_equal(s.open_comments, 2);
    DO(section_get(f->db, f->arena, 1, &s));
    assert_int_equal(s.open_comments, 0);
}

static void comments_are_listed_as_the_document_goes(void **state) {
    struct fixture *f = *state;
    comment(f, 4, "い");
    comment(f, 3, "ろ");
    comment(f, 2, "は");
    comment(f, 1, "に");
    comment(f, 2, "ほ");
    assert_string_equal(list(f, (struct comment_filter){0}), "に は ほ ろ い");
    DO(section_move_by(f->db, 3, -1));
    DO(section_move_by(f->db, 4, -1));
    assert_string_equal(list(f, (struct comment_filter){0}), "い に ろ は ほ");
}

static void filters_narrow_a_list(void **state) {
    struct fixture *f = *state;
    int64_t id;
    comment(f, 1, "章");
    comment(f, 2, "節");
    comment(f, 4, "他");
    DO(add(f, 2, SECRETARIAT, "事", &id));
    DO(comment_resolve(f->db, id, SECRETARIAT, 6000));
    assert_string_equal(list(f, (struct comment_filter){.section_id = 2}), "節 事");
    assert_string_equal(list(f, (struct comment_filter){.section_id = 1}), "章");
    assert_string_equal(list(f, (struct comment_filter){.chapter_id = 1}), "章 節 事");
    assert_string_equal(list(f, (struct comment_filter){.chapter_id = 2}), ""); /* no chapter */
    assert_string_equal(list(f, (struct comment_filter){.author_id = SECRETARIAT}), "事");
    assert_string_equal(list(f, (struct comment_filter){.state = "open"}), "章 節 他");
    assert_string_equal(list(f, (struct comment_filter){.state = "resolved"}), "事");
    assert_string_equal(list(f, (struct comment_filter){.state = "open", .chapter_id = 1, .author_id = MEMBER}),
                        "章 節");
    struct comment *comments;
    size_t count;
    struct comment_filter unknown = {.state = "closed"};
    assert_int_equal(comment_list(f->db, f->arena, &unknown, &comments, &count), ERR_BAD_FIELD);
}

static void a_list_can_be_read_in_pieces(void **state) {
    struct fixture *f = *state;
    comment(f, 4, "い");
    comment(f, 3, "ろ");
    comment(f, 2, "は");
    comment(f, 1, "に");
    comment(f, 2, "ほ");
    assert_string_equal(list(f, (struct comment_filter){.limit = 2}), "に は");
    assert_string_equal(list(f, (struct comment_filter){.limit = 2, .offset = 2}), "ほ ろ");
    assert_string_equal(list(f, (struct comment_filter){.limit = 2, .offset = 4}), "い");
    assert_string_equal(list(f, (struct comment_filter){.limit = 2, .offset = 5}), "");
    assert_string_equal(list(f, (struct comment_filter){.limit = 9, .chapter_id = 1, .offset = 3}), "ろ");
    assert_string_equal(list(f, (struct comment_filter){.offset = 3}), "ろ い");
}

static void a_list_is_counted_whole(void **state) {
    struct fixture *f = *state;
    size_t open, resolved;
    comment(f, 4, "い");
    comment(f, 2, "ろ");
    DO(comment_resolve(f->db, comment(f, 2, "は"), MEMBER, 6000));
    DO(comment_count(f->db, &(struct comment_filter){.limit = 1, .offset = 1}, &open, &resolved));
    assert_int_equal(open, 2);
    assert_int_equal(resolved, 1);
    DO(comment_count(f->db, &(struct comment_filter){.section_id = 2}, &open, &resolved));
    assert_int_equal(open, 1);
    assert_int_equal(resolved, 1);
    DO(comment_count(f->db, &(struct comment_filter){.state = "resolved"}, &open, &resolved));
    assert_int_equal(open, 0);
    assert_int_equal(resolved, 1);
    assert_int_equal(comment_count(f->db, &(struct comment_filter){.state = "closed"}, &open, &resolved),
                     ERR_BAD_FIELD);
}

static size_t before(struct fixture *f, struct comment_filter filter, int64_t id) {
    size_t count;
    DO(comment_count_before(f->db, &filter, id, &count));
    return count;
}

static void the_place_of_a_comment_on_a_list_is_known(void **state) {
    struct fixture *f = *state;
    int64_t last = comment(f, 4, "い");
    comment(f, 2, "ろ");
    int64_t second = comment(f, 2, "は");
    assert_int_equal(before(f, (struct comment_filter){0}, last), 2);
    assert_int_equal(before(f, (struct comment_filter){0}, second), 1);
    assert_int_equal(before(f, (struct comment_filter){.chapter_id = 4}, last), 0);
    DO(comment_resolve(f->db, second, MEMBER, 6000));
    assert_int_equal(before(f, (struct comment_filter){.state = "open"}, last), 1);
    assert_int_equal(before(f, (struct comment_filter){.state = "open"}, second), 1); /* where it was */
    assert_int_equal(before(f, (struct comment_filter){0}, 99), 0);
}

static void comments_of_deleted_sections_are_shown_when_asked_for(void **state) {
    struct fixture *f = *state;
    comment(f, 1, "章");
    comment(f, 2, "節");
    comment(f, 4, "他");
    DO(section_delete(f->db, 1, 5000));
    assert_string_equal(list(f, (struct comment_filter){0}), "他");
    assert_string_equal(list(f, (struct comment_filter){.with_deleted = true}), "章 節 他");
    assert_string_equal(list(f, (struct comment_filter){.with_deleted = true, .chapter_id = 1}), "章 節");
    DO(section_restore(f->db, 1));
    assert_string_equal(list(f, (struct comment_filter){0}), "章 節 他");
}

static void authors_are_those_who_commented(void **state) {
    struct fixture *f = *state;
    struct comment_author *authors;
    size_t count;
    DO(comment_authors(f->db, f->arena, &authors, &count));
    assert_int_equal(count, 0);
    comment(f, 1, "一");
    comment(f, 2, "二");
    DO(comment_authors(f->db, f->arena, &authors, &count));
    assert_int_equal(count, 1);
    assert_int_equal(authors[0].id, MEMBER);
    assert_string_equal(authors[0].name, "田中");
}

static void a_comment_of_another_file_keeps_what_it_had(void **state) {
    struct fixture *f = *state;
    struct thread_reply replies[] = {{.author = "事務局", .body = "反映しました", .at = 700},
                                     {.author = "森", .body = "了解", .at = 800}};
    struct comment c = {.id = 50,
                        .section_id = 2,
                        .at = 600,
                        .author = "森",
                        .body = "意見",
                        .resolved_by = "事務局",
                        .resolved_at = 900,
                        .replies = replies,
                        .reply_count = 2};
    DO(comment_put(f->db, &c));
    struct comment got = get(f, 50);
    assert_string_equal(got.author, "森");
    assert_int_equal(got.author_id, 0);
    assert_false(got.open);
    assert_string_equal(got.resolved_by, "事務局");
    assert_int_equal(got.resolved_at, 900);
    assert_int_equal(got.reply_count, 2);
    assert_string_equal(got.replies[1].body, "了解");
    assert_int_equal(got.replies[1].author_id, 0);
    assert_int_equal(comment_put(f->db, &c), ERR_BAD_FIELD); /* the id is taken */
    assert_int_equal(get(f, 50).reply_count, 2);
}

/* --- Kinds, opinions from outside ------------------------------------------------------------------------------- */

static const struct thread_writer member = {MEMBER, ROLE_MEMBER, 9000};
static const struct thread_writer secretariat = {SECRETARIAT, ROLE_SECRETARIAT, 9000};

static int64_t letter(struct fixture *f, const char *body) {
    int64_t id;
    const struct comment_draft draft = {.section_id = 2, .body = body, .source = "郵送", .author = "", .people = 3};
    DO(comment_add(f->db, &draft, &secretariat, &id));
    return id;
}

static void a_comment_is_of_a_kind(void **state) {
    struct fixture *f = *state;
    int64_t id;
    const struct comment_draft draft = {.section_id = 2, .kind = COMMENT_TYPO, .body = "「商業」の誤り"};
    DO(comment_add(f->db, &draft, &member, &id));
    assert_int_equal(get(f, id).kind, COMMENT_TYPO);
    assert_int_equal(get(f, comment(f, 2, "意見")).kind, COMMENT_OPINION);
    const struct comment_draft none = {.section_id = 2, .kind = COMMENT_KIND_COUNT, .body = "意見"};
    assert_int_equal(comment_add(f->db, &none, &member, &id), ERR_BAD_FIELD);
}

static void an_opinion_from_outside_is_entered_by_the_secretariat(void **state) {
    struct fixture *f = *state;
    int64_t id;
    struct comment c = get(f, letter(f, "駐輪場を"));
    assert_string_equal(c.source, "郵送");
    assert_string_equal(c.author, "");
    assert_int_equal(c.author_id, 0);
    assert_int_equal(c.people, 3);
    struct comment_draft draft = {.section_id = 2, .body = "意見", .source = "郵送", .author = "", .people = 1};
    assert_int_equal(comment_add(f->db, &draft, &member, &id), ERR_FORBIDDEN);
    draft.people = 0;
    assert_int_equal(comment_add(f->db, &draft, &secretariat, &id), ERR_BAD_FIELD);
    draft.people = 1000001;
    assert_int_equal(comment_add(f->db, &draft, &secretariat, &id), ERR_BAD_FIELD);
    draft.people = 1000000;
    draft.source = "一行目\n二行目";
    assert_int_equal(comment_add(f->db, &draft, &secretariat, &id), ERR_BAD_FIELD);
    draft.source = "";
    assert_int_equal(comment_add(f->db, &draft, &secretariat, &id), ERR_BAD_FIELD);
}

/* --- Edited and taken back ---------------------------------------------------------------------------------------- */

static void who_wrote_a_comment_can_write_it_anew(void **state) {
    struct fixture *f = *state;
    int64_t id = comment(f, 2, "意見");
    const struct comment_draft draft = {.kind = COMMENT_QUESTION, .body = "意見ですか"};
    assert_int_equal(comment_edit(f->db, id, &draft, &secretariat), ERR_FORBIDDEN);
    assert_int_equal(get(f, id).edited_at, 0);
    DO(comment_edit(f->db, id, &draft, &member));
    struct comment c = get(f, id);
    assert_string_equal(c.body, "意見ですか");
    assert_int_equal(c.kind, COMMENT_QUESTION);
    assert_int_equal(c.at, 5000);
    assert_int_equal(c.edited_at, 9000);
    const struct thread_writer later = {MEMBER, ROLE_MEMBER, 9999};
    DO(comment_edit(f->db, id, &draft, &later)); /* nothing changes */
    assert_int_equal(get(f, id).edited_at, 9000);
    const struct comment_draft empty = {.body = " "};
    assert_int_equal(comment_edit(f->db, id, &empty, &member), ERR_BAD_FIELD);
    const struct thread_writer viewer = {MEMBER, ROLE_VIEWER, 9999};
    assert_int_equal(comment_edit(f->db, id, &draft, &viewer), ERR_FORBIDDEN);
}

static void an_opinion_from_outside_is_corrected_by_the_secretariat(void **state) {
    struct fixture *f = *state;
    int64_t id = letter(f, "駐輪場を");
    const struct comment_draft draft = {
        .body = "駐輪場を増やす", .source = "電子メール", .author = "区民", .people = 4};
    assert_int_equal(comment_edit(f->db, id, &draft, &member), ERR_FORBIDDEN);
    DO(comment_edit(f->db, id, &draft, &secretariat));
    struct comment c = get(f, id);
    assert_string_equal(c.body, "駐輪場を増やす");
    assert_string_equal(c.source, "電子メール");
    assert_string_equal(c.author, "区民");
    assert_int_equal(c.people, 4);
    const struct comment_draft inside = {.body = "ここで書いた"};
    assert_int_equal(comment_edit(f->db, id, &inside, &secretariat), ERR_BAD_FIELD); /* it stays from outside */
    DO(comment_delete(f->db, id, &secretariat));
    assert_string_equal(list(f, (struct comment_filter){0}), "");
}

static void who_wrote_a_comment_can_take_it_back(void **state) {
    struct fixture *f = *state;
    struct comment c;
    struct section s;
    int64_t id = comment(f, 2, "意見");
    comment(f, 2, "残る");
    DO(reply(f, id, MEMBER, "追記", 6000));
    assert_int_equal(comment_delete(f->db, id, &secretariat), ERR_FORBIDDEN);
    DO(comment_delete(f->db, id, &member));
    assert_int_equal(comment_get(f->db, f->arena, id, 0, &c), ERR_NOT_FOUND);
    assert_string_equal(list(f, (struct comment_filter){0}), "残る");
    DO(section_get(f->db, f->arena, 2, &s));
    assert_int_equal(s.open_comments, 1);
    assert_int_equal(reply(f, id, MEMBER, "返信", 6000), ERR_NOT_FOUND);
    assert_int_equal(comment_resolve(f->db, id, MEMBER, 6000), ERR_NOT_FOUND);
    assert_int_equal(comment_delete(f->db, id, &member), ERR_NOT_FOUND);
}

static enum err may_delete(struct fixture *f, int64_t id) {
    struct comment c = get(f, id);
    enum err said = comment_may_delete(&c, &member);
    assert_int_equal(comment_delete(f->db, id, &member), said);
    return said;
}

static void what_others_said_of_a_comment_keeps_it(void **state) {
    struct fixture *f = *state;
    int64_t replied = comment(f, 2, "返信あり");
    DO(reply(f, replied, SECRETARIAT, "どうも", 6000));
    assert_int_equal(may_delete(f, replied), ERR_ANSWERED);

    int64_t answered = comment(f, 2, "回答あり");
    struct response r = {.disposition = DISPOSITION_NOTED, .summary = "", .body = ""};
    DO(response_put(f->db, answered, &r, SECRETARIAT, 6000));
    assert_int_equal(may_delete(f, answered), ERR_ANSWERED);

    int64_t given_up = comment(f, 2, "回答は取り下げ");
    DO(response_put(f->db, given_up, &r, SECRETARIAT, 6000));
    r.disposition = DISPOSITION_NONE;
    DO(response_put(f->db, given_up, &r, SECRETARIAT, 6000));
    assert_int_equal(may_delete(f, given_up), OK);
}

/* id counts as what head says. */
static void merge(struct fixture *f, int64_t id, int64_t head) {
    DO(db_commit(f->db));
    sqlite3 *handle;
    assert_int_equal(sqlite3_open(f->path, &handle), SQLITE_OK);
    const char *set = arena_printf(f->arena, "UPDATE comment SET merged_into = %d WHERE id = %d", (int)head, (int)id);
    assert_int_equal(sqlite3_exec(handle, set, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    DO(db_begin(f->db));
}

static void what_others_are_merged_into_is_kept(void **state) {
    struct fixture *f = *state;
    int64_t head = comment(f, 2, "先"), same = comment(f, 3, "同じ"), third = comment(f, 3, "三つ目");
    merge(f, same, head);
    merge(f, third, head);
    assert_int_equal(get(f, head).merged, 2);
    assert_string_equal(list(f, (struct comment_filter){.heads_only = true}), "先");
    assert_int_equal(may_delete(f, head), ERR_ANSWERED);
    assert_int_equal(may_delete(f, third), OK);
    const struct response r = {.disposition = DISPOSITION_NOTED, .summary = "", .body = "参考にします"};
    DO(response_put(f->db, head, &r, SECRETARIAT, 6000));
    assert_int_equal(may_delete(f, same), ERR_ANSWERED); /* the answer is to both */
    assert_string_equal(list(f, (struct comment_filter){.disposition = "noted"}), "先 同じ");
}

/* --- More filters ------------------------------------------------------------------------------------------------- */

static void a_list_is_narrowed_by_kind_and_source(void **state) {
    struct fixture *f = *state;
    int64_t id;
    comment(f, 2, "意見");
    letter(f, "手紙");
    const struct comment_draft draft = {.section_id = 4, .kind = COMMENT_QUESTION, .body = "質問"};
    DO(comment_add(f->db, &draft, &member, &id));
    assert_string_equal(list(f, (struct comment_filter){.kind = "opinion"}), "意見 手紙");
    assert_string_equal(list(f, (struct comment_filter){.kind = "question"}), "質問");
    assert_string_equal(list(f, (struct comment_filter){.kind = "typo"}), "");
    assert_string_equal(list(f, (struct comment_filter){.source = "inside"}), "意見 質問");
    assert_string_equal(list(f, (struct comment_filter){.source = "outside"}), "手紙");
}

static void a_list_is_narrowed_by_the_answer(void **state) {
    struct fixture *f = *state;
    struct response r = {.disposition = DISPOSITION_NOTED, .summary = "", .body = ""};
    int64_t begun = comment(f, 2, "考え方なし"), done = comment(f, 2, "回答済み");
    comment(f, 2, "未回答");
    DO(response_put(f->db, begun, &r, SECRETARIAT, 6000));
    r.body = "参考にします";
    DO(response_put(f->db, done, &r, SECRETARIAT, 6000));
    assert_string_equal(list(f, (struct comment_filter){.disposition = "none"}), "考え方なし 未回答");
    assert_string_equal(list(f, (struct comment_filter){.disposition = "noted"}), "考え方なし 回答済み");
    assert_string_equal(list(f, (struct comment_filter){.disposition = "declined"}), "");
}

static void a_filter_knows_its_words(void **state) {
    struct fixture *f = *state;
    struct comment *comments;
    size_t count;
    const struct comment_filter bad[] = {{.kind = "x"},       {.kind = ""},    {.disposition = "x"},
                                         {.disposition = ""}, {.source = "x"}, {.source = ""}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(comment_list(f->db, f->arena, &bad[i], &comments, &count), ERR_BAD_FIELD);
}

#define COMMENTED(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        COMMENTED(a_comment_has_its_author_time_and_place),
        COMMENTED(a_comment_keeps_the_name_its_author_had),
        COMMENTED(replies_stand_in_their_order),
        COMMENTED(a_comment_has_something_to_say_and_ends_somewhere),
        COMMENTED(what_is_not_there_cannot_be_commented),
        COMMENTED(comments_of_a_deleted_section_rest_until_it_is_back),
        COMMENTED(nobody_replies_who_is_not_there),
        COMMENTED(a_locked_section_can_be_commented),
        COMMENTED(a_comment_is_resolved_and_opened_again),
        COMMENTED(open_comments_are_counted_at_their_section),
        COMMENTED(comments_are_listed_as_the_document_goes),
        COMMENTED(filters_narrow_a_list),
        COMMENTED(a_list_can_be_read_in_pieces),
        COMMENTED(a_list_is_counted_whole),
        COMMENTED(the_place_of_a_comment_on_a_list_is_known),
        COMMENTED(comments_of_deleted_sections_are_shown_when_asked_for),
        COMMENTED(authors_are_those_who_commented),
        COMMENTED(a_comment_of_another_file_keeps_what_it_had),
        COMMENTED(a_comment_is_of_a_kind),
        COMMENTED(an_opinion_from_outside_is_entered_by_the_secretariat),
        COMMENTED(who_wrote_a_comment_can_write_it_anew),
        COMMENTED(an_opinion_from_outside_is_corrected_by_the_secretariat),
        COMMENTED(who_wrote_a_comment_can_take_it_back),
        COMMENTED(what_others_said_of_a_comment_keeps_it),
        COMMENTED(what_others_are_merged_into_is_kept),
        COMMENTED(a_list_is_narrowed_by_kind_and_source),
        COMMENTED(a_list_is_narrowed_by_the_answer),
        COMMENTED(a_filter_knows_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
