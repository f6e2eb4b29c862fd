#ifndef KOSSHI_STORE_SEEN_H
#define KOSSHI_STORE_SEEN_H

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

#endif
