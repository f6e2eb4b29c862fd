#include "kosshi/cli/command.h"
#include "kosshi/cli/target.h"
#include "kosshi/output/paper.h"
#include "kosshi/output/response_words.h"

enum { FORMAT, OUT, NAMES };
static const struct command_option options[] = {{"format", false}, {"o", false}, {"names", true}, {NULL, false}};

/* What the table says of missing answers, to whoever made it. */
static enum err read_warning(struct command_line *line, struct db *db, const char **out) {
    struct response_table table;
    enum err e = response_table(db, line->arena, false, &table);
    if (e != OK) return e;
    const struct response_words words = {&table, command_languages(line), line->language, line->arena};
    *out = response_words_warning(&words);
    return OK;
}

/* The paper and the warning are of one moment. */
static enum err produce(struct command_line *line, const struct paper *paper, struct buf *out, const char **warning) {
    struct db *db;
    enum err e = db_open(line->places[0], DB_READ, line->assets, &db);
    if (e != OK) return e;
    struct paper_source source = {
        .db = db, .assets = line->assets, .languages = command_languages(line), .with_names = line->values[NAMES]};
    e = db_read_begin(db);
    if (e == OK) {
        e = paper_write(paper, &source, out);
        if (e == OK) e = read_warning(line, db, warning);
        db_read_end(db);
    }
    db_close(db);
    return e;
}

static int put_out(struct command_line *line, const char *path, const struct buf *bytes, const char *warning) {
    int status = target_write(line, path, bytes);
    if (status != COMMAND_DONE || !*warning) return status;
    fflush(stdout);
    fprintf(stderr, "kosshi: %s: %s\n", line->places[0], warning);
    return COMMAND_DONE;
}

int comments_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    const char *format = line->values[FORMAT], *path = line->values[OUT], *warning = "";
    const struct paper *paper = format ? paper_in_format(PAPER_OPINIONS, format) : NULL;
    if (!paper) return command_misuse(line, "cli.comments.formats", format ? format : "--format");
    if (!paper->is_text && target_is_terminal(path)) return command_misuse(line, "cli.comments.terminal", format);
    if (target_is_document(line, path)) return command_fail(line, ERR_FILE_EXISTS, path);
    BUF(out);
    enum err e = produce(line, paper, &out, &warning);
    return e == OK ? put_out(line, path, &out, warning) : command_fail(line, e, line->places[0]);
}
