#include "page_fixture.h"

#include "kosshi/output/figures.h"
#include "kosshi/output/final_html.h"
#include "kosshi/store/image.h"

static int64_t add_image(struct fixture *f, const char *data, int width, int height) {
    int64_t id;
    struct image image = {
        .type = "image/png", .name = "", .width = width, .height = height, .data = data, .size = strlen(data)};
    DO(image_add(f->db, &image, 0, 1000, &id, NULL));
    return id;
}

static void close_languages(void *languages) {
    languages_close(languages);
}

static void begin(struct fixture *f, struct figures *figures, enum language language, bool embedded) {
    struct languages *languages = languages_open(f->assets);
    arena_defer(f->arena, close_languages, languages);
    DO(figures_begin(figures, f->db, f->arena, languages, language, embedded));
}

static const char *finish(struct fixture *f, struct figures *figures, const char *html) {
    BUF(out);
    buf_reserve(&out, 0);
    DO(figures_finish(figures, html, strlen(html), &out));
    return arena_copy(f->arena, out.data, out.size);
}

static void numbers_run_on_from_text_to_text(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    begin(f, &figures, LANGUAGE_JA, false);
    assert_string_equal(finish(f, &figures, "<figcaption><!--figure-->甲</figcaption><p>a < <!--table-->乙"),
                        "<figcaption>図1　甲</figcaption><p>a < 表1　乙");
    assert_string_equal(finish(f, &figures, "<!--table--><!--figure--><!-- figure -->"), "表2　図2　<!-- figure -->");
    BUF(out);
    figures_finish_text(&figures, "\x02丙\n\x03丁 <!--figure-->\n", strlen("\x02丙\n\x03丁 <!--figure-->\n"), &out);
    assert_string_equal(out.data, "図3　丙\n表3　丁 <!--figure-->\n");
}

static void an_image_on_a_page_has_its_size_and_waits_to_be_seen_but_for_the_first(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    add_image(f, "a", 640, 480);
    add_image(f, "b", 30, 20);
    begin(f, &figures, LANGUAGE_JA, false);
    assert_string_equal(finish(f, &figures, "<p><img src=\"/images/2\" alt=\"甲\" title=\"乙\" /></p>"),
                        "<p><img src=\"/images/2\" width=\"30\" height=\"20\" alt=\"甲\" title=\"乙\" /></p>");
    assert_string_equal(finish(f, &figures, "<img src=\"/images/1\" alt=\"\" />"),
                        "<img src=\"/images/1\" width=\"640\" height=\"480\" loading=\"lazy\" alt=\"\" />");
}

static void an_image_in_a_file_is_its_own_data(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    add_image(f, "Man", 640, 480); /* the example of Wikipedia, "Base64" */
    add_image(f, "Ma", 3, 4);
    begin(f, &figures, LANGUAGE_JA, true);
    assert_string_equal(
        finish(f, &figures, "<img src=\"/images/1\" alt=\"甲\" />!<img src=\"/images/2\" alt=\"乙\" />"),
        "<img id=\"image-1\" src=\"data:image/png;base64,TWFu\" width=\"640\" height=\"480\" alt=\"甲\" />!"
        "<img id=\"image-2\" src=\"data:image/png;base64,TWE=\" width=\"3\" height=\"4\" alt=\"乙\" />");
}

static void an_image_that_comes_again_is_a_link_to_where_it_stands(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    add_image(f, "Man", 640, 480);
    add_image(f, "Ma", 3, 4);
    begin(f, &figures, LANGUAGE_JA, true);
    assert_string_equal(
        finish(f, &figures, "<figcaption><!--figure-->甲</figcaption><img src=\"/images/1\" alt=\"\" />"),
        "<figcaption>図1　甲</figcaption><img id=\"image-1\" src=\"data:image/png;base64,TWFu\" width=\"640\" "
        "height=\"480\" alt=\"\" />");
    finish(f, &figures, "<!--figure--><img src=\"/images/2\" alt=\"乙\" />");
    assert_string_equal(finish(f, &figures, "<img src=\"/images/1\" alt=\"地&quot;図\" />"),
                        "<a href=\"#image-1\">図1と同じ画像です（地&quot;図）</a>");
    assert_string_equal(finish(f, &figures, "<img src=\"/images/2\" alt=\"\" />"),
                        "<a href=\"#image-2\">前に出た画像と同じです</a>");
}

static void images_of_more_than_a_file_may_have_are_an_error(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    BUF(out);
    add_image(f, "Man", 640, 480);
    begin(f, &figures, LANGUAGE_JA, true);
    figures.embedded_size = 256u * 1024 * 1024 - 4; /* "TWFu" and its end do not fit */
    const char *html = "<img src=\"/images/1\" alt=\"\" />";
    assert_int_equal(figures_finish(&figures, html, strlen(html), &out), ERR_PAPER_TOO_LARGE);
}

static void an_image_the_document_does_not_have_is_named(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    begin(f, &figures, LANGUAGE_JA, false);
    assert_string_equal(finish(f, &figures, "a<img src=\"/images/7\" alt=\"地&quot;図\" />b"),
                        "a<span class=\"figure-missing\">画像がありません（地&quot;図）</span>b");
    assert_string_equal(finish(f, &figures, "<img src=\"/images/999999999999999999\" alt=\"\" title=\"x\" />"),
                        "<span class=\"figure-missing\">画像がありません</span>");
}

static void what_a_reader_uses_speaks_the_readers_language(void **state) {
    struct fixture *f = *state;
    struct figures figures;
    static const char html[] =
        "<div aria-label=\"<!--group-->\"><a aria-label=\"<!--back-->\">↩</a><summary><!--data-->"
        "</summary><img src=\"/images/7\" alt=\"map\" />";
    begin(f, &figures, LANGUAGE_JA, false);
    assert_string_equal(finish(f, &figures, html),
                        "<div aria-label=\"表\"><a aria-label=\"本文に戻る\">↩</a><summary>数値を表で見る"
                        "</summary><span class=\"figure-missing\">画像がありません（map）</span>");
    begin(f, &figures, LANGUAGE_EN, false);
    assert_string_equal(
        finish(f, &figures, html),
        "<div aria-label=\"Table\"><a aria-label=\"Back to the text\">↩</a><summary>Show the numbers as a "
        "table</summary><span class=\"figure-missing\">There is no such picture (map)</span>");
}

static void whatever_may_make_a_figure_is_looked_at(void **state) {
    (void)state;
    assert_false(figures_may_be_in("ただの文章と | 表 |\n"));
    assert_true(figures_may_be_in("![](/images/3)"));
    assert_true(figures_may_be_in("表：題"));
    assert_true(figures_may_be_in("棒グラフ:題"));
    assert_true(figures_may_be_in("&#34920;：題"));
    assert_true(figures_may_be_in("![](\\/images\\/3)"));
}

/* --- on pages ------------------------------------------------------------------------------------ */

#define CAPTIONED "表：題\n\n|a|\n|-|\n|b|\n\n![甲](/images/1 \"図の題\")\n"

struct places {
    int64_t first, second, below, third;
};

/* Three chapters, with a figure and a table each in the second and in the section below it. */
static struct places places_of(struct fixture *f) {
    struct places p;
    add_image(f, "a", 640, 480);
    p.first = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに");
    p.second = add_section(f, 0, KIND_CHAPTER, "Ⅱ", "現状");
    p.below = add_section(f, p.second, KIND_SECTION, "1", "産業");
    p.third = add_section(f, 0, KIND_CHAPTER, "Ⅲ", "方針");
    write_section(f, p.second, 0, CAPTIONED, MEMBER, 1000);
    write_section(f, p.below, 0, CAPTIONED, MEMBER, 1000);
    write_section(f, p.third, 0, CAPTIONED, MEMBER, 1000);
    return p;
}

static void assert_numbered(json_t *sections, size_t at, int number) {
    const char *html = text_at(json_array_get(sections, at), "html");
    char expected[64];
    snprintf(expected, sizeof expected, "<figcaption>表%d　題</figcaption>", number);
    assert_non_null(strstr(html, expected));
    snprintf(expected, sizeof expected, "<figcaption>図%d　図の題</figcaption>", number);
    assert_non_null(strstr(html, expected));
}

static void a_chapter_goes_on_counting_where_those_before_it_ended(void **state) {
    struct fixture *f = *state;
    struct places p = places_of(f);
    struct visit v;
    visit_begin(&v, f, ROLE_MEMBER, "田中");
    assert_numbered(json_object_get(visit(&v, chapter_show, p.third), "sections"), 0, 3);
    json_t *second = json_object_get(visit(&v, chapter_show, p.second), "sections");
    assert_numbered(second, 0, 1);
    assert_numbered(second, 1, 2);
    json_t *all = json_object_get(visit(&v, chapter_document, 0), "sections");
    assert_numbered(all, 1, 1);
    assert_numbered(all, 2, 2);
    assert_numbered(all, 3, 3);
    write_section(f, p.first, 0, CAPTIONED, MEMBER, 2000); /* the texts behind it are kept as they were */
    assert_numbered(json_object_get(visit(&v, chapter_show, p.third), "sections"), 0, 4);
    visit_end(&v);
}

static void the_editor_shows_the_numbers_as_they_will_be(void **state) {
    struct fixture *f = *state;
    struct places p = places_of(f);
    struct visit v;
    visit_begin(&v, f, ROLE_MEMBER, "田中");
    json_t *view = visit(&v, section_edit, p.below);
    assert_non_null(strstr(text_at(json_object_get(view, "preview"), "html"), "<figcaption>表2　題</figcaption>"));
    json_object_set_new(v.request.body, "text", json_string("![乙](/images/1 \"新しい図\")\n"));
    assert_non_null(
        strstr(text_at(visit(&v, section_preview, p.third), "html"), "<figcaption>図3　新しい図</figcaption>"));
    visit_end(&v);
}

static void the_exported_file_has_the_same_numbers(void **state) {
    struct fixture *f = *state;
    places_of(f);
    struct languages *languages = languages_open(f->assets);
    struct render *render = render_new(1);
    BUF(out);
    DO(final_html(f->db, f->assets, languages, render, &out));
    assert_non_null(strstr(out.data,
                           "<figcaption>図1　図の題</figcaption><img id=\"image-1\" src=\"data:image/png;base64,YQ==\" "
                           "width=\"640\" height=\"480\" alt=\"甲\" />"));
    assert_non_null(
        strstr(out.data, "<figcaption>図3　図の題</figcaption><a href=\"#image-1\">図1と同じ画像です（甲）</a>"));
    assert_non_null(strstr(out.data, "<figcaption>表3　題</figcaption>"));
    assert_null(strstr(out.data, "図4"));
    assert_null(strstr(out.data, "/images/"));
    render_free(render);
    languages_close(languages);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(numbers_run_on_from_text_to_text),
        WITH_DOCUMENT(an_image_on_a_page_has_its_size_and_waits_to_be_seen_but_for_the_first),
        WITH_DOCUMENT(an_image_in_a_file_is_its_own_data),
        WITH_DOCUMENT(an_image_that_comes_again_is_a_link_to_where_it_stands),
        WITH_DOCUMENT(images_of_more_than_a_file_may_have_are_an_error),
        WITH_DOCUMENT(an_image_the_document_does_not_have_is_named),
        WITH_DOCUMENT(what_a_reader_uses_speaks_the_readers_language),
        cmocka_unit_test(whatever_may_make_a_figure_is_looked_at),
        WITH_DOCUMENT(a_chapter_goes_on_counting_where_those_before_it_ended),
        WITH_DOCUMENT(the_editor_shows_the_numbers_as_they_will_be),
        WITH_DOCUMENT(the_exported_file_has_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
