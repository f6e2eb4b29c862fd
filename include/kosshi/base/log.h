#ifndef KOSSHI_BASE_LOG_H
#define KOSSHI_BASE_LOG_H

/*
 * The log: one line an event on standard error, "2026-11-23T14:05:09Z warn sign-in refused name=…". The only global of
 * the program. What goes wrong is logged once, where it is first seen. No text of the document and no secret is ever
 * logged.
 */
enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR, LOG_NONE /* only for log_level_set */ };

void log_level_set(enum log_level lowest); /* lines below it are not written; LOG_INFO at the start */
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
