#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/changeset_json.h"
#include "kosshi/text/utf.h"

/* Made with @codemirror/state by tests/collab/vectors.mjs. */
#define VECTORS "tests/data/changesets/vectors.json"

static struct changeset parse(struct arena *a, const json_t *json) {
    struct changeset c;
    assert_int_equal(changeset_json_read(a, json, &c), OK);
    return c;
}

static struct changeset member(struct arena *a, const json_t *row, const char *key) {
    return parse(a, json_object_get(row, key));
}

static void assert_is(const struct changeset *c, const json_t *row, const char *key) {
    json_auto_t *json = changeset_json_write(c);
    if (json_equal(json, json_object_get(row, key))) return;
    char *text = json_dumps(json, JSON_COMPACT);
    fail_msg("%s, %s: %s", json_string_value(json_object_get(row, "name")), key, text);
}

static void assert_makes(const struct changeset *c, const json_t *row, const char *key) {
    const json_t *text = json_object_get(row, "text");
    BUF(out);
    buf_string(&out, "kept ");
    assert_int_equal(changeset_apply(c, json_string_value(text), json_string_length(text), &out), OK);
    assert_string_equal(out.data + strlen("kept "), json_string_value(json_object_get(row, key)));
}

static void each_row(void (*check)(struct arena *a, const json_t *row)) {
    json_auto_t *rows = json_load_file(VECTORS, 0, NULL);
    size_t i;
    json_t *row;
    assert_true(json_array_size(rows) > 10);
    json_array_foreach(rows, i, row) {
        ARENA(a);
        check(a, row);
    }
}

static void check_texts(struct arena *a, const json_t *row) {
    const json_t *text = json_object_get(row, "text");
    struct changeset one = member(a, row, "a"), inverse;
    BUF(out);
    assert_makes(&one, row, "applied");
    assert_int_equal(
        changeset_apply_and_invert(a, &one, json_string_value(text), json_string_length(text), &out, &inverse), OK);
    assert_string_equal(out.data, json_string_value(json_object_get(row, "applied")));
    assert_is(&inverse, row, "inverted");
    assert_is(&one, row, "a");
}

static void a_text_is_changed_and_changed_back_as_the_library_does(void **state) {
    (void)state;
    each_row(check_texts);
}

static void check_pairs(struct arena *a, const json_t *row) {
    struct changeset one = member(a, row, "a"), other = member(a, row, "b"), mapped, before, composed;
    assert_int_equal(changeset_map(a, &other, &one, false, &mapped), OK);
    assert_is(&mapped, row, "mapped");
    assert_int_equal(changeset_map(a, &other, &one, true, &before), OK);
    assert_is(&before, row, "mapped_before");
    assert_int_equal(changeset_compose(a, &one, &mapped, &composed), OK);
    assert_is(&composed, row, "composed");
    assert_makes(&composed, row, "both");
}

static void two_changes_are_mapped_and_composed_as_the_library_does(void **state) {
    (void)state;
    each_row(check_pairs);
}

static void check_positions(struct arena *a, const json_t *row) {
    struct changeset one = member(a, row, "a");
    size_t i;
    json_t *p;
    json_array_foreach(json_object_get(row, "positions"), i, p) {
        int64_t at = json_integer_value(json_array_get(p, 0));
        int assoc = (int)json_integer_value(json_array_get(p, 1));
        enum changeset_mode mode = (enum changeset_mode)json_integer_value(json_array_get(p, 2));
        assert_int_equal(changeset_map_position(&one, at, assoc, mode), json_integer_value(json_array_get(p, 3)));
    }
}

static void positions_go_where_the_library_puts_them(void **state) {
    (void)state;
    each_row(check_positions);
}

/* --- What is refused ---------------------------------------------------------------------------------------------- */

static void what_is_no_changeset_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "{}",
        "[-1]",
        "[1.5]",
        "[\"a\"]",
        "[[]]",
        "[[-1]]",
        "[[\"a\"]]",
        "[[1,2]]",
        "[[0,null]]",
        "[[0,\"a\\nb\"]]",
        "[[0,\"a\\rb\"]]",
        "[3000000000]",
        "[2000000000,2000000000]",
        "[true]",
        "[[0,[\"a\"]]]",
    };
    ARENA(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *json = json_loads(cases[i], 0, NULL);
        struct changeset c;
        assert_non_null(json);
        assert_int_equal(changeset_json_read(a, json, &c), ERR_BAD_FIELD);
    }
    json_auto_t *control = json_loads("[[0,\"a\\u0007\"]]", 0, NULL);
    struct changeset c;
    assert_int_equal(changeset_json_read(a, control, &c), ERR_BAD_CONTROL);
}

static void a_text_that_does_not_fit_is_left_as_it_is(void **state) {
    (void)state;
    static const struct {
        const char *set, *text;
    } cases[] = {
        {"[2]", "区"},    {"[1]", "区民"},          {"[]", "区"},
        {"[1]", ""},      {"[1,[0,\"a\"],1]", "😀"}, {"[[1],1]", "😀"},
        {"[1,[1]]", "😀"}, {"[1,[0,\"x\"],2]", "a"}, {"[3,[0,\"x\"]]", "😀"},
    };
    ARENA(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *json = json_loads(cases[i].set, 0, NULL);
        struct changeset c = parse(a, json), inverse;
        BUF(out);
        buf_string(&out, "before");
        assert_int_equal(changeset_apply(&c, cases[i].text, strlen(cases[i].text), &out), ERR_BAD_FIELD);
        assert_int_equal(out.size, strlen("before"));
        enum err e = changeset_apply_and_invert(a, &c, cases[i].text, strlen(cases[i].text), &out, &inverse);
        assert_int_equal(e, ERR_BAD_FIELD);
        assert_int_equal(out.size, strlen("before"));
    }
}

static void changesets_of_other_lengths_do_not_go_together(void **state) {
    (void)state;
    ARENA(a);
    json_auto_t *three = json_loads("[1,[1],1]", 0, NULL), *four = json_loads("[2,[1],1]", 0, NULL);
    struct changeset c = parse(a, three), d = parse(a, four), out;
    assert_int_equal(changeset_map(a, &c, &d, false, &out), ERR_BAD_FIELD);
    assert_int_equal(changeset_map(a, &d, &c, true, &out), ERR_BAD_FIELD);
    assert_int_equal(changeset_compose(a, &c, &c, &out), ERR_BAD_FIELD);
}

/* --- UTF-16 units of UTF-8 -------------------------------------------------------------------- */

static void units_are_those_of_utf16(void **state) {
    (void)state;
    const char *mixed = "a区😀é𠮷\n"; /* 1, 1, 2, 1, 2, 1 units; 1, 3, 4, 2, 4, 1 bytes */
    assert_int_equal(utf_units("", 0), 0);
    assert_int_equal(utf_units(mixed, strlen(mixed)), 8);
    static const int64_t bytes[] = {0, 1, 4, -1, 8, 10, -1, 14, 15, -1};
    for (int64_t units = 0; units < 10; units++) {
        size_t to = 0;
        bool there = utf_skip_units(mixed, strlen(mixed), 0, units, &to);
        assert_int_equal(there, bytes[units] >= 0);
        if (there) assert_int_equal(to, bytes[units]);
    }
    /* the same behind so many others, which are counted by blocks */
    for (int n = 0; n < 150; n++) {
        struct buf long_one = {0};
        for (int i = 0; i < n; i++)
            buf_string(&long_one, i % 3 ? "区" : i % 2 ? "😀" : "a");
        size_t size = long_one.size, units = utf_units(long_one.data ? long_one.data : "", size), to;
        size_t expected = 0;
        for (int i = 0; i < n; i++)
            expected += i % 3 ? 1 : i % 2 ? 2 : 1;
        assert_int_equal(units, expected);
        buf_string(&long_one, mixed);
        assert_true(utf_skip_units(long_one.data, long_one.size, 0, (int64_t)units + 4, &to));
        assert_int_equal(to, size + 8);
        assert_false(utf_skip_units(long_one.data, long_one.size, 0, (int64_t)units + 3, &to));
        assert_false(utf_skip_units(long_one.data, long_one.size, 0, (int64_t)units + 9, &to));
        buf_free(&long_one);
    }
}

/* Forty thousand bits are kept of one long insertion: it is walked along once. */
static void an_insertion_is_composed_with_many_changes_of_it(void **state) {
    (void)state;
    enum { MANY = 40000 };
    ARENA(a);
    BUF(text);
    BUF(made);
    struct changeset_part *parts = arena_alloc(a, 2 * MANY * sizeof *parts);
    for (size_t i = 0; i < MANY; i++) {
        buf_string(&text, "あ😀");
        buf_string(&made, "あx");
        parts[2 * i] = (struct changeset_part){.len = 1, .ins = -1, .text = ""};
        parts[2 * i + 1] = (struct changeset_part){.len = 2, .ins = 1, .text = "x", .size = 1};
    }
    struct changeset_part put = {.ins = 3 * MANY, .text = text.data, .size = text.size};
    struct changeset first = {&put, 1}, second = {parts, 2 * MANY}, both;
    BUF(out);
    assert_int_equal(changeset_compose(a, &first, &second, &both), OK);
    assert_int_equal(both.count, 1);
    assert_int_equal(changeset_apply(&both, "", 0, &out), OK);
    assert_int_equal(out.size, made.size);
    assert_memory_equal(out.data, made.data, made.size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_changed_and_changed_back_as_the_library_does),
        cmocka_unit_test(two_changes_are_mapped_and_composed_as_the_library_does),
        cmocka_unit_test(positions_go_where_the_library_puts_them),
        cmocka_unit_test(what_is_no_changeset_is_refused),
        cmocka_unit_test(a_text_that_does_not_fit_is_left_as_it_is),
        cmocka_unit_test(changesets_of_other_lengths_do_not_go_together),
        cmocka_unit_test(units_are_those_of_utf16),
        cmocka_unit_test(an_insertion_is_composed_with_many_changes_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
