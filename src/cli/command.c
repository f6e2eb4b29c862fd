#include "kosshi/cli/command.h"

#include <string.h>

#include "kosshi/text/utf.h"

#define REASON_POINTS 200

struct languages *command_languages(struct command_line *line) {
    if (!line->languages) line->languages = languages_open(line->assets);
    return line->languages;
}

static const char *phrase(struct command_line *line, const char *key) {
    return languages_phrase(command_languages(line), line->language, key);
}

void command_say(struct command_line *line, FILE *stream, const char *key, const char *const values[]) {
    fprintf(stream, "%s\n", language_fill(line->arena, phrase(line, key), values));
}

/* What comes out of a file, as it may be shown on a terminal: short, on one line, and with nothing hidden in it. */
static const char *plain_reason(struct arena *a, const char *reason) {
    return utf_plain(a, utf_excerpt(a, reason, REASON_POINTS));
}

int command_fail_phrase(struct command_line *line, const char *key, const char *subject, const char *reason) {
    fflush(stdout);
    fprintf(stderr, "kosshi: %s: ", subject);
    command_say(line, stderr, key, (const char *[]){"reason", plain_reason(line->arena, reason), NULL});
    return COMMAND_FAILED;
}

int command_fail(struct command_line *line, enum err e, const char *subject) {
    const char *key = arena_printf(line->arena, "cli.error.%s", err_code(e));
    if (phrase(line, key) != key) return command_fail_phrase(line, key, subject, "");
    const char *title = phrase(line, arena_printf(line->arena, "error.%s.title", err_code(e)));
    const char *text = phrase(line, arena_printf(line->arena, "error.%s.text", err_code(e)));
    fflush(stdout);
    fprintf(stderr, "kosshi: %s: %s. %s\n", subject, title, text);
    return COMMAND_FAILED;
}

void command_usage(const struct command *command, FILE *stream) {
    for (const char *form = command->usage; *form;) {
        size_t size = strcspn(form, "\n");
        fprintf(stream, "  kosshi %.*s\n", (int)size, form);
        form += size + (form[size] == '\n');
    }
}

int command_misuse(struct command_line *line, const char *key, const char *word) {
    command_fail_phrase(line, key, word, "");
    command_usage(line->command, stderr);
    return COMMAND_MISUSED;
}

/* The option a word names. *value: what stands behind "=", NULL when there is none. */
static const struct command_option *find_option(const struct command_option *options, const char *word,
                                                const char **value) {
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1);
    size_t size = strcspn(name, "=");
    *value = name[size] ? name + size + 1 : NULL;
    for (const struct command_option *o = options; o->name; o++)
        if (strlen(o->name) == size && memcmp(o->name, name, size) == 0 && is_long == (size > 1)) return o;
    return NULL;
}

/* Takes the option at words[*at], and the value behind it. */
static bool take_option(struct command_line *line, const struct command_option *options, int *at) {
    const char *word = line->words[*at], *value;
    const struct command_option *option = find_option(options, word, &value);
    if (!option) return command_misuse(line, "cli.unknown_option", word) == COMMAND_DONE;
    if (option->flag && value) return command_misuse(line, "cli.needless_value", word) == COMMAND_DONE;
    const char *next = *at + 1 < line->count ? line->words[*at + 1] : NULL;
    if (!option->flag && !value) {
        if (!next || strncmp(next, "--", 2) == 0)
            return command_misuse(line, "cli.missing_value", word) == COMMAND_DONE;
        value = next;
        ++*at;
    }
    line->values[option - options] = option->flag ? "" : value;
    return true;
}

bool command_parse(struct command_line *line, const struct command_option *options, int least, int most) {
    bool ended = false;
    int places = 0;
    for (int i = 0; i < line->count; i++) {
        const char *word = line->words[i];
        if (!ended && strcmp(word, "--") == 0) {
            ended = true;
        } else if (!ended && word[0] == '-' && word[1]) {
            if (!take_option(line, options, &i)) return false;
        } else if (places < most) {
            line->places[places++] = word;
        } else {
            return command_misuse(line, "cli.too_many_words", word) == COMMAND_DONE;
        }
    }
    return places >= least || command_misuse(line, "cli.missing_words", line->command->name) == COMMAND_DONE;
}

bool command_number(const char *word, int64_t *out) {
    size_t size = strlen(word);
    if (size == 0 || size > 18 || strspn(word, "0123456789") != size) return false;
    *out = 0;
    for (const char *p = word; *p; p++)
        *out = *out * 10 + (*p - '0');
    return true;
}

enum err command_write(struct command_line *line, const char *file, command_verb *verb, void *context) {
    struct db *db;
    enum err e = db_open(file, DB_WRITE, line->assets, &db);
    if (e != OK) return e;
    e = db_begin(db);
    if (e == OK) {
        e = verb(line, db, context);
        if (e == OK)
            e = db_commit(db);
        else
            db_rollback(db);
    }
    db_close(db);
    return e;
}
