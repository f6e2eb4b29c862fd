#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/arena.h"

static void a_piece_of_any_size_is_zero_and_aligned(void **state) {
    (void)state;
    for (size_t i = 0; i < 1200; i++) { /* later arenas get memory that earlier ones wrote to */
        ARENA(a);
        size_t size = i % 600 * 37;
        arena_alloc(a, 1);
        unsigned char *piece = arena_alloc(a, size);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t at = 0; at < size; at++)
            assert_int_equal(piece[at], 0);
        memset(piece, 0xff, size);
    }
}

static void no_piece_overlaps_another(void **state) {
    (void)state;
    enum { COUNT = 3000 };
    static unsigned char *pieces[COUNT];
    ARENA(a);
    for (size_t i = 0; i < COUNT; i++) {
        size_t size = i * 7 % 4100; /* on both sides of what is a large piece */
        pieces[i] = arena_alloc(a, size);
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t at = 0, size = i * 7 % 4100; at < size; at++)
            assert_int_equal(pieces[i][at], i % 251);
}

static void a_copy_keeps_inner_nul_bytes_and_ends_with_one(void **state) {
    (void)state;
    ARENA(a);
    char *copy = arena_copy(a, "a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(arena_copy(a, NULL, 0), "");
}

static void a_string_is_copied_and_null_stays_null(void **state) {
    (void)state;
    ARENA(a);
    char original[] = "骨子";
    char *copy = arena_string(a, original);
    original[0] = 'x';
    assert_string_equal(copy, "骨子");
    assert_null(arena_string(a, NULL));
}

static void a_formatted_string_may_be_of_any_length(void **state) {
    (void)state;
    ARENA(a);
    assert_string_equal(arena_printf(a, "%d-%s", 12, "ab"), "12-ab");
    for (int width = 250; width <= 260; width++) { /* around the length at which it is made in the arena at once */
        char *s = arena_printf(a, "%0*d", width, 7);
        assert_int_equal(strlen(s), width);
        assert_int_equal(s[width - 1], '7');
    }
    assert_int_equal(strlen(arena_printf(a, "%*s", 100000, "x")), 100000);
}

static char released[8];

static void release(void *thing) {
    strncat(released, thing, 1);
}

static void what_was_deferred_is_released_newest_first(void **state) {
    (void)state;
    struct arena *a = arena_new();
    released[0] = '\0';
    arena_defer(a, release, arena_string(a, "1")); /* lies in the arena itself: still there when it is released */
    arena_defer(a, release, "2");
    arena_defer(a, release, "3");
    assert_string_equal(released, "");
    arena_free(a);
    assert_string_equal(released, "321");
}

static void the_end_of_a_block_frees_its_arena(void **state) {
    (void)state;
    released[0] = '\0';
    {
        ARENA(a);
        arena_defer(a, release, "x");
    }
    assert_string_equal(released, "x");
    arena_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_piece_of_any_size_is_zero_and_aligned),
        cmocka_unit_test(no_piece_overlaps_another),
        cmocka_unit_test(a_copy_keeps_inner_nul_bytes_and_ends_with_one),
        cmocka_unit_test(a_string_is_copied_and_null_stays_null),
        cmocka_unit_test(a_formatted_string_may_be_of_any_length),
        cmocka_unit_test(what_was_deferred_is_released_newest_first),
        cmocka_unit_test(the_end_of_a_block_frees_its_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
