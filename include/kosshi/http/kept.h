#ifndef KOSSHI_HTTP_KEPT_H
#define KOSSHI_HTTP_KEPT_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/http/answer.h"
#include "kosshi/store/user.h"

/*
 * What the loop remembers between requests: finished pages and who a session's token belongs to. Everything is of one
 * generation of the document and is forgotten when the next one begins; within a generation the oldest pages go first
 * when there are too many bytes.
 */
struct kept;

struct kept *kept_new(size_t bytes); /* new; bytes: of pages at most */
void kept_free(struct kept *k);

/* The document has changed: nothing kept is true any more, and a new generation begins. */
void kept_forget(struct kept *k);
uint64_t kept_generation(const struct kept *k);

/* A page by its key; NULL when it is not there. Borrowed. */
struct answer *kept_page(struct kept *k, const char *key);
/* Keeps a page (holds the answer; the key is copied). One larger than a quarter of all bytes is not kept. */
void kept_page_add(struct kept *k, const char *key, struct answer *a);

/* The person of a session's token; NULL when it is not there or has expired by now. Borrowed until the next call. */
const struct user *kept_session(struct kept *k, const char *token, int64_t now);
/* user's strings are copied. */
void kept_session_add(struct kept *k, const char *token, const struct user *user, int64_t expires_at);

#endif
