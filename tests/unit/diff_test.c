#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/diff.h"

/* Both texts in one, as a person would mark them: what is gone in [- -], what is new in {+ +}. */
static const char *marked(struct arena *a, const char *old, const char *new_) {
    struct diff_change *changes;
    size_t count, at = 0;
    BUF(out);
    diff_texts(a, old, strlen(old), new_, strlen(new_), &changes, &count);
    for (size_t i = 0; i < count; i++) {
        const struct diff_change *c = &changes[i];
        assert_true(i == 0 || c->old_at > at || c->new_at > changes[i - 1].new_at + changes[i - 1].new_size);
        buf_add(&out, old + at, c->old_at - at);
        if (c->old_size) buf_printf(&out, "[-%.*s-]", (int)c->old_size, old + c->old_at);
        if (c->new_size) buf_printf(&out, "{+%.*s+}", (int)c->new_size, new_ + c->new_at);
        at = c->old_at + c->old_size;
    }
    buf_string(&out, old + at);
    return arena_string(a, out.data);
}

static void a_change_is_as_small_as_a_person_would_mark_it(void **state) {
    (void)state;
    static const struct {
        const char *old, *new_, *expected;
    } cases[] = {
        {"宇宙線の観測", "宇宙線観測", "宇宙線[-の-]観測"},
        {"宇宙線観測", "宇宙線の観測", "宇宙線{+の+}観測"},
        {"区民生活を支える産業", "区民生活を支える地域産業", "区民生活を支える{+地域+}産業"},
        {"令和8年度から実施する。", "令和9年度から実施する。", "令和[-8-]{+9+}年度から実施する。"},
        {"一行目\n二行目\n三行目\n", "一行目\n三行目\n", "一行目\n[-二行目\n-]三行目\n"},
        {"一\n二\n", "一\n中\n二\n", "一\n{+中\n+}二\n"},
        {"同じ", "同じ", "同じ"},
        {"商店街の魅力を高める。\n雇用を守る。\n", "商店街の活力を高める。\n雇用を生む。\n",
         "商店街の[-魅-]{+活+}力を高める。\n雇用を[-守る-]{+生む+}。\n"},
        /* nothing worth the name is left: the whole line */
        {"前の案はこうだった。", "まったく新しい文章", "[-前の案はこうだった。-]{+まったく新しい文章+}"},
        /* a character is what a reader takes for one */
        {"か\u3099", "か", "[-か\u3099-]{+か+}"},
        {"父👨‍👩‍👧子", "父👨‍👩‍👦子", "父[-👨‍👩‍👧-]{+👨‍👩‍👦+}子"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA(a);
        assert_string_equal(marked(a, cases[i].old, cases[i].new_), cases[i].expected);
    }
}

static void from_nothing_and_to_nothing(void **state) {
    (void)state;
    ARENA(a);
    struct diff_change *changes;
    size_t count;
    diff_texts(a, "", 0, "", 0, &changes, &count);
    assert_int_equal(count, 0);
    diff_texts(a, "", 0, "区", 3, &changes, &count);
    assert_int_equal(count, 1);
    assert_int_equal(changes[0].new_size, 3);
    diff_texts(a, "区", 3, "", 0, &changes, &count);
    assert_int_equal(count, 1);
    assert_int_equal(changes[0].old_size, 3);
}

/* Lines that move do not make everything between them new: the longest run that stays in order is kept. */
static void as_much_as_can_be_stays(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(marked(a, "A\nB\nC\nD\n", "B\nC\nD\nA\n"), "[-A\n-]B\nC\nD\n{+A\n+}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_as_small_as_a_person_would_mark_it),
        cmocka_unit_test(from_nothing_and_to_nothing),
        cmocka_unit_test(as_much_as_can_be_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
