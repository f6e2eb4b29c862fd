#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/store/suggestion_piece.h"
#include "kosshi/text/changeset_json.h"

static struct changeset parse(struct arena *a, const char *changes) {
    struct changeset c;
    json_auto_t *json = json_loads(changes, 0, NULL);
    assert_int_equal(changeset_json_read(a, json, &c), OK);
    return c;
}

static const char *print(struct arena *a, const struct changeset *c) {
    json_auto_t *json = changeset_json_write(c);
    char *text = json_dumps(json, JSON_COMPACT);
    const char *copy = arena_string(a, text);
    free(text);
    return copy;
}

/* "3-5:暮らし 6-6:x" */
static const char *pieces(struct arena *a, const char *changes) {
    struct changeset c = parse(a, changes);
    struct suggestion_piece *list;
    size_t count;
    const char *out = "";
    suggestion_piece_list(a, &c, &list, &count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(strlen(list[i].inserted), list[i].size);
        out = arena_printf(a, "%s%s%d-%d:%s", out, i ? " " : "", (int)list[i].from, (int)list[i].to, list[i].inserted);
    }
    return out;
}

static void a_piece_goes_on_until_something_is_kept(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"[10]", ""},
        {"[]", ""},
        {"[3,[2,\"暮らし\"],5]", "3-5:暮らし"},
        {"[[0,\"わが\"],10]", "0-0:わが"},
        {"[8,[2]]", "8-10:"},
        {"[[1,\"x\"],1,[0,\"y\"],2,[3]]", "0-1:x 2-2:y 4-7:"},
        {"[3,[2],[0,\"新\"],[1,\"し\"],4]", "3-6:新し"},
        {"[1,[1,\"\",\"\"],1]", "1-2:\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA(a);
        assert_string_equal(pieces(a, cases[i][0]), cases[i][1]);
    }
}

static void some_and_the_others_are_together_all_of_it(void **state) {
    (void)state;
    static const struct {
        const char *changes;
        bool chosen[3];
        const char *taken, *rest;
    } cases[] = {
        {"[[1,\"x\"],1,[0,\"y\"],2,[3]]", {true, false, true}, "[[1,\"x\"],3,[3]]", "[2,[0,\"y\"],5]"},
        {"[[1,\"x\"],1,[0,\"y\"],2,[3]]", {false, false, false}, "[7]", "[[1,\"x\"],1,[0,\"y\"],2,[3]]"},
        {"[[0,\"x\"],4,[0,\"y\"]]", {false, true}, "[4,[0,\"y\"]]", "[[0,\"x\"],4]"},
        {"[3,[2],[0,\"新\"],[1,\"し\"],4]", {true}, "[3,[2],[0,\"新\"],[1,\"し\"],4]", "[10]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ARENA(a);
        struct changeset c = parse(a, cases[i].changes), taken, rest;
        suggestion_piece_split(a, &c, cases[i].chosen, &taken, &rest);
        assert_string_equal(print(a, &taken), cases[i].taken);
        assert_string_equal(print(a, &rest), cases[i].rest);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_piece_goes_on_until_something_is_kept),
        cmocka_unit_test(some_and_the_others_are_together_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
