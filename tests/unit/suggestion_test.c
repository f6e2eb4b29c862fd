#include "store_fixture.h"

#include "kosshi/store/section.h"
#include "kosshi/store/suggestion.h"
#include "kosshi/text/changeset_json.h"

enum { CHAPTER = 1, SECTION = 2, REVIEWER = 3 };

#define TEXT "区民の生活を支える。"

/* A section with TEXT at version 1, and a reviewer besides. */
static int set_up(void **state) {
    if (fixture_set_up(state)) return -1;
    struct fixture *f = *state;
    int64_t id, version;
    DO(user_add(f->db, "sasaki", "佐々木", ROLE_REVIEWER, "no password", 1000, &id));
    assert_int_equal(id, REVIEWER);
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &id));
    DO(section_add(f->db, CHAPTER, KIND_SECTION, "1", "目的", &id));
    DO(save_text(f->db, SECTION, 0, TEXT, strlen(TEXT), MEMBER, 5000, &version));
    return 0;
}

static struct changeset parse(struct fixture *f, const char *changes) {
    struct changeset c;
    json_auto_t *json = json_loads(changes, 0, NULL);
    DO(changeset_json_read(f->arena, json, &c));
    return c;
}

static enum err add(struct fixture *f, int64_t version, const char *changes, const char *reason, int64_t *id) {
    struct changeset c = parse(f, changes);
    struct suggestion_draft draft = {SECTION, version, &c, reason, REVIEWER, 6000};
    return suggestion_add(f->db, f->arena, &draft, id);
}

static int64_t suggest(struct fixture *f, const char *changes) {
    struct section s;
    int64_t id;
    DO(section_get(f->db, f->arena, SECTION, &s));
    DO(add(f, s.version, changes, "読みやすく", &id));
    return id;
}

static void push(struct fixture *f, int64_t version, const char *changes) {
    struct changeset c = parse(f, changes);
    struct update_pushed pushed;
    struct update_push p = {SECTION, version, "a", &c, 1, MEMBER, 7000};
    DO(update_push(f->db, f->arena, &p, &pushed));
}

static struct suggestion get(struct fixture *f, int64_t id) {
    struct suggestion s;
    DO(suggestion_get(f->db, f->arena, id, &s));
    return s;
}

static const char *text(struct fixture *f) {
    struct section s;
    DO(section_get(f->db, f->arena, SECTION, &s));
    return s.text;
}

static const struct suggestion_decider member = {MEMBER, ROLE_MEMBER, 8000};
static const struct suggestion_decider secretariat = {SECRETARIAT, ROLE_SECRETARIAT, 8000};
static const struct suggestion_decider reviewer = {REVIEWER, ROLE_REVIEWER, 8000};

static enum err accept(struct fixture *f, int64_t id, const struct suggestion_decider *by) {
    int64_t decided;
    return suggestion_accept(f->db, f->arena, id, by, NULL, &decided);
}

static enum err reject(struct fixture *f, int64_t id, const struct suggestion_decider *by, const char *reason) {
    int64_t decided;
    return suggestion_reject(f->db, f->arena, id, by, NULL, reason, &decided);
}

static enum err withdraw(struct fixture *f, int64_t id, const struct suggestion_decider *by) {
    int64_t decided;
    return suggestion_withdraw(f->db, f->arena, id, by, &decided);
}

/* --- Making ------------------------------------------------------------------------------------------------------ */

static void a_suggestion_waits_with_all_that_was_said(void **state) {
    struct fixture *f = *state;
    struct suggestion s = get(f, suggest(f, "[3,[2,\"暮らし\"],5]"));
    assert_string_equal(s.author, "佐々木");
    assert_int_equal(s.author_id, REVIEWER);
    assert_int_equal(s.section_id, SECTION);
    assert_int_equal(s.at, 6000);
    assert_string_equal(s.reason, "読みやすく");
    assert_int_equal(s.state, SUGGESTION_WAITING);
    assert_false(s.overlaps);
    assert_int_equal(s.version, 1);
    assert_string_equal(s.changes, "[3,[2,\"暮らし\"],5]");
    assert_int_equal(s.made_version, 1);
    assert_string_equal(s.made, s.changes);
    assert_string_equal(s.decided_by, "");
    assert_int_equal(s.decided_at, 0);
    assert_int_equal(s.accepted_version, 0);
    assert_string_equal(text(f), TEXT);
}

static void they_are_listed_as_they_were_made(void **state) {
    struct fixture *f = *state;
    struct suggestion *list;
    size_t count;
    suggest(f, "[[0,\"一\"],10]");
    suggest(f, "[10,[0,\"二\"]]");
    DO(suggestion_list(f->db, f->arena, SECTION, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].changes, "[[0,\"一\"],10]");
    assert_string_equal(list[1].changes, "[10,[0,\"二\"]]");
    DO(suggestion_list(f->db, f->arena, CHAPTER, &list, &count));
    assert_int_equal(count, 0);
    assert_int_equal(suggestion_list(f->db, f->arena, 999, &list, &count), ERR_NOT_FOUND);
}

static void what_cannot_be_suggested_is_refused(void **state) {
    struct fixture *f = *state;
    int64_t id;
    const char *longest = fixture_repeat(f, "理", SUGGESTION_REASON_LIMIT + 1);
    assert_int_equal(add(f, 1, "[[0,\"x\"],9]", "", &id), ERR_BAD_FIELD); /* for another text */
    assert_int_equal(add(f, 1, "[10]", "", &id), ERR_BAD_FIELD);          /* nothing */
    assert_int_equal(add(f, 2, "[[0,\"x\"],10]", "", &id), ERR_STALE);
    assert_int_equal(add(f, -1, "[[0,\"x\"],10]", "", &id), ERR_STALE);
    assert_int_equal(add(f, 1, "[[0,\"x\"],10]", longest, &id), ERR_TOO_LARGE);
    assert_int_equal(add(f, 1, "[[0,\"x\"],10]", "\x07", &id), ERR_BAD_CONTROL);
    const char *large = fixture_repeat(f, "a", SECTION_TEXT_LIMIT);
    assert_int_equal(add(f, 1, arena_printf(f->arena, "[[0,\"%s\"],10]", large), "", &id), ERR_TOO_LARGE);
    DO(add(f, 1, "[[0,\"x\"],10]", "", &id));
    DO(add(f, 1, "[[0,\"x\"],10]", longest + 3, &id));
    DO(section_set_state(f->db, CHAPTER, STATE_FINAL));
    assert_int_equal(add(f, 1, "[[0,\"x\"],10]", "", &id), ERR_LOCKED);
}

static void one_made_at_an_older_version_is_for_the_text_of_now(void **state) {
    struct fixture *f = *state;
    int64_t id;
    push(f, 1, "[[0,\"全\"],10]");
    push(f, 2, "[11,[0,\"と\"]]");
    DO(add(f, 1, "[3,[2,\"暮らし\"],5]", "", &id));
    struct suggestion s = get(f, id);
    assert_string_equal(s.changes, "[4,[2,\"暮らし\"],6]");
    assert_int_equal(s.version, 3);
    assert_int_equal(s.made_version, 1);
    assert_string_equal(s.made, "[3,[2,\"暮らし\"],5]");
    assert_false(s.overlaps);
}

/* --- While it waits ---------------------------------------------------------------------------------------------- */

static void every_update_moves_what_waits(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    push(f, 1, "[[0,\"わが\"],10]");
    push(f, 2, "[12,[0,\"と\"]]");
    struct suggestion s = get(f, id);
    assert_string_equal(s.changes, "[5,[2,\"暮らし\"],6]");
    assert_string_equal(s.made, "[3,[2,\"暮らし\"],5]");
    assert_int_equal(s.version, 3);
    assert_false(s.overlaps);
}

static void a_later_change_of_the_same_words_is_said(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]"), other = suggest(f, "[9,[1,\"こと。\"]]");
    push(f, 1, "[3,[2,\"日々\"],5]");
    push(f, 2, "[[0,\"わが\"],10]"); /* which takes nothing back */
    assert_true(get(f, id).overlaps);
    assert_false(get(f, other).overlaps);
    DO(accept(f, id, &member));
    assert_string_equal(text(f), "わが区民の日々暮らしを支える。");
}

/* --- Deciding ---------------------------------------------------------------------------------------------------- */

static void an_accepted_one_is_an_update_of_its_author(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    struct update *updates;
    size_t count;
    push(f, 1, "[[0,\"わが\"],10]");
    DO(accept(f, id, &member));
    assert_string_equal(text(f), "わが区民の暮らしを支える。");
    struct suggestion s = get(f, id);
    assert_int_equal(s.state, SUGGESTION_ACCEPTED);
    assert_string_equal(s.decided_by, "田中");
    assert_int_equal(s.decided_at, 8000);
    assert_int_equal(s.version, 2);
    assert_int_equal(s.accepted_version, 3);
    DO(update_since(f->db, f->arena, SECTION, 2, INT32_MAX, &updates, &count));
    assert_int_equal(count, 1);
    assert_int_equal(updates[0].user_id, REVIEWER);
    assert_string_equal(updates[0].changes, s.changes);
}

static void one_that_is_accepted_moves_the_others(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[[0,\"わが\"],10]"), other = suggest(f, "[3,[2,\"暮らし\"],5]");
    DO(accept(f, id, &member));
    DO(accept(f, other, &member));
    assert_string_equal(text(f), "わが区民の暮らしを支える。");
    push(f, 3, "[[13]]");
    assert_string_equal(get(f, id).changes, "[[0,\"わが\"],10]"); /* what was decided stays as it was */
}

static void a_rejection_has_a_reason_and_takes_nothing_away(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    assert_int_equal(reject(f, id, &member, ""), ERR_BAD_FIELD);
    assert_int_equal(reject(f, id, &member, " \n"), ERR_BAD_FIELD);
    assert_int_equal(reject(f, id, &member, fixture_repeat(f, "理", SUGGESTION_REASON_LIMIT + 1)), ERR_TOO_LARGE);
    DO(reject(f, id, &member, "用語をそろえるため"));
    push(f, 1, "[[0,\"わが\"],10]");
    struct suggestion s = get(f, id);
    assert_int_equal(s.state, SUGGESTION_REJECTED);
    assert_string_equal(s.decision, "用語をそろえるため");
    assert_string_equal(s.changes, "[3,[2,\"暮らし\"],5]");
    assert_int_equal(s.version, 1);
    assert_int_equal(s.accepted_version, 0);
}

static void its_author_alone_withdraws_it(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    assert_int_equal(withdraw(f, id, &secretariat), ERR_FORBIDDEN);
    DO(withdraw(f, id, &reviewer));
    assert_int_equal(get(f, id).state, SUGGESTION_WITHDRAWN);
    assert_string_equal(text(f), TEXT);
}

static void a_member_decides_and_in_review_the_secretariat(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    assert_int_equal(accept(f, id, &reviewer), ERR_FORBIDDEN);
    assert_int_equal(reject(f, id, &reviewer, "理由"), ERR_FORBIDDEN);
    DO(section_set_state(f->db, CHAPTER, STATE_REVIEW)); /* the chapter above */
    assert_int_equal(accept(f, id, &member), ERR_FORBIDDEN);
    assert_int_equal(reject(f, id, &member, "理由"), ERR_FORBIDDEN);
    DO(accept(f, id, &secretariat));
}

static void deciding_twice_is_once_and_otherwise_is_refused(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    int64_t decided;
    DO(suggestion_accept(f->db, f->arena, id, &member, NULL, &decided));
    assert_int_equal(decided, id);
    DO(suggestion_accept(f->db, f->arena, id, &secretariat, NULL, &decided));
    assert_int_equal(decided, 0);
    assert_string_equal(get(f, id).decided_by, "田中");
    assert_string_equal(text(f), "区民の暮らしを支える。");
    assert_int_equal(reject(f, id, &member, "理由"), ERR_DECIDED);
    assert_int_equal(withdraw(f, id, &reviewer), ERR_DECIDED);
}

static void a_locked_section_takes_none_but_lets_them_be_declined(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]"), other = suggest(f, "[[0,\"わが\"],10]");
    DO(section_set_state(f->db, SECTION, STATE_FINAL));
    DO(db_savepoint(f->db));
    assert_int_equal(accept(f, id, &secretariat), ERR_LOCKED);
    DO(db_savepoint_end(f->db, false));
    assert_int_equal(get(f, id).state, SUGGESTION_WAITING);
    DO(reject(f, id, &secretariat, "確定したため"));
    DO(withdraw(f, other, &reviewer));
}

/* --- Piece by piece ----------------------------------------------------------------------------------------------- */

#define THREE "[[2,\"市民\"],1,[2,\"暮らし\"],1,[3,\"守る\"],1]" /* 市民の暮らしを守る。 */

static enum err accept_pieces(struct fixture *f, int64_t id, const int64_t *pieces, size_t count, int64_t of,
                              int64_t *decided) {
    const struct suggestion_choice choice = {pieces, count, of};
    return suggestion_accept(f->db, f->arena, id, &member, &choice, decided);
}

static void accepted_pieces_are_one_of_their_own_and_the_rest_waits(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, THREE), part;
    DO(accept_pieces(f, id, (int64_t[]){0, 2}, 2, 3, &part));
    assert_string_equal(text(f), "市民の生活を守る。");
    assert_int_not_equal(part, id);
    struct suggestion taken = get(f, part), rest = get(f, id);
    assert_int_equal(taken.state, SUGGESTION_ACCEPTED);
    assert_string_equal(taken.changes, "[[2,\"市民\"],4,[3,\"守る\"],1]");
    assert_string_equal(taken.author, "佐々木");
    assert_string_equal(taken.decided_by, "田中");
    assert_string_equal(taken.reason, "読みやすく");
    assert_string_equal(taken.made, THREE);
    assert_int_equal(taken.part_of, id);
    assert_int_equal(taken.accepted_version, 2);
    assert_int_equal(rest.state, SUGGESTION_WAITING);
    assert_string_equal(rest.changes, "[3,[2,\"暮らし\"],4]"); /* for the text with the others in it */
    assert_int_equal(rest.version, 2);
    assert_int_equal(rest.part_of, 0);
    assert_false(rest.overlaps);
    DO(accept_pieces(f, id, (int64_t[]){0}, 1, 1, &part));
    assert_int_equal(part, id);
    assert_string_equal(text(f), "市民の暮らしを守る。");
}

static void rejected_pieces_keep_their_reason_and_change_nothing(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, THREE), part;
    const struct suggestion_choice choice = {(int64_t[]){1, 1}, 2, 3};
    DO(suggestion_reject(f->db, f->arena, id, &member, &choice, "用語", &part));
    assert_string_equal(text(f), TEXT);
    assert_string_equal(get(f, part).changes, "[3,[2,\"暮らし\"],5]");
    assert_string_equal(get(f, part).decision, "用語");
    assert_string_equal(get(f, id).changes, "[[2,\"市民\"],4,[3,\"守る\"],1]");
    DO(withdraw(f, id, &reviewer));
}

static void other_pieces_than_were_seen_are_not_decided(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, THREE), part;
    assert_int_equal(accept_pieces(f, id, (int64_t[]){0}, 1, 2, &part), ERR_PIECES_CHANGED);
    assert_int_equal(accept_pieces(f, id, (int64_t[]){3}, 1, 3, &part), ERR_PIECES_CHANGED);
    assert_int_equal(accept_pieces(f, id, (int64_t[]){-1}, 1, 3, &part), ERR_PIECES_CHANGED);
    assert_int_equal(accept_pieces(f, id, NULL, 0, 3, &part), ERR_PIECES_CHANGED);
    push(f, 1, "[3,[2],5]"); /* 生活 is gone, and so is a piece: what was to stand in its place stays */
    assert_string_equal(get(f, id).changes, "[[2,\"市民\"],1,[0,\"暮らし\"],1,[3,\"守る\"],1]");
    assert_int_equal(get(f, id).state, SUGGESTION_WAITING);
    DO(accept_pieces(f, id, (int64_t[]){0, 1, 2}, 3, 3, &part));
    assert_int_equal(part, id);
}

static void what_others_wrote_into_a_piece_parts_it(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, THREE), part;
    push(f, 1, "[4,[0,\"い\"],6]"); /* inside of 生活 */
    assert_true(get(f, id).overlaps);
    assert_int_equal(accept_pieces(f, id, (int64_t[]){0}, 1, 3, &part), ERR_PIECES_CHANGED);
    DO(accept_pieces(f, id, (int64_t[]){0}, 1, 4, &part));
    assert_true(get(f, part).overlaps);
    assert_true(get(f, id).overlaps);
    push(f, 3, "[11,[0,\"と\"]]");
    assert_int_equal(get(f, id).version, 4);
}

static void what_waits_is_counted_by_section(void **state) {
    struct fixture *f = *state;
    struct suggestion_count *counts;
    size_t count;
    int64_t id = suggest(f, THREE);
    suggest(f, "[[0,\"わが\"],10]");
    DO(suggestion_waiting(f->db, f->arena, &counts, &count));
    assert_int_equal(count, 1);
    assert_int_equal(counts[0].section_id, SECTION);
    assert_int_equal(counts[0].waiting, 2);
    DO(withdraw(f, id, &reviewer));
    DO(suggestion_waiting(f->db, f->arena, &counts, &count));
    assert_int_equal(counts[0].waiting, 1);
}

static void those_of_a_deleted_section_rest(void **state) {
    struct fixture *f = *state;
    int64_t id = suggest(f, "[3,[2,\"暮らし\"],5]");
    DO(section_delete(f->db, CHAPTER, 7000));
    assert_int_equal(accept(f, id, &member), ERR_NOT_FOUND);
    assert_int_equal(withdraw(f, id, &reviewer), ERR_NOT_FOUND);
    assert_int_equal(accept(f, 999, &member), ERR_NOT_FOUND);
    DO(section_restore(f->db, CHAPTER));
    DO(accept(f, id, &member));
    DO(db_commit(f->db));
    fixture_assert_whole(f);
}

int main(void) {
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        T(a_suggestion_waits_with_all_that_was_said),
        T(they_are_listed_as_they_were_made),
        T(what_cannot_be_suggested_is_refused),
        T(one_made_at_an_older_version_is_for_the_text_of_now),
        T(every_update_moves_what_waits),
        T(a_later_change_of_the_same_words_is_said),
        T(an_accepted_one_is_an_update_of_its_author),
        T(one_that_is_accepted_moves_the_others),
        T(a_rejection_has_a_reason_and_takes_nothing_away),
        T(its_author_alone_withdraws_it),
        T(a_member_decides_and_in_review_the_secretariat),
        T(deciding_twice_is_once_and_otherwise_is_refused),
        T(a_locked_section_takes_none_but_lets_them_be_declined),
        T(those_of_a_deleted_section_rest),
        T(accepted_pieces_are_one_of_their_own_and_the_rest_waits),
        T(rejected_pieces_keep_their_reason_and_change_nothing),
        T(other_pieces_than_were_seen_are_not_decided),
        T(what_others_wrote_into_a_piece_parts_it),
        T(what_waits_is_counted_by_section),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
