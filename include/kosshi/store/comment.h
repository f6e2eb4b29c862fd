#ifndef KOSSHI_STORE_COMMENT_H
#define KOSSHI_STORE_COMMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/anchor.h"
#include "kosshi/store/db.h"
#include "kosshi/store/response.h"

#define COMMENT_LIMIT 10000 /* code points */

/* 意見, 質問, 誤字 */
enum comment_kind { COMMENT_OPINION, COMMENT_QUESTION, COMMENT_TYPO, COMMENT_KIND_COUNT };
const char *comment_kind_name(enum comment_kind k);  /* "opinion", "question", "typo" */
enum comment_kind comment_kind_of(const char *name); /* COMMENT_KIND_COUNT for an unknown one */

struct comment_reply {
    int64_t id, author_id, at;
    int64_t edited_at; /* 0: never */
    const char *author, *body;
};

/* What its author took back is not among them, nor among the replies. */
struct comment {
    int64_t id, section_id, author_id /* 0: none */, at;
    int64_t edited_at; /* 0: never */
    enum comment_kind kind;
    const char *author, *body;
    const char *source;  /* where it came from, for an opinion from outside, whose author may be ""; "": written here */
    int64_t people;      /* who said it together; 1 for one that was written here */
    int64_t merged_into; /* the comment that says the same, and is answered for both; 0: none */
    int64_t merged;      /* how many are merged into this one */
    bool open;
    const char *resolved_by; /* "" while open */
    int64_t resolved_at;
    const struct anchor *anchor;     /* its words; NULL: it is about the whole section */
    const struct response *response; /* NULL: none */
    const char *section_number, *section_title;
    int64_t chapter_id;
    struct comment_reply *replies;
    size_t reply_count;
};

/* All that is 0 or NULL does not narrow. Comments of deleted sections are left out unless with_deleted. */
struct comment_filter {
    int64_t section_id; /* this section alone */
    int64_t chapter_id; /* a chapter and all below it */
    int64_t author_id;
    const char *state; /* "open" or "resolved"; another word gives ERR_BAD_FIELD */
    bool with_deleted;
    size_t limit, offset; /* of comment_list: so many, after so many; limit 0 for all */
};

/* In document order of their sections, then by id; with replies. */
enum err comment_list(struct db *db, struct arena *a, const struct comment_filter *filter, struct comment **out,
                      size_t *count) MUST_USE;
/* How many there are in all, whatever limit and offset say. Errors of comment_list. */
enum err comment_count(struct db *db, const struct comment_filter *filter, size_t *open, size_t *resolved) MUST_USE;
/* How many of the list stand before the place of a comment, which need not be on it. 0 for an unknown one. */
enum err comment_count_before(struct db *db, const struct comment_filter *filter, int64_t id, size_t *out) MUST_USE;
enum err comment_get(struct db *db, struct arena *a, int64_t id, struct comment *out) MUST_USE;

/* ERR_BAD_FIELD for an empty (only white space) body, ERR_TOO_LARGE over COMMENT_LIMIT, ERR_BAD_UTF8, ERR_BAD_CONTROL,
 * ERR_NOT_FOUND. A locked section can be commented. */
enum err comment_add(struct db *db, int64_t section_id, int64_t author_id, const char *body, int64_t now,
                     int64_t *id) MUST_USE;
/* As comment_add; the section of the comment must stand. */
enum err comment_reply(struct db *db, int64_t comment_id, int64_t author_id, const char *body, int64_t now,
                       int64_t *id) MUST_USE;
/* Doing it twice is no error and changes nothing. ERR_NOT_FOUND, also when the section does not stand. */
enum err comment_resolve(struct db *db, int64_t id, int64_t user_id, int64_t now) MUST_USE;
enum err comment_reopen(struct db *db, int64_t id) MUST_USE;

/* Persons who wrote a comment, for the filter: pairs of id and shown name. */
struct comment_author {
    int64_t id;
    const char *name;
};
enum err comment_authors(struct db *db, struct arena *a, struct comment_author **out, size_t *count) MUST_USE;

/* For the interchange form: puts a comment with everything given but the ids of replies (author and resolved_by by
 * name, no person behind them). ERR_BAD_FIELD for an id that is taken; errors of comment_add for bodies. Precondition:
 * the section is there. */
enum err comment_put(struct db *db, const struct comment *c) MUST_USE;

#endif
