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

/* Whether the same words of the same sender, who need not be named, are at this section already. */
enum err outside_is_there(struct db *db, const struct comment_draft *draft, bool *out) MUST_USE;

/* Puts it in, by the secretariat. Errors of comment_add and response_put. */
enum err outside_add(struct db *db, const struct outside_opinion *opinion, const struct thread_writer *by,
                     int64_t *id) MUST_USE;

#endif
