#include "kosshi/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_CONNECTIONS 8000
#define DESCRIPTORS_OF_OURS 64 /* beside connections */

int listen_open(const char *address, int number, enum err *e) {
    char port[8], host[64];
    snprintf(port, sizeof port, "%d", number);
    size_t length = strlen(address);
    bool bracketed = length > 2 && address[0] == '[' && address[length - 1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(bracketed ? length - 2 : length), address + bracketed);
    struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM}, *list = NULL;
    *e = ERR_BAD_FIELD;
    if (getaddrinfo(host, port, &hints, &list) != 0) return -1;
    int fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool listening = fd >= 0 && bind(fd, list->ai_addr, list->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0;
    if (!listening) *e = errno == EADDRINUSE || errno == EACCES ? ERR_PORT_TAKEN : ERR_BAD_FIELD;
    freeaddrinfo(list);
    if (listening) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

unsigned listen_most_connections(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 900;
    limit.rlim_cur = limit.rlim_max < MOST_CONNECTIONS + DESCRIPTORS_OF_OURS ? limit.rlim_max
                                                                             : MOST_CONNECTIONS + DESCRIPTORS_OF_OURS;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return 900;
    return limit.rlim_cur > 2 * DESCRIPTORS_OF_OURS ? (unsigned)(limit.rlim_cur - DESCRIPTORS_OF_OURS)
                                                    : DESCRIPTORS_OF_OURS;
}

int listen_port(int fd) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address = {.v6 = {0}};
    socklen_t size = sizeof address;
    if (getsockname(fd, &address.any, &size) != 0) return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}
