#include "store_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "../../src/store/sql.h"
#include "kosshi/base/buf.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"

#define OLDER "tests/data/older/001.sql"

/* --- Files, past the code under test --------------------------------------------------------------------------- */

static struct buf bytes_of(const char *path) {
    struct buf b = {0};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        buf_add(&b, piece, n);
    fclose(file);
    return b;
}

static void write_bytes(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static bool exists(const char *path) {
    return access(path, F_OK) == 0;
}

static void raw(const char *path, const char *sql) {
    sqlite3 *handle;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static int keep_text(void *context, int columns, char **values, char **names) {
    (void)names;
    for (int i = 0; i < columns; i++) {
        buf_string(context, values[i] ? values[i] : "NULL");
        buf_byte(context, i + 1 < columns ? '|' : '\n');
    }
    return 0;
}

/* The rows of a query, columns parted by |, rows by LF. */
static const char *raw_rows(struct fixture *f, const char *path, const char *sql) {
    BUF(rows);
    sqlite3 *handle;
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, keep_text, &rows, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    return arena_string(f->arena, rows.data ? rows.data : "");
}

static void make_older(const char *path) {
    struct buf dump = bytes_of(OLDER);
    raw(path, dump.data);
    buf_free(&dump);
}

static void make_new(struct fixture *f) {
    DO(db_open(f->path, DB_CREATE, f->assets, &f->db));
    DO(db_begin(f->db));
    DO(document_create_empty(f->db, "産業ビジョン"));
    DO(db_commit(f->db));
}

static void reopen(struct fixture *f, enum db_mode mode) {
    db_close(f->db);
    f->db = NULL;
    DO(db_open(f->path, mode, f->assets, &f->db));
}

static const char *title_of(struct fixture *f) {
    struct document d;
    DO(document_get(f->db, f->arena, &d));
    return d.title;
}

static enum err set_title(struct fixture *f, const char *title) {
    enum err e = db_begin(f->db);
    if (e) return e;
    e = document_set(f->db, title, "wareki");
    if (!e) return db_commit(f->db);
    db_rollback(f->db);
    return e;
}

/* --- Opening --------------------------------------------------------------------------------------------------- */

static void a_new_file_says_what_it_is(void **state) {
    struct fixture *f = *state;
    make_new(f);
    db_close(f->db);
    f->db = NULL;
    struct buf bytes = bytes_of(f->path);
    assert_memory_equal(bytes.data, "SQLite format 3", 16);
    assert_memory_equal(bytes.data + 68, "koss", 4);
    assert_memory_equal(bytes.data + 60, "\0\0\0\13", 4); /* schema/011 is the last one */
    buf_free(&bytes);
}

static void a_new_file_is_for_its_owner_alone(void **state) {
    struct fixture *f = *state;
    struct stat st;
    make_new(f);
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_new_file_is_never_made_over_another(void **state) {
    struct fixture *f = *state;
    write_bytes(f->path, "precious", 8);
    assert_int_equal(db_open(f->path, DB_CREATE, f->assets, &f->db), ERR_FILE_EXISTS);
    struct buf bytes = bytes_of(f->path);
    assert_string_equal(bytes.data, "precious");
    buf_free(&bytes);
}

static void a_file_in_a_missing_folder_is_not_made(void **state) {
    struct fixture *f = *state;
    assert_int_equal(db_open(fixture_path(f, "no/vision.db"), DB_CREATE, f->assets, &f->db), ERR_NO_FILE);
}

static void a_missing_file_is_not_made_by_opening(void **state) {
    struct fixture *f = *state;
    assert_int_equal(db_open(f->path, DB_WRITE, f->assets, &f->db), ERR_NO_FILE);
    assert_int_equal(db_open(f->path, DB_READ, f->assets, &f->db), ERR_NO_FILE);
    assert_false(exists(f->path));
}

static void a_file_is_a_file_whatever_its_name(void **state) {
    struct fixture *f = *state;
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(f->folder), 0);
    f->path = ":memory:";
    make_new(f);
    reopen(f, DB_READ);
    const char *title = title_of(f);
    assert_int_equal(fchdir(here), 0);
    close(here);
    assert_string_equal(title, "産業ビジョン");
    assert_true(exists(fixture_path(f, ":memory:")));
}

static void assert_refused_unchanged(struct fixture *f, enum err expected) {
    static const enum db_mode modes[] = {DB_WRITE, DB_READ};
    struct buf before = bytes_of(f->path);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(db_open(f->path, modes[i], f->assets, &f->db), expected);
        assert_null(f->db);
        struct buf after = bytes_of(f->path);
        assert_int_equal(after.size, before.size);
        if (before.size) assert_memory_equal(after.data, before.data, before.size);
        buf_free(&after);
        assert_false(exists(fixture_path(f, "vision.db-wal")));
        assert_false(exists(fixture_path(f, "vision.db-shm")));
    }
    buf_free(&before);
}

static void a_text_is_no_document(void **state) {
    struct fixture *f = *state;
    char text[5000];
    memset(text, 'a', sizeof text);
    write_bytes(f->path, text, sizeof text);
    assert_refused_unchanged(f, ERR_NOT_DATABASE);
}

static void an_empty_file_is_no_document(void **state) {
    struct fixture *f = *state;
    write_bytes(f->path, "", 0);
    assert_refused_unchanged(f, ERR_NOT_DATABASE);
}

static void a_folder_is_no_document(void **state) {
    struct fixture *f = *state;
    assert_int_equal(db_open(f->folder, DB_WRITE, f->assets, &f->db), ERR_NOT_DATABASE);
    assert_int_equal(db_open(f->folder, DB_READ, f->assets, &f->db), ERR_NOT_DATABASE);
    assert_int_equal(db_open(f->folder, DB_CREATE, f->assets, &f->db), ERR_FILE_EXISTS);
}

static void a_file_of_another_program_is_refused_unchanged(void **state) {
    struct fixture *f = *state;
    raw(f->path, "CREATE TABLE bookmark (url TEXT)");
    assert_refused_unchanged(f, ERR_NOT_DATABASE);
    raw(f->path, "PRAGMA application_id = 252006673"); /* Fossil's */
    assert_refused_unchanged(f, ERR_NOT_DATABASE);
}

static void a_newer_file_is_refused_unchanged(void **state) {
    struct fixture *f = *state;
    make_new(f);
    db_close(f->db);
    f->db = NULL;
    raw(f->path, "PRAGMA user_version = 999");
    assert_refused_unchanged(f, ERR_NEWER_FILE);
}

/* --- Migrations ------------------------------------------------------------------------------------------------ */

static void assert_data_of_older(struct fixture *f) {
    struct section *sections;
    size_t count;
    struct revision r;
    struct user user;
    assert_string_equal(title_of(f), "産業ビジョン");
    DO(section_tree(f->db, f->arena, true, &sections, &count));
    assert_int_equal(count, 3);
    assert_string_equal(sections[0].text, "区民の生活を支える");
    assert_int_equal(sections[0].version, 2);
    assert_string_equal(sections[0].changed_by, "田中");
    assert_int_equal(sections[2].state, STATE_FINAL);
    assert_string_equal(sections[2].number, "Ⅲ");
    DO(section_deleted(f->db, f->arena, &sections, &count));
    assert_int_equal(count, 1);
    assert_string_equal(sections[0].text, "消した節");
    DO(update_text_at(f->db, f->arena, 1, 1, &r));
    assert_string_equal(r.text, "区民");
    DO(user_find(f->db, f->arena, "Sato", &user));
    assert_int_equal(user.role, ROLE_REVIEWER);
    assert_int_equal(user.disabled_at, 1700000900000);
}

static void an_older_file_gets_what_it_lacks_and_keeps_its_data(void **state) {
    struct fixture *f = *state;
    int64_t id;
    make_older(f->path);
    assert_string_equal(raw_rows(f, f->path, "PRAGMA user_version"), "1\n");
    DO(db_open(f->path, DB_WRITE, f->assets, &f->db));
    assert_data_of_older(f);
    fixture_assert_whole(f);
    DO(db_begin(f->db));
    DO(comment_add(f->db, &(struct comment_draft){.section_id = 1, .body = "意見"},
                   &(struct thread_writer){2, ROLE_MEMBER, 1800000000000}, &id)); /* a table it did not have */
    DO(db_commit(f->db));
    db_close(f->db);
    f->db = NULL;
    assert_string_equal(raw_rows(f, f->path, "PRAGMA user_version"), "11\n");
}

static void an_older_file_opened_for_reading_is_brought_up_to_date(void **state) {
    struct fixture *f = *state;
    struct comment *comments;
    size_t count;
    make_older(f->path);
    DO(db_open(f->path, DB_READ, f->assets, &f->db));
    assert_data_of_older(f);
    DO(comment_list(f->db, f->arena, &(struct comment_filter){0}, &comments, &count));
    assert_int_equal(count, 0);
    assert_int_equal(db_begin(f->db), ERR_READ_ONLY);
}

static void an_older_file_ends_with_the_schema_of_a_new_one(void **state) {
    struct fixture *f = *state;
    static const char schema[] = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
    make_older(fixture_path(f, "older.db"));
    make_new(f);
    const char *expected = raw_rows(f, f->path, schema);
    db_close(f->db);
    f->db = NULL;
    f->path = fixture_path(f, "older.db");
    DO(db_open(f->path, DB_WRITE, f->assets, &f->db));
    assert_string_equal(raw_rows(f, f->path, schema), expected);
}

/* --- Files that may only be read -------------------------------------------------------------------------------- */

/* Takes all rights of writing away, also from root, who has to become somebody else for that. */
static void seal(struct fixture *f) {
    assert_int_equal(chmod(f->path, 0444), 0);
    assert_int_equal(chmod(f->folder, 0555), 0);
    if (geteuid() == 0) assert_int_equal(seteuid(65534), 0);
}

static int unseal(void **state) {
    struct fixture *f = *state;
    if (getuid() == 0 && seteuid(0) != 0) return -1;
    chmod(f->folder, 0700);
    return fixture_tear_down(state);
}

static void a_sealed_file_is_read_and_refuses_writes(void **state) {
    struct fixture *f = *state;
    f->path = fixture_path(f, "100% #1 ?.db"); /* all that a URI would take for something else */
    make_new(f);
    db_close(f->db);
    f->db = NULL;
    seal(f);
    static const enum db_mode modes[] = {DB_WRITE, DB_READ};
    for (size_t i = 0; i < 2; i++) {
        DO(db_open(f->path, modes[i], f->assets, &f->db));
        assert_string_equal(title_of(f), "産業ビジョン");
        assert_int_equal(set_title(f, "別の題"), ERR_READ_ONLY);
        assert_string_equal(title_of(f), "産業ビジョン");
        db_close(f->db);
        f->db = NULL;
    }
}

static void a_read_only_file_in_a_writable_folder_is_read_and_refuses_writes(void **state) {
    struct fixture *f = *state;
    make_new(f);
    db_close(f->db);
    f->db = NULL;
    seal(f);
    if (getuid() == 0) assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(f->folder, 0777), 0);
    if (getuid() == 0) assert_int_equal(seteuid(65534), 0);
    DO(db_open(f->path, DB_WRITE, f->assets, &f->db));
    assert_string_equal(title_of(f), "産業ビジョン");
    assert_int_equal(set_title(f, "別の題"), ERR_READ_ONLY);
}

static void a_sealed_older_file_cannot_be_used(void **state) {
    struct fixture *f = *state;
    make_older(f->path);
    seal(f);
    assert_int_equal(db_open(f->path, DB_WRITE, f->assets, &f->db), ERR_READ_ONLY);
    assert_int_equal(db_open(f->path, DB_READ, f->assets, &f->db), ERR_READ_ONLY);
}

static void a_file_nobody_may_read_is_told_as_such(void **state) {
    struct fixture *f = *state;
    make_new(f);
    db_close(f->db);
    f->db = NULL;
    seal(f);
    if (getuid() == 0) assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(f->path, 0), 0);
    if (getuid() == 0) assert_int_equal(seteuid(65534), 0);
    assert_int_equal(db_open(f->path, DB_READ, f->assets, &f->db), ERR_READ_ONLY);
}

static void nothing_is_made_in_a_sealed_folder(void **state) {
    struct fixture *f = *state;
    write_bytes(f->path, "", 0);
    seal(f);
    assert_int_equal(db_open(fixture_path(f, "new.db"), DB_CREATE, f->assets, &f->db), ERR_READ_ONLY);
}

/* --- Transactions ----------------------------------------------------------------------------------------------- */

static void what_one_writer_did_is_undone_without_the_others(void **state) {
    struct fixture *f = *state;
    int64_t id;
    make_new(f);
    DO(db_begin(f->db));
    DO(db_savepoint(f->db));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "先", &id));
    DO(db_savepoint_end(f->db, true));
    DO(db_savepoint(f->db));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "中", &id));
    DO(db_savepoint_end(f->db, false));
    DO(db_savepoint(f->db));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "後", &id));
    DO(db_savepoint_end(f->db, true));
    DO(db_commit(f->db));
    assert_string_equal(raw_rows(f, f->path, "SELECT title FROM section ORDER BY position"), "先\n後\n");
}

static void a_rollback_leaves_nothing(void **state) {
    struct fixture *f = *state;
    int64_t id;
    make_new(f);
    DO(db_begin(f->db));
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "章", &id));
    db_rollback(f->db);
    db_rollback(f->db); /* nothing to do */
    assert_string_equal(raw_rows(f, f->path, "SELECT count(*) FROM section"), "0\n");
    DO(set_title(f, "次"));
}

static void a_write_outside_of_a_transaction_ends_the_program(void **state) {
    struct fixture *f = *state;
    make_new(f);
    pid_t child = fork();
    if (child == 0) {
        int64_t id;
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr)) _exit(2);
        _exit(section_add(f->db, 0, KIND_CHAPTER, "", "章", &id) == OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void a_second_writer_waits_no_longer_than_told(void **state) {
    struct fixture *f = *state;
    struct db *other;
    make_new(f);
    DO(db_open(f->path, DB_WRITE, f->assets, &other));
    db_wait_for_lock(other, 0);
    DO(db_begin(f->db));
    int64_t before = db_now();
    assert_int_equal(db_begin(other), ERR_BUSY);
    assert_true(db_now() - before < 1000);
    DO(db_commit(f->db));
    DO(db_begin(other));
    db_rollback(other);
    db_close(other);
}

static void a_read_transaction_sees_one_moment(void **state) {
    struct fixture *f = *state;
    struct db *other;
    make_new(f);
    DO(db_open(f->path, DB_WRITE, f->assets, &other));
    DO(db_read_begin(f->db));
    DO(db_read_begin(f->db));
    assert_string_equal(title_of(f), "産業ビジョン");
    DO(db_begin(other));
    DO(document_set(other, "新しい題", "wareki"));
    DO(db_commit(other));
    db_close(other);
    db_read_end(f->db);
    assert_string_equal(title_of(f), "産業ビジョン"); /* the outer one goes on */
    db_read_end(f->db);
    assert_string_equal(title_of(f), "新しい題");
}

static void a_connection_set_to_reading_writes_nothing(void **state) {
    struct fixture *f = *state;
    make_new(f);
    db_query_only(f->db, true);
    assert_int_equal(db_begin(f->db), ERR_READ_ONLY);
    assert_int_equal(document_set(f->db, "別の題", "wareki"), ERR_READ_ONLY);
    assert_string_equal(title_of(f), "産業ビジョン");
    db_query_only(f->db, false);
    DO(set_title(f, "別の題"));
}

static void a_commit_of_another_program_is_noticed(void **state) {
    struct fixture *f = *state;
    make_new(f);
    int64_t before = db_data_version(f->db);
    DO(set_title(f, "自分で"));
    assert_int_equal(db_data_version(f->db), before);
    raw(f->path, "UPDATE document SET title = 'ほかから'");
    assert_int_not_equal(db_data_version(f->db), before);
}

static void what_was_committed_survives_a_kill(void **state) {
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        struct db *db;
        bool well = db_open(f->path, DB_CREATE, f->assets, &db) == OK && db_begin(db) == OK &&
                    document_create_empty(db, "残る題") == OK && db_commit(db) == OK && db_begin(db) == OK &&
                    document_set(db, "消える題", "wareki") == OK;
        _exit(well ? 0 : 1); /* without closing: the log is not folded into the file */
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(exists(fixture_path(f, "vision.db-wal")));
    DO(db_open(f->path, DB_WRITE, f->assets, &f->db));
    assert_string_equal(title_of(f), "残る題");
    fixture_assert_whole(f);
}

static void reading_leaves_nothing_beside_the_file(void **state) {
    struct fixture *f = *state;
    make_new(f);
    reopen(f, DB_READ);
    assert_string_equal(title_of(f), "産業ビジョン");
    db_close(f->db);
    f->db = NULL;
    assert_false(exists(fixture_path(f, "vision.db-wal")));
    assert_false(exists(fixture_path(f, "vision.db-shm")));
}

static void a_connection_for_reading_stays_one(void **state) {
    struct fixture *f = *state;
    make_new(f);
    reopen(f, DB_READ);
    db_query_only(f->db, false);
    assert_int_equal(db_begin(f->db), ERR_READ_ONLY);
    assert_int_equal(document_set(f->db, "別の題", "wareki"), ERR_READ_ONLY);
    assert_string_equal(title_of(f), "産業ビジョン");
}

/* --- A full disk ------------------------------------------------------------------------------------------------ */

static int64_t plant_section(struct fixture *f) {
    int64_t id;
    make_new(f);
    DO(db_begin(f->db));
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "章", &id));
    DO(db_commit(f->db));
    return id;
}

static const char *large_text(struct fixture *f) {
    char *text = arena_alloc(f->arena, SECTION_TEXT_LIMIT + 1);
    memset(text, 'a', SECTION_TEXT_LIMIT);
    return text;
}

static enum err save_large(struct fixture *f, int64_t id, int64_t base, char first) {
    char *text = arena_string(f->arena, large_text(f));
    text[0] = first;
    int64_t version;
    return save_text(f->db, id, base, text, SECTION_TEXT_LIMIT, 0, 5000, &version);
}

/* Files may not grow over so many bytes from now on, as if the disk were full. */
static void limit_files(rlim_t bytes) {
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int tear_down_limits(void **state) {
    limit_files(RLIM_INFINITY);
    return fixture_tear_down(state);
}

static void assert_writing_resumes(struct fixture *f, int64_t id) {
    struct section s;
    DO(section_get(f->db, f->arena, id, &s));
    assert_int_equal(s.version, 0);
    assert_string_equal(s.text, "");
    limit_files(RLIM_INFINITY);
    DO(db_begin(f->db));
    DO(save_large(f, id, 0, 'b'));
    DO(db_commit(f->db));
    DO(section_get(f->db, f->arena, id, &s));
    assert_int_equal(s.version, 1);
    fixture_assert_whole(f);
}

static void a_commit_that_finds_no_room_leaves_nothing_and_writing_resumes(void **state) {
    struct fixture *f = *state;
    int64_t id = plant_section(f);
    limit_files(160 * 1024);
    DO(db_begin(f->db));
    DO(save_large(f, id, 0, 'a'));
    assert_int_equal(db_commit(f->db), ERR_DISK_FULL);
    assert_writing_resumes(f, id);
}

static void a_file_at_its_greatest_size_refuses_one_writer_and_keeps_the_others(void **state) {
    struct fixture *f = *state;
    int64_t id = plant_section(f);
    assert_int_equal(sqlite3_exec(f->db->handle, "PRAGMA max_page_count = 1", NULL, NULL, NULL),
                     SQLITE_OK); /* as it is */
    DO(db_begin(f->db));
    DO(db_savepoint(f->db));
    DO(document_set(f->db, "入る題", "wareki"));
    DO(db_savepoint_end(f->db, true));
    DO(db_savepoint(f->db));
    assert_int_equal(save_large(f, id, 0, 'a'), ERR_DISK_FULL);
    DO(db_savepoint_end(f->db, false));
    DO(db_commit(f->db));
    assert_string_equal(title_of(f), "入る題");
    assert_int_equal(sqlite3_exec(f->db->handle, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL), SQLITE_OK);
    assert_writing_resumes(f, id);
}

/* More than the cache holds goes to the disk before the commit; what fails there takes the whole transaction along. */
static void a_transaction_lost_to_a_full_disk_stays_lost_until_its_end(void **state) {
    struct fixture *f = *state;
    int64_t id = plant_section(f);
    limit_files(1024 * 1024);
    DO(db_begin(f->db));
    DO(db_savepoint(f->db));
    DO(document_set(f->db, "失われる題", "wareki"));
    DO(db_savepoint_end(f->db, true));
    DO(db_savepoint(f->db));
    enum err e = OK;
    for (int i = 0; i < 40 && !e; i++)
        e = save_large(f, id, i, (char)('a' + i % 2));
    assert_int_equal(e, ERR_DISK_FULL);
    assert_int_equal(db_savepoint_end(f->db, false), ERR_DISK_FULL);
    assert_int_equal(db_savepoint(f->db), ERR_DISK_FULL);
    assert_int_equal(document_set(f->db, "次の人の題", "wareki"), ERR_DISK_FULL);
    assert_int_equal(db_commit(f->db), ERR_DISK_FULL);
    assert_string_equal(title_of(f), "産業ビジョン");
    assert_writing_resumes(f, id);
}

/* --- The whole file --------------------------------------------------------------------------------------------- */

static void a_backup_is_a_whole_document(void **state) {
    struct fixture *f = *state;
    make_new(f);
    f->path = fixture_path(f, "copy.db");
    DO(db_backup(f->db, f->path));
    DO(set_title(f, "後から")); /* not in the copy */
    assert_false(exists(fixture_path(f, "copy.db-journal")));
    assert_false(exists(fixture_path(f, "copy.db-wal")));
    assert_false(exists(fixture_path(f, "copy.db-shm")));
    reopen(f, DB_WRITE);
    assert_string_equal(title_of(f), "産業ビジョン");
    fixture_assert_whole(f);
}

static void a_backup_goes_over_nothing(void **state) {
    struct fixture *f = *state;
    make_new(f);
    assert_int_equal(db_backup(f->db, f->path), ERR_FILE_EXISTS);
    assert_int_equal(db_backup(f->db, fixture_path(f, "no/copy.db")), ERR_NO_FILE);
    assert_string_equal(title_of(f), "産業ビジョン");
}

static void a_backup_that_finds_no_room_leaves_nothing(void **state) {
    struct fixture *f = *state;
    int64_t id = plant_section(f);
    DO(db_begin(f->db));
    DO(save_large(f, id, 0, 'a'));
    DO(db_commit(f->db));
    limit_files(100 * 1024);
    assert_int_equal(db_backup(f->db, fixture_path(f, "copy.db")), ERR_DISK_FULL);
    limit_files(RLIM_INFINITY);
    assert_false(exists(fixture_path(f, "copy.db")));
    assert_false(exists(fixture_path(f, "copy.db-journal")));
}

static void assert_backup_is_refused(struct fixture *f) {
    const char *copy = fixture_path(f, "copy.db");
    assert_int_equal(db_backup(f->db, copy), ERR_IO);
    assert_false(exists(copy));
}

static void a_backup_with_a_row_that_points_nowhere_is_refused(void **state) {
    struct fixture *f = *state;
    make_new(f);
    raw(f->path, "PRAGMA foreign_keys = OFF; INSERT INTO revision VALUES (77, 1, NULL, 0, '')");
    assert_backup_is_refused(f);
}

static void a_backup_of_a_damaged_file_is_refused(void **state) {
    struct fixture *f = *state;
    int64_t id = plant_section(f);
    DO(db_begin(f->db));
    DO(save_large(f, id, 0, 'a'));
    DO(db_commit(f->db));
    db_close(f->db);
    f->db = NULL;
    FILE *file = fopen(f->path, "r+b");
    assert_non_null(file);
    /* in the revision's text: also the numbers of the pages it goes on at */
    assert_int_equal(fseek(file, 500L * 1024, SEEK_SET), 0);
    for (int n = 0; n < 100 * 1024; n++)
        fputc('Z', file);
    assert_int_equal(fclose(file), 0);
    DO(db_open(f->path, DB_READ, f->assets, &f->db));
    assert_backup_is_refused(f);
}

static void a_file_is_removed_with_all_that_stands_beside_it(void **state) {
    struct fixture *f = *state;
    static const char *const names[] = {"vision.db", "vision.db-wal", "vision.db-shm", "vision.db-journal"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        write_bytes(fixture_path(f, names[i]), "", 0);
    write_bytes(fixture_path(f, "vision.db-notes"), "", 0);
    db_remove(f->path);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_false(exists(fixture_path(f, names[i])));
    assert_true(exists(fixture_path(f, "vision.db-notes")));
}

#define SEALED(test) cmocka_unit_test_setup_teardown(test, fixture_folder, unseal)
#define LIMITED(test) cmocka_unit_test_setup_teardown(test, fixture_folder, tear_down_limits)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_new_file_says_what_it_is),
        WITH_FOLDER(a_new_file_is_for_its_owner_alone),
        WITH_FOLDER(a_new_file_is_never_made_over_another),
        WITH_FOLDER(a_file_in_a_missing_folder_is_not_made),
        WITH_FOLDER(a_missing_file_is_not_made_by_opening),
        WITH_FOLDER(a_file_is_a_file_whatever_its_name),
        WITH_FOLDER(a_text_is_no_document),
        WITH_FOLDER(an_empty_file_is_no_document),
        WITH_FOLDER(a_folder_is_no_document),
        WITH_FOLDER(a_file_of_another_program_is_refused_unchanged),
        WITH_FOLDER(a_newer_file_is_refused_unchanged),
        WITH_FOLDER(an_older_file_gets_what_it_lacks_and_keeps_its_data),
        WITH_FOLDER(an_older_file_opened_for_reading_is_brought_up_to_date),
        WITH_FOLDER(an_older_file_ends_with_the_schema_of_a_new_one),
        SEALED(a_sealed_file_is_read_and_refuses_writes),
        SEALED(a_read_only_file_in_a_writable_folder_is_read_and_refuses_writes),
        SEALED(a_sealed_older_file_cannot_be_used),
        SEALED(a_file_nobody_may_read_is_told_as_such),
        SEALED(nothing_is_made_in_a_sealed_folder),
        WITH_FOLDER(what_one_writer_did_is_undone_without_the_others),
        WITH_FOLDER(a_rollback_leaves_nothing),
        WITH_FOLDER(a_write_outside_of_a_transaction_ends_the_program),
        WITH_FOLDER(a_second_writer_waits_no_longer_than_told),
        WITH_FOLDER(a_read_transaction_sees_one_moment),
        WITH_FOLDER(a_connection_set_to_reading_writes_nothing),
        WITH_FOLDER(a_commit_of_another_program_is_noticed),
        WITH_FOLDER(what_was_committed_survives_a_kill),
        WITH_FOLDER(reading_leaves_nothing_beside_the_file),
        WITH_FOLDER(a_connection_for_reading_stays_one),
        LIMITED(a_commit_that_finds_no_room_leaves_nothing_and_writing_resumes),
        LIMITED(a_file_at_its_greatest_size_refuses_one_writer_and_keeps_the_others),
        LIMITED(a_transaction_lost_to_a_full_disk_stays_lost_until_its_end),
        WITH_FOLDER(a_backup_is_a_whole_document),
        WITH_FOLDER(a_backup_goes_over_nothing),
        LIMITED(a_backup_that_finds_no_room_leaves_nothing),
        WITH_FOLDER(a_backup_with_a_row_that_points_nowhere_is_refused),
        WITH_FOLDER(a_backup_of_a_damaged_file_is_refused),
        WITH_FOLDER(a_file_is_removed_with_all_that_stands_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
