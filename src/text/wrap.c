#include "kosshi/text/wrap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

struct wrap {
    UBreakIterator *characters; /* a line may end between almost any two characters of Japanese */
    UBreakIterator *phrases;    /* only between phrases; NULL until it is wanted */
};

static UBreakIterator *open_rules(const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_LINE, locale, NULL, 0, &status);
    if (U_FAILURE(status)) die("the rules of line breaking cannot be loaded: %s", u_errorName(status));
    return breaks;
}

struct wrap *wrap_open(void) {
    struct wrap *w = calloc(1, sizeof *w);
    if (!w) die("out of memory");
    w->characters = open_rules("ja@lb=strict");
    return w;
}

void wrap_close(struct wrap *w) {
    if (!w) return;
    ubrk_close(w->characters);
    if (w->phrases) ubrk_close(w->phrases);
    free(w);
}

static int point_width(UChar32 c) {
    int category = u_charType(c);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR) return 0;
    int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return wide == U_EA_FULLWIDTH || wide == U_EA_WIDE || wide == U_EA_AMBIGUOUS ? 2 : 1;
}

/* The code point at *at, which moves behind it. */
static UChar32 next_point(const char *text, size_t size, size_t *at) {
    const uint8_t *bytes = (const uint8_t *)text;
    size_t i = *at;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    *at = i;
    return c;
}

static int width_of(const char *text, size_t size) {
    int width = 0;
    for (size_t at = 0; at < size;)
        width += point_width(next_point(text, size, &at));
    return width;
}

int wrap_width(const char *text) {
    return width_of(text, strlen(text));
}

/* The most bytes of text that are at most so wide and end with a whole character. */
static size_t fitting(const char *text, size_t size, int width) {
    int used = 0;
    size_t fits = 0;
    for (size_t at = 0; at < size; fits = at) {
        used += point_width(next_point(text, size, &at));
        if (used > width) break;
    }
    return fits;
}

const char *wrap_cut(struct arena *a, const char *text, int width) {
    if (wrap_width(text) <= width) return text;
    size_t fits = fitting(text, strlen(text), width > 2 ? width - 2 : 0);
    return arena_printf(a, "%.*s…", (int)fits, text);
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

struct lines {
    struct arena *a;
    struct buf list; /* of struct wrap_line */
    int width;
    const char *start; /* of the line that is being filled */
    size_t size;       /* bytes of it */
    size_t forced;     /* line ends where the rules allow none */
};

static size_t without_space(const char *text, size_t size) {
    while (size > 0 && strchr(" \t\n", text[size - 1]))
        size--;
    return size;
}

static void end_line(struct lines *l) {
    size_t size = without_space(l->start, l->size);
    struct wrap_line line = {arena_copy(l->a, l->start, size), width_of(l->start, size)};
    buf_add(&l->list, &line, sizeof line);
    l->start += l->size;
    l->size = 0;
}

/* Puts the next piece, before which a line may end, on the line or on a new one. */
static void add_piece(struct lines *l, size_t size) {
    size_t whole = without_space(l->start, l->size + size);
    if (l->size > 0 && width_of(l->start, whole) > l->width) end_line(l);
    l->size += size;
    while (width_of(l->start, without_space(l->start, l->size)) > l->width) {
        size_t rest = l->size;
        l->size = fitting(l->start, rest, l->width);
        rest -= l->size;
        l->forced++;
        end_line(l);
        l->size = rest;
    }
}

/* Gives how many line ends had to be where the rules allow none. */
static size_t lines_by(UBreakIterator *breaks, struct arena *a, const char *text, int width, struct wrap_line **out,
                       size_t *count) {
    UErrorCode status = U_ZERO_ERROR;
    UText read = UTEXT_INITIALIZER;
    struct lines l = {.a = a, .width = width, .start = text};
    utext_openUTF8(&read, text, (int64_t)strlen(text), &status);
    ubrk_setUText(breaks, &read, &status);
    if (U_FAILURE(status)) die("a text cannot be broken into lines: %s", u_errorName(status));
    for (int32_t from = 0, to; (to = ubrk_next(breaks)) != UBRK_DONE; from = to) {
        add_piece(&l, (size_t)(to - from));
        bool ends = to > 0 && text[to - 1] == '\n';
        if (ends || !text[to]) end_line(&l);
    }
    utext_close(&read);
    *count = l.list.size / sizeof **out;
    *out = *count ? (struct wrap_line *)(void *)arena_copy(a, l.list.data, l.list.size) : NULL;
    buf_free(&l.list);
    return l.forced;
}

size_t wrap_lines(struct wrap *w, struct arena *a, const char *text, int width, struct wrap_line **out) {
    size_t count;
    (void)lines_by(w->characters, a, text, width, out, &count);
    return count;
}

size_t wrap_balanced(struct wrap *w, struct arena *a, const char *text, int width, struct wrap_line **out) {
    size_t count, found;
    struct wrap_line *other;
    size_t forced = lines_by(w->characters, a, text, width, out, &count);
    if (count < 2) return count;
    UBreakIterator *breaks = w->characters;
    if (!w->phrases) w->phrases = open_rules("ja@lb=strict;lw=phrase");
    if (lines_by(w->phrases, a, text, width, &other, &found) <= forced && found <= count) {
        breaks = w->phrases;
        *out = other;
    }
    for (int least = 2, most = width; least < most;) {
        int middle = (least + most) / 2;
        if (lines_by(breaks, a, text, middle, &other, &found) <= forced && found <= count) {
            most = middle;
            *out = other;
        } else {
            least = middle + 1;
        }
    }
    return count;
}
