#ifndef KOSSHI_STORE_ANCHOR_MOVE_H
#define KOSSHI_STORE_ANCHOR_MOVE_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"
#include "kosshi/text/changeset.h"

/* The anchors of a section on their way through a push: read once, moved by one update after the other, written once. */
struct anchor_move {
    int64_t section_id;
    struct anchor_moved *anchors;
    size_t count;
};

/* One update and the whole text before and after it. */
struct anchor_step {
    const struct changeset *changes;
    const char *before, *after;
    size_t before_size, after_size;
};

enum err anchor_move_begin(struct db *db, struct arena *a, int64_t section_id, struct anchor_move *out) MUST_USE;
enum err anchor_move_by(struct db *db, struct arena *a, struct anchor_move *m, const struct anchor_step *step) MUST_USE;
enum err anchor_move_end(struct db *db, const struct anchor_move *m) MUST_USE;

#endif
