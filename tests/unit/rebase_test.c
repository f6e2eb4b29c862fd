#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/changeset_json.h"
#include "kosshi/text/rebase.h"

/* Expected values by @codemirror/state: map of one over the other, one at a time. */

static struct rebase_update by(struct arena *a, const char *client, const char *json) {
    struct rebase_update update = {.client = client};
    json_auto_t *set = json_loads(json, 0, NULL);
    assert_non_null(set);
    assert_int_equal(changeset_json_read(a, set, &update.changes), OK);
    return update;
}

static void assert_is(const struct changeset *c, const char *json) {
    json_auto_t *set = changeset_json_write(c);
    char *text = json_dumps(set, JSON_COMPACT);
    assert_string_equal(text, json);
    free(text);
}

static void a_late_update_goes_behind_what_came_since_one_after_the_other(void **state) {
    (void)state;
    ARENA(a);
    struct rebased out;
    struct rebase_update mine[] = {by(a, "me", "[[0,\"X\"],4]")};
    struct rebase_update over[] = {by(a, "a", "[[1],3]"), by(a, "b", "[[0,\"B\"],3]")};
    assert_int_equal(rebase_updates(a, mine, 1, over, 2, &out), OK);
    assert_int_equal(out.count, 1);
    assert_is(&out.changes[0], "[1,[0,\"X\"],3]");
}

static void those_that_arrived_already_are_left_out(void **state) {
    (void)state;
    ARENA(a);
    struct rebased out;
    struct rebase_update mine[] = {by(a, "me", "[2,[0,\"一\"]]"), by(a, "me", "[3,[0,\"二\"]]"),
                                   by(a, "me", "[4,[0,\"三\"]]")};
    struct rebase_update over[] = {by(a, "other", "[[0,\"他\"],2]"), by(a, "me", "[3,[0,\"一\"]]"),
                                   by(a, "other", "[[0,\"の\"],4]")};
    assert_int_equal(rebase_updates(a, mine, 3, over, 3, &out), OK);
    assert_int_equal(out.count, 2);
    assert_is(&out.changes[0], "[5,[0,\"二\"]]");
    assert_is(&out.changes[1], "[6,[0,\"三\"]]");
    assert_int_equal(rebase_updates(a, mine, 1, over, 3, &out), OK);
    assert_int_equal(out.count, 0);
}

static void an_update_goes_behind_thousands(void **state) {
    (void)state;
    enum { MANY = 3000 };
    ARENA(a);
    struct rebased out;
    struct rebase_update *over = arena_alloc(a, MANY * sizeof *over);
    struct rebase_update mine[] = {by(a, "me", "[[0,\"終\",\"わり\"]]"), by(a, "me", "[4,[0,\"。\"]]")};
    for (int i = 0; i < MANY; i++)
        over[i] = by(a, "other", i ? arena_printf(a, "[%d,[0,\"字\"]]", i) : "[[0,\"字\"]]");
    assert_int_equal(rebase_updates(a, mine, 2, over, MANY, &out), OK);
    assert_int_equal(out.count, 2);
    assert_is(&out.changes[0], "[3000,[0,\"終\",\"わり\"]]");
    assert_is(&out.changes[1], "[3004,[0,\"。\"]]");
}

static void what_was_made_for_another_text_is_refused(void **state) {
    (void)state;
    ARENA(a);
    struct rebased out;
    struct changeset both;
    struct rebase_update mine[] = {by(a, "me", "[5]")};
    struct rebase_update over[] = {by(a, "a", "[4,[0,\"x\"]]"), by(a, "b", "[4]")};
    assert_int_equal(rebase_updates(a, mine, 1, over, 1, &out), ERR_BAD_FIELD);
    assert_int_equal(rebase_compose(a, over, 2, &both), ERR_BAD_FIELD);
}

static void a_list_is_put_together_in_its_order(void **state) {
    (void)state;
    ARENA(a);
    struct changeset all;
    struct rebase_update list[] = {by(a, "a", "[[0,\"一\"]]"), by(a, "b", "[1,[0,\"二\"]]"), by(a, "a", "[[1],1]")};
    assert_int_equal(rebase_compose(a, list, 3, &all), OK);
    assert_is(&all, "[[0,\"二\"]]");
    assert_int_equal(rebase_compose(a, list, 0, &all), OK);
    assert_int_equal(all.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_late_update_goes_behind_what_came_since_one_after_the_other),
        cmocka_unit_test(those_that_arrived_already_are_left_out),
        cmocka_unit_test(an_update_goes_behind_thousands),
        cmocka_unit_test(what_was_made_for_another_text_is_refused),
        cmocka_unit_test(a_list_is_put_together_in_its_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
