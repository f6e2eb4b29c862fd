#ifndef KOSSHI_STORE_UPDATE_GROUND_H
#define KOSSHI_STORE_UPDATE_GROUND_H

#include "kosshi/store/update.h"
#include "section_text.h"
#include "update_log.h"

/* What a push is put on: a section's text as it stands, and the updates behind the version the push was made at. */
struct update_ground {
    struct section_text text; /* afterwards with the push in it */
    struct rebase_update *over;
    size_t over_count;
};

/* update_push for a ground that was read already. */
enum err update_push_onto(struct db *db, struct arena *a, const struct update_push *push, struct update_ground *ground,
                          struct update_pushed *out) MUST_USE;

#endif
