#include "kosshi/cli/target.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const struct buf *b) {
    for (size_t done = 0; done < b->size;) {
        ssize_t n = write(fd, b->data + done, b->size - done);
        if (n < 0 && errno != EINTR) return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Into what is no plain file (a pipe, a terminal): nothing there could be put in place of it. */
static bool write_through(const char *path, const struct buf *b) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool well = fd >= 0 && write_all(fd, b);
    return fd >= 0 ? close(fd) == 0 && well : false;
}

static void sync_folder(struct command_line *line, const char *path) {
    int fd = open(dirname(arena_string(line->arena, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

/* Whoever reads path meets the old file or the whole new one, never a part. */
static bool write_instead(struct command_line *line, const char *path, const struct buf *b) {
    char *beside = arena_printf(line->arena, "%s.XXXXXX", path);
    int fd = mkostemp(beside, O_CLOEXEC);
    if (fd < 0) return false;
    mode_t mask = umask(0);
    umask(mask);
    bool well = fchmod(fd, 0666 & ~mask) == 0 && write_all(fd, b) && fsync(fd) == 0;
    int reason = errno;
    well = close(fd) == 0 && well;
    if (well && rename(beside, path) == 0) {
        sync_folder(line, path);
        return true;
    }
    reason = well ? errno : reason;
    unlink(beside);
    errno = reason;
    return false;
}

bool target_is_document(struct command_line *line, const char *path) {
    static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
    static const char magic[] = "SQLite format 3"; /* with its NUL, as at the start of every such file */
    struct stat out, file;
    if (!path || stat(path, &out) != 0 || !S_ISREG(out.st_mode)) return false;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        const char *name = arena_printf(line->arena, "%s%s", line->places[0], beside[i]);
        if (stat(name, &file) == 0 && out.st_dev == file.st_dev && out.st_ino == file.st_ino) return true;
    }
    char start[sizeof magic];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool same = read(fd, start, sizeof start) == sizeof start && memcmp(start, magic, sizeof magic) == 0;
    close(fd);
    return same;
}

static bool write_out(struct command_line *line, const char *path, const struct buf *b) {
    struct stat s;
    if (stat(path, &s) != 0) return write_instead(line, path, b);
    if (!S_ISREG(s.st_mode)) return write_through(path, b);
    char *real = realpath(path, NULL); /* a link stays a link to the new file */
    bool well = real && write_instead(line, real, b);
    int reason = errno;
    free(real);
    errno = reason;
    return well;
}

int target_write(struct command_line *line, const char *path, const struct buf *b) {
    if (!path || strcmp(path, "-") == 0) {
        fwrite(b->data, 1, b->size, stdout); /* main sees whether it arrived */
        return COMMAND_DONE;
    }
    if (write_out(line, path, b)) return COMMAND_DONE;
    return errno == ENOSPC ? command_fail(line, ERR_DISK_FULL, path)
                           : command_fail_phrase(line, "cli.unwritable", path, strerror(errno));
}

bool target_is_terminal(const char *path) {
    return (!path || strcmp(path, "-") == 0) && isatty(STDOUT_FILENO);
}
