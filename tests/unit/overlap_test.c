#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kosshi/text/changeset_json.h"
#include "kosshi/text/overlap.h"

static struct changeset read(struct arena *a, const char *json) {
    struct changeset c;
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_int_equal(changeset_json_read(a, parsed, &c), OK);
    return c;
}

/* The places as "from-to from-to". */
static const char *places(struct arena *a, const char *mine_json, const char *theirs_json) {
    struct changeset mine = read(a, mine_json), theirs = read(a, theirs_json);
    struct overlap *list;
    size_t count;
    const char *line = "";
    assert_int_equal(overlap_find(a, &mine, &theirs, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        line = arena_printf(a, "%s%s%lld-%lld", line, i ? " " : "", (long long)list[i].from, (long long)list[i].to);
    return line;
}

/* Worked by hand for the text 0123456789. */
static void places_are_where_both_changed_the_same_words(void **state) {
    (void)state;
    ARENA(a);
    /* apart: nothing */
    assert_string_equal(places(a, "[2,[1,\"a\"],7]", "[5,[1,\"b\"],4]"), "");
    /* beside one another: nothing */
    assert_string_equal(places(a, "[2,[1,\"a\"],7]", "[3,[1,\"b\"],6]"), "");
    /* both replaced 2: 01 + b + a + 3456789 */
    assert_string_equal(places(a, "[2,[1,\"a\"],7]", "[2,[1,\"b\"],7]"), "2-4");
    /* they took 2345 away, mine put aa before 4: 01 + aa + 6789 */
    assert_string_equal(places(a, "[4,[0,\"aa\"],6]", "[2,[4],4]"), "2-4");
    /* both put something before 3 */
    assert_string_equal(places(a, "[3,[0,\"a\"],7]", "[3,[0,\"bb\"],7]"), "3-6");
    /* mine put something where their replaced piece begins: beside it */
    assert_string_equal(places(a, "[3,[0,\"a\"],7]", "[3,[2,\"b\"],5]"), "");
    /* both took away the same: one place with nothing left in it */
    assert_string_equal(places(a, "[3,[2],5]", "[3,[2],5]"), "3-3");
    /* two places, the first behind what they put at the start */
    assert_string_equal(places(a, "[2,[1,\"a\"],4,[1,\"c\"],2]", "[[0,\"x\"],2,[1,\"b\"],4,[1,\"d\"],2]"), "3-5 9-11");
}

static void changes_of_different_texts_are_refused(void **state) {
    (void)state;
    ARENA(a);
    struct changeset mine = read(a, "[3]"), theirs = read(a, "[4]");
    struct overlap *list;
    size_t count;
    assert_int_equal(overlap_find(a, &mine, &theirs, &list, &count), ERR_BAD_FIELD);
}

/* A hundred thousand places: were each sought from the beginning, this would take minutes. */
static void many_places_are_found_in_one_pass(void **state) {
    (void)state;
    enum { MANY = 100000 };
    ARENA(a);
    struct changeset_part *mine_parts = arena_alloc(a, 2 * MANY * sizeof *mine_parts);
    struct changeset_part *theirs_parts = arena_alloc(a, 2 * MANY * sizeof *theirs_parts);
    for (size_t i = 0; i < MANY; i++) {
        mine_parts[2 * i] = theirs_parts[2 * i] = (struct changeset_part){.len = 1, .ins = -1, .text = ""};
        mine_parts[2 * i + 1] = (struct changeset_part){.len = 1, .ins = 1, .text = "m", .size = 1};
        theirs_parts[2 * i + 1] = (struct changeset_part){.len = 1, .ins = 1, .text = "t", .size = 1};
    }
    struct changeset mine = {mine_parts, 2 * MANY}, theirs = {theirs_parts, 2 * MANY};
    struct overlap *list;
    size_t count;
    assert_int_equal(overlap_find(a, &mine, &theirs, &list, &count), OK);
    assert_int_equal(count, MANY);
    assert_int_equal(list[0].from, 1); /* of each two letters one is kept, and both words stand for the other */
    assert_int_equal(list[0].to, 3);
    assert_int_equal(list[MANY - 1].from, 3 * MANY - 2);
    assert_int_equal(list[MANY - 1].to, 3 * MANY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_where_both_changed_the_same_words),
        cmocka_unit_test(changes_of_different_texts_are_refused),
        cmocka_unit_test(many_places_are_found_in_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
