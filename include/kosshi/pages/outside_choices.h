#ifndef KOSSHI_PAGES_OUTSIDE_CHOICES_H
#define KOSSHI_PAGES_OUTSIDE_CHOICES_H

#include <jansson.h>
#include <stdint.h>

#include "kosshi/http/request.h"

/* What the forms for opinions from outside offer, as lists of choices (choice.h). new. */

/* Every standing section where it stands: "Ⅴ-1 目指す姿". */
enum err outside_choices_sections(struct request *r, int64_t chosen, json_t **out) MUST_USE;

/* The ways by which opinions usually come. */
json_t *outside_choices_sources(struct request *r);

#endif
