#ifndef KOSSHI_STORE_ANCHOR_H
#define KOSSHI_STORE_ANCHOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/text/span.h"
#include "kosshi/text/unit_index.h"

/*
 * The words a comment is about, in the text of its section as it is now. Every update moves them (text/span.h) in its
 * transaction. A comment whose words are gone is detached, keeps what it was about, and has its words again when an
 * update brings them back: an undo, an old revision restored. Places are UTF-16 units.
 */
#define ANCHOR_LIMIT 10000 /* units of the words, when it is made */

/* Words as somebody marked them. */
struct anchor_mark {
    int64_t version, from, to;
    const struct anchor_found *found; /* by anchor_find; NULL: anchor_add finds them */
};

struct anchor {
    int64_t version, from, to; /* now; the ends of the gap the words left, when it is detached */
    bool detached;
    const char *quote;      /* the words as they are now; the made ones when it is detached */
    int64_t made_version;   /* which it was made at, */
    const char *made_quote; /* and the words then */
    struct span_quote lost; /* of a detached one: as the words last stood */
};

/* Finds marked words in a section's text beforehand and where it keeps nobody waiting: from a version long ago it is a
 * long way. Reads only. What cannot be found stays NULL, and anchor_add says why. */
void anchor_find(struct db *db, struct arena *a, int64_t section_id, struct anchor_mark *mark);

/* Gives a comment its words. ERR_BAD_FIELD: none of the text's, or they begin or end inside a surrogate pair;
 * ERR_TOO_LARGE over ANCHOR_LIMIT; ERR_STALE for a version that is not known here; ERR_NOT_FOUND. */
enum err anchor_add(struct db *db, struct arena *a, int64_t comment_id, const struct anchor_mark *mark) MUST_USE;

/* The text of the section that was read last, so that the comments of one section read it once. {0} at first. */
struct anchor_reader {
    int64_t section_id, version;
    struct unit_index text;
};
/* The words of a comment; *out is NULL when it is about the whole of its section. */
enum err anchor_get(struct db *db, struct arena *a, struct anchor_reader *reader, int64_t comment_id,
                    const struct anchor **out) MUST_USE;

/* For the interchange form: puts what anchor_get gave, but for its version and quote. ERR_BAD_FIELD: its places are none
 * of the section's text, or words are missing. Precondition: the comment is there, and is about its whole section. */
enum err anchor_put(struct db *db, int64_t comment_id, const struct anchor *anchor) MUST_USE;

#endif
