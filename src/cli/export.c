#include "kosshi/cli/command.h"
#include "kosshi/cli/target.h"
#include "kosshi/output/paper.h"

enum { FORMAT, OUT };
static const struct command_option options[] = {{"format", false}, {"o", false}, {NULL, false}};

static enum err write_paper(struct command_line *line, struct db *db, const struct paper *paper, struct buf *out) {
    struct paper_source source = {.db = db, .assets = line->assets, .languages = command_languages(line)};
    if (paper->needs_render) source.render = render_new(1);
    enum err e = paper_write(paper, &source, out);
    render_free(source.render);
    return e;
}

static enum err produce(struct command_line *line, const struct paper *paper, struct buf *out) {
    struct db *db;
    enum err e = db_open(line->places[0], DB_READ, line->assets, &db);
    if (e != OK) return e;
    e = write_paper(line, db, paper, out);
    db_close(db);
    return e;
}

int export_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    const char *name = line->values[FORMAT], *path = line->values[OUT];
    const struct paper *paper = name ? paper_in_format(PAPER_DOCUMENT, name) : NULL;
    if (!paper) return command_misuse(line, "cli.formats", name ? name : "--format");
    if (target_is_document(line, path)) return command_fail(line, ERR_FILE_EXISTS, path);
    BUF(out);
    enum err e = produce(line, paper, &out);
    return e == OK ? target_write(line, path, &out) : command_fail(line, e, line->places[0]);
}
