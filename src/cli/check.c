#include "kosshi/text/check.h"

#include "kosshi/cli/command.h"
#include "kosshi/store/section.h"

static const struct command_option options[] = {{NULL, false}};

static struct check_section *sections_of(struct arena *a, const struct section *sections, size_t count) {
    struct check_section *out = arena_alloc(a, (count + 1) * sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct check_section){.id = sections[i].id,
                                        .depth = sections[i].depth,
                                        .kind = sections[i].kind,
                                        .number = sections[i].number,
                                        .title = sections[i].title,
                                        .text = sections[i].text,
                                        .final = sections[i].state == STATE_FINAL,
                                        .open_comments = sections[i].open_comments};
    return out;
}

static void say(struct command_line *line, const struct check_finding *f) {
    const char *key = arena_printf(line->arena, "check.%s", check_name(f->finding));
    const char *number = f->section->number;
    printf("%s%s%s: ", number, *number ? " " : "", f->section->title);
    command_say(line, stdout, key, (const char *[]){"detail", f->detail, NULL});
}

int check_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    struct db *db;
    struct section *sections;
    size_t count = 0;
    enum err e = db_open(line->places[0], DB_READ, line->assets, &db);
    if (e != OK) return command_fail(line, e, line->places[0]);
    e = section_tree(db, line->arena, true, &sections, &count);
    db_close(db);
    if (e != OK) return command_fail(line, e, line->places[0]);
    struct check_finding *findings;
    size_t found = check_document(line->arena, sections_of(line->arena, sections, count), count, &findings);
    for (size_t i = 0; i < found; i++)
        say(line, &findings[i]);
    if (found == 0) command_say(line, stdout, "cli.check.nothing", NULL);
    return found == 0 ? COMMAND_DONE : COMMAND_FAILED;
}
