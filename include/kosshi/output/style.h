#ifndef KOSSHI_OUTPUT_STYLE_H
#define KOSSHI_OUTPUT_STYLE_H

#include <jansson.h>
#include <stddef.h>

#include "kosshi/base/assets.h"

/* The named style sheets of static/css as one text, for a paper that holds its own style. One that is missing is a
 * programmer's error and dies. new */
json_t *style_join(struct assets *assets, const char *const names[], size_t count);

#endif
