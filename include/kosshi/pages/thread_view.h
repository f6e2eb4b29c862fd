#ifndef KOSSHI_PAGES_THREAD_VIEW_H
#define KOSSHI_PAGES_THREAD_VIEW_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/http/request.h"
#include "kosshi/store/mention.h"
#include "kosshi/store/thread.h"

/* What is said of a comment or a suggestion, behind its first words, and how far the reader has read it. Borrowed. */
struct thread_view {
    const struct thread_reply *replies;
    size_t reply_count;
    const struct mention *mentions; /* in all of the thread, the first words included */
    size_t mention_count;
    int64_t seen; /* store/seen.h */
};

/* Reads one for the reader of this request. */
enum err thread_view_read(struct request *r, const struct thread *of, struct thread_view *out) MUST_USE;

/* The replies, each {id, author, body, pieces, mentions, at, at_text, edited_at_text, mine, may_edit, unread}. new */
json_t *thread_view_replies(struct request *r, const struct thread_view *t);

/* Words of a thread (reply_id 0: its first ones) in pieces {text, called}: called ones are somebody's name with its @. new */
json_t *thread_view_pieces(struct request *r, const struct thread_view *t, int64_t reply_id, const char *words);

/* Whom they call: [{id, name}]. new */
json_t *thread_view_mentions(const struct thread_view *t, int64_t reply_id);

/* Puts whether the reader has not read all of it (unread) and up to where it goes (last_reply: the id of the last reply, 0 for none).
 * author_id: who wrote the first words. */
void thread_view_put_unread(const struct request *r, const struct thread_view *t, int64_t author_id, json_t *view);

/* Who sends this request, as a writer. */
struct thread_writer thread_view_writer(const struct request *r);

/* An id in a view; 0 is null. new */
json_t *thread_view_id(int64_t id);

/* e, with the field body named where it is about what was written. */
enum err thread_view_bad_body(struct request *r, enum err e) MUST_USE;

#endif
