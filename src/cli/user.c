#include <string.h>

#include "kosshi/cli/command.h"
#include "kosshi/cli/password.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/user.h"
#include "kosshi/text/utf.h"

enum { ROLE, DISPLAY, PASSWORD_STDIN };
static const struct command_option options[] = {
    {"role", false}, {"display", false}, {"password-stdin", true}, {NULL, false}};

struct person {
    const char *file, *name, *display;
    enum role role;
    char hash[PASSWORD_HASH_SIZE];
};

/* A verb about a person: what it needs, and what it does inside the transaction. */
struct verb {
    const char *word;
    bool role, password;
    command_verb *write;
};

static enum err add(struct command_line *line, struct db *db, void *context) {
    const struct person *p = context;
    int64_t id, now = db_now();
    enum err e = user_add(db, p->name, p->display, p->role, p->hash, now, &id);
    if (e != OK) return e;
    return activity_add(db, now, 0, DID_USER_ADD, 0, arena_printf(line->arena, "%s %s", role_name(p->role), p->name));
}

static enum err set_password(struct command_line *line, struct db *db, void *context) {
    const struct person *p = context;
    struct user user;
    enum err e = user_find(db, line->arena, p->name, &user);
    if (e == OK) e = user_set_password(db, user.id, p->hash, NULL);
    return e == OK ? activity_add(db, db_now(), 0, DID_PASSWORD, 0, user.name) : e;
}

static enum err disable(struct command_line *line, struct db *db, void *context) {
    const struct person *p = context;
    struct user user;
    int64_t now = db_now();
    enum err e = user_find(db, line->arena, p->name, &user);
    if (e != OK || user.disabled_at) return e;
    e = user_disable(db, user.id, now);
    return e == OK ? activity_add(db, now, 0, DID_USER_DISABLE, 0, user.name) : e;
}

static const struct verb verbs[] = {
    {"add", true, true, add}, {"password", false, true, set_password}, {"disable", false, false, disable}};

/* One line a person, its parts between tabs, for people and scripts alike. */
static int list(struct command_line *line) {
    struct db *db;
    struct user *users;
    size_t count = 0;
    enum err e = db_open(line->places[1], DB_READ, line->assets, &db);
    if (e != OK) return command_fail(line, e, line->places[1]);
    e = user_list(db, line->arena, &users, &count);
    db_close(db);
    if (e != OK) return command_fail(line, e, line->places[1]);
    for (size_t i = 0; i < count; i++)
        printf("%s\t%s\t%s\t%s\n", users[i].name, role_name(users[i].role), users[i].display,
               users[i].disabled_at ? "disabled" : "enabled");
    return COMMAND_DONE;
}

/* Whether an error is about the person rather than about the file. */
static bool about_person(enum err e) {
    return e == ERR_NAME_TAKEN || e == ERR_NOT_FOUND || e == ERR_BAD_FIELD || e == ERR_LAST_SECRETARIAT ||
           e == ERR_WEAK_PASSWORD || e == ERR_BAD_UTF8 || e == ERR_BAD_CONTROL;
}

static int fail(struct command_line *line, enum err e, const struct person *p) {
    if (e == ERR_NOT_FOUND) return command_fail_phrase(line, "cli.user.unknown", p->name, "");
    if (e == ERR_BAD_FIELD) return command_fail_phrase(line, "cli.user.bad_name", p->name, "");
    return command_fail(line, e, about_person(e) ? p->name : p->file);
}

static enum err check_words(const struct person *p) {
    enum err e = utf_check(p->name, strlen(p->name));
    return e == OK && p->display ? utf_check(p->display, strlen(p->display)) : e;
}

/* An error that needs no password is told before one is asked for. */
static enum err check_person(struct command_line *line, const struct person *p, bool must_be_there) {
    struct db *db;
    struct user user;
    enum err e = db_open(p->file, DB_READ, line->assets, &db);
    if (e != OK) return e;
    e = user_find(db, line->arena, p->name, &user);
    db_close(db);
    if (must_be_there) return e;
    return e == OK ? ERR_NAME_TAKEN : e == ERR_NOT_FOUND ? OK : e;
}

static int change(struct command_line *line, const struct verb *verb, struct person *p) {
    enum err e = check_words(p);
    if (e == OK) e = check_person(line, p, !verb->role);
    if (e != OK) return fail(line, e, p);
    if (verb->password) {
        const char *password = password_ask(line, line->values[PASSWORD_STDIN] != NULL);
        if (!password) return COMMAND_FAILED;
        e = password_hash(password, p->hash);
        if (e == ERR_BAD_FIELD) return command_fail_phrase(line, "cli.password.long", p->name, "");
    }
    if (e == OK) e = command_write(line, p->file, verb->write, p);
    return e == OK ? COMMAND_DONE : fail(line, e, p);
}

int user_run(struct command_line *line) {
    if (!command_parse(line, options, 2, 3)) return COMMAND_MISUSED;
    if (strcmp(line->places[0], "list") == 0)
        return line->places[2] ? command_misuse(line, "cli.too_many_words", line->places[2]) : list(line);
    const struct verb *verb = NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i].word, line->places[0]) == 0) verb = &verbs[i];
    if (!verb) return command_misuse(line, "cli.unknown_verb", line->places[0]);
    if (!line->places[2]) return command_misuse(line, "cli.missing_words", "user");
    const char *role = line->values[ROLE];
    struct person person = {.file = line->places[1], .name = line->places[2], .display = line->values[DISPLAY]};
    person.role = role ? role_of(role) : ROLE_COUNT;
    if (verb->role && person.role == ROLE_COUNT) return command_misuse(line, "cli.roles", role ? role : "--role");
    return change(line, verb, &person);
}
