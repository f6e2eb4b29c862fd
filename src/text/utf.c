#include "kosshi/text/utf.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* The code point at *at, which moves behind it; negative for a byte that is no part of one. */
static UChar32 next_point(const char *text, size_t size, size_t *at) {
    const uint8_t *bytes = (const uint8_t *)text;
    size_t i = *at;
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    *at = i;
    return c;
}

static bool is_control(UChar32 c) {
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f);
}

enum err utf_check(const char *text, size_t size) {
    enum err found = OK;
    for (size_t at = 0; at < size;) {
        UChar32 c = next_point(text, size, &at);
        if (c < 0) return ERR_BAD_UTF8;
        if (is_control(c)) found = ERR_BAD_CONTROL;
    }
    return found;
}

size_t utf_unix_lines(char *text, size_t size) {
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n') continue;
        text[kept++] = text[i];
    }
    return kept;
}

/* No white space stands above the ideographic one; this is what makes Japanese quick to count. */
static bool is_white(UChar32 c) {
    return c <= 0x3000 && u_isUWhiteSpace(c);
}

size_t utf_length(const char *text, size_t size) {
    size_t length = 0;
    for (size_t at = 0; at < size;)
        if (!is_white(next_point(text, size, &at))) length++;
    return length;
}

size_t utf_points(const char *text, size_t size) {
    size_t points = 0;
    for (size_t at = 0; at < size; points++)
        (void)next_point(text, size, &at);
    return points;
}

const char *utf_excerpt(struct arena *a, const char *text, size_t points) {
    size_t size = strlen(text), at = 0;
    for (; points > 0 && at < size; points--)
        (void)next_point(text, size, &at);
    if (at == size) return arena_copy(a, text, size);
    return arena_printf(a, "%.*s…", (int)at, text);
}
