#include "kosshi/text/number_column.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

enum { ROWS_MOST = 100, COLUMNS_MOST = NUMBER_COLUMN_SERIES };

#define NUMBER_LONGEST 80 /* bytes: 15 full-width digits with commas and a sign are fewer */

static bool has_digit(const char *words) {
    return strpbrk(words, "0123456789") || strstr(words, "\xef\xbc"); /* full-width digits begin like that */
}

static bool is_nothing(const char *words) {
    static const char *const marks[] = {"", "-", "－", "−", "ー", "–", "—", "―", "…", "x", "X", "ｘ", "Ｘ"};
    static const char blanks[] = " \t";
    words += strspn(words, blanks);
    size_t size = strcspn(words, blanks);
    if (words[size + strspn(words + size, blanks)]) return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strlen(marks[i]) == size && memcmp(marks[i], words, size) == 0) return true;
    return utf_length(words, size) == 0;
}

/* Without the percent sign at its end. */
static const char *without_percent(struct arena *a, const char *words) {
    static const char *const signs[] = {"%", "％"};
    size_t size = strlen(words);
    while (size > 0 && (words[size - 1] == ' ' || words[size - 1] == '\t'))
        size--;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i]);
        if (size > length && memcmp(words + size - length, signs[i], length) == 0)
            return arena_copy(a, words, size - length);
    }
    return words;
}

enum number_cell number_column_read(struct arena *a, const char *words, double *value) {
    const char *number;
    if (value) *value = NAN;
    if (is_nothing(words)) return CELL_EMPTY;
    if (!has_digit(words) || strlen(words) > NUMBER_LONGEST) return CELL_WORDS;
    if (!decimal_read(a, without_percent(a, words), &number) || !*number) return CELL_WORDS;
    if (value) *value = decimal_value(number);
    return CELL_NUMBER;
}

void number_column_count(struct arena *a, struct number_column *column, const char *words) {
    enum number_cell cell = number_column_read(a, words, NULL);
    column->numbers += cell == CELL_NUMBER;
    column->words += cell == CELL_WORDS;
}

bool number_column_is_numeric(const struct number_column *column) {
    return column->numbers > 0 && column->words == 0;
}

bool number_column_can_draw(size_t rows, size_t columns) {
    return rows > 0 && rows <= ROWS_MOST && columns > 0 && columns <= COLUMNS_MOST;
}
