#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/caption.h"

static void a_caption_is_told_by_its_first_words(void **state) {
    (void)state;
    static const struct {
        const char *line;
        enum caption caption;
        const char *behind;
    } cases[] = {
        {"表：題", CAPTION_TABLE, "題"},      {"表:題", CAPTION_TABLE, "題"},
        {"棒グラフ：題", CAPTION_BARS, "題"}, {"棒グラフ: 題", CAPTION_BARS, " 題"},
        {"折れ線グラフ：", CAPTION_LINE, ""}, {"折れ線グラフ:題：二", CAPTION_LINE, "題：二"},
        {"円グラフ：題", CAPTION_NONE, NULL}, {"表 ：題", CAPTION_NONE, NULL},
        {"次の表：題", CAPTION_NONE, NULL},   {"", CAPTION_NONE, NULL},
        {"折れ線グラフ", CAPTION_NONE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t behind = 0;
        assert_int_equal(caption_read(cases[i].line, strlen(cases[i].line), &behind), cases[i].caption);
        if (cases[i].behind) assert_string_equal(cases[i].line + behind, cases[i].behind);
    }
    size_t behind;
    assert_int_equal(caption_read("表：題", strlen("表"), &behind), CAPTION_NONE);
}

static void a_text_may_have_one_where_the_words_stand_anywhere(void **state) {
    (void)state;
    assert_true(caption_may_be_in("文\n\n- 棒グラフ:題\n"));
    assert_false(caption_may_be_in("表と棒グラフ\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_caption_is_told_by_its_first_words),
        cmocka_unit_test(a_text_may_have_one_where_the_words_stand_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
