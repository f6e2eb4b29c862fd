#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "kosshi/http/request.h"

static void a_path_of_ours_is_taken_as_it_is(void **state) {
    (void)state;
    static const char *const ours[] = {
        "/",
        "/comments?chapter=3&state=open",
        "/sections/12/edit#preview",
        "/chapters/5#s12",
        "/~a/b.c",
        "/a//b",
        "/%E6%96%B9",
    };
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        assert_ptr_equal(request_own_path(ours[i]), ours[i]);
}

/* What the URL standard reads as another host, takes out before reading, or reads as a scheme. */
static void an_address_that_may_lead_elsewhere_is_none(void **state) {
    (void)state;
    static const char *const others[] = {
        "",
        "comments",
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "///evil.example",
        "/\\evil",
        "\\\\evil",
        "\\/evil",
        "/a\\b",
        "/\t/evil",
        "/\n/evil",
        "\t//evil",
        " //evil",
        "/a b",
        "/a\r\nX: y",
        "/\x01",
        "/\x7f",
        "/方針",
        "/\xc2\x85x",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (request_own_path(others[i])) fail_msg("%s is taken for ours", others[i]);
    }
}

static void a_path_has_an_end(void **state) {
    (void)state;
    char path[2002];
    memset(path, 'a', sizeof path);
    path[0] = '/';
    path[2001] = '\0';
    assert_null(request_own_path(path));
    path[2000] = '\0';
    assert_ptr_equal(request_own_path(path), path);
}

static void a_line_has_no_second_one_and_a_limit_in_characters(void **state) {
    (void)state;
    assert_true(request_is_line("方針 1", 4, true));
    assert_false(request_is_line("方針 12", 4, true));
    assert_false(request_is_line("方\n針", 9, true));
    assert_false(request_is_line("方\t針", 9, true));
    assert_false(request_is_line("方\u200B針", 9, true));
    assert_true(request_is_line("", 9, false));
    assert_false(request_is_line("", 9, true));
    assert_true(request_is_line(" \u3000", 9, false));
    assert_false(request_is_line(" \u3000", 9, true));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_of_ours_is_taken_as_it_is),
        cmocka_unit_test(an_address_that_may_lead_elsewhere_is_none),
        cmocka_unit_test(a_path_has_an_end),
        cmocka_unit_test(a_line_has_no_second_one_and_a_limit_in_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
