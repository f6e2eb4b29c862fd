#ifndef KOSSHI_STORE_SEEN_H
#define KOSSHI_STORE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/store/thread.h"

/*
 * How far somebody has read a thread: to the reply of an id, 0 for its first words, SEEN_NOTHING before. Unread is what
 * others said behind that. The first words of an opinion from outside are not: those come by the hundred, and wait for
 * an answer in their table.
 */
#define SEEN_NOTHING (-1)
#define SEEN_ALL INT64_MAX /* to the last reply */

enum err seen_get(struct db *db, int64_t user_id, const struct thread *t, int64_t *reply_id) MUST_USE;

/* To that reply, or the last one before it; what was read stays read. No error when there is no such thread. */
enum err seen_set(struct db *db, int64_t user_id, const struct thread *t, int64_t reply_id) MUST_USE;
/* Every thread there is, to its end. */
enum err seen_set_all(struct db *db, int64_t user_id) MUST_USE;

/* Not beyond the place before that reply (0: before the first words): it is to be read again. */
enum err seen_back(struct db *db, int64_t user_id, const struct thread *t, int64_t reply_id) MUST_USE;

/* A thread with something somebody has not read: the newest of it. */
struct seen_news {
    struct thread thread;
    int64_t section_id;
    int64_t reply_id; /* 0: the thread's first words */
    int64_t at;
    const char *by; /* shown name then */
    const char *words;
};

/* The newest first, at most limit of them, of sections that stand; *total: how many there are. mentions: only of what calls this
 * person by name. */
enum err seen_news(struct db *db, struct arena *a, int64_t user_id, bool mentions, size_t limit, struct seen_news **out,
                   size_t *count, size_t *total) MUST_USE;

#endif
