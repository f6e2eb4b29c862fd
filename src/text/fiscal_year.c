#include "kosshi/text/fiscal_year.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/utf.h"

#define JAPAN (9 * 3600) /* seconds ahead of UTC, all the year */

/* The fiscal year an era is named from: the one that was under way when it began counts by its own name.
 * Newest first. */
static const struct era {
    const char *name;
    char letter; /* as utf_fold leaves it */
    int first;
    int longest; /* its last year; of 令和, that no era has lasted longer */
} eras[] = {{"令和", 'r', 2019, 64}, {"平成", 'h', 1989, 31}, {"昭和", 's', 1926, 64}};

enum { ERAS = sizeof eras / sizeof *eras };

bool fiscal_year_is(long long year) {
    return year >= FISCAL_YEAR_FIRST && year <= FISCAL_YEAR_LAST;
}

int fiscal_year_of(int64_t at) {
    struct tm day;
    time_t seconds = (time_t)(at / 1000 + JAPAN);
    if (!gmtime_r(&seconds, &day)) die("%lld is no moment of a calendar", (long long)at);
    return day.tm_year + 1900 - (day.tm_mon < 3); /* it begins in April */
}

static const char *after(const char *s, const char *start) {
    size_t size = strlen(start);
    return strncmp(s, start, size) == 0 ? s + size : NULL;
}

static const char *skip_space(const char *s) {
    while (isspace((unsigned char)*s))
        s++;
    return s;
}

/* Behind the name of an era, which is told; s itself when it begins with none. */
static const char *era_at(const char *s, const struct era **era) {
    for (size_t i = 0; i < ERAS; i++) {
        const char *rest = after(s, eras[i].name);
        if (!rest && *s == eras[i].letter) rest = s + 1;
        if (!rest) continue;
        *era = &eras[i];
        return rest;
    }
    return s;
}

bool fiscal_year_read(const char *typed, int *out) {
    ARENA(a);
    const struct era *era = NULL;
    const char *s = skip_space(utf_fold(a, typed));
    *out = 0;
    if (!*s) return true;
    s = skip_space(era_at(s, &era));
    const char *first = era ? after(s, "元") : NULL;
    size_t digits = strspn(s, "0123456789");
    if (!first && (digits == 0 || digits > 4)) return false;
    int year = first ? 1 : atoi(s);
    s = skip_space(first ? first : s + digits);
    const char *rest = after(s, "年度");
    if (!rest) rest = after(s, "年");
    s = skip_space(rest ? rest : s);
    if (era && (year < 1 || year > era->longest)) return false;
    *out = era ? era->first + year - 1 : year;
    return *s == '\0' && fiscal_year_is(*out);
}

/* The era a year is written by; NULL in seireki, and for years that are too old. */
static const struct era *era_of(const char *style, int year) {
    if (strcmp(style, "wareki") != 0) return NULL;
    for (size_t i = 0; i < ERAS; i++)
        if (year >= eras[i].first) return eras[i].first >= 1989 ? &eras[i] : NULL;
    return NULL;
}

const char *fiscal_year_print(struct arena *a, const char *style, int year) {
    if (year == 0) return "";
    const struct era *era = era_of(style, year);
    if (!era) return arena_printf(a, "%d年度", year);
    return year == era->first ? arena_printf(a, "%s元年度", era->name)
                              : arena_printf(a, "%s%d年度", era->name, year - era->first + 1);
}

const char *fiscal_year_short(struct arena *a, const char *style, int year) {
    if (year == 0) return "";
    const struct era *era = era_of(style, year);
    if (!era) return arena_printf(a, "%d", year);
    char letter = (char)toupper((unsigned char)era->letter);
    return year == era->first ? arena_printf(a, "%c元", letter)
                              : arena_printf(a, "%c%d", letter, year - era->first + 1);
}
