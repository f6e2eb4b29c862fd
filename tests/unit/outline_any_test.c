#include "pieces.h"

#include <stdlib.h>
#include <time.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/utf.h"
#include "outline_print.h"

/* What must hold for any paper. */

/* Lines of all shapes; 語%d is put in once, so that it can be looked for in what comes out. */
static const char *const shapes[] = {
    "# 語%d",
    "## Ⅰ．語%d",
    "## 語%d",
    "##語%d",
    "### 1 語%d",
    "#### （１）語%d",
    "##### 語%d",
    "###### 語%d",
    "1. 語%d",
    "2) 語%d",
    "- 語%d",
    "- ・語%d",
    "  - ・語%d",
    "    * 語%d",
    "      + 語%d",
    "・語%d",
    "　・語%d",
    "●語%d",
    "○語%d",
    "１．語%d",
    "（２）語%d",
    "①語%d",
    "語%d",
    "語%d。",
    "  語%d",
    "    語%d",
    "　語%d",
    "- 語%d。",
    "| 語%d |",
    "- | 語%d |",
    "> 語%d",
    "**語%d**",
    "- **1.** 語%d",
    "1\\. 語%d",
    "- - 語%d",
    "[^1]: 語%d",
    "資料 語%d",
    "第1章 語%d",
    "<!-- 語%d -->",
    "語%d  ",
    "- 目指す姿：語%d",
    "- ・指標（語%d）",
    "語%d\n---",
    "語%d\n===",
};
static const char *const fillers[] = {"",       "",       "",        "- ",       "1. ",   "## ", "#",    "---",
                                      "|---|",  "```",    "～",      "~~~",      "・",    "　",  "-",    "- ・目指す姿",
                                      "資料 5", "<目次>", "## 目次", "- ・指標", "* * *", "===", "  - ", "●",
                                      "\t- ・", "- |"};

static unsigned chance(unsigned *seed, unsigned below) {
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* A paper of some lines; gives how many words it holds. */
static int make_paper(struct buf *paper, unsigned seed) {
    int words = 0, lines = 3 + (int)chance(&seed, 40);
    if (chance(&seed, 4) > 0) buf_string(paper, "# 題\n\n## 章\n");
    for (int i = 0; i < lines; i++) {
        if (chance(&seed, 3) == 0) {
            buf_string(paper, fillers[chance(&seed, sizeof fillers / sizeof fillers[0])]);
        } else {
            const char *shape = shapes[chance(&seed, sizeof shapes / sizeof shapes[0])], *word = strstr(shape, "%d");
            buf_add(paper, shape, (size_t)(word - shape));
            buf_printf(paper, "%d尾%s", words++, word + 2);
        }
        buf_string(paper, chance(&seed, 4) == 0 ? "\n\n" : "\n");
    }
    return words;
}

/* Words of one text stand in the order of the paper. */
static void assert_order(const char *text) {
    for (int last = -1; (text = strstr(text, "語")); text += strlen("語")) {
        int word = (int)strtol(text + strlen("語"), NULL, 10);
        assert_true(word > last);
        last = word;
    }
}

static void assert_node(const struct outline_node *node, int depth) {
    assert_in_range(depth, 0, 5);
    assert_in_range(utf_points(node->title, strlen(node->title)), 1, 200);
    assert_in_range(utf_points(node->number, strlen(node->number)), 0, 20);
    assert_order(node->text);
    for (size_t i = 0; i < node->child_count; i++) {
        assert_true(node->children[i].line > (i > 0 ? node->children[i - 1].line : node->line));
        assert_node(&node->children[i], depth + 1);
    }
}

static void every_line_comes_out_exactly_once_whatever_the_paper_looks_like(void **state) {
    (void)state;
    int outlines = 0;
    for (unsigned seed = 1; seed <= 4000; seed++) {
        ARENA(a);
        BUF(paper);
        BUF(found);
        struct outline *o;
        int words = make_paper(&paper, seed);
        if (outline_parse(a, paper.data, paper.size, &o) != OK) continue;
        outlines++;
        o->consideration_count = 0;
        print_outline(&found, o);
        for (int i = 0; i < words; i++) {
            const char *word = arena_printf(a, "語%d尾", i);
            if (times(found.data, word) != 1) fail_msg("%s (%u):\n%s\n=>\n%s", word, seed, paper.data, found.data);
        }
        for (size_t i = 0; i < o->chapter_count; i++)
            assert_node(&o->chapters[i], 0);
        for (size_t i = 0; i < o->reference_count; i++)
            assert_order(o->references[i].text);
        for (size_t i = 1; i < o->unplaced_count; i++)
            assert_true(o->unplaced[i].line > o->unplaced[i - 1].line);
    }
    assert_true(outlines > 2000);
}

static void bytes_that_are_no_text_do_not_break_it(void **state) {
    (void)state;
    static const char paper[] = "# 題\n## \xe3\x81\n- ・\xff\0\n\x80#\n# \xf0\x9f\n- |\n|-|\0\n- \xe3\x83";
    for (size_t size = 0; size < sizeof paper; size++) {
        ARENA(a);
        char *exact = malloc(size ? size : 1);
        assert_non_null(exact);
        memcpy(exact, paper, size);
        struct outline *outline;
        enum err e = outline_parse(a, exact, size, &outline);
        assert_true(e == OK || e == ERR_BAD_OUTLINE);
        free(exact);
    }
}

static void time_grows_with_the_paper_alone(void **state) {
    (void)state;
    static const char *const pieces[] = {"- ",         "- \n",      "- \n  - \n",   "1. ・あ\n", "## a\n",
                                         "# a\n",      "#### **\n", "- |a|\n|-|\n", "```\n",     "a\n---\n",
                                         "目指す姿（", "案",        "・x\na\n",     "資料 1\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        ARENA(a);
        BUF(paper);
        buf_string(&paper, "# 題\n## 章\n");
        while (paper.size < 512 * 1024) {
            buf_string(&paper, pieces[i]);
            if (paper.size < 256 * 1024 && paper.size + 64 > 256 * 1024) buf_string(&paper, "\n# 参考\n");
        }
        struct outline *outline;
        clock_t start = clock();
        assert_int_equal(outline_parse(a, paper.data, paper.size, &outline), OK);
        if (clock() - start > 3 * CLOCKS_PER_SEC) fail_msg("%s takes too long", pieces[i]);
    }
}

static void lists_in_lists_without_end_are_bounded(void **state) {
    (void)state;
    ARENA(a);
    BUF(paper);
    buf_string(&paper, "# 題\n## 章\n");
    for (int indent = 0; indent < 1000; indent++)
        buf_printf(&paper, "%*s- 語%d尾\n", indent * 2, "", indent);
    struct outline *o;
    assert_int_equal(outline_parse(a, paper.data, paper.size, &o), OK);
    assert_node(o->chapters, 0);
    assert_int_equal(o->unplaced_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_comes_out_exactly_once_whatever_the_paper_looks_like),
        cmocka_unit_test(time_grows_with_the_paper_alone),
        cmocka_unit_test(lists_in_lists_without_end_are_bounded),
        cmocka_unit_test(bytes_that_are_no_text_do_not_break_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
