#include "kosshi/base/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

/* What a helper's process adds to its nice value: a reader's page comes before any rendering. */
enum { POLITE = 10 };

/* Both ways a frame goes through the pipe: this head, then size bytes. */
struct head {
    uint32_t result; /* enum err of an answer; 0 in a question */
    uint32_t size;
};

/*
 *  1. pid is 0 and fd -1 when there is no process (the system could not fork); otherwise both belong together.
 *  2. busy: from helper_begin until helper_step gives a result. sent < question.size: it is still being written.
 *  3. answer holds what has arrived of the answer's frame.
 */
struct helper {
    helper_job *job;
    struct helper_limits limits;
    pid_t pid;
    int fd;
    bool busy;
    int64_t deadline;
    struct buf question; /* the whole frame */
    size_t sent;
    struct buf answer;
    struct buf killed; /* pid_t[]: killed and not yet reaped, for a large process takes its time to die */
};

int64_t helper_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- in the forked process: nothing here takes a lock of ours, writes to a log or returns ---------- */

static bool read_all(int fd, void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t n = read(fd, (char *)bytes + done, size - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += (size_t)n;
    }
    return true;
}

static bool write_all(int fd, const void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t n = write(fd, (const char *)bytes + done, size - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += (size_t)n;
    }
    return true;
}

static void signals_reset(void) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t none;
    for (int i = 1; i < NSIG; i++)
        sigaction(i, &action, NULL); /* refused for SIGKILL and SIGSTOP, which need none */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

#ifdef ADDRESS_SANITIZER
/* Its shadow memory takes terabytes of addresses: no limit can hold there. */
static void memory_limit(size_t more) {
    (void)more;
}
#else
static void memory_limit(size_t more) {
    char line[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, line, sizeof line - 1) <= 0) _exit(1);
    close(fd);
    rlim_t pages = strtoul(line, NULL, 10); /* the first number is the size of all that is mapped */
    rlim_t bytes = pages * (rlim_t)sysconf(_SC_PAGESIZE) + more;
    if (setrlimit(RLIMIT_AS, &(struct rlimit){bytes, bytes}) != 0) _exit(1);
}
#endif

static bool answer_one(int fd, helper_job *job, size_t output) {
    struct head head;
    BUF(question);
    BUF(answer);
    if (!read_all(fd, &head, sizeof head)) return false;
    buf_reserve(&question, head.size);
    if (!read_all(fd, question.data, head.size)) return false;
    enum err result = job(question.data, head.size, &answer);
    if (answer.size > output) {
        result = ERR_UNRENDERABLE;
        buf_clear(&answer);
    }
    head = (struct head){(uint32_t)result, (uint32_t)answer.size};
    return write_all(fd, &head, sizeof head) && (!answer.size || write_all(fd, answer.data, answer.size));
}

_Noreturn static void process_run(int fd, pid_t parent, helper_job *job, struct helper_limits limits) {
    signals_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0); /* it died before it could be watched */
    if (fd > 0 && close_range(0, (unsigned)fd - 1, 0) != 0) _exit(1);
    if (close_range((unsigned)fd + 1, ~0U, 0) != 0) _exit(1);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    prctl(PR_SET_DUMPABLE, 0); /* a core dump that goes to a pipe heeds no limit */
    memory_limit(limits.memory);
    while (answer_one(fd, job, limits.output))
        ;
    _exit(0);
}

/* --- in the caller's process ------------------------------------------------------------------- */

static bool process_start(struct helper *h) {
    int pair[2];
    pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
    pid_t pid = fork();
    if (pid == 0) process_run(pair[1], parent, h->job, h->limits);
    close(pair[1]);
    if (pid < 0 || fcntl(pair[0], F_SETFL, O_NONBLOCK) != 0) {
        close(pair[0]);
        return false;
    }
    h->pid = pid;
    h->fd = pair[0];
    return true;
}

static void killed_reap(struct helper *h, int options) {
    pid_t *pids = (pid_t *)(void *)h->killed.data;
    size_t count = h->killed.size / sizeof *pids, left = 0;
    for (size_t i = 0; i < count; i++) {
        pid_t pid = waitpid(pids[i], NULL, options);
        if (pid == 0 || (pid < 0 && errno == EINTR)) pids[left++] = pids[i];
    }
    h->killed.size = left * sizeof *pids;
}

static void process_kill(struct helper *h) {
    if (!h->pid) return;
    kill(h->pid, SIGKILL);
    close(h->fd);
    buf_add(&h->killed, &h->pid, sizeof h->pid);
    h->pid = 0;
    h->fd = -1;
    killed_reap(h, WNOHANG);
}

/* A process that died while it had nothing to do, or says something nobody asked for. */
static bool is_broken(const struct helper *h) {
    char byte;
    return h->pid && recv(h->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

struct helper *helper_start(helper_job *job, struct helper_limits limits) {
    struct helper *h = calloc(1, sizeof *h);
    if (!h) die("out of memory");
    *h = (struct helper){.job = job, .limits = limits, .fd = -1};
    if (!process_start(h)) die("cannot start a helper process: %s", strerror(errno));
    return h;
}

void helper_stop(struct helper *h) {
    if (!h) return;
    process_kill(h);
    while (h->killed.size)
        killed_reap(h, 0);
    buf_free(&h->killed);
    buf_free(&h->question);
    buf_free(&h->answer);
    free(h);
}

/* Gives ERR_UNRENDERABLE when the process is gone. */
static enum err send_some(struct helper *h) {
    while (h->sent < h->question.size) {
        ssize_t n = send(h->fd, h->question.data + h->sent, h->question.size - h->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return ERR_AGAIN;
        if (n < 0) return ERR_UNRENDERABLE;
        h->sent += (size_t)n;
    }
    return OK;
}

/* Bytes of the answer's frame: of its head as long as that has not arrived. */
static size_t answer_wanted(const struct helper *h, struct head *head) {
    if (h->answer.size < sizeof *head) return sizeof *head;
    memcpy(head, h->answer.data, sizeof *head);
    return sizeof *head + head->size;
}

/* OK when the whole frame is there. */
static enum err receive_some(struct helper *h, struct head *head) {
    size_t wanted;
    while (h->answer.size < (wanted = answer_wanted(h, head))) {
        if (wanted > sizeof *head + h->limits.output) return ERR_UNRENDERABLE;
        buf_reserve(&h->answer, wanted - h->answer.size);
        ssize_t n = recv(h->fd, h->answer.data + h->answer.size, wanted - h->answer.size, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return ERR_AGAIN;
        if (n <= 0) return ERR_UNRENDERABLE;
        h->answer.size += (size_t)n;
    }
    return head->result < ERR_COUNT ? OK : ERR_UNRENDERABLE;
}

void helper_begin(struct helper *h, const char *bytes, size_t size) {
    if (h->busy) die("helper_begin: a job is under way");
    if (size > UINT32_MAX) die("helper_begin: %zu bytes", size);
    killed_reap(h, WNOHANG);
    if (is_broken(h)) process_kill(h);
    if (!h->pid) (void)process_start(h); /* without one helper_step gives up */
    struct head head = {0, (uint32_t)size};
    buf_clear(&h->question);
    buf_add(&h->question, &head, sizeof head);
    buf_add(&h->question, bytes, size);
    buf_clear(&h->answer);
    h->sent = 0;
    h->busy = true;
    h->deadline = helper_now() + h->limits.deadline_ms;
    if (h->pid) (void)send_some(h); /* helper_step sees what came of it */
}

int helper_fd(const struct helper *h) {
    return h->fd;
}

short helper_events(const struct helper *h) {
    return h->sent < h->question.size ? POLLOUT : POLLIN;
}

int64_t helper_deadline(const struct helper *h) {
    return h->deadline;
}

enum err helper_step(struct helper *h, struct buf *out) {
    struct head head = {0, 0};
    if (!h->busy) die("helper_step: no job is under way");
    enum err result = h->pid ? send_some(h) : ERR_UNRENDERABLE;
    if (result == OK) result = receive_some(h, &head);
    if (result == ERR_AGAIN && helper_now() < h->deadline) return ERR_AGAIN;
    if (result == OK) {
        buf_add(out, h->answer.data + sizeof head, head.size);
        result = (enum err)head.result;
    } else {
        process_kill(h);
        (void)process_start(h); /* if it cannot now, helper_begin tries again */
        result = ERR_UNRENDERABLE;
    }
    h->busy = false;
    h->sent = 0;
    buf_free(&h->question);
    buf_free(&h->answer);
    return result;
}
