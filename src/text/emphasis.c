#include "kosshi/text/emphasis.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "kosshi/base/errors.h"

/* Marks come from U+E000…U+EFFF: all of them are EE xx xx in UTF-8. */
enum { MARK_FIRST = 0xE000, MARK_COUNT = 0x1000 };

struct text {
    const uint8_t *bytes;
    int32_t size;
};

/* --- the mark ------------------------------------------------------------------------------------ */

static int hex_value(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The code point that three percent-encoded bytes at `at` make if they are EE xx xx, written as cmark writes them; else
 * 0. */
static uint32_t percent_point(struct text t, int32_t at) {
    if (t.size - at < 9 || memcmp(t.bytes + at, "%EE%", 4) != 0 || t.bytes[at + 6] != '%') return 0;
    const uint8_t *hex = t.bytes + at;
    int second_high = hex_value(hex[4]), second_low = hex_value(hex[5]);
    int third_high = hex_value(hex[7]), third_low = hex_value(hex[8]);
    if (second_high < 0 || second_low < 0 || third_high < 0 || third_low < 0) return 0;
    uint32_t second = (uint32_t)(second_high << 4 | second_low), third = (uint32_t)(third_high << 4 | third_low);
    return MARK_FIRST | (second & 0x3F) << 6 | (third & 0x3F);
}

/* The code point of a numeric entity such as &#57344; or &#xE000; at `at`; else 0. */
static uint32_t entity_point(struct text t, int32_t at) {
    char digits[12] = "";
    size_t room = (size_t)(t.size - at) < sizeof digits ? (size_t)(t.size - at) : sizeof digits - 1;
    memcpy(digits, t.bytes + at, room);
    if (digits[1] != '#') return 0;
    bool hexadecimal = digits[2] == 'x' || digits[2] == 'X';
    return (uint32_t)strtoul(digits + (hexadecimal ? 3 : 2), NULL, hexadecimal ? 16 : 10);
}

static uint32_t point_at(struct text t, int32_t at) {
    switch (t.bytes[at]) {
    case 0xEE:
        return MARK_FIRST | (t.bytes[at + 1] & 0x3Fu) << 6 | (t.bytes[at + 2] & 0x3Fu);
    case '%':
        return percent_point(t, at);
    case '&':
        return entity_point(t, at);
    default:
        return 0;
    }
}

/* A code point that the text does not contain; "" when it has them all. */
static void mark_choose(struct text t, char mark[EMPHASIS_MARK]) {
    bool used[MARK_COUNT] = {false};
    for (int32_t i = 0; i < t.size; i++) {
        uint32_t point = point_at(t, i);
        if (point >= MARK_FIRST && point < MARK_FIRST + MARK_COUNT) used[point - MARK_FIRST] = true;
    }
    mark[0] = '\0';
    for (unsigned i = 0; i < MARK_COUNT; i++) {
        if (used[i]) continue;
        mark[0] = (char)0xEE;
        mark[1] = (char)(0x80 | i >> 6);
        mark[2] = (char)(0x80 | (i & 0x3F));
        mark[3] = '\0';
        return;
    }
}

/* --- what stands beside a run -------------------------------------------------------------------- */

enum kind { SPACE, PUNCTUATION, LETTER };

struct neighbour {
    UChar32 point;
    enum kind kind;
    bool wide; /* of a script without spaces between words, or its punctuation */
};

/* As cmark has it: outside ASCII the P categories alone are punctuation, and symbols are letters. */
static enum kind kind_of(UChar32 c) {
    if (c == '|' || c == '_')
        return SPACE; /* the edge of a table's cell; emphasis that must not see a letter instead of our * */
    if (c < 0x80) return c <= ' ' ? SPACE : ispunct(c) ? PUNCTUATION : LETTER;
    if (u_charType(c) == U_SPACE_SEPARATOR) return SPACE;
    return u_ispunct(c) ? PUNCTUATION : LETTER;
}

static bool is_wide(UChar32 c) {
    int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    /* a variation selector stands behind the kanji whose form it chooses */
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH || width == U_EA_HALFWIDTH ||
           u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR);
}

static struct neighbour neighbour_of(UChar32 c) {
    return (struct neighbour){.point = c, .kind = kind_of(c), .wide = is_wide(c)};
}

/* 「（ open something: nothing can end directly behind them. */
static bool opens(UChar32 c) {
    int8_t type = u_charType(c);
    return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION;
}

/* 」）、。 close something: nothing can begin with them. */
static bool closes(UChar32 c) {
    static const UChar32 stops[] = {u'、', u'。', u'，', u'．', u'：', u'；', u'！',
                                    u'？', ',',   '.',   ':',   ';',   '!',   '?'};
    int8_t type = u_charType(c);
    if (type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION) return true;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (c == stops[i]) return true;
    return false;
}

/* --- lines and runs ------------------------------------------------------------------------------ */

static int32_t blanks_skip(struct text t, int32_t at) {
    while (at < t.size && (t.bytes[at] == ' ' || t.bytes[at] == '\t'))
        at++;
    return at;
}

/* Where the mark of a container (> - 1. [^x]:) at `at` ends; at itself when there is none. */
static int32_t container_skip(struct text t, int32_t at) {
    int32_t end = at;
    if (end < t.size && t.bytes[end] == '>') return end + 1;
    if (end + 1 < t.size && t.bytes[end] == '[' && t.bytes[end + 1] == '^') {
        while (end < t.size && t.bytes[end] != ']' && t.bytes[end] > ' ')
            end++;
        return end + 1 < t.size && t.bytes[end] == ']' && t.bytes[end + 1] == ':' ? end + 2 : at;
    }
    while (end < t.size && isdigit(t.bytes[end]))
        end++;
    if (end >= t.size || !strchr(end > at ? ".)" : "-+*", t.bytes[end])) return at;
    end++;
    return end < t.size && (t.bytes[end] == ' ' || t.bytes[end] == '\t') ? end : at;
}

/* Where a line's own content starts, behind the marks of all containers. */
static int32_t content_start(struct text t, int32_t line) {
    int32_t at = blanks_skip(t, line), next;
    while ((next = container_skip(t, at)) != at)
        at = blanks_skip(t, next);
    return at;
}

/* Neighbouring runs of * and ~ are one group: marks inside of it would change what its runs see of each other. */
struct group {
    int32_t start, end;
    struct neighbour before, after;
};

static struct group group_at(struct text t, int32_t start, int32_t content) {
    struct group g = {.start = start, .end = start};
    UChar32 before = '\n', after = '\n';
    while (g.end < t.size && (t.bytes[g.end] == '*' || t.bytes[g.end] == '~'))
        g.end++;
    int32_t left = start, right = g.end;
    if (start > 0 && start != content) U8_PREV(t.bytes, 0, left, before);
    if (right < t.size) U8_NEXT(t.bytes, right, t.size, after);
    g.before = neighbour_of(before);
    g.after = neighbour_of(after);
    return g;
}

/* *1 behind a sentence is the mark of a note. */
static bool is_note_mark(struct text t, struct group g) {
    return g.end - g.start == 1 && t.bytes[g.start] == '*' && u_isdigit(g.after.point);
}

static bool needs_mark(struct text t, struct group g) {
    if (g.before.kind == SPACE || g.after.kind == SPACE) return false;
    if (g.before.kind == PUNCTUATION && g.after.kind == PUNCTUATION) return false;
    if (!g.before.wide && !g.after.wide) return false;
    if (g.before.kind == PUNCTUATION) return !opens(g.before.point) && !is_note_mark(t, g);
    if (g.after.kind == PUNCTUATION) return !closes(g.after.point);
    return true;
}

static void group_add(struct buf *out, struct text t, struct group g, const char *mark) {
    if (g.before.kind == PUNCTUATION) buf_string(out, mark);
    for (int32_t i = g.start; i < g.end; i++) {
        if (i > g.start && t.bytes[i] != t.bytes[i - 1]) buf_string(out, mark);
        buf_byte(out, (char)t.bytes[i]);
    }
    if (g.after.kind == PUNCTUATION) buf_string(out, mark);
}

static void text_add(struct buf *out, struct text t, const char *mark) {
    int32_t copied = 0, line = 0, content = -1; /* content: of this line, -1 while unknown */
    for (int32_t i = 0; i < t.size; i++) {
        switch (t.bytes[i]) {
        case '\n':
            line = i + 1;
            content = -1;
            break;
        case '\\': /* an escaped * is a character like others; inside of code, where it is none, marks do no harm */
            if (i + 1 < t.size && t.bytes[i + 1] != '\n') i++;
            break;
        case '*':
        case '~': {
            if (content < 0) content = content_start(t, line);
            struct group g = group_at(t, i, content);
            i = g.end - 1;
            if (!needs_mark(t, g)) break;
            buf_add(out, t.bytes + copied, (size_t)(g.start - copied));
            group_add(out, t, g, mark);
            copied = g.end;
            break;
        }
        default:
            break;
        }
    }
    buf_add(out, t.bytes + copied, (size_t)(t.size - copied));
}

void emphasis_mend(const char *text, size_t size, struct buf *out, char mark[EMPHASIS_MARK]) {
    if (size > INT32_MAX) die("emphasis_mend: %zu bytes", size);
    struct text t = {(const uint8_t *)text, (int32_t)size};
    size_t before = out->size;
    mark[0] = '\0';
    if (size && (memchr(text, '*', size) || memchr(text, '~', size))) mark_choose(t, mark);
    if (!mark[0]) {
        buf_add(out, text, size);
        return;
    }
    buf_reserve(out, size + size / 8);
    text_add(out, t, mark);
    if (out->size - before == size) mark[0] = '\0';
}
