#include "kosshi/cli/running.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

/* flock and the POSIX locks of SQLite do not see each other on a local disk. O_NONBLOCK: a pipe must not hold us. */
enum err running_claim(const char *file, int *fd) {
    *fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0 || flock(*fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return OK;
    close(*fd);
    *fd = -1;
    return ERR_BUSY;
}

static int connected(const char *host, int port) {
    char name[64], number[8];
    size_t length = strlen(host);
    bool bracketed = length > 2 && host[0] == '[';
    snprintf(name, sizeof name, "%.*s", (int)(bracketed ? length - 2 : length), host + bracketed);
    snprintf(number, sizeof number, "%d", port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    if (getaddrinfo(name, number, &hints, &list) != 0) return -1;
    int fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval second = {.tv_sec = 1};
    bool well = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second) == 0 &&
                setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second) == 0 &&
                connect(fd, list->ai_addr, list->ai_addrlen) == 0;
    freeaddrinfo(list);
    if (well || fd < 0) return fd;
    close(fd);
    return -1;
}

bool running_answers(const char *host, int port) {
    static const char question[] = "GET /healthz HTTP/1.0\r\n\r\n", good[] = "HTTP/1.", end[] = "\r\n\r\nok\n";
    int fd = connected(host, port);
    if (fd < 0) return false;
    char answer[4096];
    size_t size = 0;
    bool sent = send(fd, question, sizeof question - 1, MSG_NOSIGNAL) == sizeof question - 1;
    for (ssize_t got = sent; got > 0 && size < sizeof answer; size += (size_t)got) {
        got = recv(fd, answer + size, sizeof answer - size, 0);
        if (got <= 0) break;
    }
    close(fd);
    size_t tail = sizeof end - 1;
    return size > tail && memcmp(answer, good, sizeof good - 1) == 0 && memcmp(answer + size - tail, end, tail) == 0;
}
