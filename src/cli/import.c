#include <inttypes.h>

#include "kosshi/cli/input.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/section.h"
#include "kosshi/store/update.h"

enum { BASE };
static const struct command_option options[] = {{"base", false}, {NULL, false}};

struct text {
    int64_t section, base, version; /* base -1: the version the section has; version: afterwards */
    struct buf bytes;
};

static enum err save_text(struct command_line *line, struct db *db, void *context) {
    struct text *text = context;
    struct section section;
    int64_t now = db_now();
    enum err e = section_get(db, line->arena, text->section, &section);
    if (e != OK) return e;
    if (text->base < 0) text->base = section.version;
    struct update_save save = {.section_id = section.id,
                               .base_version = text->base,
                               .text = text->bytes.data ? text->bytes.data : "",
                               .size = text->bytes.size,
                               .now = now};
    struct update_saved saved;
    e = update_save(db, line->arena, &save, &saved);
    text->version = saved.version;
    if (e != OK || !saved.is_new) return e;
    return activity_add(db, now, 0, DID_SAVE, section.id, arena_printf(line->arena, "v%" PRId64, text->version));
}

int import_run(struct command_line *line) {
    if (!command_parse(line, options, 3, 3)) return COMMAND_MISUSED;
    struct text text = {.base = -1};
    if (!command_number(line->places[1], &text.section)) return command_misuse(line, "cli.bad_number", line->places[1]);
    if (line->values[BASE] && !command_number(line->values[BASE], &text.base))
        return command_misuse(line, "cli.bad_number", line->values[BASE]);
    if (!input_text(line, line->places[2], &text.bytes)) {
        buf_free(&text.bytes);
        return COMMAND_FAILED;
    }
    enum err e = command_write(line, line->places[0], save_text, &text);
    buf_free(&text.bytes);
    if (e == ERR_NOT_FOUND) return command_fail_phrase(line, "cli.import.unknown", line->places[1], "");
    if (e != OK) return command_fail(line, e, e == ERR_TOO_LARGE ? line->places[2] : line->places[0]);
    printf("%" PRId64 "\n", text.version);
    return COMMAND_DONE;
}
