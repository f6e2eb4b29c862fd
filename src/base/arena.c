#include "kosshi/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/errors.h"

/* Most requests fit in one block. A piece over a quarter of it gets a block of its own, so that little of a block is
 * wasted. */
enum { BLOCK = 8192, LARGE = BLOCK / 4 };

struct block {
    struct block *next;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *thing;
};

struct arena {
    struct block *blocks;
    char *free; /* the rest of the block that is being filled: [free, end) */
    char *end;
    struct deferred *deferred; /* newest first */
};

struct arena *arena_new(void) {
    struct arena *a = calloc(1, sizeof *a);
    if (!a) die("out of memory");
    return a;
}

void arena_free(struct arena *a) {
    if (!a) return;
    for (struct deferred *d = a->deferred; d; d = d->next)
        d->release(d->thing);
    for (struct block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

void arena_cleanup(struct arena **a) {
    arena_free(*a);
}

static char *block_add(struct arena *a, size_t size) {
    struct block *b = size <= SIZE_MAX - sizeof *b ? malloc(sizeof *b + size) : NULL;
    if (!b) die("out of memory");
    b->next = a->blocks;
    a->blocks = b;
    return b->bytes;
}

/* A piece that is aligned, but not cleared. */
static char *take(struct arena *a, size_t size) {
    if (size > LARGE) return block_add(a, size);
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!a->free || (size_t)(a->end - a->free) < size) {
        a->free = block_add(a, BLOCK);
        a->end = a->free + BLOCK;
    }
    char *piece = a->free;
    a->free += size;
    return piece;
}

void *arena_alloc(struct arena *a, size_t size) {
    return memset(take(a, size), 0, size);
}

char *arena_copy(struct arena *a, const char *bytes, size_t size) {
    if (size == SIZE_MAX) die("out of memory");
    char *copy = take(a, size + 1);
    if (size) memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *arena_string(struct arena *a, const char *s) {
    return s ? arena_copy(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *format, ...) {
    char small[256];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(small, sizeof small, format, list);
    va_end(list);
    if (size < 0) die("arena_printf: bad format %s", format);
    if ((size_t)size < sizeof small) return arena_copy(a, small, (size_t)size);

    char *s = take(a, (size_t)size + 1);
    va_start(list, format);
    vsnprintf(s, (size_t)size + 1, format, list);
    va_end(list);
    return s;
}

void arena_defer(struct arena *a, void (*release)(void *), void *thing) {
    struct deferred *d = arena_alloc(a, sizeof *d);
    *d = (struct deferred){a->deferred, release, thing};
    a->deferred = d;
}
