#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "kosshi/base/language.h"

static void words_write(struct arena *a, const char *folder, const char *name, const char *text) {
    FILE *file = fopen(arena_printf(a, "%s/templates/%s", folder, name), "w");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) < 0, 0);
    assert_int_equal(fclose(file), 0);
}

/* A folder with a table of words for each language. */
static char *words_folder(struct arena *a, const char *ja, const char *en) {
    char *folder = arena_string(a, "/tmp/language_test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(arena_printf(a, "%s/templates", folder), 0700), 0);
    words_write(a, folder, "ja.json", ja);
    words_write(a, folder, "en.json", en);
    return folder;
}

static void folder_remove(struct arena *a, const char *folder) {
    assert_int_equal(system(arena_printf(a, "rm -r '%s'", folder)), 0);
}

static void a_phrase_is_found_by_its_dotted_key(void **state) {
    (void)state;
    ARENA(a);
    char *folder = words_folder(a, "{\"error\":{\"stale\":{\"title\":\"ほかの人が保存しています\"}},\"plain\":\"語\"}",
                                "{\"error\":{\"stale\":{\"title\":\"Somebody saved\"}}}");
    struct assets *assets = assets_open(folder);
    struct languages *l = languages_open(assets);
    assert_string_equal(languages_phrase(l, LANGUAGE_JA, "error.stale.title"), "ほかの人が保存しています");
    assert_string_equal(languages_phrase(l, LANGUAGE_EN, "error.stale.title"), "Somebody saved");
    assert_string_equal(languages_phrase(l, LANGUAGE_JA, "plain"), "語");
    /* what is no phrase gives its key */
    const char *none[] = {"error.stale", "error.stale.title.more", "plain.x", "error.", ".", "", "error..stale", "x"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_string_equal(languages_phrase(l, LANGUAGE_JA, none[i]), none[i]);
    assert_true(json_is_object(json_object_get(languages_table(l, LANGUAGE_JA), "error")));
    languages_close(l);
    assets_close(assets);
    folder_remove(a, folder);
}

static void a_phrase_is_filled_with_values_that_are_not_filled_again(void **state) {
    (void)state;
    ARENA(a);
    const char *const values[] = {"detail", "{who}", "who", "田中", "none", "", NULL};
    assert_string_equal(language_fill(a, "{who}: {detail}.", values), "田中: {who}.");
    assert_string_equal(language_fill(a, "{who}{who}", values), "田中田中");
    assert_string_equal(language_fill(a, "{other} {wh} {who {} }{", values), "{other} {wh} {who {} }{");
    assert_string_equal(language_fill(a, "{none}", values), "");
    assert_string_equal(language_fill(a, "", values), "");
    assert_string_equal(language_fill(a, "{who}", NULL), "{who}");
}

static void a_broken_table_of_words_stops_the_program(void **state) {
    (void)state;
    const char *broken[] = {"{\"a\":\"x\",}", "{\"a\":\"x\",\"a\":\"y\"}", "[]", "", "{\"a\":\"\xff\"}"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        ARENA(a);
        char *folder = words_folder(a, "{}", broken[i]);
        pid_t child = fork();
        assert_int_not_equal(child, -1);
        if (child == 0) {
            if (!freopen("/dev/null", "w", stderr)) _exit(3);
            languages_table(languages_open(assets_open(folder)), LANGUAGE_EN);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) > 3); /* abort, or what a sanitizer makes of it */
        folder_remove(a, folder);
    }
}

static void a_browser_gets_the_language_it_prefers_and_else_japanese(void **state) {
    (void)state;
    static const struct {
        const char *header;
        enum language expected;
    } cases[] = {
        {NULL, LANGUAGE_JA},
        {"", LANGUAGE_JA},
        {"ja", LANGUAGE_JA},
        {"en", LANGUAGE_EN},
        {"EN-gb", LANGUAGE_EN},
        {"ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", LANGUAGE_JA},
        {"en-US,en;q=0.9,ja;q=0.8", LANGUAGE_EN},
        {"ja;q=0.5, en;q=0.8", LANGUAGE_EN},
        {"ja;q=0.123, en;q=0.122", LANGUAGE_JA},
        {"ja;q=0.122,\ten ; q=0.123", LANGUAGE_EN},
        {"en, ja", LANGUAGE_EN},
        {"ja, en", LANGUAGE_JA},
        {"fr", LANGUAGE_JA},
        {"fr, de;q=0.5", LANGUAGE_JA},
        {"fr, en;q=0.5", LANGUAGE_EN},
        {"*", LANGUAGE_JA},
        {"en;q=0.5, *;q=0.8", LANGUAGE_JA},
        {"ja;q=0, *", LANGUAGE_EN},
        {"ja;q=0", LANGUAGE_JA},
        {"en;q=0", LANGUAGE_JA},
        {"en;q=0, ja;q=0", LANGUAGE_JA},
        {"jam, enx", LANGUAGE_JA},
        {"enx;q=1, ja;q=0.1", LANGUAGE_JA},
        {"en;q=x, ja;q=0.1", LANGUAGE_JA},
        {",,;;q=,=;,en", LANGUAGE_EN},
        {"en;q=", LANGUAGE_EN},
        {";", LANGUAGE_JA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (language_from_header(cases[i].header) == cases[i].expected) continue;
        fail_msg("Accept-Language: %s", cases[i].header);
    }
    assert_string_equal(language_tag(LANGUAGE_JA), "ja");
    assert_string_equal(language_tag(LANGUAGE_EN), "en");
}

static void a_terminal_gets_english_unless_its_locale_is_japanese(void **state) {
    (void)state;
    static const struct {
        const char *all, *messages, *lang;
        enum language expected;
    } cases[] = {
        {NULL, NULL, NULL, LANGUAGE_EN},          {NULL, NULL, "ja_JP.UTF-8", LANGUAGE_JA},
        {NULL, NULL, "en_US.UTF-8", LANGUAGE_EN}, {NULL, "ja", "en_US.UTF-8", LANGUAGE_JA},
        {"C", "ja", "ja_JP.UTF-8", LANGUAGE_EN},  {"", "", "ja_JP.UTF-8", LANGUAGE_JA},
        {NULL, NULL, "jam_XX", LANGUAGE_EN},      {"ja_JP.eucJP", NULL, "C", LANGUAGE_JA},
    };
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *values[] = {cases[i].all, cases[i].messages, cases[i].lang};
        for (size_t n = 0; n < 3; n++)
            if (values[n])
                setenv(names[n], values[n], 1);
            else
                unsetenv(names[n]);
        assert_int_equal(language_from_environment(), cases[i].expected);
    }
}

/* Moments below are in Japan's time; seconds since 1970 are from date(1) with TZ=Asia/Tokyo. */
static int in_japan(void **state) {
    (void)state;
    setenv("TZ", "JST-9", 1);
    tzset();
    return 0;
}

static void a_moment_of_another_year_names_its_year(void **state) {
    (void)state;
    ARENA(a);
    const int64_t now = 1795410300000; /* 2026-11-23 14:05 */
    assert_string_equal(language_moment(a, LANGUAGE_JA, now, now), "11月23日 14:05");
    assert_string_equal(language_moment(a, LANGUAGE_EN, now, now), "23 Nov 14:05");
    assert_string_equal(language_moment(a, LANGUAGE_JA, 1767312300000, now), "1月2日 09:05");
    assert_string_equal(language_moment(a, LANGUAGE_EN, 1767312300000, now), "2 Jan 09:05");
    assert_string_equal(language_moment(a, LANGUAGE_JA, 1763874300000, now), "2025年11月23日 14:05");
    assert_string_equal(language_moment(a, LANGUAGE_EN, 1763874300000, now), "23 Nov 2025 14:05");
    /* the year ends at midnight of local time: a millisecond before it is another year */
    assert_string_equal(language_moment(a, LANGUAGE_JA, 1767193199999, now), "2025年12月31日 23:59");
    assert_string_equal(language_moment(a, LANGUAGE_JA, 1767193200000, now), "1月1日 00:00");
    assert_string_equal(language_moment(a, LANGUAGE_JA, 0, now), "");
}

static void a_day_is_written_in_the_era_it_belongs_to(void **state) {
    (void)state;
    static const struct {
        int64_t at;
        const char *wareki, *seireki;
    } cases[] = {
        {1795410300, "令和8年11月23日", "2026年11月23日"},   {1577804400, "令和2年1月1日", "2020年1月1日"},
        {1556636400, "令和元年5月1日", "2019年5月1日"},      {1556636399, "平成31年4月30日", "2019年4月30日"},
        {644684400, "平成2年6月7日", "1990年6月7日"},        {600188400, "平成元年1月8日", "1989年1月8日"},
        {600188399, "昭和64年1月7日", "1989年1月7日"},       {599497200, "昭和63年12月31日", "1988年12月31日"},
        {-1357635600, "昭和元年12月25日", "1926年12月25日"}, {-1357635601, "1926年12月24日", "1926年12月24日"},
    };
    ARENA(a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(language_day(a, "wareki", cases[i].at * 1000), cases[i].wareki);
        assert_string_equal(language_day(a, "seireki", cases[i].at * 1000), cases[i].seireki);
    }
}

static void a_language_is_known_by_its_tag_alone(void **state) {
    (void)state;
    enum language language = LANGUAGE_JA;
    assert_true(language_of_tag("en", &language));
    assert_int_equal(language, LANGUAGE_EN);
    static const char *const others[] = {"", "EN", "en-GB", "fr", NULL};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(language_of_tag(others[i], &language));
    assert_int_equal(language, LANGUAGE_EN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_is_found_by_its_dotted_key),
        cmocka_unit_test(a_phrase_is_filled_with_values_that_are_not_filled_again),
        cmocka_unit_test(a_broken_table_of_words_stops_the_program),
        cmocka_unit_test(a_browser_gets_the_language_it_prefers_and_else_japanese),
        cmocka_unit_test(a_language_is_known_by_its_tag_alone),
        cmocka_unit_test(a_terminal_gets_english_unless_its_locale_is_japanese),
        cmocka_unit_test_setup(a_moment_of_another_year_names_its_year, in_japan),
        cmocka_unit_test_setup(a_day_is_written_in_the_era_it_belongs_to, in_japan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
