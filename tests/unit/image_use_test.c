#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/image_use.h"

static void the_address_of_a_picture_tells_its_id(void **state) {
    (void)state;
    int64_t id;
    assert_true(image_use_read("/images/3", strlen("/images/3"), &id));
    assert_int_equal(id, 3);
    assert_true(image_use_read("/images/120 \"x\"", strlen("/images/120"), &id));
    assert_int_equal(id, 120);
    assert_true(image_use_read("/images/999999999999999999", IMAGE_USE_SIZE, &id));
    assert_int_equal(id, 999999999999999999);
}

static void what_only_looks_like_one_is_none(void **state) {
    (void)state;
    static const char *const addresses[] = {"",
                                            "/images/",
                                            "/images/0",
                                            "/images/012",
                                            "/images/3x",
                                            "/images/3/",
                                            "/images/-3",
                                            "/images/new",
                                            "/images/9999999999999999999",
                                            "images/3",
                                            "/image/3",
                                            "https://example.jp/images/3"};
    int64_t id;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        assert_false(image_use_read(addresses[i], strlen(addresses[i]), &id));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_address_of_a_picture_tells_its_id),
        cmocka_unit_test(what_only_looks_like_one_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
