#ifndef KOSSHI_STORE_UPDATE_TEXT_H
#define KOSSHI_STORE_UPDATE_TEXT_H

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* The text of a version alone, of a section whether it stands or not. Errors of update_text_at. */
enum err update_text_of(struct db *db, struct arena *a, int64_t section_id, int64_t version, const char **text,
                        size_t *size) MUST_USE;

#endif
