#include "sql.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "kosshi/base/log.h"

static const struct {
    int code;
    enum err meaning;
} meanings[] = {
    {SQLITE_FULL, ERR_DISK_FULL},     {SQLITE_READONLY, ERR_READ_ONLY},
    {SQLITE_CANTOPEN, ERR_READ_ONLY}, {SQLITE_PERM, ERR_READ_ONLY},
    {SQLITE_BUSY, ERR_BUSY},          {SQLITE_LOCKED, ERR_BUSY},
    {SQLITE_PROTOCOL, ERR_BUSY},      {SQLITE_IOERR_SHMSIZE, ERR_DISK_FULL},
    {SQLITE_IOERR, ERR_IO},           {SQLITE_CORRUPT, ERR_IO},
    {SQLITE_NOLFS, ERR_IO},           {SQLITE_NOTADB, ERR_NOT_DATABASE},
};

/* What the operating system said decides where SQLite only knows that a call failed. */
static enum err of_system(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_DISK_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
        return ERR_READ_ONLY;
    case EMFILE:
    case ENFILE:
        return ERR_IO;
    default:
        return OK;
    }
}

static enum err meaning_of(int code, int system_error) {
    int primary = code & 0xff;
    if (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) {
        enum err e = of_system(system_error);
        if (e) return e;
    }
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (meanings[i].code == code || meanings[i].code == primary) return meanings[i].meaning;
    }
    return OK;
}

/* SQLite remembers it for the connection when a statement fails in its course, but only for the log when its commit
 * does. */
static int system_error_of(struct db *db) {
    int error = sqlite3_system_errno(db->handle);
    sqlite3_file *log = NULL;
    if (!error) sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log && log->pMethods) log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    return error;
}

enum err sql_error(struct db *db, int code, const char *text) {
    int system_error = system_error_of(db);
    if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM) die("out of memory in SQLite");
    enum err e = meaning_of(code, system_error);
    if (!e) die("SQLite error %d (%s) in: %s", code, sqlite3_errmsg(db->handle), text);
    if (e != ERR_BUSY) {
        log_error("database: %s (SQLite %d, system %d)", sqlite3_errmsg(db->handle), code, system_error);
    }
    if (db->begun && !db->lost && sqlite3_get_autocommit(db->handle)) db->lost = e;
    return e;
}

/* Linear probing from the literal's address; there is always a free slot (see compile). */
static struct sql_slot *slot_for(struct db *db, const char *text) {
    size_t i = (size_t)(((uintptr_t)text * 0x9e3779b97f4a7c15u) >> 32) % SQL_SLOTS;
    while (db->slots[i].text && db->slots[i].text != text) {
        i = (i + 1) % SQL_SLOTS;
    }
    return &db->slots[i];
}

static enum err compile(struct db *db, struct sql_slot *slot, const char *text) {
    const char *rest = NULL;
    int code = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &slot->statement, &rest);
    if (code != SQLITE_OK) return sql_error(db, code, text);
    if (*rest) die("more than one statement in: %s", text);
    if (++db->slot_count == SQL_SLOTS) die("SQL_SLOTS is too small");
    slot->text = text;
    return OK;
}

struct sql sql_open(struct db *db, const char *text) {
    struct sql s = {.db = db};
    struct sql_slot *slot = slot_for(db, text);
    if (!slot->text) {
        s.failed = compile(db, slot, text);
        if (s.failed) return s;
    }
    if (slot->used) die("statement opened twice: %s", text);
    slot->used = true;
    s.slot = slot;
    return s;
}

void sql_close(struct sql *s) {
    if (!s->slot) return;
    sqlite3_reset(s->slot->statement); /* its result is that of the last step, which was looked at */
    sqlite3_clear_bindings(s->slot->statement);
    s->slot->used = false;
    s->slot = NULL;
}

static void check_bound(struct sql *s, int code) {
    if (code != SQLITE_OK) die("cannot bind (SQLite %d) in: %s", code, s->slot->text);
}

void sql_bind_integer(struct sql *s, int parameter, int64_t value) {
    if (s->slot) check_bound(s, sqlite3_bind_int64(s->slot->statement, parameter, value));
}

void sql_bind_or_null(struct sql *s, int parameter, int64_t value) {
    if (value) sql_bind_integer(s, parameter, value);
}

void sql_bind_string(struct sql *s, int parameter, const char *string) {
    if (string) sql_bind_text(s, parameter, string, strlen(string));
}

void sql_bind_text(struct sql *s, int parameter, const char *text, size_t size) {
    if (s->slot) {
        check_bound(
            s, sqlite3_bind_text64(s->slot->statement, parameter, size ? text : "", size, SQLITE_STATIC, SQLITE_UTF8));
    }
}

void sql_bind_bytes(struct sql *s, int parameter, const void *bytes, size_t size) {
    if (s->slot) check_bound(s, sqlite3_bind_blob64(s->slot->statement, parameter, bytes, size, SQLITE_STATIC));
}

bool sql_may_write(const struct db *db) {
    return !db->reader && !db->query_only && sqlite3_db_readonly(db->handle, "main") == 0;
}

static enum err may_run(const struct sql *s) {
    if (s->failed) return s->failed;
    if (s->db->lost) return s->db->lost;
    if (sqlite3_stmt_readonly(s->slot->statement)) return OK;
    if (!sql_may_write(s->db)) return ERR_READ_ONLY;
    if (!s->db->begun) die("a write outside of a transaction: %s", s->slot->text);
    return OK;
}

static enum err step(struct sql *s, enum err taken) {
    int code = sqlite3_step(s->slot->statement);
    switch (code) {
    case SQLITE_ROW:
        return OK;
    case SQLITE_DONE:
        return ERR_NOT_FOUND;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        if (taken) return taken;
        return sql_error(s->db, code, s->slot->text);
    default:
        return sql_error(s->db, code, s->slot->text);
    }
}

enum err sql_row(struct sql *s) {
    enum err e = may_run(s);
    return e ? e : step(s, OK);
}

/* ERR_NOT_FOUND, with which the rows end, is OK. */
static enum err end(enum err e) {
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err sql_run_unique(struct sql *s, enum err taken) {
    enum err e = may_run(s);
    if (e) return e;
    e = step(s, taken);
    if (e == OK) die("a row where none was expected: %s", s->slot->text);
    return end(e);
}

enum err sql_run(struct sql *s) {
    return sql_run_unique(s, OK);
}

enum err sql_run_one(struct sql *s) {
    enum err e = sql_run(s);
    return !e && sqlite3_changes64(s->db->handle) == 0 ? ERR_NOT_FOUND : e;
}

enum err sql_control(struct sql *s) {
    return s->failed ? s->failed : end(step(s, OK));
}

enum err sql_script(struct db *db, const char *script) {
    int code = sqlite3_exec(db->handle, script, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : sql_error(db, code, script);
}

int64_t sql_integer(struct sql *s, int column) {
    return sqlite3_column_int64(s->slot->statement, column);
}

const char *sql_text(struct sql *s, struct arena *a, int column, size_t *size) {
    const char *text = (const char *)sqlite3_column_text(s->slot->statement, column);
    if (!text && sqlite3_column_type(s->slot->statement, column) != SQLITE_NULL) die("out of memory in SQLite");
    size_t bytes = (size_t)sqlite3_column_bytes(s->slot->statement, column);
    if (size) *size = bytes;
    return arena_copy(a, text ? text : "", bytes);
}

const char *sql_string(struct sql *s, struct arena *a, int column) {
    return sql_text(s, a, column, NULL);
}

bool sql_is_null(struct sql *s, int column) {
    return sqlite3_column_type(s->slot->statement, column) == SQLITE_NULL;
}

int64_t sql_new_id(struct db *db) {
    return sqlite3_last_insert_rowid(db->handle);
}

/* An arena's array with room for one more: the same one, or a copy of twice the size. */
static char *with_room(struct arena *a, char *items, size_t count, size_t item_size) {
    if (count && (count & (count - 1))) return items;
    char *larger = arena_alloc(a, (count ? count * 2 : 1) * item_size);
    if (count) memcpy(larger, items, count * item_size);
    return larger;
}

enum err sql_list(struct sql *s, struct arena *a, size_t item_size, sql_reader *read, void *out, size_t *count) {
    char *items = NULL;
    size_t n = 0;
    enum err e;
    while (!(e = sql_row(s))) {
        items = with_room(a, items, n, item_size);
        read(s, a, items + n++ * item_size);
    }
    memcpy(out, &items, sizeof items); /* a T ** that is not ours to name */
    *count = n;
    return end(e);
}
