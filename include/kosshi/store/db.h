#ifndef KOSSHI_STORE_DB_H
#define KOSSHI_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/assets.h"
#include "kosshi/base/errors.h"

/*
 * One connection to one document file (SQLite: WAL, synchronous=FULL, foreign keys on). A connection belongs to one
 * thread. Every store function takes it first and returns an enum err; strings it gives back lie in the arena it was
 * handed. Programmer's errors (bad SQL, a broken constraint nobody should reach) and out of memory abort; a full disk,
 * a read-only file, a busy or broken file return ERR_DISK_FULL, ERR_READ_ONLY, ERR_BUSY, ERR_IO. No process that has
 * the document open may open it by other means: closing that descriptor would let go of SQLite's locks.
 */
struct db;

/*
 *  - DB_CREATE: a new file; ERR_FILE_EXISTS when there is one. Applies every migration.
 *  - DB_WRITE: an existing file; ERR_NO_FILE. Applies the migrations it has not seen. A file that may only be read, and
 *    needs none, is opened all the same: every db_begin gives ERR_READ_ONLY.
 *  - DB_READ: an existing file, reading only; ERR_NO_FILE. One that needs migrations gives ERR_READ_ONLY when it cannot
 *    be written.
 */
enum db_mode { DB_CREATE, DB_WRITE, DB_READ };

/*
 * Opens path. assets hold schema/NNN_*.sql. *out is new.
 *
 *  - ERR_NOT_DATABASE: no SQLite file, or one that is not kosshi's (application_id).
 *  - ERR_NEWER_FILE: its user_version is above the number of the last migration this program knows.
 *  - ERR_READ_ONLY, ERR_BUSY, ERR_IO, ERR_DISK_FULL: as above.
 */
enum err db_open(const char *path, enum db_mode mode, struct assets *assets, struct db **out) MUST_USE;
void db_close(struct db *db); /* NULL is allowed */

/* How long a statement waits for another program's lock, in ms. 5000 after db_open; the server's loop sets 0 and tries
 * again by itself. */
void db_wait_for_lock(struct db *db, int ms);

/*
 * Transactions. Writes are made inside of one only: a write outside is a programmer's error.
 *
 *  - db_begin takes the write lock at once (ERR_BUSY when another program has it and the wait is over). ERR_FILE_GONE
 *    when the path no longer leads to the file (moved, replaced, deleted): what is written now would be lost.
 *  - db_commit: after an error the transaction is rolled back.
 *  - db_rollback never fails, and does nothing when there is no transaction.
 *  - A savepoint inside is one writer's part of a turn: db_savepoint_end(db, keep) releases it, or rolls back to it.
 *  - When the whole transaction is gone (a full disk rolls everything back), db_savepoint_end and everything after it
 *    until db_commit or db_rollback give that error, so that no later writer of the turn writes by itself.
 */
enum err db_begin(struct db *db) MUST_USE;
enum err db_commit(struct db *db) MUST_USE;
void db_rollback(struct db *db);
enum err db_savepoint(struct db *db) MUST_USE;
enum err db_savepoint_end(struct db *db, bool keep) MUST_USE;

/* A read transaction, for an answer that must be of one moment (export). db_read_end ends it. May be nested, also in a
 * db_begin. */
enum err db_read_begin(struct db *db) MUST_USE;
void db_read_end(struct db *db);

/* While on, every write fails with ERR_READ_ONLY, and so does db_begin. The gate's hold on GET. */
void db_query_only(struct db *db, bool on);

/* Changes whenever another connection or program committed to the file (PRAGMA data_version). */
int64_t db_data_version(struct db *db);

/*
 * A consistent copy of a live file at path (must not exist: ERR_FILE_EXISTS). The copy is read through before it
 * counts: ERR_IO, logged, when it is damaged or a row points to a missing one. Overwrites nothing; a failed copy is
 * removed.
 */
enum err db_backup(struct db *db, const char *path) MUST_USE;

/* Takes away a file that was made here and came to nothing, with what SQLite keeps beside it. It must be closed. */
void db_remove(const char *path);

/* Milliseconds since 1970 UTC. */
int64_t db_now(void);

#endif
