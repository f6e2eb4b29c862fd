#include <stdlib.h>
#include <string.h>

#include "markdown_node.h"

#define BAR "｜"
#define OPEN "《"
#define CLOSE "》"
enum { SIGN = 3 }; /* bytes of each of them */

static bool is_at(const char *s, const char *sign) {
    return strncmp(s, sign, SIGN) == 0;
}

/* ｜words《reading》: where each of its signs stands. */
struct ruby {
    const char *bar, *open, *close;
};

/* The first one at s or behind it. The last ｜ and the last 《 before a 》 count, and nothing between them is empty. */
static bool ruby_find(const char *s, struct ruby *r) {
    *r = (struct ruby){0};
    for (; *s; s++) {
        if (is_at(s, BAR)) {
            *r = (struct ruby){.bar = s};
        } else if (is_at(s, OPEN)) {
            if (r->open || (r->bar && s == r->bar + SIGN)) r->bar = NULL;
            r->open = s;
        } else if (is_at(s, CLOSE)) {
            r->close = s;
            if (r->bar && r->open && s > r->open + SIGN) return true;
            *r = (struct ruby){0};
        }
    }
    return false;
}

static cmark_node *text_of(const char *from, const char *to) {
    BUF(words);
    buf_add(&words, from, (size_t)(to - from));
    return markdown_node_text(words.data);
}

static cmark_node *ruby_node(const struct ruby *r) {
    cmark_node *ruby = markdown_node_inline(PART_RUBY, "<ruby>", "</ruby>");
    cmark_node *reading = markdown_node_inline(PART_READING, "<rp>（</rp><rt>", "</rt><rp>）</rp>");
    cmark_node_append_child(ruby, text_of(r->bar + SIGN, r->open));
    cmark_node_append_child(reading, text_of(r->open + SIGN, r->close));
    cmark_node_append_child(ruby, reading);
    return ruby;
}

/* A table's cell cannot hold a custom node: there the reading stands in parentheses. */
static void ruby_put(cmark_node *text, const struct ruby *r) {
    cmark_node *ruby = ruby_node(r);
    if (cmark_node_insert_before(text, ruby)) return;
    BUF(words);
    markdown_node_words(ruby, "", &words);
    cmark_node_insert_before(text, markdown_node_text(words.data));
    cmark_node_free(ruby);
}

void markdown_ruby_mend(cmark_node *text) {
    const char *typed = cmark_node_get_literal(text);
    struct ruby r;
    if (!strstr(typed, CLOSE) || !ruby_find(typed, &r)) return;
    char *copy = strdup(typed); /* the node's own string goes with its node */
    if (!copy) die("out of memory");
    const char *from = copy;
    while (ruby_find(from, &r)) {
        if (r.bar > from) cmark_node_insert_before(text, text_of(from, r.bar));
        ruby_put(text, &r);
        from = r.close + SIGN;
    }
    if (*from) cmark_node_insert_before(text, markdown_node_text(from));
    free(copy);
    markdown_node_remove(text);
}
