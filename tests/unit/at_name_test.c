#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/at_name.h"

static const char *const names[] = {"田中", "田中 太郎", "Ann", "事務局"};

/* The calls in a text, as they stand there, in a line. */
static const char *calls(struct arena *a, const char *text) {
    struct at_name *found;
    size_t count;
    at_name_find(a, text, names, sizeof names / sizeof names[0], &found, &count);
    const char *line = "";
    for (size_t i = 0; i < count; i++)
        line = arena_printf(a, "%s[%.*s=%s]", line, (int)(found[i].to - found[i].from), text + found[i].from,
                            names[found[i].name]);
    return line;
}

#define CALLS(text, expected)                                                                                          \
    do {                                                                                                               \
        ARENA(a);                                                                                                      \
        assert_string_equal(calls(a, text), expected);                                                                 \
    } while (0)

static void a_name_behind_the_sign_is_a_call(void **state) {
    (void)state;
    CALLS("@田中さん、どうですか", "[@田中=田中]");
    CALLS("ご確認を＠事務局", "[＠事務局=事務局]");
    CALLS("@田中@事務局", "[@田中=田中][@事務局=事務局]");
    CALLS("田中さんと事務局", "");
    CALLS("@ 田中", "");
    CALLS("@森", "");
    CALLS("@", "");
    CALLS("", "");
}

static void the_longest_name_is_called(void **state) {
    (void)state;
    CALLS("@田中 太郎さん", "[@田中 太郎=田中 太郎]");
    CALLS("@田中 次郎さん", "[@田中=田中]");
}

static void a_mail_address_calls_nobody(void **state) {
    (void)state;
    CALLS("info@Ann", "");
    CALLS("9@Ann", "");
    CALLS("どうぞ@Ann", "[@Ann=Ann]");
    CALLS("(@Ann)", "[@Ann=Ann]");
}

static void a_name_ends_where_its_word_does(void **state) {
    (void)state;
    CALLS("@Anna", "");
    CALLS("@Ann2", "");
    CALLS("@Annさん", "[@Ann=Ann]");
    CALLS("@Ann.", "[@Ann=Ann]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_behind_the_sign_is_a_call),
        cmocka_unit_test(the_longest_name_is_called),
        cmocka_unit_test(a_mail_address_calls_nobody),
        cmocka_unit_test(a_name_ends_where_its_word_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
