#ifndef KOSSHI_OUTPUT_INTERCHANGE_COMMENT_H
#define KOSSHI_OUTPUT_INTERCHANGE_COMMENT_H

#include <jansson.h>

#include "interchange_value.h"

/* The comments of the interchange form (interchange.h): added to the list of their key, and all that are at "comments" of
 * a place read. */
enum err interchange_comment_list(struct db *db, struct arena *a, json_t *list) MUST_USE;
enum err interchange_comment_read_all(struct interchange_reader *r, struct interchange_place p) MUST_USE;

#endif
