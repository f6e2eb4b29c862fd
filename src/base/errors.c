#include "kosshi/base/errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    int status;
    const char *code;
} errors[ERR_COUNT] = {[OK] = {200, "ok"},
#define X(name, status, code) [name] = {status, code},
                       KOSSHI_ERRORS(X)
#undef X
};

int err_status(enum err e) {
    if (e >= ERR_COUNT) die("err_status: %d is no error", (int)e);
    return errors[e].status;
}

const char *err_code(enum err e) {
    if (e >= ERR_COUNT) die("err_code: %d is no error", (int)e);
    return errors[e].code;
}

void die(const char *format, ...) {
    va_list list;
    fputs("kosshi: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    abort();
}
