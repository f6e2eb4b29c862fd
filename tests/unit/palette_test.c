#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "kosshi/pages/palette.h"

/* Worked by hand from the formula of WCAG 2.2, to two places. */
static void contrast_is_that_of_the_guideline(void **state) {
    (void)state;
    static const struct {
        unsigned a, b;
        double ratio;
    } cases[] = {
        {0xFFFFFF, 0x000000, 21.0}, {0x000000, 0xFFFFFF, 21.0}, {0x123456, 0x123456, 1.0},  {0x777777, 0xFFFFFF, 4.48},
        {0x767676, 0xFFFFFF, 4.54}, {0xFF0000, 0xFFFFFF, 4.0},  {0x0000FF, 0xFFFFFF, 8.59},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_float_equal(palette_contrast(cases[i].a, cases[i].b), cases[i].ratio, 0.005);
}

static void the_colours_are_read_with_their_dark_values(void **state) {
    (void)state;
    static const char css[] =
        ":root { --ink: #1c1f23; --step-0: 1rem; --ai-ground: #EEF3F8; --shadow: 0 1px #000; --odd: #12345g; "
        "--only: #010203; color: var(--ink); }\n"
        "@media (prefers-color-scheme: dark) { :root { --ink: #ece9e2; --ai-ground: #222c37; } }";
    ARENA(a);
    struct colour *colours;
    assert_int_equal(palette_read(a, css, sizeof css - 1, &colours), 3);
    assert_string_equal(colours[0].name, "ink");
    assert_int_equal(colours[0].rgb[0], 0x1C1F23);
    assert_int_equal(colours[0].rgb[1], 0xECE9E2);
    assert_string_equal(colours[1].name, "ai-ground");
    assert_int_equal(colours[1].rgb[1], 0x222C37);
    const struct colour *only = palette_find(colours, 3, "only");
    assert_non_null(only);
    assert_int_equal(only->rgb[1], 0x010203);
    assert_null(palette_find(colours, 3, "odd"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_that_of_the_guideline),
        cmocka_unit_test(the_colours_are_read_with_their_dark_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
