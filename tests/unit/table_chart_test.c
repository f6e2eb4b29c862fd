#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/output/table_chart.h"

static void the_table_of_a_text_becomes_a_chart_with_a_name(void **state) {
    (void)state;
    static const char text[] =
        "折れ線グラフ：<創業>の相談（単位：件）\n\n|年|窓口|電話|\n|-|-|-|\n|令和2|120|1|\n|令和3|80|2|\n";
    BUF(html);
    struct markdown_options options = {.prefix = "s12-", .heading = 3, .chart = table_chart_draw};
    markdown_html(text, sizeof text - 1, &options, &html);
    const char *svg = strstr(html.data, "<svg");
    assert_non_null(svg);
    assert_non_null(strstr(svg, "role=\"img\""));
    assert_non_null(strstr(svg, "<title id=\"s12-chart1-"));
    assert_non_null(strstr(svg, "&lt;創業&gt;の相談</title>"));
    assert_non_null(
        strstr(svg, "d\">" MARKDOWN_LINE_HTML "令和2" MARKDOWN_TO_HTML "令和3" MARKDOWN_END_HTML "</desc>"));
    assert_non_null(strstr(svg, "窓口"));
    assert_non_null(strstr(svg, "電話"));
    assert_non_null(strstr(svg, "</svg>\n<details"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_table_of_a_text_becomes_a_chart_with_a_name)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
