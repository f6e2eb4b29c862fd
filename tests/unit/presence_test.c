#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "kosshi/http/presence.h"

#define AOI 3 /* persons */
#define KEN 4

/* Says that a client of a person is at a place of section 7. */
static enum err say(struct presence *p, int64_t user_id, const char *client, int64_t place, int64_t now) {
    struct presence_word word = {.section = 7,
                                 .user_id = user_id,
                                 .client = client,
                                 .user = user_id == AOI ? "葵" : "健",
                                 .version = 2,
                                 .anchor = place,
                                 .head = place + 1};
    return presence_say(p, &word, now);
}

/* The list of a section as JSON. The caller frees it. */
static char *list(const struct presence *p, int64_t section) {
    struct buf b = {0};
    presence_put(p, section, &b);
    return buf_steal(&b);
}

static void assert_list(const struct presence *p, int64_t section, const char *expected) {
    char *json = list(p, section);
    assert_string_equal(json, expected);
    free(json);
}

/* That the list of section 7 has to be told now, and why. */
static void assert_told(struct presence *p, int64_t now, bool places) {
    int64_t section;
    bool only_places;
    assert_true(presence_next(p, now, &section, &only_places));
    assert_int_equal(section, 7);
    assert_int_equal(only_places, places);
    assert_false(presence_next(p, now, &section, &only_places));
}

static void assert_quiet(struct presence *p, int64_t now) {
    int64_t section;
    bool places;
    presence_expire(p, now);
    assert_false(presence_next(p, now, &section, &places));
}

static void who_says_so_is_in_the_list_of_the_section(void **state) {
    (void)state;
    struct presence *p = presence_new();
    assert_list(p, 7, "{\"section\":7,\"people\":[]}");
    assert_int_equal(say(p, AOI, "a\"1\n", 5, 1000), OK);
    assert_list(p, 7,
                "{\"section\":7,\"people\":[{\"client\":\"a\\\"1\\n\",\"user_id\":3,\"user\":\"葵\",\"version\":2,"
                "\"anchor\":5,\"head\":6}]}");
    assert_list(p, 8, "{\"section\":8,\"people\":[]}");
    presence_free(p);
}

static void who_comes_is_told_at_once_and_who_stays_is_not_told_again(void **state) {
    (void)state;
    struct presence *p = presence_new();
    assert_int_equal(say(p, AOI, "a", 5, 1000), OK);
    assert_told(p, 1000, false);
    assert_int_equal(say(p, KEN, "k", 9, 1001), OK);
    assert_told(p, 1001, false);
    assert_int_equal(say(p, KEN, "k", 9, 1002), OK);
    assert_quiet(p, 5000);
    presence_free(p);
}

static void places_are_told_after_a_pause_and_only_the_last_of_them(void **state) {
    (void)state;
    struct presence *p = presence_new();
    assert_int_equal(say(p, AOI, "a", 5, 1000), OK);
    assert_told(p, 1000, false);
    for (int64_t i = 1; i <= 5; i++)
        assert_int_equal(say(p, AOI, "a", 5 + i, 1000 + i), OK);
    assert_quiet(p, 1100);
    assert_int_equal(presence_wait_ms(p, 1100), 100);
    assert_told(p, 1200, true);
    assert_list(p, 7,
                "{\"section\":7,\"people\":[{\"client\":\"a\",\"user_id\":3,\"user\":\"葵\",\"version\":2,"
                "\"anchor\":10,\"head\":11}]}");
    assert_int_equal(say(p, AOI, "a", 0, 9000), OK); /* after a long time without a move: at once */
    assert_told(p, 9000, true);
    presence_free(p);
}

static void who_says_nothing_for_forty_seconds_is_gone(void **state) {
    (void)state;
    struct presence *p = presence_new();
    assert_int_equal(say(p, AOI, "a", 5, 1000), OK);
    assert_int_equal(say(p, KEN, "k", 5, 1000), OK);
    assert_told(p, 1000, false);
    assert_int_equal(say(p, AOI, "a", 5, 16000), OK);
    assert_quiet(p, 40999);
    assert_int_equal(presence_wait_ms(p, 40999), 1);
    presence_expire(p, 41000);
    assert_told(p, 41000, false);
    assert_list(p, 7,
                "{\"section\":7,\"people\":[{\"client\":\"a\",\"user_id\":3,\"user\":\"葵\",\"version\":2,"
                "\"anchor\":5,\"head\":6}]}");
    presence_expire(p, 56000);
    assert_told(p, 56000, false);
    assert_list(p, 7, "{\"section\":7,\"people\":[]}");
    assert_int_equal(presence_wait_ms(p, 56000), -1);
    presence_free(p);
}

static void who_leaves_is_gone_at_once(void **state) {
    (void)state;
    struct presence *p = presence_new();
    assert_int_equal(say(p, AOI, "a", 5, 1000), OK);
    assert_told(p, 1000, false);
    presence_leave(p, 7, AOI, "another");
    presence_leave(p, 8, AOI, "a");
    assert_quiet(p, 1000);
    presence_leave(p, 7, AOI, "a");
    assert_told(p, 1000, false);
    assert_list(p, 7, "{\"section\":7,\"people\":[]}");
    presence_free(p);
}

static void nobody_speaks_for_another_person(void **state) {
    (void)state;
    struct presence *p = presence_new();
    assert_int_equal(say(p, AOI, "same", 5, 1000), OK);
    assert_int_equal(say(p, KEN, "same", 9, 1000), OK);
    presence_leave(p, 7, KEN, "same");
    assert_list(p, 7,
                "{\"section\":7,\"people\":[{\"client\":\"same\",\"user_id\":3,\"user\":\"葵\",\"version\":2,"
                "\"anchor\":5,\"head\":6}]}");
    presence_free(p);
}

static void a_person_has_a_limit_of_clients_and_those_that_are_there_go_on(void **state) {
    (void)state;
    struct presence *p = presence_new();
    char client[20];
    for (int i = 0; i < PRESENCE_OF_ONE; i++) {
        snprintf(client, sizeof client, "c%d", i);
        assert_int_equal(say(p, AOI, client, 5, 1000), OK);
    }
    assert_int_equal(say(p, AOI, "one more", 5, 1000), ERR_CROWDED);
    assert_int_equal(say(p, AOI, "c0", 8, 1000), OK);
    assert_int_equal(say(p, KEN, "k", 8, 1000), OK);
    presence_leave(p, 7, AOI, "c1");
    assert_int_equal(say(p, AOI, "one more", 5, 1000), OK);
    presence_free(p);
}

static void a_section_has_a_limit_of_clients(void **state) {
    (void)state;
    struct presence *p = presence_new();
    for (int i = 0; i < PRESENCE_IN_SECTION; i++)
        assert_int_equal(say(p, 100 + i, "c", 5, 1000), OK);
    assert_int_equal(say(p, AOI, "c", 5, 1000), ERR_CROWDED);
    struct presence_word elsewhere = {.section = 8, .user_id = AOI, .client = "c", .user = "葵"};
    assert_int_equal(presence_say(p, &elsewhere, 1000), OK);
    presence_free(p);
}

static void the_sections_with_somebody_in_them_are_found_one_by_one(void **state) {
    (void)state;
    struct presence *p = presence_new();
    for (int64_t section = 9; section > 0; section -= 4) {
        struct presence_word word = {.section = section, .user_id = AOI, .client = "c", .user = "葵"};
        assert_int_equal(presence_say(p, &word, 1000), OK);
    }
    presence_leave(p, 5, AOI, "c");
    assert_int_equal(presence_section_after(p, 0), 1);
    assert_int_equal(presence_section_after(p, 1), 9);
    assert_int_equal(presence_section_after(p, 9), 0);
    presence_free(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_says_so_is_in_the_list_of_the_section),
        cmocka_unit_test(who_comes_is_told_at_once_and_who_stays_is_not_told_again),
        cmocka_unit_test(places_are_told_after_a_pause_and_only_the_last_of_them),
        cmocka_unit_test(who_says_nothing_for_forty_seconds_is_gone),
        cmocka_unit_test(who_leaves_is_gone_at_once),
        cmocka_unit_test(nobody_speaks_for_another_person),
        cmocka_unit_test(a_person_has_a_limit_of_clients_and_those_that_are_there_go_on),
        cmocka_unit_test(a_section_has_a_limit_of_clients),
        cmocka_unit_test(the_sections_with_somebody_in_them_are_found_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
