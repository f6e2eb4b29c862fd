#ifndef KOSSHI_OUTPUT_INTERCHANGE_ANCHOR_H
#define KOSSHI_OUTPUT_INTERCHANGE_ANCHOR_H

#include <jansson.h>

#include "interchange_value.h"
#include "kosshi/store/anchor.h"

/* The words of a comment in the interchange form (interchange.h). new; NULL for none. */
json_t *interchange_anchor_of(const struct anchor *anchor);

/* *out is NULL when the comment has none. In the arena. */
enum err interchange_anchor_read(struct interchange_reader *r, struct interchange_place comment,
                                 const struct anchor **out) MUST_USE;

#endif
