#include "store_fixture.h"

#include <ctype.h>

#include "kosshi/base/buf.h"

#define MINUTE (60LL * 1000)
#define DAY (24LL * 60 * MINUTE)

/* --- Passwords -------------------------------------------------------------------------------------------------- */

static void a_password_is_kept_as_argon2id_of_19_mib_and_two_passes(void **state) {
    (void)state;
    char first[PASSWORD_HASH_SIZE];
    char second[PASSWORD_HASH_SIZE];
    DO(password_hash("十文字のパスワード！", first));
    assert_memory_equal(first, "$argon2id$v=19$m=19456,t=2,p=1$", 31); /* 19 * 1024 KiB, as OWASP writes it */
    DO(password_hash("十文字のパスワード！", second));
    assert_string_not_equal(first, second); /* salted */
}

static void a_password_has_ten_characters_or_more(void **state) {
    (void)state;
    char hash[PASSWORD_HASH_SIZE];
    char longest[202];
    memset(longest, 'a', sizeof longest);
    longest[201] = 0;
    assert_int_equal(password_hash("", hash), ERR_WEAK_PASSWORD);
    assert_int_equal(password_hash("123456789", hash), ERR_WEAK_PASSWORD);
    assert_int_equal(password_hash("九文字しかないです", hash), ERR_WEAK_PASSWORD); /* 27 bytes */
    DO(password_hash("1234567890", hash));
    assert_int_equal(password_hash(longest, hash), ERR_BAD_FIELD);
    DO(password_hash(longest + 1, hash));
}

static void give_password(struct fixture *f, int64_t id, const char *password) {
    char hash[PASSWORD_HASH_SIZE];
    DO(password_hash(password, hash));
    DO(user_set_password(f->db, id, hash, NULL));
}

static void name_and_password_together_let_a_person_in(void **state) {
    struct fixture *f = *state;
    struct user user = {0};
    give_password(f, MEMBER, "korekara-kurashi");
    DO(user_authenticate(f->db, f->arena, "tanaka", "korekara-kurashi", "192.0.2.1", 5000, &user));
    assert_int_equal(user.id, MEMBER);
    assert_int_equal(user.role, ROLE_MEMBER);
    assert_string_equal(user.display, "田中");
    DO(user_authenticate(f->db, f->arena, "TANAKA", "korekara-kurashi", "192.0.2.1", 5000, &user));
    user.id = 0;
    assert_int_equal(user_authenticate(f->db, f->arena, "tanaka", "Korekara-kurashi", "192.0.2.1", 5000, &user),
                     ERR_WRONG_PASSWORD);
    assert_int_equal(user_authenticate(f->db, f->arena, "suzuki", "korekara-kurashi", "192.0.2.1", 5000, &user),
                     ERR_WRONG_PASSWORD);
    DO(user_disable(f->db, MEMBER, 5000));
    assert_int_equal(user_authenticate(f->db, f->arena, "tanaka", "korekara-kurashi", "192.0.2.1", 5000, &user),
                     ERR_WRONG_PASSWORD);
    assert_int_equal(user.id, 0);
}

/* --- The throttle ----------------------------------------------------------------------------------------------- */

static enum err try(struct fixture *f, const char *name, const char *address, int64_t now) {
    struct user user;
    return user_authenticate(f->db, f->arena, name, "wrong", address, now, &user);
}

static void ten_failures_of_a_name_close_it_for_a_quarter_of_an_hour(void **state) {
    struct fixture *f = *state;
    int64_t now = 100 * DAY;
    for (int i = 0; i < 9; i++)
        DO(user_failed(f->db, "tanaka", "192.0.2.1", now));
    assert_int_equal(try(f, "tanaka", "192.0.2.1", now), ERR_WRONG_PASSWORD);
    DO(user_failed(f->db, "Ｔanaka", "192.0.2.2", now));
    assert_int_equal(try(f, "tanaka", "192.0.2.3", now), ERR_TOO_MANY);       /* from anywhere */
    assert_int_equal(try(f, "ＴＡＮＡＫＡ", "192.0.2.3", now), ERR_TOO_MANY); /* and however written */
    assert_int_equal(try(f, "TANAKA", "192.0.2.3", now + 14 * MINUTE), ERR_TOO_MANY);
    assert_int_equal(try(f, "jimukyoku", "192.0.2.1", now), ERR_WRONG_PASSWORD); /* another name */
    assert_int_equal(try(f, "tanaka", "192.0.2.1", now + 15 * MINUTE), ERR_WRONG_PASSWORD);
}

static void fifty_failures_from_an_address_close_it(void **state) {
    struct fixture *f = *state;
    int64_t now = 100 * DAY;
    for (int i = 0; i < 50; i++) {
        assert_int_not_equal(try(f, i % 2 ? "a" : "b", "192.0.2.9", now), OK);
        DO(user_failed(f->db, arena_printf(f->arena, "name%d", i), "192.0.2.1", now));
    }
    assert_int_equal(try(f, "tanaka", "192.0.2.1", now), ERR_TOO_MANY);
    assert_int_equal(try(f, "tanaka", "192.0.2.2", now), ERR_WRONG_PASSWORD);
}

static void a_name_too_long_to_be_one_can_fail_too(void **state) {
    struct fixture *f = *state;
    char *name = arena_alloc(f->arena, 100001);
    memset(name, 'n', 100000);
    DO(user_failed(f->db, name, "192.0.2.1", 1000));
    DO(user_failed(f->db, "", "", 1000));
}

/* --- Persons ---------------------------------------------------------------------------------------------------- */

static enum err add(struct fixture *f, const char *name, const char *display, enum role role, int64_t *id) {
    return user_add(f->db, name, display, role, "no password", 2000, id);
}

static void a_person_is_found_by_id_and_by_name(void **state) {
    struct fixture *f = *state;
    int64_t id;
    struct user user;
    DO(add(f, "佐藤 花子", NULL, ROLE_REVIEWER, &id));
    DO(user_get(f->db, f->arena, id, &user));
    assert_string_equal(user.name, "佐藤 花子");
    assert_string_equal(user.display, "佐藤 花子");
    assert_int_equal(user.role, ROLE_REVIEWER);
    assert_int_equal(user.created_at, 2000);
    assert_int_equal(user.disabled_at, 0);
    DO(user_find(f->db, f->arena, "佐藤 花子", &user));
    assert_int_equal(user.id, id);
    assert_int_equal(user_find(f->db, f->arena, "佐藤", &user), ERR_NOT_FOUND);
    assert_int_equal(user_get(f->db, f->arena, 99, &user), ERR_NOT_FOUND);
}

static void persons_are_listed_as_they_came(void **state) {
    struct fixture *f = *state;
    int64_t id;
    struct user *users;
    size_t count;
    DO(add(f, "abe", "阿部", ROLE_VIEWER, &id));
    DO(user_list(f->db, f->arena, &users, &count));
    assert_int_equal(count, 3);
    assert_string_equal(users[0].name, "jimukyoku");
    assert_string_equal(users[1].name, "tanaka");
    assert_string_equal(users[2].name, "abe");
}

static void a_name_is_given_once(void **state) {
    struct fixture *f = *state;
    int64_t id;
    assert_int_equal(add(f, "tanaka", NULL, ROLE_VIEWER, &id), ERR_NAME_TAKEN);
    assert_int_equal(add(f, "Tanaka", NULL, ROLE_VIEWER, &id), ERR_NAME_TAKEN);
    DO(add(f, "tanaka2", "田中", ROLE_VIEWER, &id)); /* shown names may be alike */
}

static void a_name_that_reads_like_anothers_is_taken(void **state) {
    struct fixture *f = *state;
    int64_t id;
    static const char *const alike[] = {"ＴＡＮＡＫＡ", "ｔanaka", "𝐭𝐚𝐧𝐚𝐤𝐚"};
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++)
        assert_int_equal(add(f, alike[i], NULL, ROLE_VIEWER, &id), ERR_NAME_TAKEN);
    DO(add(f, "ｻﾄｳ", NULL, ROLE_VIEWER, &id));
    assert_int_equal(add(f, "サトウ", NULL, ROLE_VIEWER, &id), ERR_NAME_TAKEN);
    DO(add(f, "サト", NULL, ROLE_VIEWER, &id));
}

static void a_person_is_found_however_the_name_is_written(void **state) {
    struct fixture *f = *state;
    struct user user;
    DO(user_find(f->db, f->arena, "ＴａＮａＫａ", &user));
    assert_int_equal(user.id, MEMBER);
    assert_string_equal(user.name, "tanaka");
    give_password(f, MEMBER, "korekara-kurashi");
    DO(user_authenticate(f->db, f->arena, "ｔａｎａｋａ", "korekara-kurashi", "192.0.2.1", 5000, &user));
    assert_int_equal(user.id, MEMBER);
    assert_int_equal(user_find(f->db, f->arena, "", &user), ERR_NOT_FOUND);
}

static void names_hide_nothing(void **state) {
    struct fixture *f = *state;
    static const char *const bad[] = {"tana\u200Bka", "\u202Eakanat\u202C", "\u3164", "a\u2028b"};
    int64_t id;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(add(f, bad[i], "名", ROLE_VIEWER, &id), ERR_BAD_FIELD);
        assert_int_equal(add(f, "name", bad[i], ROLE_VIEWER, &id), ERR_BAD_FIELD);
        assert_int_equal(user_set_display(f->db, MEMBER, bad[i]), ERR_BAD_FIELD);
    }
    DO(add(f, "葛\U000E0100西", NULL, ROLE_VIEWER, &id)); /* a form of the character, as in the family register */
}

static void a_name_is_one_line_without_spaces_at_its_ends(void **state) {
    struct fixture *f = *state;
    static const char *const bad[] = {"",       " ",       " a",      "a ",   "\u3000a", "a\u3000",
                                      "\u3000", "a\u00A0", "\u2003a", "a\nb", "a\tb"};
    int64_t id;
    char longest[202];
    memset(longest, 'a', sizeof longest);
    longest[201] = 0;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(add(f, bad[i], "名", ROLE_VIEWER, &id), ERR_BAD_FIELD);
    }
    assert_int_equal(add(f, longest, "名", ROLE_VIEWER, &id), ERR_BAD_FIELD);
    assert_int_equal(add(f, "name", longest, ROLE_VIEWER, &id), ERR_BAD_FIELD);
    assert_int_equal(add(f, "name", "二\n行", ROLE_VIEWER, &id), ERR_BAD_FIELD);
    assert_int_equal(add(f, "\xe3\x81", "名", ROLE_VIEWER, &id), ERR_BAD_UTF8);
    assert_int_equal(add(f, "a\x01z", "名", ROLE_VIEWER, &id), ERR_BAD_CONTROL);
    assert_int_equal(add(f, "name", "名", ROLE_NOBODY, &id), ERR_BAD_FIELD);
    assert_int_equal(add(f, "name", "名", ROLE_COUNT, &id), ERR_BAD_FIELD);
    DO(add(f, longest + 1, "", ROLE_VIEWER, &id));
}

static void a_person_changes_what_is_shown(void **state) {
    struct fixture *f = *state;
    struct user user;
    DO(user_set_display(f->db, MEMBER, "田中 太郎"));
    DO(user_get(f->db, f->arena, MEMBER, &user));
    assert_string_equal(user.display, "田中 太郎");
    assert_int_equal(user_set_display(f->db, MEMBER, ""), ERR_BAD_FIELD);
    assert_int_equal(user_set_display(f->db, 99, "誰か"), ERR_NOT_FOUND);
}

static void somebody_can_always_hand_out_roles(void **state) {
    struct fixture *f = *state;
    int count;
    assert_int_equal(user_set_role(f->db, SECRETARIAT, ROLE_MEMBER), ERR_LAST_SECRETARIAT);
    assert_int_equal(user_disable(f->db, SECRETARIAT, 5000), ERR_LAST_SECRETARIAT);
    DO(user_set_role(f->db, SECRETARIAT, ROLE_SECRETARIAT));
    DO(user_set_role(f->db, MEMBER, ROLE_SECRETARIAT));
    DO(user_count_secretariat(f->db, &count));
    assert_int_equal(count, 2);
    DO(user_disable(f->db, SECRETARIAT, 5000));
    DO(user_count_secretariat(f->db, &count));
    assert_int_equal(count, 1);
    assert_int_equal(user_set_role(f->db, MEMBER, ROLE_VIEWER), ERR_LAST_SECRETARIAT); /* the other one is disabled */
    DO(user_set_role(f->db, SECRETARIAT, ROLE_VIEWER));
    DO(user_enable(f->db, SECRETARIAT));
    assert_int_equal(user_disable(f->db, MEMBER, 5000), ERR_LAST_SECRETARIAT);
}

static void changing_nobody_is_told(void **state) {
    struct fixture *f = *state;
    assert_int_equal(user_set_role(f->db, 99, ROLE_MEMBER), ERR_NOT_FOUND);
    assert_int_equal(user_set_role(f->db, 99, ROLE_SECRETARIAT), ERR_NOT_FOUND);
    assert_int_equal(user_disable(f->db, 99, 5000), ERR_NOT_FOUND);
    assert_int_equal(user_enable(f->db, 99), ERR_NOT_FOUND);
    assert_int_equal(user_set_password(f->db, 99, "hash", NULL), ERR_NOT_FOUND);
    assert_int_equal(user_set_role(f->db, MEMBER, ROLE_NOBODY), ERR_BAD_FIELD);
}

static void names_of_roles_go_there_and_back(void **state) {
    (void)state;
    static const char *const names[] = {"viewer", "reviewer", "member", "secretariat"};
    for (int i = 0; i < 4; i++) {
        assert_string_equal(role_name((enum role)(i + 1)), names[i]);
        assert_int_equal(role_of(names[i]), i + 1);
    }
    assert_string_equal(role_name(ROLE_NOBODY), "nobody");
    assert_int_equal(role_of("nobody"), ROLE_COUNT);
    assert_int_equal(role_of("admin"), ROLE_COUNT);
}

/* --- Sessions --------------------------------------------------------------------------------------------------- */

static void assert_token(const char *token) {
    assert_int_equal(strlen(token), 43);
    for (const char *c = token; *c; c++)
        assert_true(isalnum((unsigned char)*c) || *c == '-' || *c == '_');
}

static void a_session_lasts_thirty_days(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    struct user user;
    int64_t expires;
    int64_t now = 100 * DAY;
    DO(session_start(f->db, MEMBER, now, token));
    assert_token(token);
    DO(session_find(f->db, f->arena, token, now + 30 * DAY - 1, &user, &expires));
    assert_int_equal(user.id, MEMBER);
    assert_int_equal(expires, now + 30 * DAY);
    assert_int_equal(session_find(f->db, f->arena, token, now + 30 * DAY, &user, NULL), ERR_SIGNED_OUT);
    assert_int_equal(session_find(f->db, f->arena, "", now, &user, NULL), ERR_SIGNED_OUT);
    assert_int_equal(session_find(f->db, f->arena, "no such token", now, &user, NULL), ERR_SIGNED_OUT);
}

static void a_file_holds_no_token(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    char invitation[TOKEN_SIZE];
    DO(session_start(f->db, MEMBER, 1000, token));
    DO(invitation_add(f->db, ROLE_MEMBER, SECRETARIAT, NULL, 1000, invitation));
    assert_string_not_equal(token, invitation);
    DO(db_commit(f->db));
    db_close(f->db);
    f->db = NULL;
    FILE *file = fopen(f->path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(f->arena, 1024 * 1024);
    size_t size = fread(bytes, 1, 1024 * 1024, file);
    fclose(file);
    assert_non_null(memmem(bytes, size, "tanaka", 6));
    assert_null(memmem(bytes, size, token, 43));
    assert_null(memmem(bytes, size, invitation, 43));
}

static void signing_out_ends_one_session(void **state) {
    struct fixture *f = *state;
    char here[TOKEN_SIZE];
    char there[TOKEN_SIZE];
    struct user user;
    DO(session_start(f->db, MEMBER, 1000, here));
    DO(session_start(f->db, MEMBER, 1000, there));
    DO(session_end(f->db, here));
    DO(session_end(f->db, here)); /* twice is no error */
    assert_int_equal(session_find(f->db, f->arena, here, 2000, &user, NULL), ERR_SIGNED_OUT);
    DO(session_find(f->db, f->arena, there, 2000, &user, NULL));
}

static void signing_out_everywhere_ends_all_of_one_person(void **state) {
    struct fixture *f = *state;
    char here[TOKEN_SIZE];
    char there[TOKEN_SIZE];
    char other[TOKEN_SIZE];
    struct user user;
    DO(session_start(f->db, MEMBER, 1000, here));
    DO(session_start(f->db, MEMBER, 1000, there));
    DO(session_start(f->db, SECRETARIAT, 1000, other));
    DO(session_end_all(f->db, MEMBER));
    assert_int_equal(session_find(f->db, f->arena, here, 2000, &user, NULL), ERR_SIGNED_OUT);
    assert_int_equal(session_find(f->db, f->arena, there, 2000, &user, NULL), ERR_SIGNED_OUT);
    DO(session_find(f->db, f->arena, other, 2000, &user, NULL));
}

static void a_new_password_ends_all_sessions_but_this_one(void **state) {
    struct fixture *f = *state;
    char here[TOKEN_SIZE];
    char there[TOKEN_SIZE];
    char other[TOKEN_SIZE];
    struct user user;
    DO(session_start(f->db, MEMBER, 1000, here));
    DO(session_start(f->db, MEMBER, 1000, there));
    DO(session_start(f->db, SECRETARIAT, 1000, other));
    DO(user_set_password(f->db, MEMBER, "new hash", here));
    DO(session_find(f->db, f->arena, here, 2000, &user, NULL));
    assert_int_equal(session_find(f->db, f->arena, there, 2000, &user, NULL), ERR_SIGNED_OUT);
    DO(session_find(f->db, f->arena, other, 2000, &user, NULL));
    DO(user_set_password(f->db, MEMBER, "newer hash", NULL));
    assert_int_equal(session_find(f->db, f->arena, here, 2000, &user, NULL), ERR_SIGNED_OUT);
}

static void a_disabled_person_is_out_at_once_and_for_good(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    struct user user;
    DO(session_start(f->db, MEMBER, 1000, token));
    DO(user_disable(f->db, MEMBER, 5000));
    DO(user_disable(f->db, MEMBER, 6000));
    DO(user_get(f->db, f->arena, MEMBER, &user));
    assert_int_equal(user.disabled_at, 5000);
    assert_int_equal(session_find(f->db, f->arena, token, 5001, &user, NULL), ERR_SIGNED_OUT);
    DO(user_enable(f->db, MEMBER));
    assert_int_equal(session_find(f->db, f->arena, token, 5001, &user, NULL), ERR_SIGNED_OUT); /* ended, not paused */
}

/* --- Invitations ------------------------------------------------------------------------------------------------ */

static void an_invitation_lets_one_person_in_once(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    struct invitation invitation;
    struct user user;
    int64_t id;
    DO(invitation_add(f->db, ROLE_REVIEWER, SECRETARIAT, NULL, 1000, token));
    assert_token(token);
    DO(invitation_find(f->db, f->arena, token, 2000, &invitation));
    assert_int_equal(invitation.role, ROLE_REVIEWER);
    assert_string_equal(invitation.created_by, "事務局");
    assert_string_equal(invitation.used_by, "");
    assert_int_equal(invitation_use(f->db, token, "tanaka", "田中", "hash", 3000, &id),
                     ERR_NAME_TAKEN); /* tries again */
    DO(invitation_use(f->db, token, "suzuki", "鈴木", "hash", 3000, &id));
    DO(user_get(f->db, f->arena, id, &user));
    assert_int_equal(user.role, ROLE_REVIEWER);
    assert_string_equal(user.display, "鈴木");
    assert_int_equal(invitation_use(f->db, token, "takahashi", "高橋", "hash", 4000, &id), ERR_GONE);
    assert_int_equal(invitation_find(f->db, f->arena, token, 4000, &invitation), ERR_GONE);
}

static void an_invitation_expires_after_two_weeks(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    struct invitation invitation;
    int64_t id;
    DO(invitation_add(f->db, ROLE_MEMBER, 0, NULL, 1000, token));
    DO(invitation_find(f->db, f->arena, token, 1000 + 14 * DAY - 1, &invitation));
    assert_int_equal(invitation.expires_at, 1000 + 14 * DAY);
    assert_int_equal(invitation_find(f->db, f->arena, token, 1000 + 14 * DAY, &invitation), ERR_GONE);
    assert_int_equal(invitation_use(f->db, token, "suzuki", "", "hash", 1000 + 14 * DAY, &id), ERR_GONE);
    assert_int_equal(invitation_find(f->db, f->arena, "no such token", 1000, &invitation), ERR_GONE);
}

static void invitations_are_listed_newest_first_with_who_used_them(void **state) {
    struct fixture *f = *state;
    char first[TOKEN_SIZE];
    char second[TOKEN_SIZE];
    struct invitation *list;
    size_t count;
    int64_t id;
    DO(invitation_add(f->db, ROLE_MEMBER, 0, NULL, 1000, first));
    DO(invitation_add(f->db, ROLE_VIEWER, SECRETARIAT, "佐藤さん", 2000, second));
    DO(invitation_use(f->db, first, "suzuki", "鈴木", "hash", 3000, &id));
    DO(invitation_list(f->db, f->arena, &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].role, ROLE_VIEWER);
    assert_int_equal(list[0].used_at, 0);
    assert_string_equal(list[0].note, "佐藤さん");
    assert_string_equal(list[1].note, "");
    assert_string_equal(list[1].created_by, ""); /* made on the command line */
    assert_string_equal(list[1].used_by, "鈴木");
    assert_int_equal(list[1].used_at, 3000);
}

static void a_note_of_an_invitation_has_200_characters_at_most(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    struct invitation invitation;
    BUF(note);
    for (int i = 0; i < 200; i++)
        buf_string(&note, "田");
    DO(invitation_add(f->db, ROLE_MEMBER, SECRETARIAT, note.data, 1000, token));
    DO(invitation_find(f->db, f->arena, token, 2000, &invitation));
    assert_string_equal(invitation.note, note.data);
    buf_string(&note, "田");
    assert_int_equal(invitation_add(f->db, ROLE_MEMBER, SECRETARIAT, note.data, 1000, token), ERR_BAD_FIELD);
}

static void an_unused_invitation_is_withdrawn(void **state) {
    struct fixture *f = *state;
    char token[TOKEN_SIZE];
    struct invitation invitation;
    int64_t id;
    DO(invitation_add(f->db, ROLE_MEMBER, SECRETARIAT, NULL, 1000, token));
    DO(invitation_find(f->db, f->arena, token, 2000, &invitation));
    DO(invitation_withdraw(f->db, invitation.id));
    assert_int_equal(invitation_find(f->db, f->arena, token, 2000, &invitation), ERR_GONE);
    assert_int_equal(invitation_withdraw(f->db, invitation.id), ERR_NOT_FOUND);
    DO(invitation_add(f->db, ROLE_MEMBER, SECRETARIAT, NULL, 1000, token));
    DO(invitation_find(f->db, f->arena, token, 2000, &invitation));
    DO(invitation_use(f->db, token, "suzuki", "", "hash", 2000, &id));
    assert_int_equal(invitation_withdraw(f->db, invitation.id), ERR_NOT_FOUND);
    assert_int_equal(invitation_add(f->db, ROLE_NOBODY, SECRETARIAT, NULL, 1000, token), ERR_BAD_FIELD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_kept_as_argon2id_of_19_mib_and_two_passes),
        cmocka_unit_test(a_password_has_ten_characters_or_more),
        WITH_DOCUMENT(name_and_password_together_let_a_person_in),
        WITH_DOCUMENT(ten_failures_of_a_name_close_it_for_a_quarter_of_an_hour),
        WITH_DOCUMENT(fifty_failures_from_an_address_close_it),
        WITH_DOCUMENT(a_name_too_long_to_be_one_can_fail_too),
        WITH_DOCUMENT(a_person_is_found_by_id_and_by_name),
        WITH_DOCUMENT(persons_are_listed_as_they_came),
        WITH_DOCUMENT(a_name_is_given_once),
        WITH_DOCUMENT(a_name_that_reads_like_anothers_is_taken),
        WITH_DOCUMENT(a_person_is_found_however_the_name_is_written),
        WITH_DOCUMENT(names_hide_nothing),
        WITH_DOCUMENT(a_name_is_one_line_without_spaces_at_its_ends),
        WITH_DOCUMENT(a_person_changes_what_is_shown),
        WITH_DOCUMENT(somebody_can_always_hand_out_roles),
        WITH_DOCUMENT(changing_nobody_is_told),
        cmocka_unit_test(names_of_roles_go_there_and_back),
        WITH_DOCUMENT(a_session_lasts_thirty_days),
        WITH_DOCUMENT(a_file_holds_no_token),
        WITH_DOCUMENT(signing_out_ends_one_session),
        WITH_DOCUMENT(signing_out_everywhere_ends_all_of_one_person),
        WITH_DOCUMENT(a_new_password_ends_all_sessions_but_this_one),
        WITH_DOCUMENT(a_disabled_person_is_out_at_once_and_for_good),
        WITH_DOCUMENT(an_invitation_lets_one_person_in_once),
        WITH_DOCUMENT(an_invitation_expires_after_two_weeks),
        WITH_DOCUMENT(invitations_are_listed_newest_first_with_who_used_them),
        WITH_DOCUMENT(a_note_of_an_invitation_has_200_characters_at_most),
        WITH_DOCUMENT(an_unused_invitation_is_withdrawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
