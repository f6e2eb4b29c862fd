#include "migrate.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "sql.h"

/* The number in schema/NNN_name.sql; 0 for any other file of that folder. */
static int number_of(const char *path) {
    const char *name = path + strlen("schema/");
    if (!isdigit((unsigned char)name[0]) || !isdigit((unsigned char)name[1]) || !isdigit((unsigned char)name[2]))
        return 0;
    const char *end = strrchr(name, '.');
    if (name[3] != '_' || !end || strcmp(end, ".sql") != 0) return 0;
    return (name[0] - '0') * 100 + (name[1] - '0') * 10 + (name[2] - '0');
}

static void take_greater(const struct asset *asset, void *context) {
    int *newest = context;
    int number = number_of(asset->path);
    if (number > *newest) *newest = number;
}

int migrate_newest(struct assets *assets) {
    int newest = 0;
    assets_each(assets, "schema/", take_greater, &newest);
    return newest;
}

enum err migrate_version(struct db *db, int *out) {
    SQL(read, db, "PRAGMA user_version");
    enum err e = sql_row(&read);
    if (!e) *out = (int)sql_integer(&read, 0);
    return e;
}

/* The version is read again under the write lock: another program may have been quicker. */
static enum err apply_locked(struct db *db, const struct asset *asset, int number) {
    int seen = 0;
    enum err e = migrate_version(db, &seen);
    if (e || seen >= number) return e;
    BUF(script);
    buf_add(&script, asset->data, asset->size);
    e = sql_script(db, script.data);
    if (e) return e;
    char set[64]; /* PRAGMA takes no parameters */
    snprintf(set, sizeof set, "PRAGMA user_version = %d", number);
    return sql_script(db, set);
}

static enum err apply(struct db *db, const struct asset *asset, int number) {
    enum err e = db_begin(db);
    if (e) return e;
    e = apply_locked(db, asset, number);
    if (!e) return db_commit(db);
    db_rollback(db);
    return e;
}

struct run {
    struct db *db;
    int seen;
    enum err failed;
};

static void apply_next(const struct asset *asset, void *context) {
    struct run *run = context;
    int number = number_of(asset->path);
    if (run->failed || number <= run->seen) return;
    run->failed = apply(run->db, asset, number);
    run->seen = number;
}

enum err migrate_run(struct db *db, struct assets *assets) {
    struct run run = {.db = db};
    enum err e = migrate_version(db, &run.seen);
    if (e) return e;
    assets_each(assets, "schema/", apply_next, &run);
    return run.failed;
}
