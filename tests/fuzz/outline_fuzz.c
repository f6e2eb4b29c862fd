/*
 * An outline of any bytes. What must hold: it is parsed or refused; sections are no deeper, titles no longer than a
 * document takes them; lines stand in order; every character of a line that is no mark comes out. The texts go through
 * the check too.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/check.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/outline_number.h"
#include "kosshi/text/utf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static size_t points(const char *s) {
    return utf_points(s, strlen(s));
}

static bool is_title(const char *s) {
    return utf_length(s, strlen(s)) > 0 && points(s) <= 200 && !strpbrk(s, "\t\n") && !utf_hides(s);
}

/* Letters of ASCII, which no rule of the outline drops, but for those of numbers, of entities, of <br> and of KPI. */
static void count_letters(const char *s, size_t size, size_t letters[256]) {
    for (size_t i = 0; i < size; i++)
        if (strchr("CDEFGHJLMNORSTUWYZ", s[i]) && s[i]) letters[(unsigned char)s[i]]++;
}

struct walk {
    bool valid; /* the input is a text */
    size_t letters[256];
    struct check_section *sections;
    size_t section_count, room;
};

static void count_string(struct walk *w, const char *s) {
    count_letters(s, strlen(s), w->letters);
}

static void walk_node(struct walk *w, const struct outline_node *node, int depth) {
    require(depth < 6, "six levels at most");
    require(!w->valid || is_title(node->title), "a title of 1 to 200 characters in one line");
    require(points(node->number) <= 20, "a number of at most 20 characters");
    require(node->kind < KIND_COUNT, "a kind");
    require((depth == 0) == (node->kind == KIND_CHAPTER || node->kind == KIND_APPENDIX), "chapters on top");
    struct outline_numeral ignored;
    require(!node->number[0] || outline_number_read(node->number, &ignored), "a number that can be read again");
    count_string(w, node->number);
    count_string(w, node->title);
    count_string(w, node->text);
    require(w->section_count < w->room, "no more sections than lines");
    w->sections[w->section_count++] =
        (struct check_section){.depth = depth, .number = node->number, .title = node->title, .text = node->text};
    for (size_t i = 0; i < node->child_count; i++) {
        require(node->children[i].line > node->line, "children behind their heading");
        walk_node(w, &node->children[i], depth + 1);
    }
}

static void walk_outline(struct walk *w, const struct outline *o) {
    require(!w->valid || is_title(o->title), "a title of the document");
    require(o->chapter_count > 0, "a chapter");
    for (size_t i = 0; i < o->chapter_count; i++)
        walk_node(w, &o->chapters[i], 0);
    for (size_t i = 0; i < o->reference_count; i++) {
        require(!w->valid || o->references[i].title[0], "a title of the reference");
        count_string(w, o->references[i].title);
        count_string(w, o->references[i].text);
    }
    for (size_t i = 0; w->valid && i < o->consideration_count; i++)
        require(o->considerations[i].title[0] && o->considerations[i].group[0], "words of a consideration");
    for (size_t i = 0; i < o->unplaced_count; i++) {
        require(i == 0 || o->unplaced[i].line > o->unplaced[i - 1].line, "unplaced lines in order");
        count_string(w, o->unplaced[i].text);
    }
    count_string(w, o->title);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    ARENA(a);
    struct outline *o;
    if (outline_parse(a, text, size, &o) != OK) return 0;
    struct walk w = {.valid = utf_check(text, size) == OK, .room = size + 1};
    w.sections = arena_alloc(a, w.room * sizeof *w.sections);
    walk_outline(&w, o);
    if (w.valid) {
        size_t letters[256] = {0};
        count_letters(text, size, letters);
        for (int c = 0; c < 256; c++)
            require(w.letters[c] >= letters[c], "every letter comes out");
    }
    struct check_finding *findings;
    (void)check_document(a, w.sections, w.section_count, &findings);
    return 0;
}
