#ifndef KOSSHI_STORE_FILE_H
#define KOSSHI_STORE_FILE_H

#include <stdbool.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * The document as a file of the file system, before and beside SQLite. Nothing here opens an existing one: closing a
 * descriptor of a file lets go of all locks this process holds on it, SQLite's among them.
 */

/* Makes an empty file that only its owner can read. ERR_FILE_EXISTS, ERR_NO_FILE (no such folder), ERR_READ_ONLY,
 * ERR_DISK_FULL, ERR_IO. */
enum err file_create(const char *path) MUST_USE;

/* ERR_NO_FILE; ERR_NOT_DATABASE for a folder or device; ERR_READ_ONLY when it may not be read. */
enum err file_check(const char *path) MUST_USE;

/*
 * True when SQLite cannot make its -shm file beside the document and no other program has made one: in a folder we may
 * not write to (a CD, a share of other people). Then nobody with our rights can be writing, and the file is read as one
 * that never changes.
 */
bool file_is_frozen(const char *path);

/* The name SQLite shall open: never taken for one of its special names, as a URI that says immutable when frozen. */
void file_name(const char *path, bool frozen, struct buf *out);

#endif
