#ifndef KOSSHI_STORE_OPINION_H
#define KOSSHI_STORE_OPINION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/store/response.h"

/*
 * Comments as the opinions of the table that is published: those that say the same are merged under one, their head,
 * which is answered for all of them and counts for all of them. There is one level: a head is merged into nothing.
 */

/* Merges one under another, together with those that are merged under it. ERR_BAD_FIELD: into itself; ERR_MERGED: into
 * one that is merged itself; ERR_NOT_FOUND: one of them is not there, was taken back, or its section does not stand.
 * Doing it twice is no error and changes nothing. */
enum err opinion_merge(struct db *db, int64_t id, int64_t into) MUST_USE;

/* Takes one out again: it is an opinion of its own, with the answer it had before. ERR_NOT_FOUND. */
enum err opinion_split(struct db *db, int64_t id) MUST_USE;

/* Those merged under one, in the order of their ids. */
enum err opinion_followers(struct db *db, struct arena *a, int64_t head, int64_t **out, size_t *count) MUST_USE;

/* The heads of standing sections in document order: the place in it, from 1, is the number an opinion has in the table. */
struct opinion_head {
    int64_t id;
    bool is_done; /* its response (response_is_done) */
};
enum err opinion_heads(struct db *db, struct arena *a, struct opinion_head **out, size_t *count) MUST_USE;

/* How many opinions of a chapter got a disposition; those of other chapters that are merged under one of its heads are
 * counted in. */
struct opinion_total {
    int64_t chapter_id;
    enum disposition disposition;
    size_t heads, opinions;
    size_t unanswered; /* heads of which response_is_done is false */
};

/* In the order of chapter ids; without those of which there is none. */
enum err opinion_totals(struct db *db, struct arena *a, struct opinion_total **out, size_t *count) MUST_USE;

#endif
