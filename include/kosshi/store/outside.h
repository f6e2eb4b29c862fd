#ifndef KOSSHI_STORE_OUTSIDE_H
#define KOSSHI_STORE_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/store/comment.h"

/* An opinion from outside, and what of its answer is known already. */
struct outside_opinion {
    struct comment_draft draft;
    enum disposition disposition;
    const char *summary, *answer; /* "" for none */
};

/* Whether the same words of the same sender, who need not be named, are at this section already. It reads all of its opinions. */
enum err outside_is_there(struct db *db, const struct comment_draft *draft, bool *out) MUST_USE;

/* The id of the newest opinion of all; 0 for none. */
enum err outside_newest(struct db *db, int64_t *id) MUST_USE;

/* The same as outside_is_there, of those newer than that one: it reads no others. */
enum err outside_is_there_since(struct db *db, const struct comment_draft *draft, int64_t newest, bool *out) MUST_USE;

/* Puts it in, by the secretariat. Errors of comment_add and response_put. */
enum err outside_add(struct db *db, const struct outside_opinion *opinion, const struct thread_writer *by,
                     int64_t *id) MUST_USE;

#endif
