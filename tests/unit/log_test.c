#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kosshi/base/log.h"

/* What standard error gets while it is redirected. */
static int pipe_ends[2], own_error;

static void capture_begin(void) {
    assert_int_equal(pipe(pipe_ends), 0);
    own_error = dup(STDERR_FILENO);
    dup2(pipe_ends[1], STDERR_FILENO);
    close(pipe_ends[1]);
}

static void capture_end(char *out, size_t size) {
    dup2(own_error, STDERR_FILENO); /* closes the last writing end */
    close(own_error);
    size_t got = 0;
    for (ssize_t n; (n = read(pipe_ends[0], out + got, size - 1 - got)) > 0;)
        got += (size_t)n;
    close(pipe_ends[0]);
    out[got] = '\0';
}

static void an_event_is_one_line_with_its_time_and_level(void **state) {
    (void)state;
    char got[4096];
    int year, month, day, hour, minute, second, rest = 0;
    capture_begin();
    log_warn("sign-in refused name=%s", "佐藤");
    capture_end(got, sizeof got);
    assert_int_equal(sscanf(got, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute, &second, &rest), 6);
    assert_int_equal(rest, strlen("2026-11-23T14:05:09Z"));
    assert_string_equal(got + rest, " warn sign-in refused name=佐藤\n");
}

static void a_line_feed_in_a_name_makes_no_second_line(void **state) {
    (void)state;
    char got[4096];
    capture_begin();
    log_error("name=%s", "a\n2026-01-01T00:00:00Z info forged\x1b[2J\r");
    capture_end(got, sizeof got);
    assert_non_null(strstr(got, " error name=a 2026-01-01T00:00:00Z info forged [2J \n"));
    assert_ptr_equal(strchr(got, '\n'), got + strlen(got) - 1);
}

static void a_long_event_is_cut_and_still_one_line(void **state) {
    (void)state;
    char got[65536];
    capture_begin();
    log_info("%*s", 30000, "x");
    log_info("next");
    capture_end(got, sizeof got);
    char *end = strchr(got, '\n');
    assert_non_null(end);
    assert_in_range(end - got, 1000, 4096);
    assert_non_null(strstr(end, " info next\n"));
}

static void lines_below_the_level_are_not_written(void **state) {
    (void)state;
    char got[4096];
    capture_begin();
    log_level_set(LOG_ERROR);
    log_info("one");
    log_warn("two");
    log_error("three");
    log_level_set(LOG_INFO);
    capture_end(got, sizeof got);
    assert_null(strstr(got, "one"));
    assert_null(strstr(got, "two"));
    assert_non_null(strstr(got, "three"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_one_line_with_its_time_and_level),
        cmocka_unit_test(a_line_feed_in_a_name_makes_no_second_line),
        cmocka_unit_test(a_long_event_is_cut_and_still_one_line),
        cmocka_unit_test(lines_below_the_level_are_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
