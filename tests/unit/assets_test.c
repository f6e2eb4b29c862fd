#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/assets.h"
#include "kosshi/base/buf.h"

/* A folder of its own for each test, with what an installation on disk may hold. */
struct folder {
    struct arena *arena;
    char *path;
};

static void file_write(const struct folder *f, const char *path, const char *text) {
    FILE *file = fopen(arena_printf(f->arena, "%s/%s", f->path, path), "w");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) < 0, 0);
    assert_int_equal(fclose(file), 0);
}

static void folder_make(const struct folder *f, const char *path) {
    assert_int_equal(mkdir(arena_printf(f->arena, "%s/%s", f->path, path), 0700), 0);
}

static int folder_set_up(void **state) {
    struct arena *arena = arena_new();
    struct folder *f = arena_alloc(arena, sizeof *f);
    *f = (struct folder){arena, arena_string(arena, "/tmp/assets_test.XXXXXX")};
    if (!mkdtemp(f->path)) return -1;
    const char *folders[] = {"templates", "static", "static/css", "static/js", "static/node_modules", "schema"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        folder_make(f, folders[i]);
    file_write(f, "templates/desk.mustache", "<h1>机</h1>");
    file_write(f, "static/css/20-page.css", "p{}");
    file_write(f, "static/css/10-base.css", "b{}");
    file_write(f, "static/css/.10-base.css.swp", "an editor's");
    file_write(f, "static/css.css", "c{}");
    file_write(f, "static/js/main.js", "1");
    file_write(f, "static/node_modules/of-others.js", "2");
    file_write(f, "document.db", "the document");
    *state = f;
    return 0;
}

static int folder_tear_down(void **state) {
    struct folder *f = *state;
    int status = system(arena_printf(f->arena, "rm -r '%s'", f->path));
    arena_free(f->arena);
    return status;
}

static void join_path(const struct asset *file, void *context) {
    buf_string(context, file->path);
    buf_byte(context, ' ');
}

static void the_words_of_both_languages_are_in_the_binary(void **state) {
    (void)state;
    struct assets *a = assets_open(NULL);
    struct asset file;
    assert_false(assets_changing(a));
    for (int i = 0; i < 2; i++) {
        assert_true(assets_get(a, i ? "templates/en.json" : "templates/ja.json", &file));
        assert_string_equal(file.path, i ? "templates/en.json" : "templates/ja.json");
        assert_true(file.size >= 3);
        assert_int_equal(file.data[0], '{');
        assert_int_equal(file.data[file.size - 1], '\n');
    }
    assert_false(assets_get(a, "templates/", &file));
    assert_false(assets_get(a, "templates/none.mustache", &file));
    assets_close(a);
}

struct order {
    const char *last;
    size_t count;
};

static void check_order(const struct asset *file, void *context) {
    struct order *seen = context;
    assert_int_equal(strncmp(file->path, "schema/", 7), 0);
    assert_true(strcmp(seen->last, file->path) < 0);
    seen->last = file->path;
    seen->count++;
}

static void embedded_files_come_in_byte_order_of_their_paths(void **state) {
    (void)state;
    struct assets *a = assets_open(NULL);
    struct order seen = {"", 0};
    assets_each(a, "schema/", check_order, &seen);
    assert_true(seen.count >= 3);
    assets_close(a);
}

static void files_on_disk_come_in_byte_order_without_hidden_ones_and_packages(void **state) {
    const struct folder *f = *state;
    struct assets *a = assets_open(f->path);
    assert_true(assets_changing(a));
    BUF(joined);
    assets_each(a, "static/", join_path, &joined);
    /* '.' comes before '/' */
    assert_string_equal(joined.data, "static/css.css static/css/10-base.css static/css/20-page.css static/js/main.js ");
    buf_clear(&joined);
    assets_each(a, "static/css/2", join_path, &joined);
    assert_string_equal(joined.data, "static/css/20-page.css ");
    buf_clear(&joined);
    assets_each(a, "", join_path, &joined);
    assert_string_equal(joined.data, "static/css.css static/css/10-base.css static/css/20-page.css static/js/main.js "
                                     "templates/desk.mustache ");
    assets_close(a);
}

static void what_was_built_comes_from_the_binary_whatever_is_on_disk(void **state) {
    const struct folder *f = *state;
    folder_make(f, "built");
    file_write(f, "built/editor.js", "the disk's");
    struct assets *a = assets_open(f->path);
    struct asset file;
    assert_true(assets_get(a, "built/editor.js", &file));
    assert_true(file.size > 10000);
    assert_false(assets_get(a, "built/none.js", &file));
    assets_close(a);
}

static void a_change_on_disk_is_seen_and_what_was_lent_stays(void **state) {
    const struct folder *f = *state;
    struct assets *a = assets_open(f->path);
    struct asset before, after, again;
    assert_true(assets_get(a, "templates/desk.mustache", &before));
    file_write(f, "templates/desk.mustache", "new");
    assert_true(assets_get(a, "templates/desk.mustache", &after));
    assert_int_equal(after.size, 3);
    assert_memory_equal(after.data, "new", 3);
    assert_int_equal(before.size, strlen("<h1>机</h1>"));
    assert_memory_equal(before.data, "<h1>机</h1>", before.size);
    assert_true(assets_get(a, "templates/desk.mustache", &again));
    assert_ptr_equal(again.data, after.data); /* reading an unchanged file again takes no more memory */
    file_write(f, "templates/desk.mustache", "");
    assert_true(assets_get(a, "templates/desk.mustache", &again));
    assert_int_equal(again.size, 0);
    assets_close(a);
}

static void a_path_that_leads_out_of_the_assets_finds_nothing(void **state) {
    const struct folder *f = *state;
    struct assets *a = assets_open(f->path);
    const char *paths[] = {"document.db",
                           "static/../document.db",
                           "static/css/../../document.db",
                           "static/css/.10-base.css.swp",
                           "static//css/10-base.css",
                           "../../etc/passwd",
                           "/etc/passwd",
                           "static/css",
                           "static/",
                           "",
                           "templates/none"};
    struct asset file;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_false(assets_get(a, paths[i], &file));
    assets_close(a);
}

static void a_folder_that_is_not_there_holds_nothing(void **state) {
    (void)state;
    struct assets *a = assets_open("/tmp/none/of/that/name");
    struct asset file;
    BUF(joined);
    assert_false(assets_get(a, "templates/ja.json", &file));
    assets_each(a, "", join_path, &joined);
    assert_int_equal(joined.size, 0);
    assets_close(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_of_both_languages_are_in_the_binary),
        cmocka_unit_test(embedded_files_come_in_byte_order_of_their_paths),
        cmocka_unit_test_setup_teardown(files_on_disk_come_in_byte_order_without_hidden_ones_and_packages,
                                        folder_set_up, folder_tear_down),
        cmocka_unit_test_setup_teardown(what_was_built_comes_from_the_binary_whatever_is_on_disk, folder_set_up,
                                        folder_tear_down),
        cmocka_unit_test_setup_teardown(a_change_on_disk_is_seen_and_what_was_lent_stays, folder_set_up,
                                        folder_tear_down),
        cmocka_unit_test_setup_teardown(a_path_that_leads_out_of_the_assets_finds_nothing, folder_set_up,
                                        folder_tear_down),
        cmocka_unit_test(a_folder_that_is_not_there_holds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
