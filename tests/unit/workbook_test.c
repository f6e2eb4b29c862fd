#include "page_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "kosshi/output/workbook.h"
#include "kosshi/store/comment.h"

/* The workbook of a document with one opinion; what is in it is looked at by tests/http/opinion_papers.test.mjs. */
static enum err make(struct fixture *f, struct buf *out) {
    struct response_table t;
    struct languages *languages = languages_open(f->assets);
    DO(response_table(f->db, f->arena, true, &t));
    enum err e = workbook_response_table(&t, languages, out);
    languages_close(languages);
    return e;
}

static void put_opinion(struct fixture *f) {
    const struct comment c = {.section_id = add_section(f, 0, KIND_CHAPTER, "Ⅰ", "はじめに"),
                              .source = "手紙",
                              .author = "森",
                              .people = 1,
                              .at = 1795476778000,
                              .open = true,
                              .body = "意見"};
    DO(comment_put(f->db, &c));
}

static void it_is_added_behind_what_is_there_and_the_same_every_time(void **state) {
    struct fixture *f = *state;
    put_opinion(f);
    BUF(first);
    BUF(second);
    buf_string(&second, "before");
    DO(make(f, &first));
    DO(make(f, &second));
    assert_memory_equal(first.data, "PK\x03\x04", 4);
    assert_int_equal(second.size, first.size + strlen("before"));
    assert_memory_equal(second.data + strlen("before"), first.data, first.size);
}

static int open_files(void) {
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void no_file_stays_open_or_behind(void **state) {
    struct fixture *f = *state;
    put_opinion(f);
    BUF(out);
    DO(make(f, &out));
    int before = open_files();
    DO(make(f, &out));
    assert_int_equal(open_files(), before);
}

/* A disk that takes no more than the first bytes of anything. */
static void what_cannot_be_written_is_an_error(void **state) {
    struct fixture *f = *state;
    struct rlimit was, small = {.rlim_cur = 100, .rlim_max = RLIM_INFINITY};
    put_opinion(f);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    small.rlim_max = was.rlim_max;
    BUF(out);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum err e = make(f, &out);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_int_equal(e, ERR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(it_is_added_behind_what_is_there_and_the_same_every_time),
        WITH_DOCUMENT(no_file_stays_open_or_behind),
        WITH_DOCUMENT(what_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests_name("workbook", tests, NULL, NULL);
}
