#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <poll.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/log.h"
#include "kosshi/output/render.h"

static const char *html; /* of the last text asked for */
static size_t html_size;

static enum err ask(struct render *r, int64_t asker, struct render_key key, const char *text) {
    html = "";
    html_size = 0;
    return render_html(r, asker, &key, text, strlen(text), &html, &html_size);
}

#define SECTION(id, version) ((struct render_key){RENDER_SECTION, id, version, 4, RENDER_HTML})
#define PREVIEW ((struct render_key){RENDER_PREVIEW, 0, 0, 4, RENDER_HTML})

/* One wait and one step, as the event loop does. */
static bool turn(struct render *r) {
    struct pollfd wait = {.fd = render_fd(r), .events = POLLIN};
    poll(&wait, 1, render_wait_ms(r));
    return render_step(r);
}

static enum err ask_until_done(struct render *r, struct render_key key, const char *text) {
    enum err result;
    while ((result = ask(r, 1, key, text)) == ERR_AGAIN)
        render_wait(r);
    return result;
}

/* --- texts that take the parser or its output too much; all below 100 KB ------------------------------------------ */

static void repeat(struct buf *b, const char *s, int times) {
    while (times-- > 0)
        buf_string(b, s);
}

static void add_table(struct buf *b, int columns, int rows) {
    repeat(b, "|a", columns);
    buf_string(b, "|\n");
    repeat(b, "|-", columns);
    buf_string(b, "|\n");
    repeat(b, "|a|\n", rows);
}

static void bomb_columns_1000(struct buf *b) {
    add_table(b, 1000, 20000);
}

static void bomb_columns_3000(struct buf *b) {
    add_table(b, 3000, 20000);
}

static void bomb_columns_200(struct buf *b) {
    add_table(b, 200, 24000);
}

static void bomb_bullets(struct buf *b) {
    repeat(b, "- ", 25000);
    buf_byte(b, 'x'); /* without it the line is a thematic break */
}

static void bomb_autolink(struct buf *b) {
    buf_string(b, "http://a.jp/");
    repeat(b, ")", 100000);
}

static void bomb_reference(struct buf *b) {
    buf_string(b, "[a]: http://a.jp/");
    repeat(b, "x", 50000);
    buf_string(b, "\n\n");
    repeat(b, "[a] ", 12000);
}

typedef void bomb(struct buf *);
static bomb *const bombs[] = {bomb_columns_1000, bomb_columns_3000, bomb_columns_200,
                              bomb_bullets,      bomb_autolink,     bomb_reference};
enum { BOMBS = sizeof bombs / sizeof *bombs };

static void every_bomb_ends_and_what_comes_after_it_renders(void **state) {
    (void)state;
    struct render *r = render_new(1);
    for (int i = 0; i < BOMBS; i++) {
        BUF(text);
        bombs[i](&text);
        enum err result = ask_until_done(r, SECTION(i, 1), text.data);
        assert_true(result == OK || result == ERR_UNRENDERABLE);
        assert_true(html_size <= 8u << 20);
        assert_int_equal(ask_until_done(r, SECTION(100 + i, 1), "**「普通」**の文"), OK);
        assert_string_equal(html, "<p><strong>「普通」</strong>の文</p>\n");
    }
    render_free(r);
}

static void bombs_of_one_page_are_all_answered(void **state) {
    (void)state;
    struct render *r = render_new(2);
    struct buf texts[BOMBS] = {{0}};
    for (int i = 0; i < BOMBS; i++)
        bombs[i](&texts[i]);
    for (int open = BOMBS; open;) {
        open = 0;
        for (int i = 0; i < BOMBS; i++) {
            enum err result = ask(r, 1, SECTION(i, 1), texts[i].data);
            assert_true(result == OK || result == ERR_UNRENDERABLE || result == ERR_AGAIN);
            open += result == ERR_AGAIN;
        }
        if (open) turn(r);
    }
    for (int i = 0; i < BOMBS; i++)
        buf_free(&texts[i]);
    render_free(r);
}

static void what_was_given_up_is_remembered(void **state) {
    (void)state;
    struct render *r = render_new(1);
    BUF(text);
    bomb_columns_3000(&text);
    assert_int_equal(ask_until_done(r, SECTION(1, 1), text.data), ERR_UNRENDERABLE);
    assert_int_equal(ask(r, 1, SECTION(1, 1), text.data), ERR_UNRENDERABLE);
    assert_int_equal(ask(r, 1, SECTION(1, 2), "直した"), ERR_AGAIN); /* another version is another text */
    assert_int_equal(ask_until_done(r, SECTION(1, 2), "直した"), OK);
    render_free(r);
}

static void who_waits_is_answered(void **state) {
    (void)state;
    struct render *r = render_new(1);
    assert_int_equal(ask_until_done(r, SECTION(12, 3), "# 見出し\n\n文[^1]\n\n[^1]: 注\n"), OK);
    assert_int_equal(strlen(html), html_size);
    assert_non_null(strstr(html, "<h4>見出し</h4>"));
    assert_non_null(strstr(html, "id=\"s12-fnref-1\""));
    assert_int_equal(
        ask_until_done(r, (struct render_key){RENDER_REFERENCE, 3, 0, 2, RENDER_HTML}, "# 題\n\n文[^1]\n\n[^1]: 注\n"),
        OK);
    assert_non_null(strstr(html, "<h2>題</h2>"));
    assert_non_null(strstr(html, "id=\"r3-fnref-1\""));
    assert_int_equal(
        ask_until_done(r, (struct render_key){RENDER_PREVIEW, 12, 0, 6, RENDER_HTML}, "# 題\n\n文[^1]\n\n[^1]: 注\n"),
        OK);
    assert_non_null(strstr(html, "<h6>題</h6>"));
    assert_non_null(strstr(html, "id=\"p-fnref-1\""));
    assert_int_equal(
        ask_until_done(r, (struct render_key){RENDER_PREVIEW, 12, 0, 6, RENDER_LINES}, "# 題\n\n文[^1]\n\n[^1]: 注\n"),
        OK);
    assert_non_null(strstr(html, "<h6 data-line=\"1\">題</h6>"));
    assert_int_equal(ask_until_done(r, SECTION(13, 1), ""), OK);
    assert_string_equal(html, "");
    render_free(r);
}

static void a_loops_renderer_works_while_the_caller_does_other_things(void **state) {
    (void)state;
    struct render *r = render_new(2);
    assert_int_equal(render_wait_ms(r), -1);
    assert_int_equal(ask(r, 1, SECTION(1, 1), "一"), ERR_AGAIN);
    assert_int_equal(ask(r, 1, SECTION(2, 1), "二"), ERR_AGAIN);
    assert_int_equal(ask(r, 2, SECTION(3, 1), "三"), ERR_AGAIN);
    assert_in_range(render_wait_ms(r), 0, 1000);
    while (ask(r, 1, SECTION(1, 1), "一") == ERR_AGAIN || ask(r, 1, SECTION(2, 1), "二") == ERR_AGAIN ||
           ask(r, 2, SECTION(3, 1), "三") == ERR_AGAIN)
        turn(r);
    assert_int_equal(ask(r, 2, SECTION(2, 1), "二"), OK);
    assert_string_equal(html, "<p>二</p>\n");
    assert_int_equal(render_wait_ms(r), -1);
    assert_false(render_step(r));
    render_free(r);
}

/* The text given with a key that is known is not looked at: the first one's HTML comes back. */
static void a_version_of_a_section_is_rendered_once(void **state) {
    (void)state;
    struct render *r = render_new(1);
    assert_int_equal(ask_until_done(r, SECTION(1, 1), "初"), OK);
    assert_int_equal(ask_until_done(r, SECTION(1, 1), "別"), OK);
    assert_string_equal(html, "<p>初</p>\n");
    assert_int_equal(ask_until_done(r, SECTION(1, 2), "別"), OK);
    assert_string_equal(html, "<p>別</p>\n");
    assert_int_equal(ask_until_done(r, SECTION(2, 1), "別"), OK);
    assert_string_equal(html, "<p>別</p>\n");
    assert_int_equal(ask_until_done(r, (struct render_key){RENDER_SECTION, 1, 1, 5, RENDER_HTML}, "別"), OK);
    assert_string_equal(html, "<p>別</p>\n");
    assert_int_equal(ask_until_done(r, (struct render_key){RENDER_REFERENCE, 1, 1, 4, RENDER_HTML}, "別"), OK);
    assert_string_equal(html, "<p>別</p>\n");
    render_free(r);
}

static void previews_are_kept_by_their_bytes(void **state) {
    (void)state;
    struct render *r = render_new(1);
    assert_int_equal(ask_until_done(r, (struct render_key){RENDER_PREVIEW, 1, 5, 4, RENDER_HTML}, "甲"), OK);
    assert_int_equal(ask_until_done(r, (struct render_key){RENDER_PREVIEW, 1, 5, 4, RENDER_HTML}, "乙"), OK);
    assert_string_equal(html, "<p>乙</p>\n");
    assert_int_equal(ask(r, 9, (struct render_key){RENDER_PREVIEW, 2, 6, 4, RENDER_HTML}, "甲"), OK);
    assert_string_equal(html, "<p>甲</p>\n");
    assert_int_equal(ask(r, 9, (struct render_key){RENDER_PREVIEW, 2, 6, 5, RENDER_HTML}, "甲"), ERR_AGAIN);
    render_free(r);
}

static void trimming_lets_previews_go_first_and_then_what_was_not_asked_for_longest(void **state) {
    (void)state;
    struct render *r = render_new(1);
    BUF(long_text);
    repeat(&long_text, "長", 20000); /* 60 kB */
    for (int i = 1; i <= 3; i++)
        assert_int_equal(ask_until_done(r, SECTION(i, 1), long_text.data), OK);
    assert_int_equal(ask_until_done(r, PREVIEW, long_text.data), OK);
    assert_int_equal(ask(r, 1, SECTION(1, 1), long_text.data), OK); /* the second is the oldest now */
    render_trim(r, 1 << 20);
    assert_int_equal(ask(r, 1, PREVIEW, long_text.data), OK);
    render_trim(r, 200000);
    assert_int_equal(ask(r, 1, SECTION(2, 1), long_text.data), OK);
    assert_int_equal(ask(r, 1, SECTION(3, 1), long_text.data), OK);
    assert_int_equal(ask(r, 1, SECTION(1, 1), long_text.data), OK);
    render_trim(r, 130000);
    assert_int_equal(ask(r, 1, SECTION(3, 1), long_text.data), OK);
    assert_int_equal(ask(r, 1, SECTION(1, 1), long_text.data), OK);
    assert_int_equal(ask(r, 1, SECTION(2, 1), long_text.data), ERR_AGAIN);
    assert_int_equal(ask(r, 1, PREVIEW, long_text.data), ERR_AGAIN);
    render_trim(r, 0); /* what is under way stays */
    assert_int_equal(ask_until_done(r, SECTION(2, 1), long_text.data), OK);
    render_free(r);
}

static void a_page_larger_than_what_is_kept_is_still_completed(void **state) {
    (void)state;
    struct render *r = render_new(2);
    BUF(text);
    repeat(&text, "長", 20000); /* 60 kB */
    int done = 0;
    for (int turns = 0; done < 8 && turns < 100; turns++) {
        done = 0;
        for (int i = 1; i <= 8; i++)
            done += ask(r, 1, SECTION(i, 1), text.data) == OK;
        render_trim(r, 100000);
        if (done < 8) turn(r);
    }
    assert_int_equal(done, 8);
    assert_int_equal(ask(r, 1, SECTION(1, 1), text.data), ERR_AGAIN); /* let go when all was handed out */
    render_free(r);
}

static void one_persons_bombs_do_not_take_all_helpers(void **state) {
    (void)state;
    struct render *r = render_new(2);
    BUF(first);
    BUF(second);
    bomb_autolink(&first); /* takes time only, and long */
    repeat(&first, ")", 100000);
    buf_add(&second, first.data, first.size - 1);
    assert_int_equal(ask(r, 1, SECTION(1, 1), first.data), ERR_AGAIN);
    assert_int_equal(ask(r, 1, SECTION(2, 1), second.data), ERR_AGAIN);
    enum err result;
    while ((result = ask(r, 2, SECTION(3, 1), "普通")) == ERR_AGAIN)
        turn(r);
    assert_int_equal(result, OK);
    assert_int_equal(ask(r, 1, SECTION(1, 1), first.data), ERR_AGAIN); /* still under way */
    render_free(r);
}

static void a_text_a_person_need_not_wait_for_is_rendered_for_the_next_one(void **state) {
    (void)state;
    struct render *r = render_new(1);
    BUF(text);
    bomb_autolink(&text);
    repeat(&text, ")", 100000);
    assert_int_equal(ask(r, 1, SECTION(1, 1), text.data), ERR_AGAIN); /* holds the only helper for its second */
    assert_int_equal(ask(r, 1, SECTION(2, 1), "普通"), ERR_AGAIN);
    render_wait(r);
    assert_int_equal(ask(r, 1, SECTION(1, 1), text.data), ERR_UNRENDERABLE);
    assert_int_equal(render_postponed(r), 0);
    assert_int_equal(ask(r, 1, SECTION(2, 1), "普通"), ERR_UNRENDERABLE); /* for now */
    assert_int_equal(render_postponed(r), 1);
    render_wait(r);
    assert_int_equal(ask(r, 1, SECTION(2, 1), "普通"), OK);
    assert_string_equal(html, "<p>普通</p>\n");
    render_free(r);
}

static void the_program_itself_may_have_all_helpers(void **state) {
    (void)state;
    struct render *r = render_new(2);
    BUF(text);
    bomb_autolink(&text);
    repeat(&text, ")", 100000);
    assert_int_equal(ask(r, 0, SECTION(1, 1), text.data), ERR_AGAIN);
    assert_int_equal(ask(r, 0, SECTION(2, 1), "普通"), ERR_AGAIN);
    render_wait(r);
    assert_int_equal(ask(r, 0, SECTION(2, 1), "普通"), OK);
    assert_int_equal(ask(r, 0, SECTION(1, 1), text.data), ERR_AGAIN); /* the other helper is still at it */
    render_free(r);
}

static void askers_take_turns(void **state) {
    (void)state;
    struct render *r = render_new(1);
    for (int i = 1; i <= 8; i++)
        assert_int_equal(ask(r, 1, SECTION(i, 1), "甲"), ERR_AGAIN);
    assert_int_equal(ask(r, 2, SECTION(9, 1), "乙"), ERR_AGAIN);
    while (ask(r, 2, SECTION(9, 1), "乙") == ERR_AGAIN)
        turn(r);
    int done = 0;
    for (int i = 1; i <= 8; i++)
        done += ask(r, 1, SECTION(i, 1), "甲") == OK;
    assert_in_range(done, 1, 2); /* one was begun before it; another has its turn at the same time */
    render_free(r);
}

static void a_text_two_wait_for_has_the_better_of_their_turns(void **state) {
    (void)state;
    struct render *r = render_new(1);
    for (int i = 1; i <= 8; i++)
        assert_int_equal(ask(r, 1, SECTION(i, 1), "甲"), ERR_AGAIN);
    while (ask(r, 2, SECTION(8, 1), "甲") == ERR_AGAIN) /* the last in the queue of the first asker */
        turn(r);
    int done = 0;
    for (int i = 1; i <= 7; i++)
        done += ask(r, 1, SECTION(i, 1), "甲") == OK;
    assert_in_range(done, 1, 2);
    render_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bomb_ends_and_what_comes_after_it_renders),
        cmocka_unit_test(bombs_of_one_page_are_all_answered),
        cmocka_unit_test(what_was_given_up_is_remembered),
        cmocka_unit_test(who_waits_is_answered),
        cmocka_unit_test(a_loops_renderer_works_while_the_caller_does_other_things),
        cmocka_unit_test(a_version_of_a_section_is_rendered_once),
        cmocka_unit_test(previews_are_kept_by_their_bytes),
        cmocka_unit_test(trimming_lets_previews_go_first_and_then_what_was_not_asked_for_longest),
        cmocka_unit_test(a_page_larger_than_what_is_kept_is_still_completed),
        cmocka_unit_test(one_persons_bombs_do_not_take_all_helpers),
        cmocka_unit_test(a_text_a_person_need_not_wait_for_is_rendered_for_the_next_one),
        cmocka_unit_test(the_program_itself_may_have_all_helpers),
        cmocka_unit_test(askers_take_turns),
        cmocka_unit_test(a_text_two_wait_for_has_the_better_of_their_turns),
    };
    log_level_set(LOG_ERROR); /* giving up is what is tested */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
