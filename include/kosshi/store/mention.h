#ifndef KOSSHI_STORE_MENTION_H
#define KOSSHI_STORE_MENTION_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/store/thread.h"

/* Who is called by name (text/at_name.h) in what is said. Calling oneself is no call. */
struct mention {
    int64_t user_id;
    int64_t reply_id;    /* in which reply; 0: in the first words */
    const char *display; /* shown name now */
};

/* Writes down whom these words call, those who had left excepted; reply_id 0 for a thread's first words. When the words
 * were others before, who is called no more is not mentioned any more, and who is called anew has to read them again. */
enum err mention_write(struct db *db, const struct thread *t, int64_t reply_id, int64_t author_id,
                       const char *words) MUST_USE;

/* In a whole thread. */
enum err mention_list(struct db *db, struct arena *a, const struct thread *t, struct mention **out,
                      size_t *count) MUST_USE;

#endif
