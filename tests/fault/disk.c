/*
 * A disk that fails when it is told to: preloaded into the server (LD_PRELOAD), it stands between SQLite and the
 * system.
 *
 *   FAULT_FILE      the document; what is written to it and to its -wal and -journal can fail
 *   FAULT_CONTROL   a file that says what is wrong with the disk while it exists: "ENOSPC", "EIO", "fsync-EIO" (only
 *                   the syncs fail), "torn" (half of a write arrives, then EIO); with a number behind it, "torn 12", so
 *                   many writes and syncs still go well
 *   FAULT_SYNC_MS   how long a sync takes besides, in ms: a disk without a cache that forgets nothing
 *   FAULT_SYNCS     a file that grows by a byte with each sync
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum fault { NONE, NO_SPACE, BROKEN, SYNC_BROKEN, TORN };

static const struct {
    const char *word;
    enum fault fault;
} faults[] = {{"ENOSPC", NO_SPACE}, {"EIO", BROKEN}, {"fsync-EIO", SYNC_BROKEN}, {"torn", TORN}};

/* The system's own function of that name. A data pointer is no function pointer in C, in POSIX it is. */
#define SYSTEM(name)                                                                                                   \
    static __typeof__(name) *system_##name;                                                                            \
    if (!system_##name) *(void **)&system_##name = dlsym(RTLD_NEXT, #name)

static bool is_document(int fd) {
    const char *document = getenv("FAULT_FILE");
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (!document || size < 0) return false;
    path[size] = '\0';
    return strncmp(path, document, strlen(document)) == 0 && !strstr(path + strlen(document), "-shm");
}

/* Calls that went well since the control file was last not there. Only the loop's thread writes to a document. */
static long went_well;

static enum fault fault_named(const char *word) {
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (strcmp(faults[i].word, word) == 0) return faults[i].fault;
    }
    return NONE;
}

/* What is wrong with the disk just now, for this descriptor. Asked once a call. */
static enum fault fault_of(int fd) {
    const char *control = getenv("FAULT_CONTROL");
    if (!control || !is_document(fd)) return NONE;
    char word[16] = "";
    long later = 0;
    FILE *file = fopen(control, "re");
    if (!file) {
        went_well = 0;
        return NONE;
    }
    if (fscanf(file, "%15s %ld", word, &later) < 1) word[0] = '\0';
    fclose(file);
    if (went_well >= later) return fault_named(word);
    went_well++;
    return NONE;
}

static bool refuses(enum fault fault) {
    switch (fault) {
    case NO_SPACE:
        errno = ENOSPC;
        return true;
    case BROKEN:
        errno = EIO;
        return true;
    default:
        return false;
    }
}

ssize_t write(int fd, const void *bytes, size_t size) {
    SYSTEM(write);
    enum fault fault = fault_of(fd);
    if (refuses(fault)) return -1;
    if (fault != TORN) return system_write(fd, bytes, size);
    if (system_write(fd, bytes, size / 2) >= 0) errno = EIO;
    return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    SYSTEM(pwrite);
    enum fault fault = fault_of(fd);
    if (refuses(fault)) return -1;
    if (fault != TORN) return system_pwrite(fd, bytes, size, at);
    if (system_pwrite(fd, bytes, size / 2, at) >= 0) errno = EIO;
    return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
    SYSTEM(pwrite64);
    enum fault fault = fault_of(fd);
    if (refuses(fault)) return -1;
    if (fault != TORN) return system_pwrite64(fd, bytes, size, at);
    if (system_pwrite64(fd, bytes, size / 2, at) >= 0) errno = EIO;
    return -1;
}

int ftruncate(int fd, off_t size) {
    SYSTEM(ftruncate);
    return refuses(fault_of(fd)) ? -1 : system_ftruncate(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    SYSTEM(ftruncate64);
    return refuses(fault_of(fd)) ? -1 : system_ftruncate64(fd, size);
}

static void count_sync(void) {
    const char *path = getenv("FAULT_SYNCS");
    int count = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (count < 0) return;
    if (write(count, "+", 1) != 1) abort();
    close(count);
}

static bool sync_refused(int fd) {
    if (is_document(fd)) count_sync();
    const char *ms = getenv("FAULT_SYNC_MS");
    if (ms && is_document(fd)) {
        long long nanoseconds = strtoll(ms, NULL, 10) * 1000000;
        nanosleep(&(struct timespec){.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}, NULL);
    }
    enum fault fault = fault_of(fd);
    if (fault != NONE) errno = EIO;
    return fault != NONE;
}

int fsync(int fd) {
    SYSTEM(fsync);
    return sync_refused(fd) ? -1 : system_fsync(fd);
}

int fdatasync(int fd) {
    SYSTEM(fdatasync);
    return sync_refused(fd) ? -1 : system_fdatasync(fd);
}
