#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err of_errno(int error) {
    switch (error) {
    case EEXIST:
    case EISDIR:
        return ERR_FILE_EXISTS;
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
        return ERR_NO_FILE;
    case EACCES:
    case EPERM:
    case EROFS:
        return ERR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
        return ERR_DISK_FULL;
    default:
        return ERR_IO;
    }
}

enum err file_create(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return of_errno(errno);
    close(fd);
    return OK;
}

enum err file_check(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0) return of_errno(errno);
    if (!S_ISREG(st.st_mode)) return ERR_NOT_DATABASE;
    if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0) return ERR_READ_ONLY;
    return OK;
}

static bool exists_with(const char *path, const char *tail) {
    BUF(name);
    buf_string(&name, path);
    buf_string(&name, tail);
    return faccessat(AT_FDCWD, name.data, F_OK, AT_EACCESS) == 0;
}

bool file_is_frozen(const char *path) {
    BUF(folder);
    const char *slash = strrchr(path, '/');
    if (slash) {
        buf_add(&folder, path, (size_t)(slash - path) + 1);
    } else {
        buf_string(&folder, ".");
    }
    if (faccessat(AT_FDCWD, folder.data, W_OK, AT_EACCESS) == 0) return false;
    return !exists_with(path, "-wal") && !exists_with(path, "-shm");
}

void file_name(const char *path, bool frozen, struct buf *out) {
    if (frozen) buf_string(out, "file:");
    if (path[0] != '/') buf_string(out, "./");
    for (const char *c = path; *c; c++) {
        if (frozen && strchr("%?#", *c)) {
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
        } else {
            buf_byte(out, *c);
        }
    }
    if (frozen) buf_string(out, "?immutable=1");
}
