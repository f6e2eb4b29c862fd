#include "kosshi/cli/password.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "kosshi/store/user.h"
#include "kosshi/text/utf.h"

/* Four bytes a code point, and one to see that a line is longer than any password. */
#define LINE_ROOM (PASSWORD_LONGEST * 4 + 2)

/*
 * One line of standard input without its end, byte by byte: what follows belongs to whoever reads next. NULL at the end
 * of input or when signals (a signalfd, or -1) has something.
 */
static const char *read_line(struct arena *a, int signals) {
    char *text = arena_alloc(a, LINE_ROOM);
    size_t size = 0;
    bool any = false;
    for (;;) {
        struct pollfd ready[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
        if (poll(ready, 2, -1) < 0 && errno != EINTR) return NULL;
        if (ready[1].revents) return NULL;
        char c;
        ssize_t got = read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || c == '\n') break;
        any = true;
        if (size < LINE_ROOM - 1) text[size++] = c;
    }
    if (size > 0 && text[size - 1] == '\r') size--;
    text[size] = 0;
    return any ? text : NULL;
}

/* Ctrl+C must not leave the terminal without echo: signals wait in a descriptor until it is as it was. */
static const char *ask(struct command_line *line, const char *key) {
    struct termios before, quiet;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return NULL;
    sigset_t held, old;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, &old);
    int signals = signalfd(-1, &held, SFD_CLOEXEC);
    quiet = before;
    quiet.c_lflag &= (tcflag_t)~ECHO;
    quiet.c_lflag |= ECHONL;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    command_say(line, stderr, key, NULL);
    const char *text = read_line(line->arena, signals);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (signals >= 0) close(signals);
    sigprocmask(SIG_SETMASK, &old, NULL);
    return text;
}

static const char *ask_twice(struct command_line *line) {
    if (!isatty(STDIN_FILENO)) {
        command_fail_phrase(line, "cli.password.no_terminal", line->command->name, "");
        return NULL;
    }
    const char *first = ask(line, "cli.password.ask");
    const char *again = first ? ask(line, "cli.password.ask_again") : NULL;
    if (again && strcmp(first, again) == 0) return first;
    command_fail_phrase(line, again ? "cli.password.differ" : "cli.password.none", line->command->name, "");
    return NULL;
}

static const char *from_standard_input(struct command_line *line) {
    const char *password = read_line(line->arena, -1);
    if (!password) command_fail_phrase(line, "cli.password.none", line->command->name, "");
    return password;
}

const char *password_ask(struct command_line *line, bool from_input) {
    const char *password = from_input ? from_standard_input(line) : ask_twice(line);
    enum err e = password ? utf_check(password, strlen(password)) : OK;
    if (e == OK) return password;
    command_fail(line, e, line->command->name);
    return NULL;
}
