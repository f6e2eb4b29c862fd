#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "kosshi/text/markdown.h"

static struct buf html;  /* of the last text rendered */
static struct buf drawn; /* what the charts of that text were given */

static void draw(const struct markdown_chart *c, struct buf *out) {
    buf_printf(&drawn, "%s %s, %s, %s:", c->id, c->line ? "line" : "bars", c->title, c->unit);
    for (size_t i = 0; i < c->label_count; i++)
        buf_printf(&drawn, " %s", c->labels[i]);
    for (size_t i = 0; i < c->series_count; i++) {
        buf_printf(&drawn, " [%s", c->series[i].name);
        for (size_t j = 0; j < c->label_count; j++) {
            double value = c->series[i].values[j];
            if (isnan(value))
                buf_string(&drawn, " none");
            else
                buf_printf(&drawn, " %g", value);
            assert_int_equal(c->series[i].texts[j][0] == '\0', isnan(value));
        }
        buf_byte(&drawn, ']');
    }
    buf_string(out, "<svg></svg>");
}

static const char *render(const char *text) {
    buf_clear(&html);
    buf_clear(&drawn);
    buf_reserve(&html, 0);
    buf_reserve(&drawn, 0);
    struct markdown_options options = {.prefix = "s12-", .heading = 4, .chart = draw};
    markdown_html(text, strlen(text), &options, &html);
    return html.data;
}

#define HAS(part) assert_non_null(strstr(html.data, part))
#define LACKS(part) assert_null(strstr(html.data, part))

static void an_image_alone_in_its_paragraph_is_a_figure_whose_title_is_the_caption(void **state) {
    (void)state;
    assert_string_equal(render("![商店街の写真](/images/3 \"駅前の商店街\")\n"),
                        "<figure class=\"figure figure-image\">\n<figcaption><!--figure-->駅前の商店街</figcaption>"
                        "<img src=\"/images/3\" alt=\"商店街の写真\" />\n</figure>\n");
    assert_string_equal(render("![](/images/3)\n"), "<figure class=\"figure figure-image\">\n"
                                                    "<img src=\"/images/3\" alt=\"\" />\n</figure>\n");
    assert_string_equal(render("前 ![写真](/images/12) 後\n"),
                        "<p>前 <img src=\"/images/12\" alt=\"写真\" /> 後</p>\n");
    assert_string_equal(
        render("[図]: /images/4 \"題 **も** `字` のまま\"\n\n![*甲*乙][図]\n"),
        "<figure class=\"figure figure-image\">\n<figcaption><!--figure-->題 **も** `字` のまま</figcaption>"
        "<img src=\"/images/4\" alt=\"甲乙\" />\n</figure>\n");
}

static void no_other_address_makes_an_image(void **state) {
    (void)state;
    assert_string_equal(
        render("![a](/images/0) ![b](/images/03) ![c](/images/3x) ![d](/images/) ![e](images/3) "
               "![f](//x/images/3) ![g](http://x/images/3) ![h](/images/3/4) ![i](/images/1234567890123456789)"),
        "<p>a b c d e f g h i</p>\n");
}

static void a_line_above_a_table_is_its_caption(void **state) {
    (void)state;
    static const char table[] =
        "<figure class=\"figure figure-table\">\n"
        "<figcaption><!--table-->区の<strong>商店</strong></figcaption>\n"
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"区の商店\">\n<table>\n"
        "<thead>\n<tr>\n<th scope=\"col\">町</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>桜</td>\n</tr>\n</tbody>\n</table>\n</div>\n</figure>\n";
    assert_string_equal(render("表：区の**商店**\n\n|町|\n|-|\n|桜|\n"), table);
    assert_string_equal(render("表: 区の**商店**\n|町|\n|-|\n|桜|\n"), table);
    render("表：\"甲\" <乙>\n\n|町|\n|-|\n|桜|\n");
    HAS("aria-label=\"&quot;甲&quot; &lt;乙&gt;\">");
}

static void what_is_nearly_a_caption_shows_as_typed(void **state) {
    (void)state;
    assert_string_equal(render("表：題だけ\n"), "<p>表：題だけ</p>\n");
    assert_string_equal(render("棒グラフ：題だけ\n\n後\n"), "<p>棒グラフ：題だけ</p>\n<p>後</p>\n");
    render("表：一行目\n二行目\n\n|町|\n|-|\n|桜|\n");
    HAS("<p>表：一行目二行目</p>\n<div class=\"table-wrap\"");
    render("表：\n\n|町|\n|-|\n|桜|\n");
    HAS("<p>表：</p>\n<div");
    render("表 題\n\n|町|\n|-|\n|桜|\n");
    HAS("<p>表 題</p>\n<div");
    LACKS("<figure");
}

static void notes_below_belong_to_the_figure(void **state) {
    (void)state;
    assert_string_equal(render("![写真](/images/3)\n\n出典：区\n\n注：*推計*を\n含む\n\n以上\n"),
                        "<figure class=\"figure figure-image\">\n<img src=\"/images/3\" alt=\"写真\" />"
                        "<p class=\"figure-note\">出典：区</p><p "
                        "class=\"figure-note\">注：<em>推計</em>を含む</p>\n</figure>\n<p>以上</p>\n");
    /* in the next line: a part of the paragraph, or of the table, to CommonMark */
    assert_string_equal(render("![写真](/images/3)\n出典：区\n"),
                        "<figure class=\"figure figure-image\">\n<img src=\"/images/3\" alt=\"写真\" />"
                        "<p class=\"figure-note\">出典：区</p>\n</figure>\n");
    static const char table[] = "</tbody>\n</table>\n</div>\n<p class=\"figure-note\">資料：a</p>"
                                "<p class=\"figure-note\">注: b</p>\n</figure>\n";
    render("|町|数|\n|-|-|\n|桜|1|\n\n資料：a\n\n注: b\n");
    HAS(table);
    render("|町|数|\n|-|-|\n|桜|1|\n資料：a\n注: b\n");
    HAS(table);
    LACKS("<td>資料");
    assert_string_equal(render("前\n\n資料：一人で立つ\n"), "<p>前</p>\n<p>資料：一人で立つ</p>\n");
}

static void a_column_of_numbers_is_aligned_at_the_right(void **state) {
    (void)state;
    render("|年|数|率|差|例|左|\n|-|-|-|-|-|:-|\n|2020|1,200|12.5%|▲３|約5|1|\n|2021|**3**||－|6|2|\n");
    HAS("<th scope=\"col\">年</th>\n<th scope=\"col\" align=\"right\">数</th>\n<th scope=\"col\" "
        "align=\"right\">率</th>\n"
        "<th scope=\"col\" align=\"right\">差</th>\n<th scope=\"col\">例</th>\n<th scope=\"col\" "
        "align=\"left\">左</th>\n");
    HAS("<td>2021</td>\n<td align=\"right\"><strong>3</strong></td>\n<td align=\"right\"></td>\n<td "
        "align=\"right\">－</td>\n"
        "<td>6</td>\n<td align=\"left\">2</td>\n");
    render("|年|数|\n|-|-|\n|2020|－|\n|2021||\n");
    LACKS("align=");
}

static void a_chart_is_drawn_from_the_numbers_of_its_table(void **state) {
    (void)state;
    static const char table[] =
        "\n\n|年度|小売（店）|飲食|備考|\n|-|-|-|-|\n|令和2|1,200|80.5|甲|\n|令和3|−3||乙|\n|令和4|…|0|丙|\n";
    BUF(text);
    buf_printf(&text, "棒グラフ：**店**の「数」（単位：所）%s\n出典：区\n", table);
    render(text.data);
    assert_string_equal(
        drawn.data, "s12-chart1- bars, 店の「数」, 所: 令和2 令和3 令和4 [小売（店） 1200 -3 none] [飲食 80.5 none 0]");
    HAS("<figure class=\"figure "
        "figure-chart\">\n<figcaption><!--figure--><strong>店</strong>の「数」（単位：所）</figcaption>\n"
        "<svg></svg>\n<details class=\"figure-data\"><summary><!--data--></summary>\n<div class=\"table-wrap\"");
    HAS("</table>\n</div>\n</details>\n<p class=\"figure-note\">出典：区</p>\n</figure>\n");
    render("折れ線グラフ: "
           "推移(単位:%)\n\n|年|率|\n|-|-|\n|1|2％|\n\n棒グラフ：（単位：人）の説明\n\n|年|率|\n|-|-|\n|1|2|\n");
    assert_string_equal(drawn.data,
                        "s12-chart1- line, 推移, %: 1 [率 2]s12-chart2- bars, （単位：人）の説明, : 1 [率 2]");
}

static void a_table_without_numbers_stays_a_table_where_a_chart_is_asked_for(void **state) {
    (void)state;
    render("棒グラフ：題\n\n|年度|備考|\n|-|-|\n|2020|甲|\n");
    assert_string_equal(drawn.data, "");
    HAS("<figure class=\"figure figure-table\">\n<figcaption><!--table-->題</figcaption>\n<div class=\"table-wrap\"");
}

static void figures_stand_in_lists_and_quotes_too(void **state) {
    (void)state;
    assert_string_equal(render("- ![甲](/images/1 \"題\")\n- 乙\n"),
                        "<ul>\n<li>\n<figure class=\"figure figure-image\">\n<figcaption><!--figure-->題</figcaption>"
                        "<img src=\"/images/1\" alt=\"甲\" />\n</figure>\n</li>\n<li>乙</li>\n</ul>\n");
    assert_string_equal(render("> ![甲](/images/1)\n>\n> 注：乙\n"),
                        "<blockquote>\n<figure class=\"figure figure-image\">\n<img src=\"/images/1\" alt=\"甲\" />"
                        "<p class=\"figure-note\">注：乙</p>\n</figure>\n</blockquote>\n");
    render("文[^1]\n\n[^1]: 注\n\n    表：題\n\n    |a|\n    |-|\n    |b|\n");
    HAS("<figcaption><!--table-->題</figcaption>");
}

static void ruby_has_its_reading_in_parentheses_where_it_cannot_be_drawn(void **state) {
    (void)state;
    assert_string_equal(render("新しい｜骨子《こっし》を"),
                        "<p>新しい<ruby>骨子<rp>（</rp><rt>こっし</rt><rp>）</rp></ruby>を</p>\n");
    assert_string_equal(render("｜a《b》｜c《d》"), "<p><ruby>a<rp>（</rp><rt>b</rt><rp>）</rp></ruby>"
                                                    "<ruby>c<rp>（</rp><rt>d</rt><rp>）</rp></ruby></p>\n");
    assert_string_equal(render("甲｜乙｜丙《へい》"),
                        "<p>甲｜乙<ruby>丙<rp>（</rp><rt>へい</rt><rp>）</rp></ruby></p>\n");
    render("|甲｜骨子《こっし》|**｜案《あん》**|\n|-|-|\n|a|b|\n");
    HAS("<th scope=\"col\">甲骨子（こっし）</th>\n<th "
        "scope=\"col\"><strong><ruby>案<rp>（</rp><rt>あん</rt><rp>）</rp></ruby></strong></th>");
}

static void ruby_that_is_not_whole_shows_as_typed(void **state) {
    (void)state;
    static const char *const texts[] = {"骨子《こっし》", "｜骨子", "｜骨子《こっし", "｜《こっし》",
                                        "｜骨子《》",     "》《｜", "｜甲《乙《丙》"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        BUF(expected);
        buf_printf(&expected, "<p>%s</p>\n", texts[i]);
        assert_string_equal(render(texts[i]), expected.data);
    }
    assert_string_equal(render("`｜骨子《こっし》`"), "<p><code>｜骨子《こっし》</code></p>\n");
    assert_string_equal(render("![｜骨子《こっし》](/images/1)x"),
                        "<p><img src=\"/images/1\" alt=\"｜骨子《こっし》\" />x</p>\n");
}

/* The marks of numbers and images can be typed, but not as markup. */
static void no_text_makes_a_mark_of_its_own(void **state) {
    (void)state;
    render("<!--figure--> `<!--table-->` \\<!--figure--> &lt;!--table--> <img src=\"/images/1\" alt=\"x\" "
           "/>\n\n<!--figure-->\n\n"
           "[a](http://x \"<!--table-->\")\n\n```\n<!--figure-->\n```\n");
    LACKS("<!--");
    LACKS("<img");
}

static int buffers_free(void **state) {
    (void)state;
    buf_free(&html);
    buf_free(&drawn);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_alone_in_its_paragraph_is_a_figure_whose_title_is_the_caption),
        cmocka_unit_test(no_other_address_makes_an_image),
        cmocka_unit_test(a_line_above_a_table_is_its_caption),
        cmocka_unit_test(what_is_nearly_a_caption_shows_as_typed),
        cmocka_unit_test(notes_below_belong_to_the_figure),
        cmocka_unit_test(a_column_of_numbers_is_aligned_at_the_right),
        cmocka_unit_test(a_chart_is_drawn_from_the_numbers_of_its_table),
        cmocka_unit_test(a_table_without_numbers_stays_a_table_where_a_chart_is_asked_for),
        cmocka_unit_test(figures_stand_in_lists_and_quotes_too),
        cmocka_unit_test(ruby_has_its_reading_in_parentheses_where_it_cannot_be_drawn),
        cmocka_unit_test(ruby_that_is_not_whole_shows_as_typed),
        cmocka_unit_test(no_text_makes_a_mark_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, buffers_free);
}
