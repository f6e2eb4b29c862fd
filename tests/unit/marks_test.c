#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/text/marks.h"

/* The text with its marks in ‹›, strong words in «» and headings behind H:. */
static const char *shown(struct arena *a, const char *text) {
    size_t size = strlen(text);
    const uint8_t *looks = marks_read(a, text, size);
    BUF(out);
    for (size_t at = 0, end; at < size; at = end) {
        end = marks_run_end(looks, at, size);
        bool mark = looks[at] & MARKS_MARK, strong = looks[at] & MARKS_STRONG;
        if (looks[at] & MARKS_HEADING) buf_string(&out, "H:");
        if (mark || strong) buf_string(&out, mark ? "‹" : "«");
        buf_add(&out, text + at, end - at);
        if (mark || strong) buf_string(&out, mark ? "›" : "»");
    }
    return arena_string(a, out.data ? out.data : "");
}

struct text {
    const char *text, *shown;
};

static void are_shown(const struct text *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ARENA(a);
        assert_string_equal(shown(a, texts[i].text), texts[i].shown);
    }
}
#define ARE_SHOWN(texts) are_shown(texts, sizeof(texts) / sizeof *(texts))

static void marks_in_front_of_a_line_are_told_from_its_words(void **state) {
    (void)state;
    static const struct text texts[] = {
        {"本文", "本文"},
        {"## 目的", "H:‹##›H: 目的"},
        {"# 目的 #\n文", "H:‹#›H: 目的H:‹ #›\n文"},
        {"#目的", "#目的"},
        {"- 商店街", "‹-› 商店街"},
        {"  * 中\n+ 外", "  ‹*› 中\n‹+› 外"},
        {"-5%の減少", "-5%の減少"},
        {"1. 目的\n2) 目標", "1. 目的\n2) 目標"}, /* a number is read as one */
        {"> 引用\n> - 項目", "‹>› 引用\n‹>› ‹-› 項目"},
        {"文\n\n---\n\n文", "文\n\n‹---›\n\n文"},
        {"<!-- 覚え書き -->", "‹<!-- 覚え書き -->›"},
    };
    ARE_SHOWN(texts);
}

static void marks_around_words_are_marks_where_both_stand(void **state) {
    (void)state;
    static const struct text texts[] = {
        {"前**「旧」**後", "前‹**›«「旧」»‹**›後"},
        {"*斜め*と***両方***", "‹*›斜め‹*›と‹***›«両方»‹***›"},
        {"~~旧~~", "‹~~›旧‹~~›"},
        {"**開いたまま", "**開いたまま"},
        {"5 ** 3 ** 2", "5 ** 3 ** 2"},
        {"売上*1は、店*2の数", "売上*1は、店*2の数"}, /* marks of notes */
        {"前\n**行を\nまたぐ**", "前\n**行を\nまたぐ**"},
        {"\\*星\\*", "‹\\›*星‹\\›*"},
        {"上の行\\\n下の行", "上の行‹\\›\n下の行"},
        {"C:\\文書", "C:\\文書"},
        {"`**a**`と**b**", "‹`›**a**‹`›と‹**›«b»‹**›"},
        {"**a `**` b**", "‹**›«a »‹`›«**»‹`›« b»‹**›"},
        {"## **強い**題", "H:‹##›H: H:‹**›H:«強い»H:‹**›H:題"},
    };
    ARE_SHOWN(texts);
}

static void an_address_is_a_mark_and_the_words_of_its_link_are_not(void **state) {
    (void)state;
    static const struct text texts[] = {
        {"[区の頁](https://example.jp/a*b*)へ", "‹[›区の頁‹](https://example.jp/a*b*)›へ"},
        {"![祭り](/images/3 \"祭\")", "‹![›祭り‹](/images/3 \"祭\")›"},
        {"[案]と[別案] (仮)", "[案]と[別案] (仮)"},
        {"商店[^1]は", "商店‹[^›1‹]›は"},
        {"[^1]: 注の文", "‹[^›1‹]:› 注の文"},
        {"｜骨子《こっし》と《題》", "‹｜›骨子‹《›こっし‹》›と《題》"},
    };
    ARE_SHOWN(texts);
}

static void the_lines_of_a_table_are_marks_and_its_cells_are_not(void **state) {
    (void)state;
    static const struct text texts[] = {
        {"| 店 | 数 |\n|---|--:|\n| 本店<br>支店 | 10 |\n\na|b",
         "‹|› 店 ‹|› 数 ‹|›\n‹|---|--:|›\n‹|› 本店‹<br>›支店 ‹|› 10 ‹|›\n\na|b"},
        {"店|数\n---|---\n本店\\|支店|10\n", "店‹|›数\n‹---|---›\n本店‹\\›|支店‹|›10\n"},
    };
    ARE_SHOWN(texts);
}

static void nothing_in_code_is_a_mark(void **state) {
    (void)state;
    static const struct text texts[] = {
        {"```\n# a\n| b |\n```\n# c", "‹```›\n# a\n| b |\n‹```›\nH:‹#›H: c"},
        {"~~~ txt\n**a**", "‹~~~ txt›\n**a**"},
    };
    ARE_SHOWN(texts);
}

static void a_text_of_nothing_but_signs_is_read_too(void **state) {
    (void)state;
    static const char signs[] = "*~`[](|\\#-<>^!\n ｜《》";
    ARENA(a);
    for (unsigned seed = 1; seed < 3000; seed++) {
        char text[60];
        size_t size = seed % sizeof text;
        unsigned n = seed;
        for (size_t i = 0; i < size; i++) {
            n = n * 1103515245 + 12345;
            text[i] = signs[(n >> 16) % (sizeof signs - 1)];
        }
        const uint8_t *looks = marks_read(a, text, size);
        for (size_t at = 0, end; at < size; at = end) {
            end = marks_run_end(looks, at, size);
            assert_true(end > at && end <= size);
        }
    }
    assert_false(marks_are_in(marks_read(a, "", 0), 0));
    assert_false(marks_are_in(marks_read(a, "ab", 2), 2));
    assert_true(marks_are_in(marks_read(a, "- a", 3), 3));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_in_front_of_a_line_are_told_from_its_words),
        cmocka_unit_test(marks_around_words_are_marks_where_both_stand),
        cmocka_unit_test(an_address_is_a_mark_and_the_words_of_its_link_are_not),
        cmocka_unit_test(the_lines_of_a_table_are_marks_and_its_cells_are_not),
        cmocka_unit_test(nothing_in_code_is_a_mark),
        cmocka_unit_test(a_text_of_nothing_but_signs_is_read_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
