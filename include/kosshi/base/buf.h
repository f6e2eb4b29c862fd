#ifndef KOSSHI_BASE_BUF_H
#define KOSSHI_BASE_BUF_H

#include <stddef.h>

/*
 * Bytes that grow. {0} is an empty one. There is always a NUL behind the last byte once anything was added.
 * Never fails: out of memory aborts.
 */
struct buf {
    char *data;  /* owned; NULL while nothing was added */
    size_t size; /* bytes, without the closing NUL */
    size_t room;
};

void buf_reserve(struct buf *b, size_t more); /* makes room for that many further bytes */
void buf_add(struct buf *b, const void *bytes, size_t size);
void buf_string(struct buf *b, const char *s);
void buf_byte(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *b);  /* keeps the room */
char *buf_steal(struct buf *b); /* new: the bytes with their NUL, the caller frees; b is empty then. Never NULL */
void buf_free(struct buf *b);

/* Adds s with & < > " ' as HTML entities, as the mustache specification has them (&#39; for '). */
void buf_html(struct buf *b, const char *s, size_t size);

/* For local variables: BUF(b) makes an empty one that is freed at the end of the block. */
#define BUF(name) __attribute__((cleanup(buf_free))) struct buf name = {0}

#endif
