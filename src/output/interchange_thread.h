#ifndef KOSSHI_OUTPUT_INTERCHANGE_THREAD_H
#define KOSSHI_OUTPUT_INTERCHANGE_THREAD_H

#include <jansson.h>

#include "interchange_value.h"
#include "kosshi/store/thread.h"

/* The replies in the thread of a comment or of a suggestion in the interchange form (interchange.h). */

enum err interchange_thread_add(const struct thread_reply *replies, size_t count, json_t *list) MUST_USE;

/* Those at "replies" of a place. In the arena. */
enum err interchange_thread_read(struct interchange_reader *r, struct interchange_place p, struct thread_reply **out,
                                 size_t *count) MUST_USE;

#endif
