#include "kosshi/cli/command.h"
#include "kosshi/cli/demo_people.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/store/user.h"

static const struct command_option options[] = {{NULL, false}};

#define TEXT "schema/sample.md"
#define BEGUN_DAYS_AGO 50
#define FINAL_DAYS_AGO 25

/* What is wrong with the text is a programmer's error. */
static enum err add_text(struct command_line *line, struct demo *s) {
    struct asset form;
    struct markdown_form_problem problem;
    if (!assets_get(line->assets, TEXT, &form)) die("%s is missing", TEXT);
    enum err e =
        markdown_form_read(s->db, s->arena, form.data, form.size, demo_people_moment(s, BEGUN_DAYS_AGO, 0), &problem);
    if (e == ERR_BAD_INTERCHANGE) die("%s:%d: %s %s", TEXT, problem.line, problem.what, problem.detail);
    return e == OK ? document_set_sample(s->db) : e;
}

/* Who may write, one behind the other. */
static const struct user *next_writer(const struct user *users, size_t count, size_t *next) {
    do
        *next = (*next + 1) % count;
    while (users[*next].role < ROLE_MEMBER);
    return &users[*next];
}

/* They wrote the sections in turn, over the weeks until now; those that are final before. */
static enum err add_authors(struct demo *s) {
    struct section *sections;
    struct user *users;
    size_t count, user_count, next = 0;
    enum err e = section_tree(s->db, s->arena, false, &sections, &count);
    if (e == OK) e = user_list(s->db, s->arena, &users, &user_count);
    for (size_t i = 0; e == OK && i < count; i++) {
        if (!sections[i].version && !sections[i].items) continue;
        int64_t days_ago = (int64_t)(i * 5 % 23) + (sections[i].locked ? FINAL_DAYS_AGO : 1);
        e = section_put_author(s->db, sections[i].id, next_writer(users, user_count, &next)->id,
                               demo_people_moment(s, days_ago, i * 37 % 300));
    }
    return e;
}

static enum err fill(struct command_line *line, struct db *db) {
    struct demo sample = {.arena = line->arena, .db = db, .now = db_now()};
    enum err e = db_begin(db);
    if (e == OK) e = add_text(line, &sample);
    if (e == OK) e = demo_people_add(line->assets, &sample);
    if (e == OK) e = add_authors(&sample);
    if (e == OK) e = activity_add(db, sample.now, 0, DID_CREATE, 0, "sample.md");
    if (e == OK) return db_commit(db);
    db_rollback(db);
    return e;
}

int demo_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    const char *file = line->places[0];
    struct db *db;
    enum err e = db_open(file, DB_CREATE, line->assets, &db);
    if (e != OK) return command_fail(line, e, file);
    e = fill(line, db);
    db_close(db);
    if (e != OK) {
        db_remove(file);
        return command_fail(line, e, file);
    }
    command_say(line, stdout, "cli.demo.made", (const char *[]){"file", file, NULL});
    return COMMAND_DONE;
}
