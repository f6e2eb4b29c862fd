#include <stdlib.h>
#include <string.h>

#include "kosshi/cli/input.h"
#include "kosshi/output/interchange.h"
#include "kosshi/output/markdown_form.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/utf.h"

enum { FROM };
static const struct command_option options[] = {{"from", false}, {NULL, false}};

/* What a new document is made from. */
struct source {
    const char *name; /* "" for the built-in outline */
    struct buf text;
    bool is_form;            /* text is the Markdown form */
    struct outline *outline; /* NULL: text is one of the interchange forms */
};

static bool is_json(const struct buf *text) {
    return text->data && text->data[strspn(text->data, " \t\n")] == '{';
}

static bool read_source(struct command_line *line, struct source *s) {
    if (line->values[FROM]) {
        s->name = line->values[FROM];
        if (!input_text(line, s->name, &s->text)) return false;
        s->is_form = s->text.data && markdown_form_is(s->text.data, s->text.size);
        if (s->is_form || is_json(&s->text)) return true;
    } else {
        struct asset asset;
        if (!assets_get(line->assets, "schema/vision.md", &asset)) die("the built-in outline is missing");
        s->name = "";
        buf_add(&s->text, asset.data, asset.size);
    }
    enum err e = outline_parse(line->arena, s->text.data ? s->text.data : "", s->text.size, &s->outline);
    if (e != OK) command_fail(line, e, s->name);
    return e == OK;
}

/* It becomes part of the document, which is Japanese whoever makes it. */
static const char *unplaced_title(struct command_line *line) {
    return languages_phrase(command_languages(line), LANGUAGE_JA, "cli.new.unplaced_title");
}

/* Where an interchange form is wrong. */
struct mistake {
    const char *why;                      /* of the JSON; in the arena */
    struct markdown_form_problem problem; /* of the Markdown form */
};

static enum err read_json(struct command_line *line, struct db *db, const struct source *s, struct mistake *mistake) {
    char *found = NULL;
    enum err e = interchange_read(db, s->text.data, s->text.size, &found);
    if (found) mistake->why = arena_string(line->arena, found);
    free(found);
    return e;
}

static enum err fill(struct command_line *line, struct db *db, const struct source *s, struct mistake *mistake) {
    enum err e;
    if (s->outline)
        e = document_create(db, s->outline, unplaced_title(line));
    else if (s->is_form)
        e = markdown_form_read(db, line->arena, s->text.data, s->text.size, db_now(), &mistake->problem);
    else
        e = read_json(line, db, s, mistake);
    if (e != OK) return e;
    const char *slash = strrchr(s->name, '/'), *name = slash ? slash + 1 : s->name;
    bool readable = utf_check(name, strlen(name)) == OK; /* a file's name may be of any bytes */
    return activity_add(db, db_now(), 0, DID_CREATE, 0, readable ? name : "");
}

static enum err create(struct command_line *line, struct db *db, const struct source *s, struct mistake *mistake) {
    enum err e = db_begin(db);
    if (e != OK) return e;
    e = fill(line, db, s, mistake);
    if (e == OK) return db_commit(db);
    db_rollback(db);
    return e;
}

static enum err say_made(struct command_line *line, struct db *db, const struct source *s) {
    struct document document;
    struct section *sections;
    struct reference *references;
    struct consideration *considerations;
    size_t all, reference_count, consideration_count, chapters = 0;
    enum err e = document_get(db, line->arena, &document);
    if (e == OK) e = section_tree(db, line->arena, false, &sections, &all);
    if (e == OK) e = reference_list(db, line->arena, &references, &reference_count);
    if (e == OK) e = consideration_list(db, line->arena, &considerations, &consideration_count);
    if (e != OK) return e;
    for (size_t i = 0; i < all; i++)
        chapters += sections[i].depth == 0;
    struct arena *a = line->arena;
    const char *values[] = {"file",
                            line->places[0],
                            "title",
                            document.title,
                            "chapters",
                            arena_printf(a, "%zu", chapters),
                            "sections",
                            arena_printf(a, "%zu", all - chapters),
                            "references",
                            arena_printf(a, "%zu", reference_count),
                            "considerations",
                            arena_printf(a, "%zu", consideration_count),
                            NULL};
    command_say(line, stdout, "cli.new.made", values);
    if (!s->outline || s->outline->unplaced_count == 0) return OK;
    command_say(line, stdout, "cli.new.unplaced", (const char *[]){"reference", unplaced_title(line), NULL});
    for (size_t i = 0; i < s->outline->unplaced_count; i++)
        printf("%d: %s\n", s->outline->unplaced[i].line, s->outline->unplaced[i].text);
    return OK;
}

static int fail_form(struct command_line *line, const char *name, const struct markdown_form_problem *p) {
    const char *key = arena_printf(line->arena, "cli.form.%s", p->what);
    return command_fail_phrase(line, key, arena_printf(line->arena, "%s:%d", name, p->line), p->detail);
}

static int make(struct command_line *line, const struct source *s) {
    const char *file = line->places[0];
    struct mistake mistake = {.why = ""};
    struct db *db;
    enum err e = db_open(file, DB_CREATE, line->assets, &db);
    if (e != OK) return command_fail(line, e, file);
    e = create(line, db, s, &mistake);
    if (e == OK) e = say_made(line, db, s);
    db_close(db);
    if (e == OK) return COMMAND_DONE;
    db_remove(file);
    if (e == ERR_BAD_INTERCHANGE && s->is_form) return fail_form(line, s->name, &mistake.problem);
    if (e == ERR_BAD_INTERCHANGE) return command_fail_phrase(line, "cli.error.bad_interchange", s->name, mistake.why);
    if (e == ERR_BAD_FIELD) return command_fail_phrase(line, "cli.new.bad_title", s->name, "");
    return command_fail(line, e, e == ERR_TOO_LARGE ? s->name : file);
}

int new_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    struct source source = {0};
    int status = read_source(line, &source) ? make(line, &source) : COMMAND_FAILED;
    buf_free(&source.text);
    return status;
}
