#ifndef KOSSHI_TEXT_DECIMAL_H
#define KOSSHI_TEXT_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/arena.h"

/*
 * Decimal numbers as people write them in tables, kept as text so that no digit is lost: "1200", "-3", "12.50". At most
 * 15 digits, so that every one of them is exact enough as a double.
 */

/* Reads what a person typed: full-width digits and marks, commas between thousands, white space at the ends, +, −, ▲ or
 * △ before a negative number. *out is the number as it is kept, "" for an empty field. False for anything else. */
bool decimal_read(struct arena *a, const char *typed, const char **out);

/* True for a number as it is kept (what decimal_read gives, but ""). */
bool decimal_is(const char *number);

/* Precondition: decimal_is. */
double decimal_value(const char *number);

/* As people read it: "1,200", "-3" becomes "−3", "12.50". "" stays "". In the arena. */
const char *decimal_print(struct arena *a, const char *number);
const char *decimal_print_integer(struct arena *a, int64_t number);

/* A value with so many places, as it is kept. In the arena. */
const char *decimal_write(struct arena *a, double value, int places);

#endif
