#ifndef KOSSHI_TEXT_CHANGESET_JSON_H
#define KOSSHI_TEXT_CHANGESET_JSON_H

#include <jansson.h>

#include "kosshi/text/changeset.h"

/*
 * A changeset as ChangeSet.toJSON() of @codemirror/state writes it: a number keeps so many units, [n] deletes them,
 * [n, "line", …] replaces them by the lines, with a line end between them.
 */

/* ERR_BAD_FIELD for anything else: a negative or too large number, a line with a line end in it. ERR_BAD_CONTROL for a
 * line that is no text (utf_check). Strings are copied to the arena. */
enum err changeset_json_read(struct arena *a, const json_t *json, struct changeset *out) MUST_USE;
json_t *changeset_json_write(const struct changeset *c); /* new */

#endif
