#ifndef KOSSHI_CLI_DEMO_PEOPLE_H
#define KOSSHI_CLI_DEMO_PEOPLE_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/assets.h"
#include "kosshi/store/db.h"

/* A sample under way. */
struct demo {
    struct arena *arena;
    struct db *db;
    int64_t now;
};

/* So many days ago, and not all at one time of the day; never in the time to come. */
int64_t demo_people_moment(const struct demo *s, int64_t days_ago, size_t minutes);

/* Puts who is there, their opinions and suggestions, and the answers: schema/sample_comments.json. What is wrong with that file
 * is a programmer's error. Precondition: the texts are there. */
enum err demo_people_add(struct assets *assets, struct demo *s) MUST_USE;

#endif
