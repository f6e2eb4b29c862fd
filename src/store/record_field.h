#ifndef KOSSHI_STORE_RECORD_FIELD_H
#define KOSSHI_STORE_RECORD_FIELD_H

#include "kosshi/store/record.h"

/* The field a name stands for: "actual_2024" is one of many. NULL for none. */
const struct record_field *record_field_of(enum record_kind kind, const char *name);

/* What was typed into a field, as it is kept. False, and why, when it cannot be.
 * *kept is typed itself or the arena's. */
bool record_field_read(struct arena *a, const struct record_field *field, const char *typed, const char **kept,
                       enum record_reason *reason);

#endif
