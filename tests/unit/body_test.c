#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/http/body.h"

/* A body of one field, or of one JSON text; what it comes to. */
static enum err form(const char *value, size_t size, json_t **out) {
    struct body *b = body_new();
    const char *field;
    body_field(b, "text", value, size, 0);
    enum err e = body_finish(b, out, &field);
    if (e != OK) assert_string_equal(field, "text");
    body_free(b);
    return e;
}

static enum err json(const char *text, json_t **out) {
    struct body *b = body_new();
    const char *field;
    body_json(b, text, strlen(text));
    enum err e = body_finish(b, out, &field);
    body_free(b);
    return e;
}

static void an_empty_body_is_an_object_without_fields(void **state) {
    (void)state;
    struct body *b = body_new();
    const char *field;
    json_t *out;
    assert_int_equal(body_finish(b, &out, &field), OK);
    assert_int_equal(json_object_size(out), 0);
    json_decref(out);
    body_free(b);
}

static void a_value_may_come_in_pieces_and_its_line_ends_become_lf(void **state) {
    (void)state;
    struct body *b = body_new();
    const char *field;
    json_t *out;
    body_field(b, "text", "一\r", 4, 0);
    body_field(b, "text", "\n二", 4, 4);
    body_field(b, "title", "", 0, 0);
    assert_int_equal(body_finish(b, &out, &field), OK);
    assert_string_equal(json_string_value(json_object_get(out, "text")), "一\n二");
    assert_string_equal(json_string_value(json_object_get(out, "title")), "");
    json_decref(out);
    body_free(b);
}

static void bytes_that_are_no_text_are_refused_and_the_field_is_named(void **state) {
    (void)state;
    json_t *out;
    assert_int_equal(form("\xff\xfe", 2, &out), ERR_BAD_UTF8);
    assert_int_equal(form("\xe3\x81", 2, &out), ERR_BAD_UTF8);     /* あ cut short */
    assert_int_equal(form("\xed\xa0\x80", 3, &out), ERR_BAD_UTF8); /* a lone surrogate */
    assert_int_equal(form("a\0b", 3, &out), ERR_BAD_CONTROL);
    assert_int_equal(form("a\rb", 3, &out), ERR_BAD_CONTROL);
    assert_int_equal(form("a\x1b[1m", 5, &out), ERR_BAD_CONTROL);
}

static void a_json_body_is_an_object_or_refused(void **state) {
    (void)state;
    json_t *out;
    assert_int_equal(json("{\"text\":\"神\",\"base_version\":3}", &out), OK);
    assert_int_equal(json_integer_value(json_object_get(out, "base_version")), 3);
    json_decref(out);
    assert_int_equal(json("[1]", &out), ERR_BAD_BODY);
    assert_int_equal(json("\"text\"", &out), ERR_BAD_BODY);
    assert_int_equal(json("{\"text\":", &out), ERR_BAD_BODY);
    assert_int_equal(json("{\"a\":1,\"a\":2}", &out), ERR_BAD_BODY);
    assert_int_equal(json("{\"text\":\"\xff\"}", &out), ERR_BAD_UTF8);
    assert_int_equal(json("{\"text\":\"\\u0007\"}", &out), ERR_BAD_CONTROL);
    assert_int_equal(json("{\"te\\u0001xt\":1}", &out), ERR_BAD_CONTROL);
    assert_int_equal(json("{\"deep\":{\"te\\u0001xt\":1}}", &out), ERR_BAD_CONTROL);
    assert_int_equal(json("{\"deep\":[{\"text\":\"\\u001b\"}]}", &out), ERR_BAD_CONTROL);
}

static void a_body_over_the_limit_is_refused_as_a_whole(void **state) {
    (void)state;
    struct body *b = body_new();
    char piece[4096];
    memset(piece, 'a', sizeof piece);
    for (size_t sent = 0; sent <= BODY_LIMIT; sent += sizeof piece)
        body_field(b, "text", piece, sizeof piece, sent);
    json_t *out;
    const char *field;
    assert_int_equal(body_finish(b, &out, &field), ERR_TOO_LARGE);
    assert_null(out);
    body_free(b);
}

static void as_many_fields_as_a_form_may_have_pass_and_one_more_does_not(void **state) {
    (void)state;
    for (int most = BODY_FIELDS; most <= BODY_FIELDS + 1; most++) {
        struct body *b = body_new();
        for (int i = 0; i < most; i++) {
            char name[16];
            snprintf(name, sizeof name, "f%d", i);
            body_field(b, name, "x", 1, 0);
        }
        json_t *out;
        const char *field;
        assert_int_equal(body_finish(b, &out, &field), most > BODY_FIELDS ? ERR_TOO_LARGE : OK);
        json_decref(out);
        body_free(b);
    }
}

static void a_file_is_kept_as_bytes_beside_the_fields(void **state) {
    (void)state;
    struct body *b = body_new();
    const char *field;
    json_t *out;
    body_field(b, "alt", "図", 3, 0);
    body_file(b, "image", "first.png", "gone", 4, 0);
    body_file(b, "image", "\xff.png", "\x89PNG\r\n\0", 7, 0);
    body_file(b, "image", "\xff.png", "\xff", 1, 7);
    assert_int_equal(body_finish(b, &out, &field), OK);
    assert_int_equal(json_object_size(out), 1);
    struct body_file file = body_file_of(b);
    assert_string_equal(file.field, "image");
    assert_string_equal(file.name, "\xff.png");
    assert_int_equal(file.size, 8);
    assert_memory_equal(file.data, "\x89PNG\r\n\0\xff", 8);
    json_decref(out);
    body_free(b);
}

static void a_body_without_a_file_has_none(void **state) {
    (void)state;
    struct body *b = body_new();
    struct body_file file = body_file_of(b);
    assert_null(file.field);
    assert_null(file.data);
    assert_int_equal(file.size, 0);
    body_free(b);
}

static void of_a_file_over_the_limit_only_its_size_is_known(void **state) {
    (void)state;
    static char piece[65536];
    struct body *b = body_new();
    size_t sent = 0;
    for (; sent < BODY_FILE_LIMIT; sent += sizeof piece)
        body_file(b, "image", "a.png", piece, sizeof piece, sent);
    assert_non_null(body_file_of(b).data);
    body_file(b, "image", "a.png", piece, 1, sent);
    assert_null(body_file_of(b).data);
    body_file(b, "image", "a.png", piece, sizeof piece, sent + 1);
    assert_null(body_file_of(b).data);
    assert_int_equal(body_file_of(b).size, BODY_FILE_LIMIT + 1 + sizeof piece);
    const char *field;
    json_t *out;
    assert_int_equal(body_finish(b, &out, &field), OK);
    json_decref(out);
    body_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_body_is_an_object_without_fields),
        cmocka_unit_test(a_value_may_come_in_pieces_and_its_line_ends_become_lf),
        cmocka_unit_test(bytes_that_are_no_text_are_refused_and_the_field_is_named),
        cmocka_unit_test(a_json_body_is_an_object_or_refused),
        cmocka_unit_test(a_body_over_the_limit_is_refused_as_a_whole),
        cmocka_unit_test(as_many_fields_as_a_form_may_have_pass_and_one_more_does_not),
        cmocka_unit_test(a_file_is_kept_as_bytes_beside_the_fields),
        cmocka_unit_test(a_body_without_a_file_has_none),
        cmocka_unit_test(of_a_file_over_the_limit_only_its_size_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
