#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/markdown.h"

static struct buf html;  /* of the last text rendered */
static struct buf lines; /* what of it has a line: "h4 1, p 3" */

static void draw(const struct markdown_chart *c, struct buf *out) {
    (void)c;
    buf_string(out, "<svg></svg>");
}

static void collect(void) {
    static const char attribute[] = " data-line=\"";
    const char *at = html.data;
    buf_clear(&lines);
    buf_reserve(&lines, 0);
    for (; (at = strstr(at, attribute)); at += strlen(attribute)) {
        const char *tag = memrchr(html.data, '<', (size_t)(at - html.data)) + 1, *line = at + strlen(attribute);
        buf_printf(&lines, "%s%.*s %.*s", lines.size ? ", " : "", (int)strcspn(tag, " >"), tag,
                   (int)strcspn(line, "\""), line);
    }
}

static const char *lines_of(const char *text) {
    struct markdown_options options = {.prefix = "p-", .heading = 4, .lines = true, .chart = draw};
    buf_clear(&html);
    buf_reserve(&html, 0);
    markdown_html(text, strlen(text), &options, &html);
    collect();
    return lines.data;
}

#define HAS(part) assert_non_null(strstr(html.data, part))

static void blocks_say_the_line_they_begin_on(void **state) {
    (void)state;
    assert_string_equal(lines_of("# 題\n\n一行目\n二行目\n\n\n次の段落\n"), "h4 1, p 3, p 7");
    assert_string_equal(html.data, "<h4 data-line=\"1\">題</h4>\n<p data-line=\"3\">一行目二行目</p>\n"
                                   "<p data-line=\"7\">次の段落</p>\n");
    assert_string_equal(lines_of("題\n===\n\n---\n\n    字\n"), "h4 1, hr 4, pre 6");
    assert_string_equal(lines_of("\n\n```\n字\n```\n"), "pre 3");
    HAS("<pre tabindex=\"0\" data-line=\"3\"><code>字\n</code></pre>");
}

static void lists_and_quotations_say_it_of_each_part(void **state) {
    (void)state;
    assert_string_equal(lines_of("- 一\n  - 二\n- 三\n\n> 引用\n> 続き\n>\n> 段落\n"),
                        "ul 1, li 1, ul 2, li 2, li 3, blockquote 5, p 5, p 8");
    assert_string_equal(lines_of("1. 一\n\n   段落\n\n2. 二\n"), "ol 1, li 1, p 1, p 3, li 5, p 5");
}

static void a_table_says_it_of_each_row(void **state) {
    (void)state;
    assert_string_equal(lines_of("前\n\n|町|数|\n|:-|-|\n|桜|1|\n|梅|2|\n\n後\n"),
                        "p 1, table 3, tr 3, tr 5, tr 6, p 8");
    HAS("<th scope=\"col\" align=\"left\">町</th>");
    assert_string_equal(lines_of("||\n|-|\n|桜|\n"), "table 1, tr 3"); /* a head that says nothing is left out */
}

static void a_figure_begins_where_its_caption_does(void **state) {
    (void)state;
    assert_string_equal(lines_of("前\n\n表：店\n\n|町|\n|-|\n|桜|\n\n出典：区\n"),
                        "p 1, figure 3, table 5, tr 5, tr 7, p 9");
    HAS("<p class=\"figure-note\" data-line=\"9\">出典：区</p>");
    assert_string_equal(lines_of("|町|\n|-|\n|桜|\n\n注：区\n"), "figure 1, table 1, tr 1, tr 3, p 5");
    assert_string_equal(lines_of("棒グラフ：店\n\n|町|数|\n|-|-|\n|桜|1|\n|梅|2|\n"),
                        "figure 1, table 3, tr 3, tr 5, tr 6");
    HAS("<figure class=\"figure figure-chart\" data-line=\"1\">");
    assert_string_equal(lines_of("前\n\n![写真](/images/1 \"題\")\n\n注：秋\n\n後\n"), "p 1, figure 3, p 5, p 7");
    assert_string_equal(lines_of("- 項\n\n  ![写真](/images/1)\n"), "ul 1, li 1, p 1, figure 3");
}

static void what_stands_straight_above_its_table_leaves_it_the_line(void **state) {
    (void)state;
    assert_string_equal(lines_of("文\n\n表：店\n|町|\n|-|\n|桜|\n"), "p 1, figure 3, table 3, tr 3, tr 6");
    assert_string_equal(lines_of("文\n\n文の次\n|町|\n|-|\n|桜|\n"), "p 1, table 3, tr 3, tr 6");
}

static void a_footnote_keeps_the_line_it_was_written_on(void **state) {
    (void)state;
    assert_string_equal(lines_of("文[^1]\n\n[^1]: 注です。\n\n後の文\n"), "p 1, p 5, p 3");
}

static void marks_within_a_line_move_no_line(void **state) {
    (void)state;
    assert_string_equal(lines_of("**「甲」**を\n｜骨子《こっし》\n\n<!-- 控え -->\n\n後**「乙」**の\n"), "p 1, p 6");
    assert_string_equal(lines_of("<b>太字</b>\n\n後\n"), "p 1, p 3");
    assert_string_equal(lines_of("<div>\n\n後\n"), "p 3"); /* what shows as typed is a paragraph made anew */
}

static void what_a_person_typed_is_not_taken_for_a_position(void **state) {
    (void)state;
    lines_of("文 data-sourcepos=\"7:1-7:9\" `<p data-sourcepos=\"8:1-8:9\">`\n");
    assert_string_equal(lines.data, "p 1");
    HAS("文 data-sourcepos=&quot;7:1-7:9&quot;");
}

static void without_being_asked_no_line_is_said(void **state) {
    (void)state;
    static const char text[] = "# 題\n\n表：店\n\n|町|\n|-|\n|桜|\n\n注：区\n\n![写真](/images/1)\n";
    struct markdown_options options = {.prefix = "p-", .heading = 4};
    buf_clear(&html);
    markdown_html(text, strlen(text), &options, &html);
    collect();
    assert_string_equal(lines.data, "");
    assert_null(strstr(html.data, "sourcepos"));
}

static int buffers_free(void **state) {
    (void)state;
    buf_free(&html);
    buf_free(&lines);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_say_the_line_they_begin_on),
        cmocka_unit_test(lists_and_quotations_say_it_of_each_part),
        cmocka_unit_test(a_table_says_it_of_each_row),
        cmocka_unit_test(a_figure_begins_where_its_caption_does),
        cmocka_unit_test(what_stands_straight_above_its_table_leaves_it_the_line),
        cmocka_unit_test(a_footnote_keeps_the_line_it_was_written_on),
        cmocka_unit_test(marks_within_a_line_move_no_line),
        cmocka_unit_test(what_a_person_typed_is_not_taken_for_a_position),
        cmocka_unit_test(without_being_asked_no_line_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, buffers_free);
}
