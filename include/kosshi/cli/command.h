#ifndef KOSSHI_CLI_COMMAND_H
#define KOSSHI_CLI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/assets.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/store/db.h"

/*
 * One use of the command line: its words taken apart, and what it says. main.c holds the table of commands; each
 * command is one function in a file of its own that returns an exit status. Nothing is opened before a command asks for
 * it.
 */
enum { COMMAND_DONE = 0, COMMAND_FAILED = 1, COMMAND_MISUSED = 2 };

struct command_line;

struct command {
    const char *name;
    int (*run)(struct command_line *line); /* an exit status; what went wrong has been said */
    const char *usage;                     /* its forms, one a line, each without "kosshi " */
};

/* --name VALUE, or --name alone for a flag; a name of one letter stands behind one dash: -o VALUE. */
struct command_option {
    const char *name; /* NULL ends a table */
    bool flag;
};

#define COMMAND_PLACES 3
#define COMMAND_OPTIONS 4

struct command_line {
    const struct command *command;
    int count;
    char **words; /* those behind the command's name */
    struct assets *assets;
    struct languages *languages; /* NULL until something has to be said; see command_languages */
    enum language language;
    struct arena *arena;
    const char *places[COMMAND_PLACES];  /* words that are no option, in order; NULL for those not given */
    const char *values[COMMAND_OPTIONS]; /* in the order of the option table; NULL: not given; "" for a flag */
};

/*
 * Takes the words apart into places and values. "--name=VALUE" is understood, "--" ends the options, "-" is a place or
 * a value; a value that begins with "--" has to be written behind "=". False, after saying why and the usage, for an
 * unknown option, a missing value, or less than least or more than most places.
 */
bool command_parse(struct command_line *line, const struct command_option *options, int least, int most);

/* Says "kosshi: word: phrase" and the usage. Always COMMAND_MISUSED. */
int command_misuse(struct command_line *line, const char *key, const char *word);

/* Says "kosshi: subject: what is wrong and how to mend it" in one line. Always COMMAND_FAILED.
 * subject: a path, a name. */
int command_fail(struct command_line *line, enum err e, const char *subject);
int command_fail_phrase(struct command_line *line, const char *key, const char *subject, const char *reason);

/*
 * A line of words to stream: the phrase at key with each {name} replaced. values: name, value, name, value, …, NULL; or
 * NULL for none. command_say(line, stderr, "cli.unreadable", (const char *[]){"reason", reason, NULL});
 */
void command_say(struct command_line *line, FILE *stream, const char *key, const char *const values[]);

/* The phrases, opened at the first call. Borrowed. */
struct languages *command_languages(struct command_line *line);

/* The usage, each form behind "kosshi ". */
void command_usage(const struct command *command, FILE *stream);

/* A number without sign, of digits alone. */
bool command_number(const char *word, int64_t *out);

/* Opens file for writing and calls verb inside one transaction, which lasts when verb returns OK and leaves no trace
 * otherwise. */
typedef enum err command_verb(struct command_line *line, struct db *db, void *context);
enum err command_write(struct command_line *line, const char *file, command_verb *verb, void *context) MUST_USE;

/* The commands, one a file of cli/. */
int new_run(struct command_line *line);
int demo_run(struct command_line *line);
int serve_run(struct command_line *line);
int user_run(struct command_line *line);
int invite_run(struct command_line *line);
int export_run(struct command_line *line);
int comments_run(struct command_line *line);
int import_run(struct command_line *line);
int check_run(struct command_line *line);
int backup_run(struct command_line *line);

#endif
