#ifndef KOSSHI_PAGES_CONSIDERATION_VIEW_H
#define KOSSHI_PAGES_CONSIDERATION_VIEW_H

#include <jansson.h>

#include "kosshi/http/request.h"

/* The considerations of the document in their groups: [{"group","considerations":[{"id","title"}]}]. *groups is new. */
enum err consideration_view(struct request *r, json_t **groups) MUST_USE;

#endif
