#ifndef KOSSHI_HTTP_GZIP_H
#define KOSSHI_HTTP_GZIP_H

#include <stddef.h>

/* The bytes compressed at a level from 1, the fastest, to 9. new (malloc); NULL when they would not become fewer. */
char *gzip_make(const char *data, size_t size, int level, size_t *gzip_size);

#endif
