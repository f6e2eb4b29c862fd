#include <string.h>

#include "kosshi/cli/command.h"

#define VERSION "0.1.0"

static const struct command commands[] = {
    {"new", new_run, "new FILE [--from OUTLINE.md|EXPORTED.md|EXPORTED.json|-]"},
    {"demo", demo_run, "demo FILE"},
    {"serve", serve_run, "serve FILE [--listen 127.0.0.1:8080] [--tls-cert CERT.pem --tls-key KEY.pem] [--assets DIR]"},
    {"user", user_run,
     "user add FILE NAME --role viewer|reviewer|member|secretariat [--display \"…\"] [--password-stdin]\n"
     "user list FILE\n"
     "user password FILE NAME [--password-stdin]\n"
     "user disable FILE NAME"},
    {"invite", invite_run, "invite FILE --role viewer|reviewer|member|secretariat"},
    {"export", export_run, "export FILE --format html|text|md|json [-o OUT]"},
    {"comments", comments_run, "comments FILE --format html|xlsx|csv|json [-o OUT] [--names]"},
    {"import", import_run, "import FILE SECTION-ID TEXT.md|- [--base VERSION]"},
    {"check", check_run, "check FILE"},
    {"backup", backup_run, "backup FILE COPY"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static const struct command *find(const char *name) {
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static void say_usage(struct command_line *line, const struct command *command) {
    command_say(line, stdout, arena_printf(line->arena, "cli.about.%s", command->name), NULL);
    command_usage(command, stdout);
}

static int help(struct command_line *line) {
    const struct command *command = line->count > 0 ? find(line->words[0]) : NULL;
    if (command) {
        say_usage(line, command);
        return COMMAND_DONE;
    }
    if (line->count > 0) {
        command_fail_phrase(line, "cli.unknown_command", line->words[0], "");
        return COMMAND_MISUSED;
    }
    command_say(line, stdout, "cli.help.head", NULL);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        printf("  %-9s", commands[i].name);
        command_say(line, stdout, arena_printf(line->arena, "cli.about.%s", commands[i].name), NULL);
    }
    command_say(line, stdout, "cli.help.tail", NULL);
    return COMMAND_DONE;
}

static bool asks_for_help(const struct command_line *line) {
    for (int i = 0; i < line->count && strcmp(line->words[i], "--") != 0; i++)
        if (strcmp(line->words[i], "--help") == 0) return true;
    return false;
}

static int run(struct command_line *line, const char *name) {
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0) return help(line);
    if (strcmp(name, "--version") == 0) {
        puts("kosshi " VERSION);
        return COMMAND_DONE;
    }
    line->command = find(name);
    if (!line->command) {
        command_fail_phrase(line, "cli.unknown_command", name, "");
        return COMMAND_MISUSED;
    }
    if (asks_for_help(line)) {
        say_usage(line, line->command);
        return COMMAND_DONE;
    }
    return line->command->run(line);
}

int main(int argc, char **argv) {
    struct command_line line = {.count = argc > 2 ? argc - 2 : 0,
                                .words = argv + (argc > 2 ? 2 : argc),
                                .assets = assets_open(NULL),
                                .language = language_from_environment(),
                                .arena = arena_new()};
    int status = run(&line, argc > 1 ? argv[1] : "help");
    if (status == COMMAND_DONE && (fflush(stdout) != 0 || ferror(stdout)))
        status = command_fail_phrase(&line, "cli.output", "stdout", "");
    if (line.languages) languages_close(line.languages);
    assets_close(line.assets);
    arena_free(line.arena);
    return status;
}
