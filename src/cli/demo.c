#include <jansson.h>
#include <string.h>

#include "kosshi/cli/command.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/store/user.h"

static const struct command_option options[] = {{NULL, false}};

#define TEXT "schema/sample.md"
#define PEOPLE "schema/sample_comments.json" /* who is there, and what they say of it */
#define MINUTE 60000LL
#define DAY (24 * 60 * MINUTE)
#define BEGUN_DAYS_AGO 50

/* A sample under way. What is wrong with the two files above is a programmer's error. */
struct sample {
    struct arena *arena;
    struct db *db;
    json_t *ids; /* of the people, by name */
    int64_t now;
};

/* So many days ago, and not all at one time of the day; never in the time to come. */
static int64_t moment(const struct sample *s, json_int_t days_ago, size_t minutes) {
    return s->now - days_ago * DAY - (int64_t)minutes * MINUTE;
}

static struct asset open_asset(struct command_line *line, const char *path) {
    struct asset asset;
    if (!assets_get(line->assets, path, &asset)) die("%s is missing", path);
    return asset;
}

static enum err add_text(struct command_line *line, struct sample *s) {
    struct asset form = open_asset(line, TEXT);
    struct markdown_form_problem problem;
    enum err e = markdown_form_read(s->db, s->arena, form.data, form.size, moment(s, BEGUN_DAYS_AGO, 0), &problem);
    if (e == ERR_BAD_INTERCHANGE) die("%s:%d: %s %s", TEXT, problem.line, problem.what, problem.detail);
    return e == OK ? document_set_sample(s->db) : e;
}

/* Who may write wrote the sections in turn, over the weeks until now; those that are final were written before. */
static enum err add_authors(struct sample *s) {
    struct section *sections;
    struct user *users;
    size_t count, user_count, next = 0;
    enum err e = section_tree(s->db, s->arena, false, &sections, &count);
    if (e == OK) e = user_list(s->db, s->arena, &users, &user_count);
    for (size_t i = 0; e == OK && i < count; i++) {
        if (sections[i].locked || (!sections[i].version && !sections[i].items)) continue;
        do
            next = (next + 1) % user_count;
        while (users[next].role < ROLE_MEMBER);
        e = section_touch(s->db, sections[i].id, users[next].id, moment(s, 1 + (json_int_t)(i * 5 % 23), i * 37 % 300));
    }
    return e;
}

/* Nobody has a password: a sample is entered by the button of a role. */
static enum err add_person(struct sample *s, json_t *person) {
    const char *name, *display, *role;
    int64_t id = 0;
    if (json_unpack(person, "{s:s, s:s, s:s}", "name", &name, "display", &display, "role", &role) != 0)
        die("%s: a person without name, display or role", PEOPLE);
    enum err e = user_add(s->db, name, display, role_of(role), USER_NO_PASSWORD, s->now, &id);
    json_object_set_new(s->ids, name, json_integer((json_int_t)id));
    return e;
}

static int64_t person_of(const struct sample *s, const char *name) {
    json_t *id = json_object_get(s->ids, name);
    if (!id) die("%s: there is nobody called %s", PEOPLE, name);
    return json_integer_value(id);
}

/* Lines of a thread on the same day stand ten minutes apart. *at: of the last one; minutes: of the comment. */
static enum err add_replies(struct sample *s, json_t *replies, int64_t comment, size_t minutes, int64_t *at) {
    enum err e = OK;
    size_t i;
    json_t *reply;
    json_array_foreach(replies, i, reply) {
        const char *author, *body;
        json_int_t days_ago;
        int64_t id;
        if (json_unpack(reply, "{s:s, s:s, s:I}", "author", &author, "body", &body, "days_ago", &days_ago) != 0)
            die("%s: a reply without author, body or days_ago", PEOPLE);
        *at = moment(s, days_ago, minutes - 10 * (i + 1));
        const struct thread thread = {.comment_id = comment};
        const struct thread_writer by = {person_of(s, author), ROLE_MEMBER, *at};
        e = thread_reply(s->db, &thread, body, &by, &id);
        if (e != OK) break;
    }
    return e;
}

static enum err add_comment(struct sample *s, json_t *comment, size_t minutes) {
    const char *author, *body, *resolved_by = NULL;
    json_int_t section, days_ago;
    int64_t id;
    json_t *replies = NULL;
    if (json_unpack(comment, "{s:I, s:s, s:s, s:I, s?o, s?s}", "section", &section, "author", &author, "body", &body,
                    "days_ago", &days_ago, "replies", &replies, "resolved_by", &resolved_by) != 0)
        die("%s: a comment without section, author, body or days_ago", PEOPLE);
    int64_t at = moment(s, days_ago, minutes);
    const struct comment_draft draft = {.section_id = section, .body = body};
    const struct thread_writer by = {person_of(s, author), ROLE_MEMBER, at};
    enum err e = comment_add(s->db, &draft, &by, &id);
    if (e == ERR_NOT_FOUND) die("%s: there is no section %lld", PEOPLE, (long long)section);
    if (e == OK) e = add_replies(s, replies, id, minutes, &at);
    if (e == OK && resolved_by) e = comment_resolve(s->db, id, person_of(s, resolved_by), at + 5 * MINUTE);
    return e;
}

/* Minutes before now at which the comment of this place was made; longer than any thread of a day. */
static size_t minutes_of(size_t place) {
    return 120 + place * 47 % 480;
}

static enum err add_people(struct command_line *line, struct sample *s) {
    struct asset asset = open_asset(line, PEOPLE);
    json_error_t error;
    json_auto_t *root = json_loadb(asset.data, asset.size, JSON_REJECT_DUPLICATES, &error);
    if (!root) die("%s:%d: %s", PEOPLE, error.line, error.text);
    enum err e = OK;
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(root, "people"), i, item) {
        if (e == OK) e = add_person(s, item);
    }
    json_array_foreach(json_object_get(root, "comments"), i, item) {
        if (e == OK) e = add_comment(s, item, minutes_of(i));
    }
    return e;
}

static enum err fill(struct command_line *line, struct db *db) {
    json_auto_t *ids = json_object();
    struct sample sample = {.arena = line->arena, .db = db, .ids = ids, .now = db_now()};
    enum err e = db_begin(db);
    if (e == OK) e = add_text(line, &sample);
    if (e == OK) e = add_people(line, &sample);
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
