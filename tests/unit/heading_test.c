#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kosshi/output/heading.h"

static void headings_go_down_with_the_sections_and_stop_at_the_deepest_there_is(void **state) {
    (void)state;
    static const int of_section[] = {2, 3, 4, 5, 6, 6}, of_text[] = {3, 4, 5, 6, 6, 6};
    for (int depth = 0; depth < 6; depth++) {
        assert_int_equal(heading_of_section(depth), of_section[depth]);
        assert_int_equal(heading_of_text(depth), of_text[depth]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_go_down_with_the_sections_and_stop_at_the_deepest_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
