#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/changeset_json.h"
#include "kosshi/text/span.h"

/* That the places are those of @codemirror/state is tested in tests/collab. Here are the words. */

/* A text with one span of it, as it goes from change to change. */
struct story {
    struct arena *arena;
    const char *text;
    struct span span;
    struct span_quote lost;
};

static const char *words(const struct story *s) {
    struct unit_index index = unit_index_of(s->arena, s->text, strlen(s->text));
    const char *cut = unit_index_cut(s->arena, &index, s->span.from, s->span.to);
    return cut ? cut : "(none)";
}

/* The span is on the first place of these words. */
static struct story begin(struct arena *a, const char *text, const char *marked) {
    const char *at = strstr(text, marked);
    assert_non_null(at);
    struct unit_index index = unit_index_of(a, text, (size_t)(at - text));
    int64_t length = unit_index_of(a, marked, strlen(marked)).count;
    return (struct story){a, text, {index.count, index.count + length, false}, {0}};
}

/* CodeMirror's changes, as JSON. */
static void change(struct story *s, const char *json) {
    struct changeset c;
    struct span was = s->span, written;
    BUF(after);
    json_auto_t *parsed = json_loads(json, 0, NULL);
    assert_int_equal(changeset_json_read(s->arena, parsed, &c), OK);
    assert_int_equal(changeset_apply(&c, s->text, strlen(s->text), &after), OK);
    const char *text = arena_copy(s->arena, after.data, after.size);
    struct unit_index before = unit_index_of(s->arena, s->text, strlen(s->text));
    struct unit_index behind = unit_index_of(s->arena, text, after.size);
    span_map(&c, &s->span, &written);
    if (s->span.gone && !was.gone) s->lost = span_quote_of(s->arena, &before, &was, &c);
    if (was.gone) (void)span_return(&s->span, &written, &behind, &s->lost);
    s->text = text;
}

static void words_move_with_what_is_written_around_them(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える", "生活");
    change(&s, "[[0, \"😀\"], 9]");
    change(&s, "[7, [0, \"と産業\"], 4]");
    assert_string_equal(s.text, "😀区民の生活と産業を支える");
    assert_string_equal(words(&s), "生活");
    assert_int_equal(s.span.from, 5);
    assert_int_equal(s.span.to, 7);
}

static void what_is_written_inside_of_words_is_part_of_them(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える", "生活");
    change(&s, "[4, [0, \"と\"], 5]");
    assert_string_equal(words(&s), "生と活");
}

static void words_that_are_taken_away_are_gone_and_leave_a_gap(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える", "生活");
    change(&s, "[2, [4], 3]");
    assert_true(s.span.gone);
    assert_int_equal(s.span.from, 2);
    assert_int_equal(s.span.to, 2);
    assert_string_equal(s.lost.words, "生活");
    assert_string_equal(s.lost.before, "区民の");
    assert_string_equal(s.lost.behind, "を支える");
    change(&s, "[2, [0, \"が\"], 3]");
    change(&s, "[[0, \"全\"], 6]");
    assert_true(s.span.gone);
    assert_string_equal(words(&s), "が");
}

static void words_that_are_brought_back_are_the_same_ones(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える", "生活");
    change(&s, "[2, [4], 3]");
    change(&s, "[2, [0, \"の生活を\"], 3]");
    assert_false(s.span.gone);
    assert_string_equal(words(&s), "生活");
    assert_int_equal(s.span.from, 3);
}

static void they_are_known_by_what_stands_beside_them(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "人の数、人の力、人の和", "人の力");
    s.span.to = s.span.from + 1; /* 人 alone, of which there are three */
    change(&s, "[[11]]");
    assert_true(s.span.gone);
    change(&s, "[[0, \"人の数、人の力、人の和\"]]");
    assert_false(s.span.gone);
    assert_int_equal(s.span.from, 4);
}

static void they_are_where_they_were_among_others_that_look_alike(void **state) {
    (void)state;
    ARENA(a);
    const char *table = "|区|区|\n|区|区|\n|区|区|\n|区|区|\n|区|区|\n";
    struct story s = begin(a, table, "区");
    s.span = (struct span){.from = 15, .to = 16};
    change(&s, "[[30]]");
    change(&s, "[[0, \"前\"]]");
    assert_true(s.span.gone);
    change(&s, "[1, [0, \"|区|区|\", \"|区|区|\", \"|区|区|\", \"|区|区|\", \"|区|区|\", \"\"]]");
    assert_false(s.span.gone);
    assert_int_equal(s.span.from, 16);
    assert_string_equal(words(&s), "区");
}

static void they_come_back_behind_what_others_wrote_in_the_gap(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える", "生活");
    change(&s, "[3, [2], 4]");
    change(&s, "[3, [0, \"暮らし\"], 4]");
    change(&s, "[6, [0, \"生活\"], 4]");
    assert_false(s.span.gone);
    assert_string_equal(words(&s), "生活");
    assert_int_equal(s.span.from, 6);
}

static void the_same_short_words_in_another_sentence_are_others(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える。", "生活");
    change(&s, "[[10]]");
    change(&s, "[[0, \"新しい生活の様式\"]]");
    assert_true(s.span.gone);
}

static void a_whole_sentence_is_known_wherever_it_comes_back(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "一つ目。産業の持続性を確保する。三つ目。", "産業の持続性を確保する。");
    change(&s, "[[20]]");
    change(&s, "[[0, \"まえがき：産業の持続性を確保する。――あとがき\"]]");
    assert_false(s.span.gone);
    assert_string_equal(words(&s), "産業の持続性を確保する。");
}

static void words_that_come_back_twice_are_not_guessed(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "一つ目。産業の持続性を確保する。三つ目。", "産業の持続性を確保する。");
    change(&s, "[[20]]");
    change(&s, "[[0, \"産業の持続性を確保する。産業の持続性を確保する。と\"]]");
    assert_true(s.span.gone);
    assert_string_equal(words(&s), s.text);
}

static void words_come_back_piece_by_piece(void **state) {
    (void)state;
    ARENA(a);
    struct story s = begin(a, "区民の生活を支える", "生活を");
    change(&s, "[3, [3], 3]");
    change(&s, "[3, [0, \"生\"], 3]");
    assert_true(s.span.gone);
    change(&s, "[4, [0, \"活を\"], 3]");
    assert_false(s.span.gone);
    assert_string_equal(words(&s), "生活を");
}

static void words_of_one_letter_again_and_again_take_no_time(void **state) {
    (void)state;
    ARENA(a);
    enum { SIZE = 200000 };
    char *text = arena_alloc(a, SIZE + 1), *marked = arena_alloc(a, SIZE / 2 + 1);
    memset(text, 'a', SIZE);
    memset(marked, 'a', SIZE / 2);
    struct unit_index index = unit_index_of(a, text, SIZE);
    struct span s = {.from = 0, .to = SIZE, .gone = true}, written = {.from = 0, .to = SIZE};
    struct span_quote quote = {marked, "before", "behind", -1};
    assert_false(span_return(&s, &written, &index, &quote));
}

static void no_quote_is_cut_through_a_surrogate_pair(void **state) {
    (void)state;
    ARENA(a);
    struct unit_index index = unit_index_of(a, "a😀b", strlen("a😀b"));
    assert_int_equal(index.count, 4);
    static const struct span none[] = {{2, 3, false}, {1, 2, false}, {-1, 1, false}, {3, 5, false}, {3, 1, false}};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_null(span_quote_of(a, &index, &none[i], NULL).words);
        assert_null(unit_index_cut(a, &index, none[i].from, none[i].to));
    }
    struct span_quote quote = span_quote_of(a, &index, &(struct span){.from = 1, .to = 3}, NULL);
    assert_string_equal(quote.words, "😀");
    assert_string_equal(quote.before, "a");
    assert_string_equal(quote.behind, "b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_move_with_what_is_written_around_them),
        cmocka_unit_test(what_is_written_inside_of_words_is_part_of_them),
        cmocka_unit_test(words_that_are_taken_away_are_gone_and_leave_a_gap),
        cmocka_unit_test(words_that_are_brought_back_are_the_same_ones),
        cmocka_unit_test(they_are_known_by_what_stands_beside_them),
        cmocka_unit_test(they_are_where_they_were_among_others_that_look_alike),
        cmocka_unit_test(they_come_back_behind_what_others_wrote_in_the_gap),
        cmocka_unit_test(the_same_short_words_in_another_sentence_are_others),
        cmocka_unit_test(a_whole_sentence_is_known_wherever_it_comes_back),
        cmocka_unit_test(words_that_come_back_twice_are_not_guessed),
        cmocka_unit_test(words_come_back_piece_by_piece),
        cmocka_unit_test(words_of_one_letter_again_and_again_take_no_time),
        cmocka_unit_test(no_quote_is_cut_through_a_surrogate_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
