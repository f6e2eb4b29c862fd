#ifndef KOSSHI_CLI_RUNNING_H
#define KOSSHI_CLI_RUNNING_H

#include <stdbool.h>

#include "kosshi/base/errors.h"

/* Another kosshi serve, on the same file or at the same address. */

/*
 * Claims file for this process: ERR_BUSY while another one serves it. The claim lasts until *fd is closed, which must
 * not happen while SQLite has the file open: closing any descriptor of a file drops the POSIX locks a process has on
 * it. *fd is -1 for a file that cannot be claimed, such as one that is not there; opening it tells why.
 */
enum err running_claim(const char *file, int *fd) MUST_USE;

/* Whether a kosshi answers there ("127.0.0.1", "[::1]"), without TLS and within a second. */
bool running_answers(const char *host, int port);

#endif
