#ifndef KOSSHI_PAGES_CHOICE_H
#define KOSSHI_PAGES_CHOICE_H

#include <jansson.h>
#include <stdbool.h>

/* Adds one choice of a form to a list: {"value","label","chosen"}. */
void choice_add(json_t *list, const char *value, const char *label, bool chosen);

#endif
