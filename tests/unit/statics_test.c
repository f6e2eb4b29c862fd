#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kosshi/http/statics.h"

/* A folder of assets as a developer has it, made for one test. */
struct folder {
    char path[32];
    struct assets *assets;
    struct statics *statics;
};

static void put(const struct folder *f, const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state) {
    static const char *const folders[] = {"static", "static/css", "static/js"};
    struct folder *f = calloc(1, sizeof *f);
    assert_non_null(f);
    snprintf(f->path, sizeof f->path, "/tmp/statics-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", f->path, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    put(f, "static/css/20-b.css", "b{}");
    put(f, "static/css/10-a.css", "a{}");
    put(f, "static/js/main.js", "main()");
    put(f, "static/js/menu.js", "menu()");
    put(f, "static/icon.svg", "<svg/>");
    put(f, "static/icons.svg", "<svg id=\"icons\"/>");
    f->assets = assets_open(f->path);
    f->statics = statics_open(f->assets);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    static const char *const files[] = {"static/css/20-b.css",
                                        "static/css/10-a.css",
                                        "static/js/main.js",
                                        "static/js/menu.js",
                                        "static/icon.svg",
                                        "static/icons.svg",
                                        "static/css",
                                        "static/js",
                                        "static",
                                        ""};
    struct folder *f = *state;
    statics_close(f->statics);
    assets_close(f->assets);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", f->path, files[i]);
        assert_int_equal(remove(path), 0);
    }
    free(f);
    return 0;
}

static const char *name_in(const char *address) {
    static const char root[] = "/static/";
    assert_memory_equal(address, root, sizeof root - 1);
    return address + sizeof root - 1;
}

static void expect(struct folder *f, const char *name, const char *type, const char *text, bool hashed) {
    struct static_file file;
    assert_true(statics_get(f->statics, name, &file));
    assert_string_equal(file.type, type);
    assert_int_equal(file.size, strlen(text));
    assert_memory_equal(file.data, text, file.size);
    assert_int_equal(file.hashed, hashed);
}

static void the_style_sheet_is_every_css_file_in_the_order_of_their_names(void **state) {
    struct folder *f = *state;
    expect(f, name_in(statics_css(f->statics)), "text/css; charset=utf-8", "a{}\nb{}\n", true);
}

static void the_main_script_its_modules_and_the_icons_are_found(void **state) {
    struct folder *f = *state;
    expect(f, name_in(statics_js(f->statics)), "text/javascript; charset=utf-8", "main()", true);
    expect(f, "menu.js", "text/javascript; charset=utf-8", "menu()", false);
    expect(f, "icon.svg", "image/svg+xml", "<svg/>", false);
    expect(f, name_in(statics_icons(f->statics)), "image/svg+xml", "<svg id=\"icons\"/>", true);
}

static void a_changed_file_gets_a_new_address(void **state) {
    struct folder *f = *state;
    const char *before = statics_css(f->statics);
    assert_string_equal(before, statics_css(f->statics));
    put(f, "static/css/10-a.css", "changed{}");
    const char *after = statics_css(f->statics);
    assert_string_not_equal(before, after);
    expect(f, name_in(after), "text/css; charset=utf-8", "changed{}\nb{}\n", true);
}

static void nothing_else_is_given_out(void **state) {
    static const char *const names[] = {
        "app.00000000000000000000000000000000.css", "10-a.css", "missing.js", ".js", "", "../static/icon.svg", "..svg"};
    struct folder *f = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct static_file file;
        assert_false(statics_get(f->statics, names[i], &file));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_style_sheet_is_every_css_file_in_the_order_of_their_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_main_script_its_modules_and_the_icons_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_changed_file_gets_a_new_address, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_else_is_given_out, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
