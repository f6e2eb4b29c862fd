#include "kosshi/cli/command.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/user.h"

enum { ROLE };
static const struct command_option options[] = {{"role", false}, {NULL, false}};

struct invited {
    enum role role;
    char token[TOKEN_SIZE];
};

static enum err invite(struct command_line *line, struct db *db, void *context) {
    (void)line;
    struct invited *invited = context;
    int64_t now = db_now();
    enum err e = invitation_add(db, invited->role, 0, NULL, now, invited->token);
    return e == OK ? activity_add(db, now, 0, DID_INVITE, 0, role_name(invited->role)) : e;
}

int invite_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    const char *role = line->values[ROLE];
    struct invited invited = {.role = role ? role_of(role) : ROLE_COUNT};
    if (invited.role == ROLE_COUNT) return command_misuse(line, "cli.roles", role ? role : "--role");
    enum err e = command_write(line, line->places[0], invite, &invited);
    if (e != OK) return command_fail(line, e, line->places[0]);
    const char *path = arena_printf(line->arena, "/invite/%s", invited.token);
    printf("%s\n", path);
    command_say(line, stderr, "cli.invited", (const char *[]){"path", path, NULL});
    return COMMAND_DONE;
}
