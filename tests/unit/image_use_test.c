#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/image_use.h"

static void a_text_names_its_pictures_in_order(void **state) {
    (void)state;
    static const char text[] = "![商店街](/images/3 \"題\")\n\n文 [大きな図](/images/12)。![](/images/3)";
    size_t at = 0;
    assert_int_equal(image_use_next(text, sizeof text - 1, &at), 3);
    assert_int_equal(image_use_next(text, sizeof text - 1, &at), 12);
    assert_int_equal(image_use_next(text, sizeof text - 1, &at), 3);
    assert_int_equal(image_use_next(text, sizeof text - 1, &at), 0);
    assert_int_equal(image_use_next(text, sizeof text - 1, &at), 0);
}

static void what_only_looks_like_one_is_none(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "/images/3",
                                        "![x](/images/)",
                                        "![x](/images/0)",
                                        "![x](/images/new)",
                                        "![x](/images/99999999999999999999)",
                                        "![x](https://example.jp/images/3)",
                                        "![x](/images/"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t at = 0;
        assert_int_equal(image_use_next(texts[i], strlen(texts[i]), &at), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_names_its_pictures_in_order),
        cmocka_unit_test(what_only_looks_like_one_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
