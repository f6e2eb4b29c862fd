#ifndef KOSSHI_OUTPUT_INTERCHANGE_SUGGESTION_H
#define KOSSHI_OUTPUT_INTERCHANGE_SUGGESTION_H

#include <jansson.h>

#include "interchange_value.h"

/* The suggestions of the interchange form (interchange.h): added to the list of their key, and read from it. */
enum err interchange_suggestion_list(struct db *db, struct arena *a, json_t *list) MUST_USE;
interchange_take interchange_suggestion_read;

#endif
