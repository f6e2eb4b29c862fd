#include "kosshi/cli/command.h"
#include "kosshi/output/check_list.h"
#include "kosshi/pages/section_view.h"

static const struct command_option options[] = {{NULL, false}};

static void say(struct command_line *line, const struct check_list *list, const struct check_finding *f) {
    const char *key = arena_printf(line->arena, "check.%s", check_name(f->finding));
    size_t at = (size_t)(f->section - list->checked);
    printf("%s: ", section_view_place(line->arena, list->sections, at));
    command_say(line, stdout, key, (const char *[]){"detail", f->detail, NULL});
}

int check_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    struct db *db;
    struct check_list list;
    enum err e = db_open(line->places[0], DB_READ, line->assets, &db);
    if (e != OK) return command_fail(line, e, line->places[0]);
    e = check_list(db, line->arena, &list);
    db_close(db);
    if (e != OK) return command_fail(line, e, line->places[0]);
    for (size_t i = 0; i < list.count; i++)
        say(line, &list, &list.findings[i]);
    if (list.count == 0) command_say(line, stdout, "cli.check.nothing", NULL);
    return list.count == 0 ? COMMAND_DONE : COMMAND_FAILED;
}
