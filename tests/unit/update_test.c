#include "store_fixture.h"

#include "../../src/store/sql.h"
#include "kosshi/store/section.h"
#include "kosshi/text/changeset_json.h"

#define MINUTE 60000

static int64_t plant(struct fixture *f) {
    int64_t chapter, id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &chapter));
    DO(section_add(f->db, chapter, KIND_SECTION, "1", "目的", &id));
    return id;
}

/* A push of changesets that are written one behind the other, divided by a blank. */
static enum err push(struct fixture *f, int64_t id, int64_t version, const char *client, const char *changes,
                     int64_t user, int64_t now, struct update_pushed *out) {
    struct changeset list[8];
    size_t count = 0;
    json_t *json;
    for (size_t at = 0; (json = json_loads(changes + at, JSON_DISABLE_EOF_CHECK, NULL));) {
        DO(changeset_json_read(f->arena, json, &list[count++]));
        json_decref(json);
        const char *next = strchr(changes + at, ' ');
        if (!next) break;
        at = (size_t)(next - changes) + 1;
    }
    struct update_push p = {id, version, client, list, count, user, now};
    return update_push(f->db, f->arena, &p, out);
}

static const char *text_of(struct fixture *f, int64_t id) {
    struct section s;
    DO(section_get(f->db, f->arena, id, &s));
    return s.text;
}

static void each_update_makes_one_version_with_its_author(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    struct update *updates;
    size_t count;
    DO(push(f, id, 0, "a", "[[0,\"産業\"]] [2,[0,\"の姿\"]]", MEMBER, 5000, &pushed));
    assert_int_equal(pushed.version, 2);
    assert_int_equal(pushed.applied, 2);
    assert_true(pushed.joined);
    assert_string_equal(text_of(f, id), "産業の姿");
    DO(update_since(f->db, f->arena, id, 0, INT32_MAX, &updates, &count));
    assert_int_equal(count, 2);
    assert_string_equal(updates[0].changes, "[[0,\"産業\"]]");
    assert_string_equal(updates[1].changes, "[2,[0,\"の姿\"]]");
    assert_string_equal(updates[1].client, "a");
    assert_string_equal(updates[1].user, "田中");
    assert_int_equal(updates[1].at, 5000);
    assert_int_equal(updates[1].version, 2);
    DO(update_since(f->db, f->arena, id, 2, INT32_MAX, &updates, &count));
    assert_int_equal(count, 0);
}

/* 産業 became 新産業の姿 for others, and the late one put 地域 between its two characters. */
static void what_was_made_at_an_older_version_is_mapped(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    DO(push(f, id, 0, "a", "[[0,\"産業\"]]", MEMBER, 5000, &pushed));
    DO(push(f, id, 1, "a", "[[0,\"新\"],2] [3,[0,\"の姿\"]]", MEMBER, 5000, &pushed));
    DO(push(f, id, 1, "b", "[1,[0,\"地域\"],1]", SECRETARIAT, 6000, &pushed));
    assert_int_equal(pushed.version, 4);
    assert_string_equal(text_of(f, id), "新産地域業の姿");
}

static void a_push_that_is_repeated_is_applied_once(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    DO(push(f, id, 0, "a", "[[0,\"あ\"]]", MEMBER, 5000, &pushed));
    DO(push(f, id, 0, "b", "[[0,\"い\"]]", SECRETARIAT, 5000, &pushed));
    DO(push(f, id, 0, "a", "[[0,\"あ\"]]", MEMBER, 6000, &pushed));
    assert_int_equal(pushed.applied, 0);
    assert_int_equal(pushed.version, 2);
    DO(push(f, id, 0, "a", "[[0,\"あ\"]] [1,[0,\"う\"]]", MEMBER, 6000,
            &pushed)); /* the answer was lost, it typed on */
    assert_int_equal(pushed.applied, 1);
    struct update *updates;
    size_t count;
    DO(update_since(f->db, f->arena, id, 0, INT32_MAX, &updates, &count));
    assert_int_equal(count, 3);
    assert_string_equal(text_of(f, id), "あいう");
}

static void what_another_sends_under_a_client_s_name_is_not_taken_for_its_own(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    DO(push(f, id, 0, "a", "[[0,\"あ\"]]", SECRETARIAT, 5000, &pushed));
    DO(push(f, id, 0, "a", "[[0,\"い\"]]", MEMBER, 6000, &pushed));
    assert_int_equal(pushed.applied, 1);
    assert_string_equal(text_of(f, id), "あい");
}

static void what_cannot_be_is_refused_and_said(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    DO(push(f, id, 0, "a", "[[0,\"😀\"]]", MEMBER, 5000, &pushed));
    assert_int_equal(push(f, id, 1, "a", "[1,[1,\"x\"]]", MEMBER, 5000, &pushed), ERR_BAD_FIELD); /* splits a pair */
    assert_int_equal(push(f, id, 1, "a", "[3,[0,\"x\"]]", MEMBER, 5000, &pushed), ERR_BAD_FIELD);
    assert_int_equal(push(f, id, 1, "", "[2,[0,\"x\"]]", MEMBER, 5000, &pushed), ERR_BAD_FIELD);
    assert_int_equal(push(f, id, 2, "a", "[2,[0,\"x\"]]", MEMBER, 5000, &pushed), ERR_STALE);
    assert_int_equal(push(f, id, -1, "a", "[2,[0,\"x\"]]", MEMBER, 5000, &pushed), ERR_STALE);
    assert_int_equal(push(f, 999, 0, "a", "[[0,\"x\"]]", MEMBER, 5000, &pushed), ERR_NOT_FOUND);
    DO(section_set_state(f->db, id, STATE_FINAL));
    assert_int_equal(push(f, id, 1, "a", "[2,[0,\"x\"]]", MEMBER, 5000, &pushed), ERR_LOCKED);
    assert_string_equal(text_of(f, id), "😀");
}

static void a_text_may_not_outgrow_its_limit(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f), version;
    struct update_pushed pushed;
    char *large = fixture_repeat(f, "a", SECTION_TEXT_LIMIT);
    DO(save_text(f->db, id, 0, large, SECTION_TEXT_LIMIT, MEMBER, 5000, &version));
    assert_int_equal(push(f, id, 1, "a", "[[0,\"b\"],262144]", MEMBER, 5000, &pushed), ERR_TOO_LARGE);
}

/* --- Texts of before ------------------------------------------------------------------------------------------------ */

static void assert_text_at(struct fixture *f, int64_t id, int64_t version, const char *text, const char *author,
                           int64_t at) {
    struct revision r;
    DO(update_text_at(f->db, f->arena, id, version, &r));
    assert_string_equal(r.text, text);
    assert_int_equal(r.size, strlen(text));
    assert_string_equal(r.author, author);
    assert_int_equal(r.at, at);
    assert_int_equal(r.version, version);
}

static void the_text_of_every_version_is_known(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    DO(push(f, id, 0, "a", "[[0,\"一\"]] [[1]] [[0,\"三\",\"四\"]]", MEMBER, 5000, &pushed));
    DO(push(f, id, 3, "b", "[1,[2,\"😀\"]]", SECRETARIAT, 60 * MINUTE, &pushed)); /* begins a revision */
    assert_text_at(f, id, 0, "", "", 0);
    assert_text_at(f, id, 1, "一", "田中", 5000);
    assert_text_at(f, id, 2, "", "田中", 5000);
    assert_text_at(f, id, 3, "三\n四", "田中", 5000);
    assert_text_at(f, id, 4, "三😀", "事務局", 60 * MINUTE);
    struct revision r;
    assert_int_equal(update_text_at(f->db, f->arena, id, 5, &r), ERR_NOT_FOUND);
    assert_int_equal(update_text_at(f->db, f->arena, 999, 0, &r), ERR_NOT_FOUND);
}

/* The versions that stand in revision, in a line. */
static const char *revisions(struct fixture *f, int64_t id) {
    const char *line = "";
    SQL(list, f->db, "SELECT version FROM revision WHERE section_id = ?1 ORDER BY version");
    sql_bind_integer(&list, 1, id);
    while (sql_row(&list) == OK)
        line = arena_printf(f->arena, "%s%lld ", line, (long long)sql_integer(&list, 0));
    return line;
}

/* Two begin together and are one revision; so are both when one goes on alone; whoever comes later begins another, and so
 * does a pause. */
static void neighbouring_updates_of_the_same_people_are_one_revision(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_pushed pushed;
    DO(push(f, id, 0, "a", "[[0,\"一\"]]", MEMBER, 0, &pushed));
    DO(push(f, id, 1, "b", "[1,[0,\"二\"]]", SECRETARIAT, 4 * MINUTE, &pushed));
    assert_true(pushed.joined);
    DO(push(f, id, 2, "b", "[2,[0,\"三\"]]", SECRETARIAT, 9 * MINUTE, &pushed));
    assert_false(pushed.joined);
    assert_string_equal(revisions(f, id), "");
    DO(push(f, id, 3, "c", "[3,[0,\"四\"]]", 0, 10 * MINUTE, &pushed)); /* nobody's: an import */
    assert_string_equal(revisions(f, id), "3 ");
    DO(push(f, id, 4, "a", "[4,[0,\"五\"]]", MEMBER, 11 * MINUTE, &pushed));
    assert_true(pushed.joined);
    assert_string_equal(revisions(f, id), "3 ");
    DO(push(f, id, 5, "a", "[5,[0,\"六\"]]", MEMBER, 17 * MINUTE, &pushed));
    assert_string_equal(revisions(f, id), "3 5 ");
    assert_text_at(f, id, 3, "一二三", "事務局", 9 * MINUTE);
}

/* --- Whole texts ---------------------------------------------------------------------------------------------------- */

static struct update_saved save(struct fixture *f, int64_t id, int64_t base, const char *text, int64_t user) {
    struct update_save s = {
        .section_id = id, .base_version = base, .text = text, .size = strlen(text), .user_id = user, .now = 5000};
    struct update_saved saved;
    DO(update_save(f->db, f->arena, &s, &saved));
    return saved;
}

static void a_late_save_keeps_what_others_wrote(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    save(f, id, 0, "一行目\n二行目\n三行目\n", MEMBER);
    save(f, id, 1, "一行目です\n二行目\n三行目\n", SECRETARIAT);
    struct update_saved saved = save(f, id, 1, "一行目\n二行目\n三行目である\n", MEMBER);
    assert_true(saved.is_new);
    assert_true(saved.is_merged);
    assert_int_equal(saved.overlap_count, 0);
    assert_string_equal(saved.text, "一行目です\n二行目\n三行目である\n");
    assert_int_equal(saved.version, 3);
}

static void where_both_changed_the_same_words_both_stay_and_the_place_is_said(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    save(f, id, 0, "区の目標は商業です。", MEMBER);
    save(f, id, 1, "区の目標は農業です。", SECRETARIAT); /* 商 became 農 */
    struct update_saved saved = save(f, id, 1, "区の目標は工業です。", MEMBER);
    assert_string_equal(saved.text, "区の目標は農工業です。");
    assert_int_equal(saved.overlap_count, 1);
    assert_int_equal(saved.overlaps[0].from, 5);
    assert_int_equal(saved.overlaps[0].to, 7);
}

static void a_save_sent_twice_is_one(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    save(f, id, 0, "本文", MEMBER);
    save(f, id, 1, "本文です", SECRETARIAT);
    save(f, id, 1, "この本文", MEMBER);
    struct update_saved again = save(f, id, 1, "この本文", MEMBER);
    assert_false(again.is_new);
    assert_int_equal(again.version, 3);
    assert_string_equal(again.text, "この本文です");
}

static void a_save_that_changed_nothing_writes_nothing(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    save(f, id, 0, "本文", MEMBER);
    save(f, id, 1, "本文です", SECRETARIAT);
    struct update_saved saved = save(f, id, 1, "本文", MEMBER);
    assert_false(saved.is_new);
    assert_true(saved.is_merged);
    assert_string_equal(saved.text, "本文です");
    assert_int_equal(saved.version, 2);
}

static void a_save_that_was_compared_before_others_wrote_is_the_same_save(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    save(f, id, 0, "一行目\n二行目\n", MEMBER);
    struct update_save s = {.section_id = id,
                            .base_version = 1,
                            .text = "一行目\n二行目です\n",
                            .size = 26,
                            .user_id = MEMBER,
                            .now = 5000};
    update_save_compare(f->db, f->arena, &s);
    assert_non_null(s.compared);
    save(f, id, 1, "始めの一行目\n二行目\n", SECRETARIAT);
    struct update_saved saved;
    DO(update_save(f->db, f->arena, &s, &saved));
    assert_string_equal(saved.text, "始めの一行目\n二行目です\n");
    assert_true(saved.is_merged);
    DO(update_save(f->db, f->arena, &s, &saved));
    assert_false(saved.is_new);
}

static void a_save_is_put_behind_what_was_written_before_and_after_it_was_compared(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    save(f, id, 0, "区の目標は商業です。\n二行目\n", MEMBER);
    save(f, id, 1, "区の目標は農業です。\n二行目\n", SECRETARIAT); /* 商 became 農 */
    struct update_save s = {.section_id = id,
                            .base_version = 1,
                            .text = "区の目標は工業です。\n二行目\n",
                            .size = 41,
                            .user_id = MEMBER,
                            .now = 5000};
    update_save_compare(f->db, f->arena, &s);
    assert_int_equal(s.compared->version, 2);
    save(f, id, 2, "新区の目標は農業です。\n二行目です\n", SECRETARIAT);
    struct update_saved saved;
    DO(update_save(f->db, f->arena, &s, &saved));
    assert_string_equal(saved.text, "新区の目標は農工業です。\n二行目です\n");
    assert_int_equal(saved.version, 4);
    assert_int_equal(saved.overlap_count, 1);
    assert_int_equal(saved.overlaps[0].from, 6);
    assert_int_equal(saved.overlaps[0].to, 8);
    update_save_compare(f->db, f->arena, &s);
    assert_true(s.compared->is_there);
    DO(update_save(f->db, f->arena, &s, &saved));
    assert_false(saved.is_new);
    assert_int_equal(saved.version, 4);
}

static void what_cannot_be_compared_is_said_by_the_save(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    struct update_saved saved;
    struct update_save s = {
        .section_id = id, .base_version = 9, .text = "x", .size = 1, .user_id = MEMBER, .now = 5000};
    update_save_compare(f->db, f->arena, &s);
    assert_null(s.compared);
    assert_int_equal(update_save(f->db, f->arena, &s, &saved), ERR_STALE);
    s.base_version = 0;
    s.text = "\xff";
    update_save_compare(f->db, f->arena, &s);
    assert_null(s.compared);
    assert_int_equal(update_save(f->db, f->arena, &s, &saved), ERR_BAD_UTF8);
}

/* A text that came out of another file has no log before its version, and one of an older file has revisions alone. */
static void a_save_merges_where_the_log_does_not_reach_back_to_its_base(void **state) {
    struct fixture *f = *state;
    struct section s = {.kind = KIND_CHAPTER,
                        .number = "",
                        .title = "章",
                        .text = "一\n二\n",
                        .text_size = 8,
                        .version = 7,
                        .state = STATE_DRAFTING,
                        .changed_at = 9000};
    int64_t id;
    struct update *updates;
    size_t count;
    DO(section_put(f->db, &s, &id));
    struct update_saved saved = save(f, id, 0, "三\n", MEMBER);
    assert_true(saved.is_new);
    assert_non_null(strstr(saved.text, "一"));
    assert_non_null(strstr(saved.text, "三"));
    assert_int_equal(saved.version, 8);
    assert_int_equal(update_since(f->db, f->arena, id, 6, INT32_MAX, &updates, &count), ERR_STALE);
    DO(update_since(f->db, f->arena, id, 7, INT32_MAX, &updates, &count));
    assert_int_equal(count, 1);
    struct update_saved again = save(f, id, 0, "三\n", MEMBER);
    assert_false(again.is_new);
    assert_int_equal(again.version, 8);
    assert_string_equal(again.text, saved.text);
}

static void the_log_of_all_sections_is_read_on_from_an_id(void **state) {
    struct fixture *f = *state;
    int64_t first = plant(f), second = plant(f), newest;
    struct update *updates;
    size_t count;
    DO(update_newest(f->db, &newest));
    assert_int_equal(newest, 0);
    save(f, first, 0, "一", MEMBER);
    save(f, second, 0, "二", MEMBER);
    save(f, first, 1, "一二", MEMBER);
    DO(update_after(f->db, f->arena, 0, 2, &updates, &count));
    assert_int_equal(count, 2);
    assert_int_equal(updates[1].section_id, second);
    DO(update_after(f->db, f->arena, updates[1].id, 10, &updates, &count));
    assert_int_equal(count, 1);
    assert_int_equal(updates[0].section_id, first);
    assert_int_equal(updates[0].version, 2);
    DO(update_newest(f->db, &newest));
    assert_int_equal(newest, updates[0].id);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(each_update_makes_one_version_with_its_author),
        WITH_DOCUMENT(what_was_made_at_an_older_version_is_mapped),
        WITH_DOCUMENT(a_push_that_is_repeated_is_applied_once),
        WITH_DOCUMENT(what_another_sends_under_a_client_s_name_is_not_taken_for_its_own),
        WITH_DOCUMENT(what_cannot_be_is_refused_and_said),
        WITH_DOCUMENT(a_text_may_not_outgrow_its_limit),
        WITH_DOCUMENT(the_text_of_every_version_is_known),
        WITH_DOCUMENT(neighbouring_updates_of_the_same_people_are_one_revision),
        WITH_DOCUMENT(a_late_save_keeps_what_others_wrote),
        WITH_DOCUMENT(where_both_changed_the_same_words_both_stay_and_the_place_is_said),
        WITH_DOCUMENT(a_save_sent_twice_is_one),
        WITH_DOCUMENT(a_save_that_changed_nothing_writes_nothing),
        WITH_DOCUMENT(a_save_that_was_compared_before_others_wrote_is_the_same_save),
        WITH_DOCUMENT(a_save_is_put_behind_what_was_written_before_and_after_it_was_compared),
        WITH_DOCUMENT(what_cannot_be_compared_is_said_by_the_save),
        WITH_DOCUMENT(a_save_merges_where_the_log_does_not_reach_back_to_its_base),
        WITH_DOCUMENT(the_log_of_all_sections_is_read_on_from_an_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
