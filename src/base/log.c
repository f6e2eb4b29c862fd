#include "kosshi/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Read by the worker thread too. */
static atomic_int lowest_level = LOG_INFO;

static const char *const words[] = {[LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

void log_level_set(enum log_level lowest) {
    lowest_level = (int)lowest;
}

/* One write, so that lines of two threads or processes do not mix; a longer line is cut. */
__attribute__((format(printf, 2, 0))) static void line_write(enum log_level level, const char *format, va_list list) {
    if ((int)level < lowest_level) return;
    char line[2048];
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    size_t size = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &utc);
    size += (size_t)snprintf(line + size, sizeof line - size, "%s ", words[level]);
    size_t message = size, most = sizeof line - size - 1; /* a place for the line feed */
    int wanted = vsnprintf(line + size, most, format, list);
    if (wanted < 0) return;
    size += (size_t)wanted < most ? (size_t)wanted : most - 1;
    /* names that people typed must not make a second line or move a terminal's cursor */
    for (size_t i = message; i < size; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 127) line[i] = ' ';
    line[size++] = '\n';
    if (write(STDERR_FILENO, line, size) < 0) return; /* nowhere left to say it */
}

#define LINE(level)                                                                                                    \
    va_list list;                                                                                                      \
    va_start(list, format);                                                                                            \
    line_write(level, format, list);                                                                                   \
    va_end(list)

void log_info(const char *format, ...) {
    LINE(LOG_INFO);
}

void log_warn(const char *format, ...) {
    LINE(LOG_WARN);
}

void log_error(const char *format, ...) {
    LINE(LOG_ERROR);
}
