#include "kosshi/text/outline_number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline.h"

enum {
    FOLDED = 32,           /* characters looked at: more than the longest number has */
    LARGEST = 999999,      /* value of a number that stands alone */
    LARGEST_OF_TITLE = 999 /* in front of a title: 2024 is a year */
};

/*
 * The beginning of a text in compatibility form (NFKC): full-width forms become ASCII, Ⅷ becomes VIII, ⑴ becomes (1).
 * Circled numbers stay.
 */
struct folded {
    UChar32 c[FOLDED + 1]; /* closed by 0 */
    size_t end[FOLDED];    /* bytes of the text up to the end of the character that this one came from */
    bool roman[FOLDED];    /* came from a roman numeral that is one character */
    size_t count;
    bool whole; /* nothing was left off */
};

static const struct {
    enum numeral kind;
    int first, last;
    UChar32 base; /* of the first */
} circles[] = {
    {NUMERAL_CIRCLE, 1, 20, 0x2460},       {NUMERAL_CIRCLE, 21, 35, 0x3251},       {NUMERAL_CIRCLE, 36, 50, 0x32b1},
    {NUMERAL_BLACK_CIRCLE, 1, 10, 0x2776}, {NUMERAL_BLACK_CIRCLE, 11, 20, 0x24eb},
};

static const UChar32 kanji_digits[] = {0, U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};
static const UChar32 kanji_ten = U'十';

static bool circle_value(UChar32 c, struct outline_numeral *n) {
    for (size_t i = 0; i < sizeof circles / sizeof circles[0]; i++) {
        if (c < circles[i].base || c > circles[i].base + circles[i].last - circles[i].first) continue;
        n->kind = circles[i].kind;
        n->value = circles[i].first + (int)(c - circles[i].base);
        return true;
    }
    return false;
}

static bool is_dash(UChar32 c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

/* What a character becomes; 0 and *more when it is one that becomes several (or none). */
static UChar32 fold_point(UChar32 c, UChar *several, int32_t room, int32_t *more) {
    struct outline_numeral ignored;
    *more = 0;
    if (c == 0 || circle_value(c, &ignored)) return c;
    if (is_dash(c)) return '-';
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    if (U_FAILURE(error)) return c;
    int32_t length = unorm2_getDecomposition(nfkc, c, several, room, &error);
    if (length < 0 || U_FAILURE(error)) return c;
    *more = length;
    return 0;
}

static bool fold_add(struct folded *f, UChar32 c, size_t end, bool roman) {
    if (f->count == FOLDED || c <= 0) return false;
    f->c[f->count] = c;
    f->end[f->count] = end;
    f->roman[f->count++] = roman;
    return true;
}

static void fold(const char *text, size_t size, struct folded *f) {
    *f = (struct folded){.whole = true};
    for (size_t at = 0; at < size && f->whole;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text, at, size, c);
        if (c == '\\') continue; /* "1\. 目的": a dot that Markdown must not take for a list's */
        bool roman = c >= 0x2160 && c <= 0x217f;
        UChar several[24];
        int32_t more;
        UChar32 one = fold_point(c, several, sizeof several / sizeof several[0], &more);
        if (more == 0) f->whole = fold_add(f, one, at, roman);
        for (int32_t i = 0; i < more && f->whole;) {
            U16_NEXT(several, i, more, one);
            f->whole = fold_add(f, one == 0x2010 ? '-' : one, at, roman);
        }
    }
}

static bool is_digit(UChar32 c) {
    return c >= '0' && c <= '9';
}

static bool is_space(UChar32 c) {
    return c == ' ' || c == '\t';
}

/* Readers of one value at a place: they give the place behind it, or 0. */
typedef size_t value_reader(const struct folded *f, size_t at, struct outline_numeral *n);

static size_t read_digits(const struct folded *f, size_t at, struct outline_numeral *n) {
    int value = 0;
    size_t i = at;
    for (; is_digit(f->c[i]); i++) {
        value = value * 10 + (int)(f->c[i] - '0');
        if (value > LARGEST) return 0;
    }
    n->kind = NUMERAL_DIGITS;
    n->value = value;
    return value > 0 ? i : 0;
}

/* The letters of a roman number from 1 to 39. */
static void roman_letters(int value, char letters[12]) {
    static const char *const units[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    (void)snprintf(letters, 12, "%.*s%s", value / 10, "XXX", units[value % 10]);
}

static size_t read_roman(const struct folded *f, size_t at, struct outline_numeral *n) {
    char letters[12] = "", wanted[12];
    size_t i = at, length = 0;
    bool small = f->c[i] >= 'a';
    for (; f->c[i] > 0 && f->c[i] < 128 && strchr(small ? "ivx" : "IVX", (int)f->c[i]); i++) {
        if (length + 1 == sizeof letters) return 0;
        letters[length++] = (char)(small ? f->c[i] - 'a' + 'A' : f->c[i]);
    }
    for (int value = 1; length > 0 && value < 40; value++) {
        roman_letters(value, wanted);
        if (strcmp(letters, wanted) != 0) continue;
        n->kind = small ? NUMERAL_SMALL_ROMAN : NUMERAL_ROMAN;
        n->value = value;
        return i;
    }
    return 0;
}

static size_t read_circle(const struct folded *f, size_t at, struct outline_numeral *n) {
    return circle_value(f->c[at], n) ? at + 1 : 0;
}

static int kanji_digit(UChar32 c) {
    for (int i = 1; i < 10; i++)
        if (c == kanji_digits[i]) return i;
    return 0;
}

/* 一 to 九十九 */
static size_t read_kanji(const struct folded *f, size_t at, struct outline_numeral *n) {
    size_t i = at;
    int value = kanji_digit(f->c[i]);
    if (value > 0) i++;
    if (f->c[i] == kanji_ten) {
        value = (value > 0 ? value : 1) * 10;
        i++;
        int units = kanji_digit(f->c[i]);
        if (units > 0) i++;
        value += units;
    }
    n->kind = NUMERAL_KANJI;
    n->value = value;
    return i > at ? i : 0;
}

/* One katakana letter (ア…ン, no small one but in the order of Unicode): the fourth level of an official document. */
static size_t read_kana(const struct folded *f, size_t at, struct outline_numeral *n) {
    static const UChar32 first = U'ア', last = U'ン';
    UChar32 c = f->c[at];
    if (c < first || c > last) return 0;
    n->kind = NUMERAL_KANA;
    n->value = 0;
    size_t size = 0;
    U8_APPEND_UNSAFE(n->kana, size, c);
    n->kana[size] = '\0';
    return at + 1;
}

static size_t read_value(const struct folded *f, size_t at, struct outline_numeral *n) {
    static value_reader *const readers[] = {read_digits, read_roman, read_circle, read_kanji, read_kana};
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        size_t end = readers[i](f, at, n);
        if (end > 0) return end;
    }
    return 0;
}

/* The units of a number such as 第5章. */
static const char *unit_at(const struct folded *f, size_t at) {
    static const struct {
        UChar32 c;
        const char *name;
    } units[] = {{U'章', "章"}, {U'節', "節"}, {U'編', "編"}, {U'部', "部"}, {U'項', "項"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (f->c[at] == units[i].c) return units[i].name;
    return NULL;
}

/* The higher levels of a number such as 2-1 or 1.2.3: up to two of them, of three digits each. */
static size_t read_higher_levels(const struct folded *f, size_t at, struct outline_numeral *n) {
    size_t size = 0;
    for (int level = 0; level < 2; level++) {
        size_t digits = 0;
        while (digits < 3 && is_digit(f->c[at + digits]))
            digits++;
        UChar32 part = f->c[at + digits];
        if (digits == 0 || (part != '-' && part != '.') || !is_digit(f->c[at + digits + 1])) break;
        for (size_t i = 0; i <= digits; i++)
            n->before[size++] = (char)f->c[at + i];
        at += digits + 1;
    }
    n->before[size] = '\0';
    return at;
}

/* One number at the beginning of what was folded: gives the place behind it, or 0. */
static size_t read_numeral(const struct folded *f, struct outline_numeral *n) {
    *n = (struct outline_numeral){0};
    bool bracket = f->c[0] == '(', counted = f->c[0] == U'第';
    size_t at = bracket || counted ? 1 : read_higher_levels(f, 0, n);
    size_t end = read_value(f, at, n);
    if (end == 0) return 0;
    if (bracket) (void)snprintf(n->before, sizeof n->before, "(");
    if (counted) (void)snprintf(n->before, sizeof n->before, "第");
    const char *unit = bracket ? NULL : unit_at(f, end);
    if (unit) (void)snprintf(n->behind, sizeof n->behind, "%s", unit);
    if (unit) return end + 1;
    if (f->c[end] != ')') return bracket ? 0 : end;
    (void)snprintf(n->behind, sizeof n->behind, ")");
    return end + 1;
}

bool outline_number_read(const char *number, struct outline_numeral *out) {
    struct folded f;
    fold(number, strlen(number), &f);
    size_t end = read_numeral(&f, out);
    if (end == 0 || !f.whole) return false;
    return end == f.count || (end + 1 == f.count && (f.c[end] == '.' || f.c[end] == U'、'));
}

int outline_number_value(const char *number) {
    struct outline_numeral n;
    return outline_number_read(number, &n) ? n.value : 0;
}

/* True for what parts a number from its title by itself: "（１）目的", "Ⅴ基本方針", "第1章はじめに" need nothing
 * between. */
static bool is_closed(const struct folded *f, size_t end, const struct outline_numeral *n) {
    if (n->kind == NUMERAL_CIRCLE || n->kind == NUMERAL_BLACK_CIRCLE || strcmp(n->behind, ")") == 0) return true;
    return n->behind[0] ? n->before[0] != '\0' : f->roman[end - 1];
}

/* "3 か年", "10 年後": a quantity that is set with a space is no number of a title. */
static bool is_quantity(const char *title, size_t size) {
    static const char *const counters[] = {"か年", "カ年", "ヶ年", "ケ年", "か所", "カ所", "ヶ所", "年間",
                                           "年後", "年度", "年前", "年目", "年の", "つの", "割の"};
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
        size_t length = strlen(counters[i]);
        if (size >= length && memcmp(title, counters[i], length) == 0) return true;
    }
    return false;
}

/* The dot or comma behind a number; 0 for none. A digit behind it makes it part of a longer figure (1.5倍, 10,000人,
 * 12:00). */
static UChar32 part_at(const struct folded *f, size_t at) {
    UChar32 c = f->c[at];
    bool part = c == '.' || c == ',' || c == ':' || c == U'、';
    return part && !is_digit(f->c[at + 1]) ? c : 0;
}

bool outline_number_front(const char *title, size_t size, struct outline_number_front *out) {
    struct folded f;
    fold(title, size, &f);
    size_t end = read_numeral(&f, &out->numeral);
    if (end == 0 || end >= f.count || out->numeral.value > LARGEST_OF_TITLE) return false;
    size_t at = end;
    bool closed = is_closed(&f, end, &out->numeral), dotted = part_at(&f, at) != 0;
    if (dotted) at++;
    size_t spaces = at;
    while (is_space(f.c[at]))
        at++;
    if (at >= f.count || (!closed && at == end)) return false;
    if (f.end[at] == f.end[at - 1]) return false;
    out->size = f.end[at - 1];
    out->loose = !closed && !dotted && title[f.end[spaces] - 1] == ' ';
    if (out->numeral.kind == NUMERAL_SMALL_ROMAN && out->loose) return false;
    return !(out->loose && out->numeral.kind == NUMERAL_DIGITS && is_quantity(title + out->size, size - out->size));
}

static void append_point(struct buf *b, UChar32 c) {
    char bytes[U8_MAX_LENGTH];
    size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    buf_add(b, bytes, size);
}

static bool write_roman(struct buf *b, UChar32 base, int value) {
    if (value > 39) return false;
    if (value > 12)
        for (; value > 10; value -= 10)
            append_point(b, base + 9);
    append_point(b, base + value - 1);
    return true;
}

static bool write_circle(struct buf *b, enum numeral kind, int value) {
    for (size_t i = 0; i < sizeof circles / sizeof circles[0]; i++) {
        if (circles[i].kind != kind || value < circles[i].first || value > circles[i].last) continue;
        append_point(b, circles[i].base + value - circles[i].first);
        return true;
    }
    return false;
}

static bool write_kanji(struct buf *b, int value) {
    if (value > 99) return false;
    if (value >= 20) append_point(b, kanji_digits[value / 10]);
    if (value >= 10) append_point(b, kanji_ten);
    if (value % 10 > 0) append_point(b, kanji_digits[value % 10]);
    return true;
}

/* False when there is no such numeral for the value. */
static bool write_value(struct buf *b, const struct outline_numeral *style, int value) {
    switch (style->kind) {
    case NUMERAL_ROMAN:
        return write_roman(b, 0x2160, value);
    case NUMERAL_SMALL_ROMAN:
        return write_roman(b, 0x2170, value);
    case NUMERAL_KANJI:
        return write_kanji(b, value);
    case NUMERAL_CIRCLE:
    case NUMERAL_BLACK_CIRCLE:
        return write_circle(b, style->kind, value);
    case NUMERAL_KANA:
        buf_string(b, style->kana);
        return true;
    case NUMERAL_DIGITS:
        break;
    }
    return false;
}

const char *outline_number_write(struct arena *a, const struct outline_numeral *style, int value) {
    BUF(b);
    buf_string(&b, style->before);
    if (!write_value(&b, style, value)) buf_printf(&b, "%d", value);
    buf_string(&b, style->behind);
    return arena_copy(a, b.data, b.size);
}

bool outline_number_same_style(const struct outline_numeral *x, const struct outline_numeral *y) {
    return x->kind == y->kind && strcmp(x->before, y->before) == 0 && strcmp(x->behind, y->behind) == 0;
}

const char *outline_number(struct arena *a, int depth, int value) {
    static const struct {
        struct outline_numeral style;
        int last;
    } levels[] = {
        {{.kind = NUMERAL_ROMAN}, 12},
        {{.kind = NUMERAL_DIGITS}, LARGEST},
        {{.kind = NUMERAL_DIGITS, .before = "(", .behind = ")"}, 20},
        {{.kind = NUMERAL_CIRCLE}, 20},
    };
    size_t level = depth < 0 ? 0 : depth > 3 ? 3 : (size_t)depth;
    return value > levels[level].last ? arena_printf(a, "%d", value)
                                      : outline_number_write(a, &levels[level].style, value);
}
