#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/text/markdown.h"
#include "kosshi/text/utf.h"

static struct buf html; /* of the last text rendered */

static const char *render_at(int heading, const char *text) {
    buf_clear(&html);
    buf_reserve(&html, 0);
    markdown_html(text, strlen(text), &(struct markdown_options){.prefix = "s12-", .heading = heading}, &html);
    return html.data;
}

static const char *render(const char *text) {
    return render_at(4, text);
}

#define HAS(part) assert_non_null(strstr(html.data, part))
#define LACKS(part) assert_null(strstr(html.data, part))

static void emphasis_beside_japanese_punctuation_renders(void **state) {
    (void)state;
    assert_string_equal(render("**「世田谷らしさ」**を生かす"), "<p><strong>「世田谷らしさ」</strong>を生かす</p>\n");
    assert_string_equal(render("**重点（取組）**を"), "<p><strong>重点（取組）</strong>を</p>\n");
    assert_string_equal(render("**声。**これ"), "<p><strong>声。</strong>これ</p>\n");
    assert_string_equal(render("前~~「旧」~~後"), "<p>前<del>「旧」</del>後</p>\n");
    assert_string_equal(render("前~~**「旧」**~~後"), "<p>前<del><strong>「旧」</strong></del>後</p>\n");
    assert_string_equal(render("重要**(旧)**を*「新」*に"), "<p>重要<strong>(旧)</strong>を<em>「新」</em>に</p>\n");
    assert_string_equal(render("甲、**乙**、**丙。**丁"), "<p>甲、<strong>乙</strong>、<strong>丙。</strong>丁</p>\n");
    assert_string_equal(render("# **「見出し」**を"), "<h4><strong>「見出し」</strong>を</h4>\n");
    assert_string_equal(render("- **「項目」**を"), "<ul>\n<li><strong>「項目」</strong>を</li>\n</ul>\n");
}

static void code_keeps_its_stars(void **state) {
    (void)state;
    assert_string_equal(render("`前**「旧」**後` と ``前`~~「旧」~~後``"),
                        "<p><code>前**「旧」**後</code> と <code>前`~~「旧」~~後</code></p>\n");
    assert_string_equal(render("```\n前**「旧」**後\n```"),
                        "<pre tabindex=\"0\"><code>前**「旧」**後\n</code></pre>\n");
    assert_string_equal(render("~~~前**「\n前~~「旧」~~後\n~~~"),
                        "<pre tabindex=\"0\"><code class=\"language-前**「\">前~~「旧」~~後\n</code></pre>\n");
    assert_string_equal(render("    前**「旧」**後"), "<pre tabindex=\"0\"><code>前**「旧」**後\n</code></pre>\n");
}

static void addresses_and_labels_keep_their_stars(void **state) {
    (void)state;
    assert_string_equal(render("[前**「旧」**後](http://a.jp/前**「旧」**後)"),
                        "<p><a href=\"http://a.jp/%E5%89%8D**%E3%80%8C%E6%97%A7%E3%80%8D**%E5%BE%8C\">"
                        "前<strong>「旧」</strong>後</a></p>\n");
    assert_string_equal(render("[前**「旧」**後][]\n\n[前**「旧」**後]: http://a.jp \"前**「旧」**後\""),
                        "<p><a href=\"http://a.jp\" title=\"前**「旧」**後\">前<strong>「旧」</strong>後</a></p>\n");
    assert_string_equal(render("**「甲」**を[x](http://a.jp/%EE%80%80?\xee\x80\x81)"),
                        "<p><strong>「甲」</strong>を<a href=\"http://a.jp/%EE%80%80?%EE%80%81\">x</a></p>\n");
}

static void a_line_that_ends_inside_a_japanese_sentence_leaves_no_space(void **state) {
    (void)state;
    assert_string_equal(render("地域の\n事業者が、\n集う"), "<p>地域の事業者が、集う</p>\n");
    assert_string_equal(render("**「つながり」**\nを"), "<p><strong>「つながり」</strong>を</p>\n");
    assert_string_equal(render("AI\n活用"), "<p>AI\n活用</p>\n");
    assert_string_equal(render("one\ntwo"), "<p>one\ntwo</p>\n");
    assert_string_equal(render("서울\n시민"), "<p>서울\n시민</p>\n"); /* Korean has spaces between words */
    assert_string_equal(render("一  \n二"), "<p>一<br />\n二</p>\n"); /* a break that is meant stays */
}

static void a_line_that_begins_as_one_of_its_own_stays_one(void **state) {
    (void)state;
    assert_string_equal(render("次のとおり。\n・商店街\n・町工場"),
                        "<p>次のとおり。<br />\n・商店街<br />\n・町工場</p>\n");
    assert_string_equal(render("一\n※注意\n①はじめ\n⑳おわり"),
                        "<p>一<br />\n※注意<br />\n①はじめ<br />\n⑳おわり</p>\n");
    assert_string_equal(render("段落。\n　次の段落。"), "<p>段落。<br />\n　次の段落。</p>\n");
    assert_string_equal(render("順に\n１．相談\n１２）決定\n２、三"),
                        "<p>順に<br />\n１．相談<br />\n１２）決定<br />\n２、三</p>\n");
    assert_string_equal(render("人口は\n１８万人、"), "<p>人口は１８万人、</p>\n"); /* a number in a sentence */
}

static void a_range_with_a_tilde_is_not_struck_through(void **state) {
    (void)state;
    assert_string_equal(render("10~20人、30~40人"), "<p>10~20人、30~40人</p>\n");
}

static void the_text_is_not_changed(void **state) {
    (void)state;
    static const char text[] = "前**「旧」**後 <b> [x](javascript:y)";
    char *copy = strdup(text); /* on the heap, without room behind it: a byte written or read too far is seen */
    render(copy);
    assert_string_equal(copy, text);
    free(copy);
    buf_clear(&html);
    markdown_html(text, 3, &(struct markdown_options){.prefix = "", .heading = 3}, &html);
    assert_string_equal(html.data, "<p>前</p>\n");
}

static void only_harmless_links_stay_links(void **state) {
    (void)state;
    render("[a](http://x) [b](https://x) [c](mailto:x@y) [d](#s3) [e](HTTPS://X) <https://x.jp/あ> www.x.jp x@y.jp");
    HAS("<a href=\"http://x\">a</a>");
    HAS("<a href=\"https://x\">b</a>");
    HAS("<a href=\"mailto:x@y\">c</a>");
    HAS("<a href=\"#s3\">d</a>");
    HAS("<a href=\"HTTPS://X\">e</a>");
    HAS("<a href=\"https://x.jp/%E3%81%82\">https://x.jp/あ</a>");
    HAS("<a href=\"http://www.x.jp\">www.x.jp</a>");
    HAS("<a href=\"mailto:x@y.jp\">x@y.jp</a>");
    assert_string_equal(
        render("[**a**](javascript:x) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](/s) [e](//x) [f](ftp://x) "
               "[g](vbscript:x) [h](&#106;avascript:x) <tel:1> ftp://x.jp [i](http:x) [j](\\javascript:x) [k]()"),
        "<p><strong>a</strong> b c d e f g h tel:1 ftp://x.jp i j k</p>\n");
}

static void a_link_without_words_shows_its_address(void **state) {
    (void)state;
    assert_string_equal(render("[](http://x) [ ![](y) ](#s1)"),
                        "<p><a href=\"http://x\">http://x</a> <a href=\"#s1\">  #s1</a></p>\n");
}

static void images_keep_their_alternative_text_only(void **state) {
    (void)state;
    assert_string_equal(render("![商店街の*写真*](a.png \"題\") [![n](a)](http://b) ![x![y](z)](javascript:w)"),
                        "<p>商店街の<em>写真</em> <a href=\"http://b\">n</a> xy</p>\n");
}

static void raw_html_is_shown_as_typed(void **state) {
    (void)state;
    assert_string_equal(render("a <b onclick=\"x\">c</b> <script>alert(1)</script>"),
                        "<p>a &lt;b onclick=&quot;x&quot;&gt;c&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    render("<div>\n**a**\n</div>\n\n<script>\nx\n</script>\n\n- <iframe src=x>\n");
    HAS("&lt;div&gt;\n**a**\n&lt;/div&gt;");
    HAS("&lt;script&gt;\nx\n&lt;/script&gt;");
    HAS("<li>&lt;iframe src=x&gt;");
    LACKS("<script");
    LACKS("omitted");
}

static void a_comment_is_left_out_and_br_breaks_the_line(void **state) {
    (void)state;
    assert_string_equal(render("a <!-- 隠す -->b\n\n<!-- 隠す\n-->\n\nc"), "<p>a b</p>\n<p>c</p>\n");
    assert_string_equal(render("<!-- x --> 見える"), "<p>&lt;!-- x --&gt; 見える\n</p>\n");
    assert_string_equal(render("a<br>b<BR/>c<br />d <brx>"), "<p>a<br />b<br />c<br />d &lt;brx&gt;</p>\n");
    render("|a|\n|-|\n|x<br>y|\n");
    HAS("<td>x<br />y</td>");
}

static void headings_start_at_the_level_asked_for_and_skip_none(void **state) {
    (void)state;
    assert_string_equal(render_at(3, "# a\n## b\n### c\n# d"), "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h3>d</h3>\n");
    assert_string_equal(render_at(3, "### a\n##### b\n### c\n# d\n#### e"),
                        "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n<h3>d</h3>\n<h4>e</h4>\n");
    assert_string_equal(render_at(6, "# a\n## b"), "<h6>a</h6>\n<h6>b</h6>\n");
    assert_string_equal(render_at(2, "a\n===\nb\n---"), "<h2>a</h2>\n<h3>b</h3>\n");
    assert_string_equal(render_at(4, "#\n## ![](x)\n### a\n# 　\n"), "<h4>a</h4>\n");
}

static void a_table_scrolls_by_itself_and_its_heads_have_a_scope(void **state) {
    (void)state;
    assert_string_equal(
        render("|指標|現状|\n|-|-:|\n|**「数」**を|1|\n"),
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"<!--group-->\">\n<table>\n<thead>\n<tr>\n"
        "<th scope=\"col\">指標</th>\n<th scope=\"col\" align=\"right\">現状</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td><strong>「数」</strong>を</td>\n<td align=\"right\">1</td>\n</tr>\n</tbody>\n"
        "</table>\n</div>\n");
}

static void no_head_of_a_table_is_empty(void **state) {
    (void)state;
    render("||　|現状|![](x)|\n|-|:-:|-|:-|\n|a|b|c|d|\n");
    HAS("<td></td>\n<td align=\"center\"></td>\n<th scope=\"col\">現状</th>\n<td "
        "align=\"left\"></td>\n</tr>\n</thead>");
    render("|||\n|-|-|\n|a|b|\n");
    LACKS("<thead>");
    HAS("<tbody>\n<tr>\n<td>a</td>");
    assert_string_equal(render("||\n|-|\n"), "");
}

static void footnotes_are_numbered_and_their_ids_prefixed(void **state) {
    (void)state;
    assert_string_equal(
        render("甲[^1]乙[^注]丙[^1]\n\n[^注]: **「注」**を\n[^1]: 一\n"),
        "<p>甲<sup class=\"footnote-ref\"><a href=\"#s12-fn-1\" id=\"s12-fnref-1\" data-footnote-ref>1</a></sup>"
        "乙<sup class=\"footnote-ref\"><a href=\"#s12-fn-%E6%B3%A8\" id=\"s12-fnref-%E6%B3%A8\" "
        "data-footnote-ref>2</a></sup>"
        "丙<sup class=\"footnote-ref\"><a href=\"#s12-fn-1\" id=\"s12-fnref-1-2\" data-footnote-ref>1</a></sup></p>\n"
        "<section class=\"footnotes\" data-footnotes>\n<ol>\n<li id=\"s12-fn-1\">\n<p>一 "
        "<a href=\"#s12-fnref-1\" class=\"footnote-backref\" data-footnote-backref aria-label=\"<!--back-->\">↩</a> "
        "<a href=\"#s12-fnref-1-2\" class=\"footnote-backref\" data-footnote-backref aria-label=\"<!--back-->\">"
        "↩<sup class=\"footnote-ref\">2</sup></a></p>\n</li>\n<li "
        "id=\"s12-fn-%E6%B3%A8\">\n<p><strong>「注」</strong>を "
        "<a href=\"#s12-fnref-%E6%B3%A8\" class=\"footnote-backref\" data-footnote-backref aria-label=\"<!--back-->\">"
        "↩</a></p>\n</li>\n</ol>\n</section>\n");
}

/* What our replacements look for can be typed, but it never comes out as markup. */
static void typed_markup_is_not_taken_for_our_own(void **state) {
    (void)state;
    static const char text[] = "`<th></th>` \\<table> \" id=\"fnref-x `<a href=\"#fn-` &lt;li id=&quot;fn-1&quot;> "
                               "[x](http://y \"<th>\\\" id=\\\"fnref-\") <!-- raw HTML omitted --> Back to content";
    assert_string_equal(render(text),
                        "<p><code>&lt;th&gt;&lt;/th&gt;</code> &lt;table&gt; &quot; id=&quot;fnref-x <code>&lt;a "
                        "href=&quot;#fn-</code> "
                        "&lt;li id=&quot;fn-1&quot;&gt; "
                        "<a href=\"http://y\" title=\"&lt;th&gt;&quot; id=&quot;fnref-\">x</a>  Back to content</p>\n");
}

/* What cmark makes of this label ends within a character. */
static void the_result_is_valid_utf8_whatever_cmark_does(void **state) {
    (void)state;
    render("[^」**を段\n[^注]]:~~~~本文[^1]と[^注]");
    assert_int_equal(utf_check(html.data, html.size), OK);
}

/* From the specification of GitHub Flavored Markdown, section 4.10, and of CommonMark 0.29,
 * sections 5.2, 5.3 and 6.4. */
static void the_rest_is_as_specified(void **state) {
    (void)state;
    assert_string_equal(render("> a\nb\n>\n> - c\n"),
                        "<blockquote>\n<p>a\nb</p>\n<ul>\n<li>c</li>\n</ul>\n</blockquote>\n");
    assert_string_equal(render("3. a\n4. b\n\n* * *\nfoo  \nbar\\\nbaz"),
                        "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n<hr />\n<p>foo<br />\nbar<br />\nbaz</p>\n");
    assert_string_equal(
        render("***strong** in emph* **foo*bar*baz** _a_b\\*c &copy; &#35;"),
        "<p><em><strong>strong</strong> in emph</em> <strong>foo<em>bar</em>baz</strong> _a_b*c © #</p>\n");
    assert_string_equal(render(""), "");
}

static void no_control_character_comes_out_of_an_entity(void **state) {
    (void)state;
    assert_string_equal(render("a&#2;b `c` &#x7f;&#x85;d"), "<p>ab <code>c</code> d</p>\n");
    assert_string_equal(render("```e&#3;\nf\n```"),
                        "<pre tabindex=\"0\"><code class=\"language-e\">f\n</code></pre>\n");
    render("![g&#4;](/images/3 \"h&#5;\")\n\n棒グラフ：i&#6;\n\n|j&#7;|k&#8;|\n|-|-|\n|l&#11;|1|\n\n[m](http://n.jp "
           "\"o&#12;\")\n");
    assert_int_equal(utf_check(html.data, html.size), OK);
    HAS("alt=\"g\"");
    HAS("title=\"o\"");
}

static int buffer_free(void **state) {
    (void)state;
    buf_free(&html);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emphasis_beside_japanese_punctuation_renders),
        cmocka_unit_test(code_keeps_its_stars),
        cmocka_unit_test(addresses_and_labels_keep_their_stars),
        cmocka_unit_test(a_range_with_a_tilde_is_not_struck_through),
        cmocka_unit_test(the_text_is_not_changed),
        cmocka_unit_test(only_harmless_links_stay_links),
        cmocka_unit_test(a_link_without_words_shows_its_address),
        cmocka_unit_test(images_keep_their_alternative_text_only),
        cmocka_unit_test(raw_html_is_shown_as_typed),
        cmocka_unit_test(a_comment_is_left_out_and_br_breaks_the_line),
        cmocka_unit_test(headings_start_at_the_level_asked_for_and_skip_none),
        cmocka_unit_test(a_table_scrolls_by_itself_and_its_heads_have_a_scope),
        cmocka_unit_test(no_head_of_a_table_is_empty),
        cmocka_unit_test(footnotes_are_numbered_and_their_ids_prefixed),
        cmocka_unit_test(typed_markup_is_not_taken_for_our_own),
        cmocka_unit_test(the_result_is_valid_utf8_whatever_cmark_does),
        cmocka_unit_test(a_line_that_ends_inside_a_japanese_sentence_leaves_no_space),
        cmocka_unit_test(a_line_that_begins_as_one_of_its_own_stays_one),
        cmocka_unit_test(no_control_character_comes_out_of_an_entity),
        cmocka_unit_test(the_rest_is_as_specified),
    };
    return cmocka_run_group_tests(tests, NULL, buffer_free);
}
