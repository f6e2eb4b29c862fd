#ifndef KOSSHI_BASE_MUSTACHE_H
#define KOSSHI_BASE_MUSTACHE_H

#include <jansson.h>
#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * Mustache after the public specification (github.com/mustache/spec): comments, delimiters, interpolation, inverted,
 * partials, sections. No lambdas and no inheritance. A template is compiled once and rendered often.
 */
struct mustache;

/*
 * Compiles size bytes of source. On success *out is new. On failure ERR_BAD_FIELD and *why says in English what is
 * wrong and in which line (new, the caller frees). Sections nest at most 32 deep; a template has at most 16 MiB.
 */
enum err mustache_compile(const char *source, size_t size, struct mustache **out, char **why) MUST_USE;
void mustache_free(struct mustache *m);

/* Finds a partial by its name. Borrowed; NULL for an unknown one, which renders as nothing. */
typedef const struct mustache *mustache_partial(const char *name, void *context);

/*
 * Adds the rendering of m over view to out. {{x}} escapes HTML, {{{x}}} and {{&x}} do not. An integer prints as such, a
 * real in its shortest form, true and false as words, null and unknown names as nothing; a list or object prints
 * nothing. Empty list, false, null, and an unknown name are false for a section; so is the empty string (as in
 * mustache.js), 0 is true (as in the specification's own order of truth: only false values and empty lists are false;
 * the empty string is kosshi's addition). Partials nest at most 64 deep; a deeper one renders as nothing. Indentation
 * of a standalone partial is applied to its lines. A rendering ends, and says so in the log, after 4 million nodes or
 * 128 MiB: only a template that multiplies itself gets there.
 */
void mustache_render(const struct mustache *m, json_t *view, mustache_partial *partial, void *context, struct buf *out);

#endif
