#ifndef KOSSHI_TESTS_STORE_FIXTURE_H
#define KOSSHI_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/assets.h"
#include "kosshi/base/buf.h"
#include "kosshi/store/db.h"
#include "kosshi/store/document.h"
#include "kosshi/store/update.h"
#include "kosshi/store/user.h"

/*
 * A folder of its own with a new document in it, open for writing and inside a transaction, for the tests of src/store.
 * Two persons are in it: 1 is the secretariat, 2 a member.
 */
struct fixture {
    struct arena *arena;
    struct assets *assets;
    struct db *db;
    const char *folder, *path;
};

#define DO(call) assert_int_equal(call, OK)

enum { SECRETARIAT = 1, MEMBER = 2 };

static inline const char *fixture_path(struct fixture *f, const char *name) {
    return arena_printf(f->arena, "%s/%s", f->folder, name);
}

/* A file of tests/data; its text ends in a NUL besides. The caller frees it. */
static inline struct buf fixture_data(const char *path) {
    struct buf data = {0};
    char piece[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        buf_add(&data, piece, n);
    fclose(file);
    return data;
}

/* piece so many times. */
static inline char *fixture_repeat(struct fixture *f, const char *piece, int times) {
    size_t size = strlen(piece);
    char *out = arena_alloc(f->arena, size * (size_t)times + 1);
    for (size_t i = 0; i < size * (size_t)times; i++)
        out[i] = piece[i % size];
    return out;
}

static inline int fixture_count_row(void *rows, int columns, char **values, char **names) {
    (void)columns, (void)names;
    ++*(int *)rows;
    return strcmp(values[0], "ok") != 0; /* a finding ends the query with an error */
}

/* SQLite itself finds nothing wrong with what was committed to the file. */
static inline void fixture_assert_whole(struct fixture *f) {
    sqlite3 *handle;
    int rows = 0;
    assert_int_equal(sqlite3_open(f->path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA integrity_check", fixture_count_row, &rows, NULL), SQLITE_OK);
    assert_int_equal(rows, 1);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA foreign_key_check", fixture_count_row, &rows, NULL), SQLITE_OK);
    assert_int_equal(rows, 1);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* The folder alone, for tests that make their own files. */
static inline int fixture_folder(void **state) {
    struct arena *a = arena_new();
    struct fixture *f = arena_alloc(a, sizeof *f);
    char *folder = arena_printf(a, "/tmp/kosshi-test-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    *f = (struct fixture){.arena = a, .assets = assets_open(NULL), .folder = folder};
    f->path = fixture_path(f, "vision.db");
    *state = f;
    return 0;
}

static inline int fixture_set_up(void **state) {
    if (fixture_folder(state)) return -1;
    struct fixture *f = *state;
    int64_t id;
    DO(db_open(f->path, DB_CREATE, f->assets, &f->db));
    DO(db_begin(f->db));
    DO(document_create_empty(f->db, "産業ビジョン"));
    DO(user_add(f->db, "jimukyoku", "事務局", ROLE_SECRETARIAT, "no password", 1000, &id));
    DO(user_add(f->db, "tanaka", "田中", ROLE_MEMBER, "no password", 1000, &id));
    return 0;
}

static inline int fixture_tear_down(void **state) {
    struct fixture *f = *state;
    if (f->db) db_rollback(f->db);
    db_close(f->db);
    DIR *folder = opendir(f->folder);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (entry->d_name[0] != '.') unlink(fixture_path(f, entry->d_name));
    }
    if (folder) closedir(folder);
    rmdir(f->folder);
    assets_close(f->assets);
    arena_free(f->arena);
    return 0;
}

#define WITH_DOCUMENT(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_folder, fixture_tear_down)

/* A save of a whole text, and the version the section has then. */
static inline enum err save_text(struct db *db, int64_t id, int64_t base, const char *text, size_t size, int64_t user,
                                 int64_t now, int64_t *version) {
    ARENA(a);
    struct update_save save = {
        .section_id = id, .base_version = base, .text = text, .size = size, .user_id = user, .now = now};
    struct update_saved saved;
    enum err e = update_save(db, a, &save, &saved);
    *version = saved.version;
    return e;
}

#endif
