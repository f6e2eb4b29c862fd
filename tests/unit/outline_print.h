#ifndef OUTLINE_PRINT_H
#define OUTLINE_PRINT_H

/* An outline as lines, to compare with what was written down by hand and to look for words in. */

#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline.h"

/* Each line of text behind a bar. */
static void print_text(struct buf *out, const char *text, int depth) {
    while (text && *text) {
        const char *end = strchrnul(text, '\n');
        buf_printf(out, "%*s|%s%.*s\n", depth * 2, "", end > text ? " " : "", (int)(end - text), text);
        text = *end ? end + 1 : NULL;
    }
}

static void print_node(struct buf *out, const struct outline_node *node, int depth) {
    buf_printf(out, "%*s%s %s %s @%d\n", depth * 2, "", outline_kind_name(node->kind),
               node->number[0] ? node->number : "-", node->title, node->line);
    print_text(out, node->text, depth);
    for (size_t i = 0; i < node->child_count; i++)
        print_node(out, &node->children[i], depth + 1);
}

static void print_outline(struct buf *out, const struct outline *o) {
    buf_printf(out, "title %s\n", o->title);
    for (size_t i = 0; i < o->chapter_count; i++)
        print_node(out, &o->chapters[i], 0);
    for (size_t i = 0; i < o->reference_count; i++) {
        buf_printf(out, "reference %s @%d\n", o->references[i].title, o->references[i].line);
        print_text(out, o->references[i].text, 0);
    }
    for (size_t i = 0; i < o->consideration_count; i++)
        buf_printf(out, "consideration %s / %s @%d\n", o->considerations[i].group, o->considerations[i].title,
                   o->considerations[i].line);
    for (size_t i = 0; i < o->unplaced_count; i++)
        buf_printf(out, "unplaced %d: %s\n", o->unplaced[i].line, o->unplaced[i].text);
}

#endif
