#include "record_field.h"

#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/utf.h"

#define NUMBER_DIGITS 18 /* of an id in a field's name: fits an int64_t */

static const struct record_field strategy_fields[] = {
    {.name = "title", .form = RECORD_LINE, .limit = STRATEGY_TITLE_LIMIT, .needed = true},
    {.name = NULL},
};

static const struct record_field tactic_fields[] = {
    {.name = "title", .form = RECORD_LINE, .limit = TACTIC_TITLE_LIMIT, .needed = true},
    {.name = "content", .form = RECORD_TEXT, .limit = TACTIC_CONTENT_LIMIT},
    {.name = "owner", .form = RECORD_LINE, .limit = TACTIC_OWNER_LIMIT},
    {.name = "period", .form = RECORD_LINE, .limit = TACTIC_PERIOD_LIMIT},
    {.name = "status", .form = RECORD_CHOICE, .choices = strategy_status_names},
    {.name = NULL},
};

static const struct record_field indicator_fields[] = {
    {.name = "name", .form = RECORD_LINE, .limit = INDICATOR_NAME_LIMIT, .needed = true},
    {.name = "unit", .form = RECORD_LINE, .limit = INDICATOR_UNIT_LIMIT},
    {.name = "direction", .form = RECORD_CHOICE, .choices = indicator_direction_names},
    {.name = "baseline", .form = RECORD_DECIMAL},
    {.name = "baseline_year", .form = RECORD_YEAR},
    {.name = "actual_", .form = RECORD_DECIMAL, .many = true},
    {.name = "target", .form = RECORD_DECIMAL},
    {.name = "target_year", .form = RECORD_YEAR},
    {.name = "strategy_", .form = RECORD_LINK, .many = true},
    {.name = "source", .form = RECORD_LINE, .limit = INDICATOR_SOURCE_LIMIT},
    {.name = "owner", .form = RECORD_LINE, .limit = INDICATOR_OWNER_LIMIT},
    {.name = NULL},
};

const struct record_field *record_fields(enum record_kind kind) {
    static const struct record_field *const fields[RECORD_KIND_COUNT] = {
        [RECORD_STRATEGY] = strategy_fields,
        [RECORD_TACTIC] = tactic_fields,
        [RECORD_INDICATOR] = indicator_fields,
    };
    return fields[kind];
}

static bool is_number(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= NUMBER_DIGITS && !text[digits] && text[0] != '0';
}

static bool is_year(const char *text) {
    return is_number(text) && fiscal_year_is(atoll(text));
}

static bool fits(const struct record_field *field, const char *name) {
    if (!field->many) return strcmp(field->name, name) == 0;
    size_t size = strlen(field->name);
    if (strncmp(field->name, name, size) != 0) return false;
    return field->form == RECORD_LINK ? is_number(name + size) : is_year(name + size);
}

const struct record_field *record_field_of(enum record_kind kind, const char *name) {
    for (const struct record_field *f = record_fields(kind); f->name; f++) {
        if (fits(f, name)) return f;
    }
    return NULL;
}

/* --- What was typed ------------------------------------------------------------------------------------------- */

static bool refuse(enum record_reason why, enum record_reason *reason) {
    *reason = why;
    return false;
}

/* Only white space is as good as nothing. */
static bool read_words(const struct record_field *f, const char *typed, const char **kept, enum record_reason *reason) {
    size_t size = strlen(typed);
    if (utf_check(typed, size) != OK) return refuse(RECORD_NOT_A_LINE, reason);
    *kept = utf_length(typed, size) == 0 ? "" : typed;
    if (!**kept) return f->needed ? refuse(RECORD_NEEDED, reason) : true;
    if (utf_points(typed, size) > f->limit) return refuse(RECORD_TOO_LONG, reason);
    if (f->form == RECORD_TEXT) return true;
    return field_line(typed, f->limit) == OK ? true : refuse(RECORD_NOT_A_LINE, reason);
}

static bool read_year(struct arena *a, const char *typed, const char **kept, enum record_reason *reason) {
    int year;
    if (!fiscal_year_read(typed, &year)) return refuse(RECORD_NOT_A_YEAR, reason);
    *kept = year ? arena_printf(a, "%d", year) : "";
    return true;
}

static bool read_choice(const char *const *choices, const char *typed, enum record_reason *reason) {
    for (const char *const *c = choices; *c; c++) {
        if (strcmp(*c, typed) == 0) return true;
    }
    return refuse(RECORD_NOT_A_CHOICE, reason);
}

bool record_field_read(struct arena *a, const struct record_field *f, const char *typed, const char **kept,
                       enum record_reason *reason) {
    static const char *const link[] = {"", "1", NULL};
    *kept = typed;
    switch (f->form) {
    case RECORD_LINE:
    case RECORD_TEXT:
        return read_words(f, typed, kept, reason);
    case RECORD_DECIMAL:
        return decimal_read(a, typed, kept) ? true : refuse(RECORD_NOT_A_NUMBER, reason);
    case RECORD_YEAR:
        return read_year(a, typed, kept, reason);
    case RECORD_CHOICE:
        return read_choice(f->choices, typed, reason);
    case RECORD_LINK:
        return read_choice(link, typed, reason);
    }
    die("a field has no form");
}
