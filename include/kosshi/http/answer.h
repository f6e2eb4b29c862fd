#ifndef KOSSHI_HTTP_ANSWER_H
#define KOSSHI_HTTP_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/http/request.h"

/*
 * A finished reply, ready to be sent any number of times: its bytes, their compressed form once somebody accepts it,
 * and its tag. Never changed after it was made, so that the same one can be kept for many requests; counted, so that it
 * lives while one is being sent.
 */
struct answer;

#define ANSWER_HEADERS 16
struct answer_header {
    const char *name, *value;
};

/* Makes one from r->reply, whose body it takes. new (count 1). */
struct answer *answer_new(struct request *r);
struct answer *answer_hold(struct answer *a);
void answer_release(struct answer *a); /* NULL is allowed */

int answer_status(const struct answer *a);
size_t
answer_size(const struct answer *a); /* bytes it holds, about, a compressed form to come included; never changes */

/* The tag of a 200 with a body, "" for others. */
const char *answer_tag(const struct answer *a);

/* The headers but Content-Encoding and Content-Length; ended by a NULL name. Borrowed. */
const struct answer_header *answer_headers(const struct answer *a);

/* The bytes in the manner asked for. *gzip is set to whether they are compressed (small, binary or incompressible
 * bodies are not). Borrowed. */
char *answer_bytes(struct answer *a, bool *gzip, size_t *size);

/* What the sender made of the answer once (a response object), one for each manner; NULL while there is none. It is
 * freed by free_wire with the answer. */
void *answer_wire(const struct answer *a, bool gzip);
void answer_wire_keep(struct answer *a, bool gzip, void *wire, void (*free_wire)(void *));

#endif
