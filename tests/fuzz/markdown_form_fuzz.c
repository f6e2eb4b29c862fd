/*
 * A Markdown form, as somebody gives it to kosshi new --from. Whatever the bytes: it is read or refused with a line,
 * and what was read is written as a form that reads as the same document.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kosshi/base/assets.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/store/db.h"
#include "kosshi/text/utf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

/* One file for all inputs, for as long as the program runs: nothing is ever committed to it. */
static char folder[] = "/tmp/kosshi-fuzz-XXXXXX", path[sizeof folder + sizeof "/form.db"];
static struct db *db;

static void remove_file(void) {
    db_close(db);
    db_remove(path);
    rmdir(folder);
}

static void open_file(void) {
    require(mkdtemp(folder) != NULL, "a folder");
    snprintf(path, sizeof path, "%s/form.db", folder);
    struct assets *assets = assets_open(NULL);
    require(db_open(path, DB_CREATE, assets, &db) == OK, "a file");
    assets_close(assets);
    atexit(remove_file);
}

static enum err read_and_write(const char *text, size_t size, struct buf *out) {
    ARENA(a);
    struct markdown_form_problem problem;
    if (!db) open_file();
    require(db_begin(db) == OK, "a transaction");
    enum err e = markdown_form_read(db, a, text, size, 1000, &problem);
    require(e == OK || e == ERR_BAD_INTERCHANGE, "read or refused");
    require(e == OK || (problem.line > 0 && *problem.what), "refused with a line");
    if (e == OK) e = markdown_form_write(db, out);
    db_rollback(db);
    return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    BUF(first);
    BUF(second);
    if (size > 1 << 16 || utf_check(text, size) != OK) return 0;
    if (read_and_write(text, size, &first) != OK) return 0;
    require(markdown_form_is(first.data, first.size), "what is written is a form");
    require(read_and_write(first.data, first.size, &second) == OK, "what is written is read");
    require(first.size == second.size && memcmp(first.data, second.data, first.size) == 0, "the same bytes");
    return 0;
}
