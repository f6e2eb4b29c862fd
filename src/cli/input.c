#include "kosshi/cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kosshi/text/utf.h"

/* Everything that can be read; ERR_TOO_LARGE, or ERR_IO with errno. */
static enum err read_all(int fd, struct buf *out) {
    for (;;) {
        buf_reserve(out, 65536);
        ssize_t got = read(fd, out->data + out->size, 65536);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ERR_IO;
        if (got == 0) return OK;
        out->size += (size_t)got;
        if (out->size > INPUT_LIMIT) return ERR_TOO_LARGE;
    }
}

/* The first line that utf_check refuses, from 1, and why. Neither a code point nor a control character reaches over an
 * LF. */
static size_t bad_line(const char *text, size_t size, enum err *why) {
    size_t line = 1;
    for (const char *p = text, *end = text + size; p < end; line++) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        size_t length = (size_t)((lf ? lf : end) - p);
        *why = utf_check(p, length);
        if (*why != OK) break;
        p += length + 1;
    }
    return line;
}

static bool mend(struct command_line *line, const char *path, struct buf *text) {
    if (text->size >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0) {
        text->size -= 3;
        memmove(text->data, text->data + 3, text->size);
    }
    text->size = utf_unix_lines(text->data, text->size);
    text->data[text->size] = 0;
    enum err e = utf_check(text->data, text->size);
    if (e == OK) return true;
    size_t number = bad_line(text->data, text->size, &e);
    command_fail(line, e, arena_printf(line->arena, "%s:%zu", path, number));
    return false;
}

bool input_text(struct command_line *line, const char *path, struct buf *out) {
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    enum err e = fd < 0 ? ERR_IO : read_all(fd, out);
    int reason = errno;
    if (fd >= 0 && !standard) close(fd);
    if (e == OK) return mend(line, path, out);
    if (e == ERR_TOO_LARGE)
        command_fail(line, e, path);
    else if (reason == ENOENT)
        command_fail(line, ERR_NO_FILE, path);
    else
        command_fail_phrase(line, "cli.unreadable", path, strerror(reason));
    return false;
}
