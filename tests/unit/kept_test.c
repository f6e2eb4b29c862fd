#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/buf.h"
#include "kosshi/http/answer.h"
#include "kosshi/http/kept.h"

/* An answer of 200 with that many bytes of text. The caller releases it. */
static struct answer *page_of(size_t size) {
    ARENA(a);
    struct request r = {.arena = a, .method = METHOD_GET, .reply = {.status = 200, .type = "text/html; charset=utf-8"}};
    struct buf b = {0};
    for (size_t i = 0; i < size; i++)
        buf_byte(&b, (char)('a' + i % 7));
    r.reply.size = b.size;
    r.reply.body = buf_steal(&b);
    return answer_new(&r);
}

static void keep(struct kept *k, const char *key, size_t size) {
    struct answer *a = page_of(size);
    kept_page_add(k, key, a);
    answer_release(a);
}

static void a_kept_page_is_found_by_its_key_alone(void **state) {
    (void)state;
    struct kept *k = kept_new(100000);
    keep(k, "1 /", 10);
    assert_non_null(kept_page(k, "1 /"));
    assert_null(kept_page(k, "2 /"));
    kept_free(k);
}

static void when_there_are_too_many_bytes_the_page_longest_unused_goes(void **state) {
    (void)state;
    struct kept *k = kept_new(50000);
    keep(k, "a", 9000);
    keep(k, "b", 9000);
    keep(k, "c", 9000);
    assert_non_null(kept_page(k, "a")); /* used again: b is the oldest now */
    keep(k, "d", 9000);
    keep(k, "e", 9000);
    assert_null(kept_page(k, "b"));
    assert_non_null(kept_page(k, "a"));
    assert_non_null(kept_page(k, "e"));
    kept_free(k);
}

static void a_page_that_would_push_out_most_others_is_not_kept(void **state) {
    (void)state;
    struct kept *k = kept_new(50000);
    keep(k, "big", 30000);
    assert_null(kept_page(k, "big"));
    kept_free(k);
}

static void after_a_change_nothing_is_kept(void **state) {
    (void)state;
    struct kept *k = kept_new(100000);
    struct user u = {.id = 3, .role = ROLE_MEMBER, .name = "佐藤", .display = "佐藤"};
    keep(k, "1 /", 10);
    kept_session_add(k, "token", &u, 1000);
    kept_forget(k);
    assert_null(kept_page(k, "1 /"));
    assert_null(kept_session(k, "token", 1));
    kept_free(k);
}

static void a_session_is_kept_until_it_expires(void **state) {
    (void)state;
    struct kept *k = kept_new(1000);
    struct user u = {.id = 3, .role = ROLE_MEMBER, .name = "佐藤", .display = "佐藤 花子"};
    kept_session_add(k, "token", &u, 1000);
    assert_string_equal(kept_session(k, "token", 999)->display, "佐藤 花子");
    assert_null(kept_session(k, "token", 1000));
    assert_null(kept_session(k, "other", 1));
    kept_free(k);
}

static void an_answer_being_sent_outlives_its_place(void **state) {
    (void)state;
    struct kept *k = kept_new(100000);
    keep(k, "1 /", 10);
    struct answer *a = answer_hold(kept_page(k, "1 /"));
    kept_free(k);
    bool gzip = false;
    size_t size;
    assert_memory_equal(answer_bytes(a, &gzip, &size), "abcdefgabc", 10);
    answer_release(a);
}

static void text_is_compressed_when_it_is_worth_it_and_asked_for(void **state) {
    (void)state;
    struct answer *large = page_of(5000), *small = page_of(50);
    bool gzip = true;
    size_t size;
    const char *bytes = answer_bytes(large, &gzip, &size);
    assert_true(gzip);
    assert_true(size < 500);
    assert_memory_equal(bytes, "\x1f\x8b", 2); /* RFC 1952 */
    gzip = false;
    answer_bytes(large, &gzip, &size);
    assert_int_equal(size, 5000);
    gzip = true;
    answer_bytes(small, &gzip, &size);
    assert_false(gzip);
    answer_release(large);
    answer_release(small);
}

static void the_same_bytes_have_the_same_tag_and_others_another(void **state) {
    (void)state;
    struct answer *a = page_of(100), *b = page_of(100), *c = page_of(101);
    assert_string_equal(answer_tag(a), answer_tag(b));
    assert_string_not_equal(answer_tag(a), answer_tag(c));
    answer_release(a);
    answer_release(b);
    answer_release(c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kept_page_is_found_by_its_key_alone),
        cmocka_unit_test(when_there_are_too_many_bytes_the_page_longest_unused_goes),
        cmocka_unit_test(a_page_that_would_push_out_most_others_is_not_kept),
        cmocka_unit_test(after_a_change_nothing_is_kept),
        cmocka_unit_test(a_session_is_kept_until_it_expires),
        cmocka_unit_test(an_answer_being_sent_outlives_its_place),
        cmocka_unit_test(text_is_compressed_when_it_is_worth_it_and_asked_for),
        cmocka_unit_test(the_same_bytes_have_the_same_tag_and_others_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
