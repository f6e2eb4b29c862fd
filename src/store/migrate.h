#ifndef KOSSHI_STORE_MIGRATE_H
#define KOSSHI_STORE_MIGRATE_H

#include "kosshi/base/assets.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"

/* Migrations: schema/NNN_name.sql, applied in the order of their numbers. user_version is the number of the last one
 * applied. */

/* The number of the last migration there is. */
int migrate_newest(struct assets *assets);

/* The number of the last one the file has seen. */
enum err migrate_version(struct db *db, int *out) MUST_USE;

/* Applies those the file has not seen, each in a transaction of its own together with its number. */
enum err migrate_run(struct db *db, struct assets *assets) MUST_USE;

#endif
