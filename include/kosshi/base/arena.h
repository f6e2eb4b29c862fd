#ifndef KOSSHI_BASE_ARENA_H
#define KOSSHI_BASE_ARENA_H

#include <stddef.h>

/*
 * Memory of one request: taken piece by piece, given back all at once. Never fails: out of memory aborts.
 * Pieces are aligned for any type and start as zero bytes.
 */
struct arena;

struct arena *arena_new(void);    /* new */
void arena_free(struct arena *a); /* frees every piece; NULL is allowed */

void *arena_alloc(struct arena *a, size_t size);
char *arena_copy(struct arena *a, const char *bytes, size_t size); /* adds a NUL behind the copy */
char *arena_string(struct arena *a, const char *s);                /* NULL gives NULL */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Calls release(thing) when the arena is freed, newest first: for a json_t or another object that lives as long. */
void arena_defer(struct arena *a, void (*release)(void *), void *thing);

/* For local variables: ARENA(a) makes one that is freed at the end of the block. */
void arena_cleanup(struct arena **a);
#define ARENA(name) __attribute__((cleanup(arena_cleanup))) struct arena *name = arena_new()

#endif
