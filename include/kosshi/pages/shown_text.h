#ifndef KOSSHI_PAGES_SHOWN_TEXT_H
#define KOSSHI_PAGES_SHOWN_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "kosshi/http/request.h"
#include "kosshi/output/figures.h"

/* Texts in Markdown as pages show them: one struct figures goes through all of a page. */
enum err shown_text_begin(struct request *r, struct figures *figures) MUST_USE;

/*
 * Puts the HTML of a text under key "html" of view, with the numbers of its figures behind those figures knows of; a
 * text that cannot be rendered gets "unrenderable" instead. One that is not there yet only sets *again, so that all the
 * texts of a page are asked for before it gives up with ERR_AGAIN; from then on nothing is put.
 */
enum err shown_text_put(struct request *r, const struct render_key *key, const char *text, size_t size,
                        struct figures *figures, json_t *view, bool *again) MUST_USE;

#endif
