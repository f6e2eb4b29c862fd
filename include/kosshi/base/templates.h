#ifndef KOSSHI_BASE_TEMPLATES_H
#define KOSSHI_BASE_TEMPLATES_H

#include <jansson.h>

#include "kosshi/base/assets.h"
#include "kosshi/base/buf.h"

/* Compiled templates of a process. Not for two threads at once: the worker has its own. */
struct templates;
struct templates *templates_open(struct assets *assets); /* new */
void templates_close(struct templates *t);

/* Renders templates/<name>.mustache; partials by name from the same folder. An unknown or broken template dies. */
void templates_render(struct templates *t, const char *name, json_t *view, struct buf *out);

#endif
