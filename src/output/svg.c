#include "svg.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

static void put_number(struct buf *out, double value) {
    char digits[24], *end = digits + sizeof digits, *at = end;
    int64_t hundredths = llround(value * 100);
    uint64_t rest = (uint64_t)(hundredths < 0 ? -hundredths : hundredths);
    int skip = rest % 100 == 0 ? 2 : rest % 10 == 0 ? 1 : 0; /* zeros at the end */
    for (int i = 0; i < skip; i++)
        rest /= 10;
    for (int i = skip; i < 2; i++, rest /= 10)
        *--at = (char)('0' + rest % 10);
    if (skip < 2) *--at = '.';
    do {
        *--at = (char)('0' + rest % 10);
    } while (rest /= 10);
    if (hundredths < 0) *--at = '-';
    buf_add(out, at, (size_t)(end - at));
}

void svg_put(struct buf *out, const char *pattern, ...) {
    va_list values;
    va_start(values, pattern);
    for (const char *at; (at = strchr(pattern, '@')); pattern = at + 1) {
        buf_add(out, pattern, (size_t)(at - pattern));
        put_number(out, va_arg(values, double));
    }
    va_end(values);
    buf_string(out, pattern);
}
