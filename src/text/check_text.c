#include "kosshi/text/check_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "check_chart.h"
#include "kosshi/base/buf.h"
#include "kosshi/text/image_use.h"
#include "kosshi/text/outline_line.h"
#include "kosshi/text/utf.h"

/* Longer runs of backticks begin no code span, as in cmark. */
enum { BACKTICKS = 80 };

/* [^x] in a text, or [^x]: where a note begins. */
struct footnote {
    const char *label; /* as written */
    const char *key;   /* case folded: labels are compared like that */
    size_t place;
    bool note;
};

/* A paragraph or the like: what a code span cannot reach beyond. */
struct block {
    const char *s, *end;
    const char *last_ticks[BACKTICKS + 1]; /* where the last run of so many backticks begins */
    const char *last_close;                /* the last ) */
};

struct scan {
    struct arena *a;
    struct buf footnotes; /* of struct footnote */
    struct buf images;    /* of const char * */
    struct buf own;       /* of int64_t: images */
    struct buf charts;    /* of const char * */
};

static size_t run_of(const char *s, const char *end, char c) {
    size_t n = 0;
    while (s + n < end && s[n] == c)
        n++;
    return n;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void survey(struct block *block) {
    memset(block->last_ticks, 0, sizeof block->last_ticks);
    block->last_close = NULL;
    for (const char *s = block->s; s < block->end; s++) {
        if (*s == ')') block->last_close = s;
        size_t ticks = run_of(s, block->end, '`');
        if (ticks > 0 && ticks <= BACKTICKS) block->last_ticks[ticks] = s;
        if (ticks > 0) s += ticks - 1;
    }
}

/* The end of the code span that begins at s, or of the backticks alone when they begin none. */
static const char *skip_code(const struct block *block, const char *s) {
    size_t ticks = run_of(s, block->end, '`');
    s += ticks;
    if (ticks > BACKTICKS || !block->last_ticks[ticks] || block->last_ticks[ticks] < s) return s;
    for (;;) {
        s = memchr(s, '`', (size_t)(block->end - s));
        size_t close = run_of(s, block->end, '`');
        s += close;
        if (close == ticks) return s;
    }
}

static const char *fold(struct arena *a, const char *label) {
    BUF(key);
    size_t size = strlen(label);
    for (size_t at = 0; at < size;) {
        UChar32 c;
        char bytes[U8_MAX_LENGTH];
        size_t length = 0;
        U8_NEXT((const uint8_t *)label, at, size, c);
        if (c < 0) continue;
        c = u_foldCase(c, U_FOLD_CASE_DEFAULT);
        U8_APPEND_UNSAFE(bytes, length, c);
        buf_add(&key, bytes, length);
    }
    return key.size > 0 ? arena_copy(a, key.data, key.size) : "";
}

/* At "[^": takes a footnote, gives where to go on. first: nothing but marks of lists and quotes stands before it. */
static const char *take_footnote(struct scan *scan, const struct block *block, const char *s, bool first) {
    const char *label = s + 2, *close = label;
    while (close < block->end && *close != ']' && *close != '[' && !is_blank(*close))
        close++;
    if (close == label || close == block->end || *close != ']') return label;
    char behind = '\0';
    if (close + 1 < block->end) behind = close[1];
    if (behind == '(') return label;
    struct footnote f = {.label = arena_copy(scan->a, label, (size_t)(close - label)),
                         .place = scan->footnotes.size,
                         .note = first && behind == ':'};
    f.key = fold(scan->a, f.label);
    buf_add(&scan->footnotes, &f, sizeof f);
    return close + 1;
}

/* The address that begins at s, behind the ( of an image. */
static struct block address_at(const char *s, const char *end) {
    while (s < end && is_blank(*s))
        s++;
    struct block address = {.s = s, .end = s};
    bool pointed = s < end && *s == '<';
    if (pointed) address.s = address.end = s + 1;
    for (int open = 0; address.end < end; address.end++) {
        char c = *address.end;
        if (pointed ? c == '>' || c == '\n' : is_blank(c) || (c == ')' && open == 0)) break;
        if (c == '(') open++;
        if (c == ')') open--;
    }
    return address;
}

/* At the ( or : before an address: takes one that leads to an image of the document. */
static void take_own(struct scan *scan, const char *s, const char *end) {
    enum { ENOUGH = IMAGE_USE_SIZE + 2 }; /* a < before the address, and one byte more than it may have */
    int64_t id;
    while (++s < end && is_blank(*s))
        ;
    if (end - s > ENOUGH) end = s + ENOUGH;
    struct block address = address_at(s, end);
    if (image_use_read(address.s, (size_t)(address.end - address.s), &id)) buf_add(&scan->own, &id, sizeof id);
}

/* At "![": takes an image without alternative text, gives where to go on. */
static const char *take_image(struct scan *scan, const struct block *block, const char *s) {
    const char *alt_end = s + 2;
    while (alt_end < block->end && is_blank(*alt_end))
        alt_end++;
    if (block->end - alt_end < 2 || alt_end[0] != ']') return alt_end;
    struct block address;
    if (alt_end[1] == '(' && block->last_close > alt_end) {
        take_own(scan, alt_end + 1, block->end);
        address = address_at(alt_end + 2, block->end);
    } else if (alt_end[1] == '[') {
        const char *close = alt_end + 2;
        while (close < block->end && *close != ']' && *close != '[')
            close++;
        if (close == block->end || *close != ']') return close;
        address = (struct block){.s = alt_end + 2, .end = close};
    } else {
        return alt_end;
    }
    const char *image = arena_copy(scan->a, address.s, (size_t)(address.end - address.s));
    buf_add(&scan->images, &image, sizeof image);
    return address.end;
}

/* first: where the words of its first line begin, behind the marks of lists. */
static void scan_block(struct scan *scan, struct block *block, const char *first) {
    while (first < block->end && (*first == '>' || *first == ' '))
        first++;
    survey(block);
    for (const char *s = block->s; s < block->end;) {
        bool more = s + 1 < block->end;
        if (*s == '\\' && more && ispunct((unsigned char)s[1]))
            s += 2;
        else if (*s == '`')
            s = skip_code(block, s);
        else if (*s == '[' && more && s[1] == '^')
            s = take_footnote(scan, block, s, s == first);
        else if (*s == '!' && more && s[1] == '[' && !(s + 2 < block->end && s[2] == '^'))
            s = take_image(scan, block, s);
        else if (*s == ']' && more && (s[1] == '(' || s[1] == ':'))
            take_own(scan, ++s, block->end);
        else
            s++;
    }
}

static bool begins_with(const struct outline_line *line, const char *mark) {
    return utf_starts(line->content, line->content_size, mark);
}

/* True for the first line of a note, [^x]: … */
static bool begins_note(const struct outline_line *line) {
    if (!begins_with(line, "[^")) return false;
    const char *s = line->content + 2, *end = line->content + line->content_size;
    while (s < end && *s != ']' && !is_blank(*s))
        s++;
    return end - s > 1 && s[0] == ']' && s[1] == ':';
}

/* True when a line begins a block of its own after the line before it. */
static bool begins_block(const struct outline_line *line, const struct outline_line *before) {
    return before->number + 1 != line->number || line->kind != LINE_TEXT || before->kind == LINE_CODE ||
           before->kind == LINE_HEADING || begins_with(line, "|") || begins_with(line, ">") || begins_note(line);
}

/* Marks lines of indented code as code. Inside of lists and notes an indent means something else. */
static void find_indented_code(struct outline_line *lines, size_t count) {
    bool contained = false, code = false;
    for (size_t i = 0; i < count; i++) {
        struct outline_line *line = &lines[i];
        bool after_blank = i == 0 || lines[i - 1].number + 1 != line->number || lines[i - 1].kind == LINE_HEADING;
        bool contains = (line->kind == LINE_ITEM && !line->plain) || begins_note(line);
        if (line->indent == 0 && after_blank) contained = false;
        if (line->indent < 4 && contains) contained = true;
        code = !contained && line->indent >= 4 && line->kind != LINE_CODE && (after_blank || code);
        if (code) line->kind = LINE_CODE;
    }
}

static int compare_footnotes(const void *x, const void *y) {
    const struct footnote *a = x, *b = y;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static int compare_places(const void *x, const void *y) {
    const struct footnote *a = x, *b = y;
    return (a->place > b->place) - (a->place < b->place);
}

/* Keeps the first of those labels that are not both referred to and noted. */
static void match_footnotes(struct arena *a, struct buf *found, struct check_text *out) {
    struct footnote *all = (struct footnote *)(void *)found->data;
    size_t count = found->size / sizeof *all, kept = 0;
    if (count == 0) return;
    qsort(all, count, sizeof *all, compare_footnotes);
    for (size_t from = 0, to; from < count; from = to) {
        bool noted = false, used = false;
        for (to = from; to < count && strcmp(all[from].key, all[to].key) == 0; to++) {
            noted = noted || all[to].note;
            used = used || !all[to].note;
        }
        if (!noted || !used) all[kept++] = all[from];
    }
    qsort(all, kept, sizeof *all, compare_places);
    out->footnotes = arena_alloc(a, kept * sizeof *out->footnotes);
    for (size_t i = 0; i < kept; i++)
        out->footnotes[out->footnote_count++] = all[i].label;
}

void check_text(struct arena *a, const char *text, size_t size, struct check_text *out) {
    struct scan scan = {.a = a};
    struct outline_line *lines;
    size_t count = outline_line_all(a, text, size, &lines);
    *out = (struct check_text){0};
    find_indented_code(lines, count);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && !begins_block(&lines[to], &lines[to - 1]);)
            to++;
        if (lines[from].kind == LINE_CODE) continue;
        struct block block = {.s = lines[from].raw, .end = lines[to - 1].raw + lines[to - 1].size};
        scan_block(&scan, &block, lines[from].content);
        if (check_chart_is_caption(lines, count, from) && !check_chart_has_numbers(a, lines, count, from)) {
            const char *caption = arena_copy(a, lines[from].content, lines[from].content_size);
            buf_add(&scan.charts, &caption, sizeof caption);
        }
    }
    match_footnotes(a, &scan.footnotes, out);
    out->image_count = scan.images.size / sizeof *out->images;
    if (out->image_count > 0) out->images = (const char **)(void *)arena_copy(a, scan.images.data, scan.images.size);
    out->own_image_count = scan.own.size / sizeof *out->own_images;
    if (out->own_image_count > 0) out->own_images = (int64_t *)(void *)arena_copy(a, scan.own.data, scan.own.size);
    out->chart_count = scan.charts.size / sizeof *out->charts;
    if (out->chart_count > 0) out->charts = (const char **)(void *)arena_copy(a, scan.charts.data, scan.charts.size);
    buf_free(&scan.footnotes);
    buf_free(&scan.images);
    buf_free(&scan.own);
    buf_free(&scan.charts);
}
