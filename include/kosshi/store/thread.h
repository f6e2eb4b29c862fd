#ifndef KOSSHI_STORE_THREAD_H
#define KOSSHI_STORE_THREAD_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/store/user.h"

/* What is said about a comment or a suggestion: one of the two ids is 0. Its first words are the comment's body or the
 * suggestion's reason; replies follow in the order of their ids. */
struct thread {
    int64_t comment_id, suggestion_id;
};

/* Who writes. */
struct thread_writer {
    int64_t user_id;
    enum role role;
    int64_t now;
};

#define THREAD_LIMIT 10000 /* code points of what is said at once */

struct thread_reply {
    int64_t id, author_id /* 0: none */, at;
    int64_t edited_at; /* 0: never */
    const char *author, *body;
};

/* Without what was taken back. */
enum err thread_replies(struct db *db, struct arena *a, const struct thread *t, struct thread_reply **out,
                        size_t *count) MUST_USE;
/* One of them and where it stands. ERR_NOT_FOUND, also for one that was taken back. */
enum err thread_get(struct db *db, struct arena *a, int64_t reply_id, struct thread_reply *out,
                    struct thread *in) MUST_USE;

/* Whoever is called in it (store/mention.h) is told, and its writer has read the thread so far (store/seen.h). ERR_BAD_FIELD for an
 * empty (only white space) body, ERR_TOO_LARGE over THREAD_LIMIT, ERR_BAD_UTF8, ERR_BAD_CONTROL; ERR_NOT_FOUND: there is
 * nothing to reply to, or its section does not stand. */
enum err thread_reply(struct db *db, const struct thread *t, const char *body, const struct thread_writer *by,
                      int64_t *id) MUST_USE;
/* One's own; ERR_FORBIDDEN for another's. ERR_NOT_FOUND; thread_edit: errors of thread_reply. */
enum err thread_edit(struct db *db, int64_t reply_id, const char *body, const struct thread_writer *by) MUST_USE;
enum err thread_delete(struct db *db, int64_t reply_id, const struct thread_writer *by) MUST_USE;

/* ERR_NOT_FOUND unless the comment (not taken back) or the suggestion is there and its section stands. */
enum err thread_stands(struct db *db, const struct thread *t) MUST_USE;

/* For the interchange form: puts a reply with everything given but its id (author by name, no person behind it).
 * Errors of thread_reply for its body. Precondition: what it replies to is there. */
enum err thread_put(struct db *db, const struct thread *t, const struct thread_reply *reply) MUST_USE;

#endif
