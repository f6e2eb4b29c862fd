#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kosshi/base/helper.h"

enum { LARGE = 1 << 20 };

/* A deadline that no test waits for but those that are about it. */
static const struct helper_limits patient = {.memory = 64u << 20, .output = 4u << 20, .deadline_ms = 60000};

/* Begins a job and waits for its end. */
static enum err call(struct helper *h, const char *bytes, size_t size, struct buf *out) {
    enum err result;
    helper_begin(h, bytes, size);
    while ((result = helper_step(h, out)) == ERR_AGAIN) {
        int64_t left = helper_deadline(h) - helper_now();
        struct pollfd wait = {.fd = helper_fd(h), .events = helper_events(h)};
        (void)poll(&wait, 1, left > 0 ? (int)left : 0);
    }
    return result;
}

/* The job's first byte says what to do; its answer to anything else is the question. */
static enum err job(const char *bytes, size_t size, struct buf *out);

static int open_descriptors(void) {
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        count++;
    if (folder) closedir(folder);
    return count - 3; /* . and .. and the folder itself */
}

static enum err job(const char *bytes, size_t size, struct buf *out) {
    struct sigaction action;
    sigset_t blocked;
    switch (size ? bytes[0] : 0) {
    case 'e': /* an error */
        buf_string(out, "half");
        return ERR_BAD_FIELD;
    case 'a':
        abort();
    case 's': /* sleeps */
        for (;;)
            pause();
    case 'l': /* loops */
        for (volatile int i = 0;; i++)
            if (i < 0) i = 0;
    case 'b': /* too large an answer */
        while (out->size <= patient.output)
            buf_string(out, "0123456789abcdef");
        return OK;
    case 'm': /* takes memory, piece by piece */
        for (;;) {
            char *piece = malloc(LARGE);
            if (!piece) abort();
            for (int i = 0; i < LARGE; i += 4096)
                piece[i] = 1;
        }
    case 'p':
        buf_printf(out, "%d", (int)getpid());
        return OK;
    case 'd':
        buf_printf(out, "%d", open_descriptors());
        return OK;
    case 'g': /* signals */
        sigprocmask(SIG_SETMASK, NULL, &blocked);
        sigaction(SIGUSR1, NULL, &action);
        buf_string(out, sigismember(&blocked, SIGTERM) || action.sa_handler != SIG_DFL ? "changed" : "default");
        return OK;
    default:
        buf_add(out, bytes, size);
        return OK;
    }
}

static void assert_answer(struct helper *h, const char *question, const char *answer) {
    BUF(out);
    assert_int_equal(call(h, question, strlen(question), &out), OK);
    assert_string_equal(out.data, answer);
}

static pid_t pid_of(struct helper *h) {
    BUF(out);
    assert_int_equal(call(h, "p", 1, &out), OK);
    return (pid_t)strtol(out.data, NULL, 10);
}

static void assert_given_up(struct helper *h, const char *question) {
    BUF(out);
    buf_string(&out, "before");
    assert_int_equal(call(h, question, strlen(question), &out), ERR_UNRENDERABLE);
    assert_string_equal(out.data, "before");
}

static void answers_come_back_whatever_their_size(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    BUF(question);
    BUF(out);
    assert_int_equal(call(h, "", 0, &out), OK);
    assert_int_equal(out.size, 0);
    assert_answer(h, "あ", "あ");
    buf_byte(&question, '=');
    while (question.size < 2 * LARGE) /* far more than a socket holds, both ways */
        buf_printf(&question, "%zu,", question.size);
    buf_string(&out, "before ");
    assert_int_equal(call(h, question.data, question.size, &out), OK);
    assert_int_equal(out.size, question.size + 7);
    assert_memory_equal(out.data + 7, question.data, question.size);
    helper_stop(h);
}

static void an_error_of_the_job_is_passed_on_and_the_process_stays(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    BUF(out);
    pid_t pid = pid_of(h);
    assert_int_equal(call(h, "e", 1, &out), ERR_BAD_FIELD);
    assert_int_equal(pid_of(h), pid);
    helper_stop(h);
}

static void too_large_an_answer_is_given_up(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    assert_given_up(h, "b");
    assert_answer(h, "=1", "=1");
    helper_stop(h);
}

static void a_process_that_dies_at_work_is_replaced(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    for (int i = 0; i < 3; i++) {
        assert_given_up(h, "a");
        assert_answer(h, "=1", "=1");
    }
    helper_stop(h);
}

static void a_process_killed_while_idle_is_replaced_unnoticed(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    pid_t pid = pid_of(h);
    kill(pid, SIGKILL);
    siginfo_t dead;
    assert_int_equal(waitid(P_PID, (id_t)pid, &dead, WEXITED | WNOWAIT), 0);
    assert_answer(h, "=1", "=1");
    assert_int_not_equal(pid_of(h), pid);
    helper_stop(h);
}

static void a_late_job_is_given_up_at_its_deadline(void **state) {
    (void)state;
    struct helper_limits limits = patient;
    limits.deadline_ms = 50;
    struct helper *h = helper_start(job, limits);
    assert_given_up(h, "s");
    assert_given_up(h, "l");
    helper_stop(h);
}

static void a_job_that_wants_too_much_memory_is_given_up(void **state) {
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip(); /* no limit can hold under the address sanitizer */
#endif
    struct helper *h = helper_start(job, patient);
    assert_given_up(h, "m");
    assert_answer(h, "=1", "=1");
    helper_stop(h);
}

/* A stopped process neither reads nor answers: a step that waited for it would wait until the alarm ends the test. */
static void a_step_never_waits(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    BUF(question);
    BUF(out);
    pid_t pid = pid_of(h);
    buf_byte(&question, '=');
    while (question.size < LARGE)
        buf_string(&question, "0123456789abcdef");
    kill(pid, SIGSTOP);
    alarm(30);
    helper_begin(h, question.data, question.size);
    for (int i = 0; i < 100; i++)
        assert_int_equal(helper_step(h, &out), ERR_AGAIN);
    assert_int_equal(helper_events(h), POLLOUT);
    alarm(0);
    kill(pid, SIGCONT);
    enum err result;
    while ((result = helper_step(h, &out)) == ERR_AGAIN) {
        struct pollfd wait = {.fd = helper_fd(h), .events = helper_events(h)};
        poll(&wait, 1, -1);
    }
    assert_int_equal(result, OK);
    assert_int_equal(out.size, question.size);
    helper_stop(h);
}

static void a_helper_holds_no_descriptor_but_its_pipe(void **state) {
    (void)state;
    int pipes[2], low = open("/dev/null", O_RDONLY);
    assert_int_equal(pipe(pipes), 0);
    struct helper *first = helper_start(job, patient), *second = helper_start(job, patient);
    assert_answer(first, "d", "1");
    assert_answer(second, "d", "1");
    assert_given_up(first, "a");
    assert_answer(first, "d", "1"); /* forked anew */
    helper_stop(first);
    helper_stop(second);
    close(pipes[0]);
    close(pipes[1]);
    close(low);
}

static void a_helper_has_the_dispositions_of_signals_that_a_program_starts_with(void **state) {
    (void)state;
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    signal(SIGUSR1, SIG_IGN);
    struct helper *h = helper_start(job, patient);
    sigprocmask(SIG_UNBLOCK, &term, NULL);
    signal(SIGUSR1, SIG_DFL);
    assert_answer(h, "g", "default");
    helper_stop(h);
}

/* Dead, or a zombie that nobody has reaped yet. */
static bool is_dead(pid_t pid) {
    char path[64], state = 'Z';
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *stat = fopen(path, "r");
    if (!stat) return true;
    int fields = fscanf(stat, "%*d (%*[^)]) %c", &state);
    fclose(stat);
    return fields != 1 || state == 'Z' || state == 'X';
}

/* The process in between is killed, so that it can clean up nothing. */
static void a_helper_does_not_outlive_its_parent(void **state) {
    (void)state;
    int pipes[2];
    pid_t helper = 0;
    assert_int_equal(pipe(pipes), 0);
    pid_t middle = fork();
    if (middle == 0) {
        struct helper *h = helper_start(job, patient);
        helper = pid_of(h);
        helper_begin(h, "s", 1);
        if (write(pipes[1], &helper, sizeof helper) != sizeof helper) _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(pipes[0], &helper, sizeof helper), sizeof helper);
    assert_false(is_dead(helper));
    kill(middle, SIGKILL);
    waitpid(middle, NULL, 0);
    for (int i = 0; !is_dead(helper) && i < 1000; i++)
        poll(NULL, 0, 10);
    assert_true(is_dead(helper));
    close(pipes[0]);
    close(pipes[1]);
}

static void no_process_is_left_behind(void **state) {
    (void)state;
    struct helper *h = helper_start(job, patient);
    assert_given_up(h, "a");
    assert_given_up(h, "a");
    helper_stop(h);
    helper_stop(NULL);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_come_back_whatever_their_size),
        cmocka_unit_test(an_error_of_the_job_is_passed_on_and_the_process_stays),
        cmocka_unit_test(too_large_an_answer_is_given_up),
        cmocka_unit_test(a_process_that_dies_at_work_is_replaced),
        cmocka_unit_test(a_process_killed_while_idle_is_replaced_unnoticed),
        cmocka_unit_test(a_late_job_is_given_up_at_its_deadline),
        cmocka_unit_test(a_job_that_wants_too_much_memory_is_given_up),
        cmocka_unit_test(a_step_never_waits),
        cmocka_unit_test(a_helper_holds_no_descriptor_but_its_pipe),
        cmocka_unit_test(a_helper_has_the_dispositions_of_signals_that_a_program_starts_with),
        cmocka_unit_test(a_helper_does_not_outlive_its_parent),
        cmocka_unit_test(no_process_is_left_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
