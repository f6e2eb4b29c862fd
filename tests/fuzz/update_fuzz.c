/*
 * The body of a push, from its bytes into the log of a section that has three versions. Whatever it is: it is taken or
 * refused with one of the errors that are promised; what is taken makes as many versions as it had updates that were
 * new, the text stays a text, each version is found again, and the same push once more adds nothing.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kosshi/base/assets.h"
#include "kosshi/http/body.h"
#include "kosshi/pages/update_body.h"
#include "kosshi/store/section.h"
#include "kosshi/text/utf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static const char *const versions[] = {"", "産業を", "地域の産業を", "地域の産業を支える😀人。\n次"};
#define NEWEST 3

/* One file for all inputs, for as long as the program runs: what an input writes is taken back. */
static char folder[] = "/tmp/kosshi-fuzz-XXXXXX", path[sizeof folder + sizeof "/push.db"];
static struct db *db;
static int64_t section;

static void remove_file(void) {
    db_close(db);
    db_remove(path);
    rmdir(folder);
}

static void write_versions(void) {
    ARENA(a);
    require(db_begin(db) == OK && section_add(db, 0, KIND_CHAPTER, "", "章", &section) == OK, "a section");
    for (int64_t i = 0; i < NEWEST; i++) {
        const char *text = versions[i + 1];
        struct update_save save = {
            .section_id = section, .base_version = i, .text = text, .size = strlen(text), .now = 1};
        struct update_saved saved;
        require(update_save(db, a, &save, &saved) == OK && saved.version == i + 1, "a version");
    }
    require(db_commit(db) == OK, "a commit");
}

static void open_file(void) {
    require(mkdtemp(folder) != NULL, "a folder");
    snprintf(path, sizeof path, "%s/push.db", folder);
    struct assets *assets = assets_open(NULL);
    require(db_open(path, DB_CREATE, assets, &db) == OK, "a file");
    assets_close(assets);
    atexit(remove_file);
    write_versions();
}

static void check_text(struct arena *a, int64_t version, const char *expected) {
    struct revision at;
    require(update_text_at(db, a, section, version, &at) == OK, "a version is found again");
    require(utf_check(at.text, at.size) == OK, "a text stays a text");
    require(!expected || strcmp(at.text, expected) == 0, "a version stays what it was");
}

static void push_twice(struct arena *a, const struct update_push *push) {
    struct update_pushed pushed, again;
    struct update *since;
    size_t count;
    enum err e = update_push(db, a, push, &pushed);
    require(e == OK || e == ERR_BAD_FIELD || e == ERR_BAD_CONTROL || e == ERR_TOO_LARGE || e == ERR_STALE,
            "taken or refused");
    if (e != OK) return;
    require(pushed.applied <= push->count, "no more is applied than was sent");
    require(pushed.version == NEWEST + (int64_t)pushed.applied, "one update, one version");
    for (int64_t v = 0; v <= pushed.version; v++)
        check_text(a, v, v <= NEWEST ? versions[v] : NULL);
    require(update_since(db, a, section, push->version, INT32_MAX, &since, &count) == OK &&
                (int64_t)count == pushed.version - push->version,
            "everything since is answered");
    require(update_push(db, a, push, &again) == OK && again.applied == 0 && again.version == pushed.version,
            "a push that is repeated is applied once");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ARENA(a);
    if (!db) open_file();
    struct body *body = body_new();
    json_auto_t *json = NULL;
    const char *field = NULL;
    struct update_push push = {.section_id = section, .now = 2};
    body_json(body, (const char *)data, size);
    if (body_finish(body, &json, &field) == OK) {
        enum err e = update_body_read(a, json, &push, &field);
        require(e == OK || e == ERR_BAD_FIELD || e == ERR_BAD_CONTROL, "read or refused");
        require(e == OK || field, "refused with a field");
        require(db_begin(db) == OK, "a transaction");
        if (e == OK) push_twice(a, &push);
        db_rollback(db);
    }
    body_free(body);
    return 0;
}
