#include "kosshi/cli/command.h"

static const struct command_option options[] = {{NULL, false}};

int backup_run(struct command_line *line) {
    if (!command_parse(line, options, 2, 2)) return COMMAND_MISUSED;
    const char *file = line->places[0], *copy = line->places[1];
    struct db *db;
    enum err e = db_open(file, DB_READ, line->assets, &db);
    if (e != OK) return command_fail(line, e, file);
    e = db_backup(db, copy);
    db_close(db);
    return e == OK ? COMMAND_DONE : command_fail(line, e, copy);
}
