#include "kosshi/store/db.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "kosshi/base/log.h"
#include "migrate.h"
#include "sql.h"

#define APPLICATION_ID 0x6b6f7373 /* "koss" */
#define AS_SQL(number) #number
#define SET_TO(number) " = " AS_SQL(number)

enum access { AS_WRITER, AS_READER, AS_FROZEN };

/* --- Opening -------------------------------------------------------------------------------------------------- */

static struct db *new_connection(void) {
    struct db *db = calloc(1, sizeof *db);
    if (!db) die("out of memory");
    return db;
}

/*
 * SQLite gives a file that may not be written for reading. A reader asks for writing too: the last one to close folds
 * the log into the file and takes it away, which a connection for reading could not. Nothing of the file is read yet.
 */
static enum err connect(struct db *db, const char *path, enum access access) {
    int flags = access == AS_FROZEN ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE;
    BUF(name);
    file_name(path, access == AS_FROZEN, &name);
    int code = sqlite3_open_v2(name.data, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (!db->handle) die("out of memory in SQLite");
    if (code != SQLITE_OK) return sql_error(db, code, "open");
    db->reader = access != AS_WRITER;
    sqlite3_busy_timeout(db->handle, 5000);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return OK;
}

static int big_endian(const unsigned char *bytes) {
    return (int)((unsigned)bytes[0] << 24 | (unsigned)bytes[1] << 16 | (unsigned)bytes[2] << 8 | (unsigned)bytes[3]);
}

/*
 * Looks at the file's first bytes before SQLite does, which would already write beside somebody else's file and fold
 * its log into it. application_id is always in the file itself (see create); user_version may be newer in the log, see
 * open_existing.
 */
static enum err check_header(struct db *db, int newest) {
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK) return sql_error(db, code, "file pointer");
    unsigned char header[100] = {0}; /* as in SQLite's file format, 1.3 */
    code = file->pMethods->xRead(file, header, sizeof header, 0);
    if (code == SQLITE_IOERR_SHORT_READ) return ERR_NOT_DATABASE;
    if (code != SQLITE_OK) return sql_error(db, code, "read header");
    if (memcmp(header, "SQLite format 3", 16) != 0) return ERR_NOT_DATABASE;
    if (big_endian(header + 68) != APPLICATION_ID) return ERR_NOT_DATABASE;
    return big_endian(header + 60) > newest ? ERR_NEWER_FILE : OK;
}

/* Also looks at the number in the log, which may be newer than the one in the header; a file that is refused keeps its
 * log. */
static enum err accept(struct db *db, int newest, int *version) {
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    enum err e = migrate_version(db, version);
    if (e) return e;
    if (*version > newest) return ERR_NEWER_FILE;
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    e = sql_script(db, "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                       "PRAGMA cache_size = -2000; PRAGMA mmap_size = 0");
    return e || !db->reader ? e : sql_script(db, "PRAGMA query_only = ON");
}

static enum err open_as(struct db *db, const char *path, enum access access, struct assets *assets, int *version) {
    int newest = migrate_newest(assets);
    enum err e = connect(db, path, access);
    if (!e) e = check_header(db, newest);
    if (!e) e = accept(db, newest, version);
    if (e || !sql_may_write(db)) return e;
    e = sql_script(db, "PRAGMA journal_mode = WAL");
    if (!e) e = migrate_run(db, assets);
    if (!e) e = migrate_version(db, version);
    return e;
}

/* *version: of the file as it is now, which is below the newest when it needs migrations
 * that could not be made here. */
static enum err open_existing(const char *path, enum access access, struct assets *assets, int *version,
                              struct db **out) {
    enum err e = file_check(path);
    if (e) return e;
    struct db *db = new_connection();
    e = open_as(db, path, file_is_frozen(path) ? AS_FROZEN : access, assets, version);
    if (e) {
        db_close(db);
        return e;
    }
    *out = db;
    return OK;
}

/*
 * application_id is written before there is a log, so that the file itself says what it is from the first moment on,
 * even when the program is killed before anything was folded back into it.
 */
static enum err create(const char *path, struct assets *assets, struct db **out) {
    enum err e = file_create(path);
    if (e) return e;
    struct db *db = new_connection();
    int version = 0;
    e = connect(db, path, AS_WRITER);
    if (!e) e = sql_script(db, "PRAGMA application_id" SET_TO(APPLICATION_ID) "; PRAGMA journal_mode = WAL");
    if (!e) e = accept(db, migrate_newest(assets), &version);
    if (!e) e = migrate_run(db, assets);
    if (e) {
        db_close(db);
        db_remove(path);
        return e;
    }
    *out = db;
    return OK;
}

/* Migrates a file that was to be opened for reading, when it may be written. */
static enum err bring_up_to_date(const char *path, struct assets *assets) {
    int version = 0;
    struct db *db = NULL;
    enum err e = open_existing(path, AS_WRITER, assets, &version, &db);
    if (!e) db_close(db);
    return e;
}

enum err db_open(const char *path, enum db_mode mode, struct assets *assets, struct db **out) {
    if (mode == DB_CREATE) return create(path, assets, out);
    enum access access = mode == DB_READ ? AS_READER : AS_WRITER;
    int newest = migrate_newest(assets);
    int version = 0;
    struct db *db = NULL;
    enum err e = open_existing(path, access, assets, &version, &db);
    if (!e && mode == DB_READ && version < newest) {
        db_close(db);
        e = bring_up_to_date(path, assets);
        if (!e) e = open_existing(path, access, assets, &version, &db);
    }
    if (e) return e;
    if (version < newest) {
        db_close(db);
        return ERR_READ_ONLY;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db) {
    if (!db) return;
    for (size_t i = 0; i < SQL_SLOTS; i++) {
        sqlite3_finalize(db->slots[i].statement);
    }
    if (sqlite3_close(db->handle) != SQLITE_OK) die("a connection was closed while in use");
    free(db);
}

void db_wait_for_lock(struct db *db, int ms) {
    sqlite3_busy_timeout(db->handle, ms);
}

/* --- Transactions --------------------------------------------------------------------------------------------- */

static void end_transaction(struct db *db) {
    db->begun = false;
    db->lost = OK;
    if (sqlite3_get_autocommit(db->handle)) return;
    SQL(rollback, db, "ROLLBACK");
    if (sql_control(&rollback)) log_warn("database: a rollback was refused");
}

static bool has_moved(struct db *db) {
    int moved = 0;
    return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

enum err db_begin(struct db *db) {
    if (db->begun || db->reading) die("db_begin inside a transaction");
    /* BEGIN IMMEDIATE on a file opened for reading is a read transaction and succeeds. */
    if (!sql_may_write(db)) return ERR_READ_ONLY;
    if (has_moved(db)) return ERR_FILE_GONE;
    SQL(begin, db, "BEGIN IMMEDIATE");
    enum err e = sql_control(&begin);
    db->begun = !e;
    return e;
}

enum err db_commit(struct db *db) {
    if (!db->begun) die("db_commit without db_begin");
    enum err e = db->lost;
    if (!e) {
        SQL(commit, db, "COMMIT");
        e = sql_control(&commit);
    }
    end_transaction(db);
    return e;
}

void db_rollback(struct db *db) {
    if (db->begun) end_transaction(db);
}

enum err db_savepoint(struct db *db) {
    if (!db->begun) die("db_savepoint without db_begin");
    if (db->lost) return db->lost;
    SQL(savepoint, db, "SAVEPOINT writer");
    return sql_control(&savepoint);
}

enum err db_savepoint_end(struct db *db, bool keep) {
    if (db->lost) return db->lost;
    if (!keep) {
        SQL(back, db, "ROLLBACK TO writer");
        enum err e = sql_control(&back);
        if (e) return e;
    }
    SQL(release, db, "RELEASE writer");
    return sql_control(&release);
}

enum err db_read_begin(struct db *db) {
    if (!db->begun && !db->reading) {
        SQL(begin, db, "BEGIN");
        enum err e = sql_control(&begin);
        if (e) return e;
    }
    db->reading++;
    return OK;
}

void db_read_end(struct db *db) {
    if (!db->reading) die("db_read_end without db_read_begin");
    db->reading--;
    if (!db->begun && !db->reading) end_transaction(db);
}

/*
 * Not the PRAGMA of that name: that one makes SQLite compile every statement anew at each change, several times a turn.
 * All statements of the store pass sql_row and sql_run, and those look at this.
 */
void db_query_only(struct db *db, bool on) {
    db->query_only = on;
}

int64_t db_data_version(struct db *db) {
    SQL(read, db, "PRAGMA data_version");
    return sql_row(&read) == OK ? sql_integer(&read, 0) : 0;
}

/* --- The whole file ------------------------------------------------------------------------------------------- */

static enum err copy_into(struct db *copy, struct db *db) {
    sqlite3_backup *backup = sqlite3_backup_init(copy->handle, "main", db->handle, "main");
    if (!backup) return sql_error(copy, sqlite3_extended_errcode(copy->handle), "backup");
    sqlite3_backup_step(backup, -1); /* its failure is told by finish */
    int code = sqlite3_backup_finish(backup);
    return code == SQLITE_OK ? OK : sql_error(copy, code, "backup");
}

/* Everything a PRAGMA for checking finds is a row but "ok"; no text of the document is in it. */
static enum err check_with(struct sql *check) {
    ARENA(a);
    enum err found = OK;
    enum err e;
    while (!(e = sql_row(check))) {
        const char *finding = sql_string(check, a, 0);
        if (strcmp(finding, "ok") == 0) continue;
        log_error("database: %.200s", finding);
        found = ERR_IO;
    }
    return e == ERR_NOT_FOUND ? found : e;
}

static enum err check_whole(struct db *db) {
    SQL(pages, db, "PRAGMA integrity_check");
    SQL(rows, db,
        "SELECT 'a row of ' || \"table\" || ' points to a missing row of ' || parent FROM pragma_foreign_key_check");
    enum err e = check_with(&pages);
    return e ? e : check_with(&rows);
}

/* Read as a file that never changes, so that nothing is made beside it and no lock is needed where it lies. */
static enum err check_copy(const char *path) {
    struct db *copy = new_connection();
    enum err e = connect(copy, path, AS_FROZEN);
    if (!e) e = check_whole(copy);
    db_close(copy);
    return e;
}

/* Until it is whole the copy has a rollback journal beside it: a half one, left by a crash,
 * is empty when it is opened. */
enum err db_backup(struct db *db, const char *path) {
    enum err e = file_create(path);
    if (e) return e;
    struct db *copy = new_connection();
    e = connect(copy, path, AS_WRITER);
    if (!e) e = copy_into(copy, db);
    db_close(copy);
    if (!e) e = check_copy(path);
    if (e) db_remove(path);
    return e;
}

void db_remove(const char *path) {
    static const char *const tails[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        BUF(name);
        buf_string(&name, path);
        buf_string(&name, tails[i]);
        if (unlink(name.data) != 0 && errno != ENOENT) log_warn("cannot remove %s: %s", name.data, strerror(errno));
    }
}

int64_t db_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
