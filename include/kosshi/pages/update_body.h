#ifndef KOSSHI_PAGES_UPDATE_BODY_H
#define KOSSHI_PAGES_UPDATE_BODY_H

#include <jansson.h>

#include "kosshi/store/update.h"

/*
 * The body {"version":n,"client":"…","updates":[{"changes":[…]},…]} as a push; section_id, user_id and now are left as
 * they are. ERR_BAD_FIELD, ERR_BAD_CONTROL; *field names where. What it holds lies in the arena or is borrowed from body.
 */
enum err update_body_read(struct arena *a, const json_t *body, struct update_push *out, const char **field) MUST_USE;

#endif
