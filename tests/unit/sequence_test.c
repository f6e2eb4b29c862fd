#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/sequence.h"

#define MOST 24

/* The length of a longest common subsequence by the textbook's table. */
static size_t longest_common(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
    size_t table[MOST + 1][MOST + 1] = {{0}};
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            size_t left = table[i][j - 1], up = table[i - 1][j];
            table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : left > up ? left : up;
        }
    }
    return table[n][m];
}

/* How many are left, which must be the same on both sides. */
static size_t left_over(const uint32_t *a, size_t n, const uint32_t *b, size_t m, const bool *gone, const bool *fresh) {
    size_t left = 0;
    for (size_t i = 0, j = 0;;) {
        while (i < n && gone[i])
            i++;
        while (j < m && fresh[j])
            j++;
        assert_int_equal(i < n, j < m);
        if (i == n) return left;
        assert_int_equal(a[i++], b[j++]);
        left++;
    }
}

static size_t random_sequence(uint32_t *out, unsigned letters) {
    size_t count = (size_t)rand() % (MOST + 1);
    for (size_t i = 0; i < count; i++)
        out[i] = (uint32_t)rand() % letters;
    return count;
}

static void as_much_is_left_as_can_be(void **state) {
    (void)state;
    srand(20261126);
    for (int round = 0; round < 20000; round++) {
        ARENA(arena);
        uint32_t a[MOST] = {0}, b[MOST] = {0};
        bool gone[MOST] = {0}, fresh[MOST] = {0};
        size_t n = random_sequence(a, 2 + (unsigned)round % 5), m = random_sequence(b, 2 + (unsigned)round % 5);
        sequence_compare(arena, a, n, b, m, 1000, gone, fresh);
        assert_int_equal(left_over(a, n, b, m, gone, fresh), longest_common(a, n, b, m));
    }
}

static void with_too_little_effort_less_is_left_but_it_is_still_the_same(void **state) {
    (void)state;
    srand(20261127);
    for (int round = 0; round < 5000; round++) {
        ARENA(arena);
        uint32_t a[MOST] = {0}, b[MOST] = {0};
        bool gone[MOST] = {0}, fresh[MOST] = {0};
        size_t n = random_sequence(a, 3), m = random_sequence(b, 3);
        sequence_compare(arena, a, n, b, m, (size_t)round % 3, gone, fresh);
        assert_true(left_over(a, n, b, m, gone, fresh) <= longest_common(a, n, b, m));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_much_is_left_as_can_be),
        cmocka_unit_test(with_too_little_effort_less_is_left_but_it_is_still_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
