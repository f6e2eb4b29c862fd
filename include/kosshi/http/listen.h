#ifndef KOSSHI_HTTP_LISTEN_H
#define KOSSHI_HTTP_LISTEN_H

#include "kosshi/base/errors.h"

/*
 * A listening socket on address ("127.0.0.1", "[::1]", a host's name) and port number (0: a free one); the caller
 * closes it. -1 with *e set: ERR_PORT_TAKEN (also for a port this user may not take), ERR_BAD_FIELD for an address that
 * is none here.
 */
int listen_open(const char *address, int number, enum err *e);

/* The port a socket listens on. */
int listen_port(int fd);

/*
 * How many connections there may be at once. Raises this process's limit of descriptors first, because at the usual
 * 1,024 new connections would hang without a word.
 */
unsigned listen_most_connections(void);

#endif
