#include "kosshi/text/decimal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/text/utf.h"

#define DIGITS_MOST 15

/* The length of a minus sign at s in any of its writings; 0 when there is none. */
static size_t minus_at(const char *s) {
    static const char *const signs[] = {"-", "−", "▲", "△"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(s, signs[i], strlen(signs[i])) == 0) return strlen(signs[i]);
    return 0;
}

bool decimal_is(const char *number) {
    const char *s = number + (*number == '-');
    size_t whole = strspn(s, "0123456789"), part = 0;
    if (whole == 0 || (s[0] == '0' && whole > 1)) return false;
    s += whole;
    if (*s == '.') {
        part = strspn(++s, "0123456789");
        if (part == 0) return false;
        s += part;
    }
    return *s == '\0' && whole + part <= DIGITS_MOST && (*number != '-' || strpbrk(number, "123456789"));
}

/* Digits with commas in the right places only: 1,200 but not 12,00. *from is moved behind them. */
static bool take_digits(const char **from, char **to) {
    const char *s = *from;
    size_t run = strspn(s, "0123456789");
    bool grouped = s[run] == ',';
    if (run == 0 || (grouped && run > 3)) return false;
    for (;;) {
        memcpy(*to, s, run);
        *to += run;
        s += run;
        if (!grouped || *s != ',') break;
        run = strspn(++s, "0123456789");
        if (run != 3) return false;
    }
    *from = s;
    return true;
}

bool decimal_read(struct arena *a, const char *typed, const char **out) {
    const char *s = utf_fold(a, typed); /* full-width digits, marks and spaces become ASCII */
    char *number = arena_alloc(a, strlen(s) + 2), *to = number;
    while (isspace((unsigned char)*s))
        s++;
    *out = "";
    if (!*s) return true;
    size_t minus = minus_at(s);
    s += minus ? minus : *s == '+';
    if (minus) *to++ = '-';
    char *digits = to;
    if (!take_digits(&s, &to)) return false;
    size_t zeros = strspn(digits, "0"); /* 007 is 7 */
    if (zeros == (size_t)(to - digits)) zeros--;
    memmove(digits, digits + zeros, (size_t)(to - digits) - zeros);
    to -= zeros;
    if (*s == '.') {
        *to++ = *s++;
        while (isdigit((unsigned char)*s))
            *to++ = *s++;
    }
    while (isspace((unsigned char)*s))
        s++;
    *to = '\0';
    if (number[0] == '-' && !strpbrk(number, "123456789")) number++;
    *out = number;
    return *s == '\0' && decimal_is(number);
}

double decimal_value(const char *number) {
    return strtod(number, NULL);
}

const char *decimal_print(struct arena *a, const char *number) {
    const char *digits = number + (*number == '-');
    size_t whole = strcspn(digits, ".");
    char *out = arena_alloc(a, strlen(number) + whole / 3 + sizeof "−"), *to = out;
    if (digits > number) to = stpcpy(to, "−");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) *to++ = ',';
        *to++ = digits[i];
    }
    stpcpy(to, digits + whole);
    return out;
}

const char *decimal_write(struct arena *a, double value, int places) {
    const char *number = arena_printf(a, "%.*f", places, value);
    return *number == '-' && !strpbrk(number, "123456789") ? number + 1 : number;
}

const char *decimal_print_integer(struct arena *a, int64_t number) {
    return decimal_print(a, arena_printf(a, "%lld", (long long)number));
}
