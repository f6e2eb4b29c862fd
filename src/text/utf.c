#include "kosshi/text/utf.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/log.h"

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

static bool goes_on(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/* Behind what is most of any text: ASCII without control characters, and code points of three bytes but those whose
 * first one has forms that are forbidden. */
static size_t skip_common(const unsigned char *bytes, size_t size, size_t at) {
    for (;;) {
        if (size - at >= 3 && bytes[at] > 0xE0 && bytes[at] < 0xF0 && bytes[at] != 0xED && goes_on(bytes[at + 1]) &&
            goes_on(bytes[at + 2]))
            at += 3;
        else if (size > at && bytes[at] >= 0x20 && bytes[at] < 0x7f)
            at++;
        else
            return at;
    }
}

enum err utf_check(const char *text, size_t size) {
    enum err found = OK;
    size_t at = 0;
    while ((at = skip_common((const unsigned char *)text, size, at)) < size) {
        UChar32 c = next_point(text, size, &at);
        if (c < 0) return ERR_BAD_UTF8;
        if (is_control(c)) found = ERR_BAD_CONTROL;
    }
    return found;
}

size_t utf_unix_lines(char *text, size_t size) {
    size_t kept = 0;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\r', size - at);
        size_t run = end ? (size_t)(end - text) - at : size - at;
        bool is_lone = end && !(end + 1 < text + size && end[1] == '\n');
        memmove(text + kept, text + at, run + is_lone);
        kept += run + is_lone;
        at += run + (end != NULL);
    }
    return kept;
}

/* No white space stands above the ideographic one; this is what makes Japanese quick to count. */
static bool is_white(UChar32 c) {
    return c <= 0x3000 && u_isUWhiteSpace(c);
}

bool utf_starts(const char *text, size_t size, const char *with) {
    size_t length = strlen(with);
    return size >= length && memcmp(text, with, length) == 0;
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

/* --- UTF-16 units ---------------------------------------------------------------------------------------------- */

/* Every byte that begins a code point is a unit, and one that begins a code point of four bytes is two. */
static size_t units_of(unsigned char byte) {
    return ((byte & 0xC0) != 0x80) + (byte >= 0xF0);
}

#define BLOCK 64 /* bytes: so few that their units fit into a byte, which lets a compiler count many at once */

static size_t units_of_block(const char *text) {
    uint8_t units = 0;
    for (size_t at = 0; at < BLOCK; at++)
        units = (uint8_t)(units + units_of((unsigned char)text[at]));
    return units;
}

size_t utf_units(const char *text, size_t size) {
    size_t units = 0, at = 0;
    for (; at + BLOCK <= size; at += BLOCK)
        units += units_of_block(text + at);
    for (; at < size; at++)
        units += units_of((unsigned char)text[at]);
    return units;
}

bool utf_skip_units(const char *text, size_t size, size_t from, int64_t units, size_t *to) {
    size_t at = from, left = units < 0 ? SIZE_MAX : (size_t)units;
    for (; at + BLOCK <= size && left >= 2 * BLOCK; at += BLOCK)
        left -= units_of_block(text + at);
    while (at < size && left > 0) {
        size_t here = units_of((unsigned char)text[at]);
        if (here > left) return false;
        left -= here;
        at++;
    }
    while (at < size && units_of((unsigned char)text[at]) == 0)
        at++;
    *to = at;
    return left == 0;
}

const char *utf_excerpt(struct arena *a, const char *text, size_t points) {
    size_t size = strlen(text), at = 0;
    for (; points > 0 && at < size; points--)
        (void)next_point(text, size, &at);
    if (at == size) return arena_copy(a, text, size);
    return arena_printf(a, "%.*s…", (int)at, text);
}

const char *utf_excerpt_back(struct arena *a, const char *text, size_t end, size_t points) {
    size_t at = end;
    for (; points > 0 && at > 0; points--)
        do {
            at--;
        } while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return arena_printf(a, "%s%.*s", at ? "…" : "", (int)(end - at), text + at);
}

/* --- What a name may hold ------------------------------------------------------------------------------------ */

#define BRAILLE_BLANK 0x2800 /* a symbol to Unicode, a space to the eye */

/* before: the code point in front of c, 0 for none. */
static bool is_hidden(UChar32 c, UChar32 before) {
    if (c < 0xa0) return false;
    if (u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR)) {
        return before <= 0 || is_white(before) || u_hasBinaryProperty(before, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    }
    return (U_MASK(u_charType(c)) & (U_GC_CF_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) || c == BRAILLE_BLANK ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* Adds what is visible of text to out, when there is one; true when something was hidden. */
static bool leave_out_hidden(const char *text, struct buf *out) {
    size_t size = strlen(text);
    bool found = false;
    UChar32 before = 0;
    for (size_t at = 0, start = 0; at < size; start = at) {
        UChar32 c = next_point(text, size, &at);
        bool hidden = is_hidden(c, before);
        if (!hidden && out) buf_add(out, text + start, at - start);
        found = found || hidden;
        before = c;
    }
    return found;
}

bool utf_hides(const char *text) {
    return leave_out_hidden(text, NULL);
}

const char *utf_visible(struct arena *a, const char *text) {
    BUF(out);
    leave_out_hidden(text, &out);
    return arena_copy(a, out.size ? out.data : "", out.size);
}

const char *utf_plain(struct arena *a, const char *text) {
    BUF(out);
    size_t size = strlen(text);
    UChar32 before = 0;
    for (size_t at = 0, start = 0; at < size; start = at) {
        UChar32 c = next_point(text, size, &at);
        if (c < 0x20 || is_control(c) || is_hidden(c, before))
            buf_printf(&out, "\\u{%04X}", (unsigned)(c < 0 ? 0xfffd : c));
        else
            buf_add(&out, text + start, at - start);
        before = c;
    }
    return arena_copy(a, out.size ? out.data : "", out.size);
}

#define FOLD_GROWTH 18 /* the most UTF-16 units that NFKC_Casefold makes of one */

/* What most numbers and many names are: folding is nothing but small letters then. NULL for any other text. */
static const char *fold_ascii(struct arena *a, const char *text) {
    for (const char *s = text; *s; s++)
        if ((unsigned char)*s >= 0x80) return NULL;
    char *out = arena_string(a, text);
    for (char *s = out; *s; s++)
        if (*s >= 'A' && *s <= 'Z') *s = (char)(*s - 'A' + 'a');
    return out;
}

const char *utf_fold(struct arena *a, const char *text) {
    const char *simple = fold_ascii(a, text);
    if (simple) return simple;
    UErrorCode code = U_ZERO_ERROR;
    size_t size = strlen(text);
    int32_t units, folded_units, folded_size, room = (int32_t)size + 1;
    UChar *wide = arena_alloc(a, (size_t)room * sizeof *wide);
    u_strFromUTF8WithSub(wide, room, &units, text, (int32_t)size, 0xfffd, NULL, &code);
    int32_t folded_room = units * FOLD_GROWTH + 1;
    UChar *folded = arena_alloc(a, (size_t)folded_room * sizeof *folded);
    const UNormalizer2 *folding = unorm2_getNFKCCasefoldInstance(&code);
    folded_units = unorm2_normalize(folding, wide, units, folded, folded_room, &code);
    room = folded_units * 3 + 1; /* UTF-8 bytes of a UTF-16 unit */
    char *out = arena_alloc(a, (size_t)room);
    u_strToUTF8(out, room, &folded_size, folded, folded_units, &code);
    if (U_FAILURE(code)) die("a name could not be folded: %s", u_errorName(code));
    return out;
}
