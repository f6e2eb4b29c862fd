#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/pages/diff_view.h"

static bool is(const json_t *piece, const char *key) {
    return json_is_true(json_object_get(piece, key));
}

static const char *text_of(const json_t *piece) {
    return json_string_value(json_object_get(piece, "text"));
}

/* The pieces in one line: [-gone-], {+new+}, <n lines that are folded>. */
static const char *shown(struct arena *a, const json_t *view) {
    BUF(out);
    size_t i;
    json_t *piece;
    json_array_foreach(json_object_get(view, "pieces"), i, piece) {
        if (is(piece, "is_deleted"))
            buf_printf(&out, "[-%s-]", text_of(piece));
        else if (is(piece, "is_added"))
            buf_printf(&out, "{+%s+}", text_of(piece));
        else if (is(piece, "is_folded"))
            buf_printf(&out, "<%d>", (int)json_integer_value(json_object_get(piece, "lines")));
        else
            buf_string(&out, text_of(piece));
    }
    return out.data ? arena_string(a, out.data) : "";
}

static json_t *view_of(const char *old, const char *new_) {
    return diff_view(old, strlen(old), new_, strlen(new_));
}

static void what_is_far_from_a_change_is_folded_away_in_whole_lines(void **state) {
    (void)state;
    static const struct {
        const char *old, *new_, *expected;
    } cases[] = {
        {"宇宙線の観測", "宇宙線観測", "宇宙線[-の-]観測"},
        /* before the first change and behind the last one two whole lines stay */
        {"1\n2\n3\n4\n5\n6\n旧\n8\n9\n10\n11\n12\n13\n", "1\n2\n3\n4\n5\n6\n新\n8\n9\n10\n11\n12\n13\n",
         "<4>5\n6\n[-旧\n-]{+新\n+}8\n9\n<4>"},
        /* and what is left of the line itself */
        {"宇宙線の観測\n1\n2\n3\n4\n5\n6\n", "宇宙線観測\n1\n2\n3\n4\n5\n6\n", "宇宙線[-の-]観測\n1\n2\n<4>"},
        /* three lines are not worth it */
        {"1\n2\n3\n4\n5\n旧\n", "1\n2\n3\n4\n5\n新\n", "1\n2\n3\n4\n5\n[-旧\n-]{+新\n+}"},
        {"a\n1\n2\n3\n4\n5\nb", "1\n2\n3\n4\n5\nb", "[-a\n-]1\n2\n<4>"},
        /* between two changes both keep their surroundings */
        {"旧\n1\n2\n3\n4\n5\n6\n7\n8\n旧", "新\n1\n2\n3\n4\n5\n6\n7\n8\n新",
         "[-旧\n-]{+新\n+}1\n2\n<4>7\n8\n[-旧-]{+新+}"},
        {"旧\n1\n2\n3\n4\n5\n6\n7\n旧", "新\n1\n2\n3\n4\n5\n6\n7\n新",
         "[-旧\n-]{+新\n+}1\n2\n3\n4\n5\n6\n7\n[-旧-]{+新+}"},
        {"", "はじめ", "{+はじめ+}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA(a);
        json_auto_t *view = view_of(cases[i].old, cases[i].new_);
        assert_string_equal(shown(a, view), cases[i].expected);
        assert_false(is(view, "is_same"));
    }
}

/* Put together again, with what is folded, the pieces are both texts. */
static void nothing_of_either_text_is_left_out(void **state) {
    (void)state;
    const char *old = "題\n\n一段落目。\n\n二段落目。\n\n三\n四\n五\n六\n七\n\n終わり",
               *new_ = "題名\n\n一段落目。\n\n三\n四\n五\n六\n七\n\n終わりです。\n\n";
    json_auto_t *view = view_of(old, new_);
    BUF(before);
    BUF(after);
    size_t i;
    json_t *piece;
    json_array_foreach(json_object_get(view, "pieces"), i, piece) {
        if (!is(piece, "is_added")) buf_string(&before, text_of(piece));
        if (!is(piece, "is_deleted")) buf_string(&after, text_of(piece));
    }
    assert_string_equal(before.data, old);
    assert_string_equal(after.data, new_);
}

/* White space is nothing a person counts. */
static void the_characters_that_came_and_went_are_counted(void **state) {
    (void)state;
    json_auto_t *view = view_of("商店街の魅力を高める。\n雇用を守る。\n", "商店街の活力を高める。\n雇用を生む。\n\n");
    assert_int_equal(json_integer_value(json_object_get(view, "places")), 3);
    assert_int_equal(json_integer_value(json_object_get(view, "removed")), 3); /* 魅 守る */
    assert_int_equal(json_integer_value(json_object_get(view, "added")), 3);   /* 活 生む */
}

static void a_line_end_that_changed_can_be_seen(void **state) {
    (void)state;
    json_auto_t *view = view_of("一\n二", "一\n\n二");
    json_t *piece = json_array_get(json_object_get(view, "pieces"), 1);
    assert_true(is(piece, "is_added"));
    assert_true(is(piece, "is_blank"));
    json_auto_t *expected = json_pack("[{s:[], s:s}]", "runs", "end", "\n");
    assert_true(json_equal(json_object_get(piece, "lines"), expected));
}

/* A stretch with what its runs look like, "##:mark heading", one behind the other. */
static const char *looked(struct arena *a, const json_t *runs) {
    BUF(out);
    size_t i;
    json_t *run;
    json_array_foreach(runs, i, run) {
        const char *look = json_string_value(json_object_get(run, "look"));
        buf_printf(&out, "[%s]%s", text_of(run), look);
    }
    return out.data ? arena_string(a, out.data) : "";
}

static void marks_stay_marks_wherever_a_change_cuts_through(void **state) {
    (void)state;
    ARENA(a);
    json_auto_t *view = view_of("## 目的\n\n**旧**い店", "## 目的\n\n**新し**い店"), *plain = view_of("旧", "新");
    const json_t *pieces = json_object_get(view, "pieces");
    assert_string_equal(looked(a, json_object_get(json_array_get(pieces, 0), "runs")),
                        "[##]typed-heading typed-mark[ 目的]typed-heading[\n\n][**]typed-mark");
    const json_t *deleted = json_array_get(json_object_get(json_array_get(pieces, 1), "lines"), 0);
    assert_string_equal(looked(a, json_object_get(deleted, "runs")), "[旧]typed-strong");
    assert_string_equal(looked(a, json_object_get(json_array_get(pieces, 3), "runs")), "[**]typed-mark[い店]");
    assert_true(is(view, "has_marks"));
    assert_false(is(plain, "has_marks"));
}

static void two_equal_texts_have_no_difference(void **state) {
    (void)state;
    json_auto_t *view = view_of("同じ", "同じ"), *nothing = view_of("", "");
    assert_true(is(view, "is_same"));
    assert_true(is(nothing, "is_same"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_far_from_a_change_is_folded_away_in_whole_lines),
        cmocka_unit_test(nothing_of_either_text_is_left_out),
        cmocka_unit_test(the_characters_that_came_and_went_are_counted),
        cmocka_unit_test(a_line_end_that_changed_can_be_seen),
        cmocka_unit_test(marks_stay_marks_wherever_a_change_cuts_through),
        cmocka_unit_test(two_equal_texts_have_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
