#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/http/gate.h"

static enum err nothing(struct request *r) {
    (void)r;
    return OK;
}

static const struct route table[] = {
    {METHOD_GET, "/", ROLE_VIEWER, READ, nothing, NULL},
    {METHOD_GET, "/sections/{id}/edit", ROLE_MEMBER, READ, nothing, NULL},
    {METHOD_POST, "/sections/{id}", ROLE_MEMBER, WRITE, nothing, NULL},
    {METHOD_GET, "/sections/{id}", ROLE_VIEWER, READ, nothing, NULL},
    {METHOD_GET, "/invite/{word}", ROLE_NOBODY, READ, nothing, NULL},
};
#define COUNT (sizeof table / sizeof table[0])

static const struct gate_headers no_headers = {.host = "kosshi.example:8080"};

static struct request *request_for(struct arena *a, enum method method, const char *path, enum role role) {
    struct request *r = arena_alloc(a, sizeof *r);
    r->arena = a;
    r->method = method;
    r->path = path;
    r->user = (struct user){.id = role == ROLE_NOBODY ? 0 : 7, .role = role};
    return r;
}

static enum err pass(struct request *r, const struct gate_headers *headers) {
    return gate_admit(r, headers, gate_route(r, table, COUNT));
}

static void a_path_with_a_number_finds_its_route_and_its_number(void **state) {
    (void)state;
    ARENA(a);
    struct request *r = request_for(a, METHOD_GET, "/sections/42/edit", ROLE_MEMBER);
    assert_int_equal(pass(r, &no_headers), OK);
    assert_ptr_equal(r->route, &table[1]);
    assert_int_equal(r->id, 42);
}

static void a_path_with_a_word_keeps_it(void **state) {
    (void)state;
    ARENA(a);
    struct request *r = request_for(a, METHOD_GET, "/invite/aB-_9", ROLE_NOBODY);
    assert_int_equal(pass(r, &no_headers), OK);
    assert_string_equal(r->word, "aB-_9");
}

static void what_is_no_number_is_no_section(void **state) {
    (void)state;
    static const char *const paths[] = {"/sections/",
                                        "/sections/0",
                                        "/sections/-1",
                                        "/sections/01",
                                        "/sections/1x",
                                        "/sections/1/",
                                        "/sections/99999999999999999999",
                                        "/sections/%31",
                                        "/invite/",
                                        "/invite/a/b",
                                        "//"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        ARENA(a);
        struct request *r = request_for(a, METHOD_GET, paths[i], ROLE_SECRETARIAT);
        assert_int_equal(pass(r, &no_headers), ERR_NOT_FOUND);
    }
}

static void a_wrong_method_names_the_right_ones(void **state) {
    (void)state;
    ARENA(a);
    struct request *r = request_for(a, METHOD_COUNT, "/sections/3", ROLE_SECRETARIAT);
    assert_int_equal(pass(r, &no_headers), ERR_METHOD);
    assert_string_equal(r->reply.allow, "POST, GET, HEAD");
}

static void a_stranger_is_asked_to_sign_in_even_where_there_is_no_page(void **state) {
    (void)state;
    ARENA(a);
    assert_int_equal(pass(request_for(a, METHOD_GET, "/", ROLE_NOBODY), &no_headers), ERR_SIGNED_OUT);
    assert_int_equal(pass(request_for(a, METHOD_GET, "/nowhere", ROLE_NOBODY), &no_headers), ERR_SIGNED_OUT);
}

static void a_role_below_is_refused_and_one_above_is_not(void **state) {
    (void)state;
    ARENA(a);
    assert_int_equal(pass(request_for(a, METHOD_GET, "/sections/1/edit", ROLE_REVIEWER), &no_headers), ERR_FORBIDDEN);
    assert_int_equal(pass(request_for(a, METHOD_GET, "/sections/1/edit", ROLE_SECRETARIAT), &no_headers), OK);
}

/* The cases of Go's http.CrossOriginProtection. */
static void a_write_from_another_site_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *site, *origin;
        bool may;
    } cases[] = {
        {"same-origin", NULL, true},
        {"none", NULL, true},
        {"cross-site", NULL, false},
        {"same-site", NULL, false},
        {"cross-site", "http://kosshi.example:8080", false},
        {"same-origin", "https://evil.example", true}, /* the browser's own word counts first */
        {NULL, "http://kosshi.example:8080", true},
        {NULL, "https://kosshi.example:8080", true}, /* behind a proxy that speaks TLS */
        {NULL, "http://kosshi.example", false},
        {NULL, "https://evil.example", false},
        {NULL, "null", false},
        {NULL, NULL, true}, /* no browser */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ARENA(a);
        struct gate_headers h = {
            .sec_fetch_site = cases[i].site, .origin = cases[i].origin, .host = "kosshi.example:8080"};
        struct request *r = request_for(a, METHOD_POST, "/sections/1", ROLE_MEMBER);
        assert_int_equal(pass(r, &h), cases[i].may ? OK : ERR_CROSS_ORIGIN);
    }
}

static void a_read_from_another_site_is_answered(void **state) {
    (void)state;
    ARENA(a);
    struct gate_headers h = {
        .sec_fetch_site = "cross-site", .origin = "https://evil.example", .host = "kosshi.example"};
    assert_int_equal(pass(request_for(a, METHOD_GET, "/", ROLE_VIEWER), &h), OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_with_a_number_finds_its_route_and_its_number),
        cmocka_unit_test(a_path_with_a_word_keeps_it),
        cmocka_unit_test(what_is_no_number_is_no_section),
        cmocka_unit_test(a_wrong_method_names_the_right_ones),
        cmocka_unit_test(a_stranger_is_asked_to_sign_in_even_where_there_is_no_page),
        cmocka_unit_test(a_role_below_is_refused_and_one_above_is_not),
        cmocka_unit_test(a_write_from_another_site_is_refused),
        cmocka_unit_test(a_read_from_another_site_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
