#ifndef KOSSHI_STORE_SQL_H
#define KOSSHI_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"

/*
 * A statement in use, the store's only way to SQLite. SQL is a literal beside the verb that needs it, never made by
 * formatting; it is compiled once a connection and found again by the literal's address.
 *
 *     SQL(find, db, "SELECT title FROM section WHERE id = ?1");
 *     sql_bind_integer(&find, 1, id);
 *     enum err e = sql_row(&find);
 *
 * Invariants:
 *  1. a statement is closed at the end of the block that opened it, so that none is open when a transaction ends;
 *  2. what was bound is borrowed until then;
 *  3. a statement that could not be compiled takes values silently; sql_row and sql_run say why;
 *  4. a write outside of a transaction is a programmer's error, and ERR_READ_ONLY where the connection may not write;
 *  5. when an error made SQLite roll the whole transaction back, everything until its end gives that error (db.lost).
 */
struct sqlite3;
struct sqlite3_stmt;

struct sql_slot {
    const char *text; /* NULL: free */
    struct sqlite3_stmt *statement;
    bool used;
};

#define SQL_SLOTS 512 /* a power of two, well above the number of literals */

struct db {
    struct sqlite3 *handle;
    bool reader; /* opened for reading; for good */
    bool query_only;
    bool begun;    /* between db_begin and db_commit or db_rollback */
    int reading;   /* db_read_begin without its db_read_end */
    enum err lost; /* OK, or why the transaction is gone although it was not ended */
    size_t slot_count;
    struct sql_slot slots[SQL_SLOTS];
};

struct sql {
    struct db *db;
    struct sql_slot *slot; /* NULL when it could not be compiled */
    enum err failed;
};

struct sql sql_open(struct db *db, const char *text);
void sql_close(struct sql *s);
#define SQL(name, db, text) __attribute__((cleanup(sql_close))) struct sql name = sql_open(db, "" text)

/* Parameters count from 1. A NULL string is SQL's NULL. */
void sql_bind_integer(struct sql *s, int parameter, int64_t value);
void sql_bind_or_null(struct sql *s, int parameter, int64_t value); /* 0 is NULL: no person, no moment */
void sql_bind_string(struct sql *s, int parameter, const char *string);
void sql_bind_text(struct sql *s, int parameter, const char *text, size_t size);
void sql_bind_bytes(struct sql *s, int parameter, const void *bytes, size_t size);

/* OK: there is a row to read. ERR_NOT_FOUND: there is none any more. */
enum err sql_row(struct sql *s) MUST_USE;

/* Runs a statement that gives no rows. A broken constraint dies. */
enum err sql_run(struct sql *s) MUST_USE;

/* The same for one that must hit a row: ERR_NOT_FOUND when it changed none. */
enum err sql_run_one(struct sql *s) MUST_USE;

/* The same as sql_run, but when a row with this key is already there: taken. */
enum err sql_run_unique(struct sql *s, enum err taken) MUST_USE;

/* Columns of the row count from 0. NULL is 0, or "" for a string; strings are copied to the arena, size may be NULL. */
int64_t sql_integer(struct sql *s, int column);
const char *sql_string(struct sql *s, struct arena *a, int column);
const char *sql_text(struct sql *s, struct arena *a, int column, size_t *size);
bool sql_is_null(struct sql *s, int column);

int64_t sql_new_id(struct db *db); /* of the last INSERT */

/* Reads the row a statement stands at into an item. */
typedef void sql_reader(struct sql *s, struct arena *a, void *item);

/* All rows of a statement as an array of the arena: out is a T **, item_size the size of a T. After an error the rows
 * before it. */
enum err sql_list(struct sql *s, struct arena *a, size_t item_size, sql_reader *read, void *out,
                  size_t *count) MUST_USE;

/* False for a reader, while query_only, and for a file that may not be written. */
bool sql_may_write(const struct db *db);

/* For db.c: a statement about the transaction or the connection itself, to which invariants 4 and 5 do not apply. */
enum err sql_control(struct sql *s) MUST_USE;

/* For db.c and migrate.c: statements that are run once, such as a migration. Invariants 4 and 5 do not apply. */
enum err sql_script(struct db *db, const char *script) MUST_USE;

/* For db.c: what an SQLite result other than OK, ROW and DONE means; logs it. Dies for a programmer's error and for out
 * of memory. */
enum err sql_error(struct db *db, int code, const char *text) MUST_USE;

#endif
