#ifndef KOSSHI_HTTP_UPDATE_JSON_H
#define KOSSHI_HTTP_UPDATE_JSON_H

#include "kosshi/base/buf.h"
#include "kosshi/store/update.h"

/* Adds what is told of an update, as the fields of an object: "client":…,"changes":…,"user":…,"at":… On one line. */
void update_json_put(struct buf *b, const struct update *u);

#endif
