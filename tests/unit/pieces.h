#ifndef KOSSHI_TESTS_PIECES_H
#define KOSSHI_TESTS_PIECES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What a long text has in it. */

static inline void assert_has(const char *text, const char *piece) {
    if (!strstr(text, piece)) fail_msg("no %s in %s", piece, text);
}

static inline int times(const char *text, const char *piece) {
    int n = 0;
    for (const char *at = text; (at = strstr(at, piece)); at += strlen(piece))
        n++;
    return n;
}

#endif
