#ifndef KOSSHI_OUTPUT_INTERCHANGE_POLICY_H
#define KOSSHI_OUTPUT_INTERCHANGE_POLICY_H

#include <jansson.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* The strategies and indicators of the interchange form (interchange.h), added to the list of their key. */
enum err interchange_policy_strategies(struct db *db, struct arena *a, json_t *list) MUST_USE;
enum err interchange_policy_indicators(struct db *db, struct arena *a, json_t *list) MUST_USE;

#endif
