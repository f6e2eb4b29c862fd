#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/buf.h"

static void an_empty_buf_holds_nothing_until_something_is_added(void **state) {
    (void)state;
    BUF(b);
    assert_null(b.data);
    buf_add(&b, NULL, 0);
    assert_int_equal(b.size, 0);
    assert_string_equal(b.data, "");
}

static void what_is_added_stands_in_its_order_with_a_nul_behind(void **state) {
    (void)state;
    BUF(b);
    buf_string(&b, "骨");
    buf_byte(&b, '-');
    buf_add(&b, "a\0b", 3);
    buf_printf(&b, "%d", 42);
    assert_int_equal(b.size, 3 + 1 + 3 + 2);
    assert_memory_equal(b.data, "骨-a\0b42", 10);
}

static void many_bytes_arrive_whole(void **state) {
    (void)state;
    BUF(b);
    for (int i = 0; i < 200000; i++)
        buf_byte(&b, (char)('a' + i % 26));
    assert_int_equal(b.size, 200000);
    assert_int_equal(b.data[200000], '\0');
    for (int i = 0; i < 200000; i++)
        assert_int_equal(b.data[i], 'a' + i % 26);
}

static void a_formatted_text_may_be_larger_than_the_room(void **state) {
    (void)state;
    BUF(b);
    for (int width = 1; width < 600; width++) {
        size_t before = b.size;
        buf_printf(&b, "%0*d", width, 5);
        assert_int_equal(b.size, before + (size_t)width);
        assert_int_equal(b.data[b.size - 1], '5');
        assert_int_equal(b.data[b.size], '\0');
    }
}

static void reserved_room_is_not_moved_by_what_fits(void **state) {
    (void)state;
    BUF(b);
    buf_reserve(&b, 1000);
    assert_int_equal(b.size, 0);
    const char *data = b.data;
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, 'x');
    assert_ptr_equal(b.data, data);
}

static void a_cleared_buf_keeps_its_room(void **state) {
    (void)state;
    BUF(b);
    buf_string(&b, "something");
    size_t room = b.room;
    buf_clear(&b);
    assert_int_equal(b.size, 0);
    assert_int_equal(b.room, room);
    assert_string_equal(b.data, "");
}

static void stolen_bytes_belong_to_the_thief(void **state) {
    (void)state;
    BUF(b);
    buf_string(&b, "text");
    char *stolen = buf_steal(&b);
    assert_null(b.data);
    assert_int_equal(b.size, 0);
    assert_string_equal(stolen, "text");
    free(stolen);
    stolen = buf_steal(&b);
    assert_string_equal(stolen, "");
    free(stolen);
}

static void html_has_entities_for_five_characters_and_leaves_the_rest(void **state) {
    (void)state;
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"", ""},
        {"骨子 & 「案」", "骨子 &amp; 「案」"},
        {"<a href=\"x\">'</a>", "&lt;a href=&quot;x&quot;&gt;&#39;&lt;/a&gt;"},
        {"&amp;", "&amp;amp;"},
        {"\x01\t\n\x7f\xff", "\x01\t\n\x7f\xff"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        BUF(b);
        buf_html(&b, cases[i].from, strlen(cases[i].from));
        buf_byte(&b, '.');
        b.data[--b.size] = '\0';
        assert_string_equal(b.data, cases[i].to);
    }
    BUF(nul);
    buf_html(&nul, "<\0>", 3);
    assert_int_equal(nul.size, 9);
    assert_memory_equal(nul.data, "&lt;\0&gt;", 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buf_holds_nothing_until_something_is_added),
        cmocka_unit_test(what_is_added_stands_in_its_order_with_a_nul_behind),
        cmocka_unit_test(many_bytes_arrive_whole),
        cmocka_unit_test(a_formatted_text_may_be_larger_than_the_room),
        cmocka_unit_test(reserved_room_is_not_moved_by_what_fits),
        cmocka_unit_test(a_cleared_buf_keeps_its_room),
        cmocka_unit_test(stolen_bytes_belong_to_the_thief),
        cmocka_unit_test(html_has_entities_for_five_characters_and_leaves_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
