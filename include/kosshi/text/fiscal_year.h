#ifndef KOSSHI_TEXT_FISCAL_YEAR_H
#define KOSSHI_TEXT_FISCAL_YEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/arena.h"

/* 年度: from April on, by the year it begins in. 2024 is 令和6年度, 2019 令和元年度. */

#define FISCAL_YEAR_FIRST 1900
#define FISCAL_YEAR_LAST 2200
bool fiscal_year_is(long long year); /* between these */

/* The one a moment falls into, in Japan. */
int fiscal_year_of(int64_t at);

/* Reads what a person typed: 2024, 2024年度, 令和6年度, 令和元年, R6, Ｒ６, 平成30, H30; 0 for an empty field. False
 * for anything else, such as a year that its era does not have (平成32). */
bool fiscal_year_read(const char *typed, int *out);

/* style "wareki": 令和6年度; years before 平成 and style "seireki": 2024年度. "" for 0. In the arena. */
const char *fiscal_year_print(struct arena *a, const char *style, int year);

/* For the axis of a chart: R6, H30 (R元 for 2019), or 2024. In the arena. */
const char *fiscal_year_short(struct arena *a, const char *style, int year);

#endif
