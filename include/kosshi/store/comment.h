#ifndef KOSSHI_STORE_COMMENT_H
#define KOSSHI_STORE_COMMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/anchor.h"
#include "kosshi/store/db.h"
#include "kosshi/store/mention.h"
#include "kosshi/store/response.h"
#include "kosshi/store/thread.h"

#define COMMENT_LIMIT THREAD_LIMIT  /* code points */
#define COMMENT_SOURCE_LIMIT 200    /* code points */
#define COMMENT_MOST_PEOPLE 1000000 /* who said one together */

/* 意見, 質問, 誤字 */
enum comment_kind { COMMENT_OPINION, COMMENT_QUESTION, COMMENT_TYPO, COMMENT_KIND_COUNT };
const char *comment_kind_name(enum comment_kind k);  /* "opinion", "question", "typo" */
enum comment_kind comment_kind_of(const char *name); /* COMMENT_KIND_COUNT for an unknown one */

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
    struct thread_reply *replies;
    size_t reply_count;
    struct mention *mentions; /* in all of its thread */
    size_t mention_count;
    bool settled; /* it is answered, or the one it is merged into is, or others are merged into it */
    int64_t seen; /* how far its reader has read it: store/seen.h */
};

/* Whether somebody has not read all of it. Precondition: it was read for this reader. */
bool comment_is_unread(const struct comment *c, int64_t reader_id);

/* All that is 0 or NULL does not narrow. Comments of deleted sections are left out unless with_deleted. */
struct comment_filter {
    int64_t section_id; /* this section alone */
    int64_t chapter_id; /* a chapter and all below it */
    int64_t author_id;
    /* another word gives ERR_BAD_FIELD: */
    const char *state;       /* "open" or "resolved" */
    const char *kind;        /* of comment_kind_name */
    const char *disposition; /* of its answer, one of response_disposition_name; "none": no answer is done */
    const char *source;      /* "inside" or "outside" */
    int64_t unread_by;       /* somebody who has not read all of it */
    bool heads_only;         /* those that are merged into no other one */
    bool with_deleted;
    int64_t reader_id;    /* of comment_list, not narrowing: whom `seen` is about; 0: nobody, who has read nothing */
    size_t limit, offset; /* of comment_list: so many, after so many; limit 0 for all */
};

/* In document order of their sections, then by id; with replies. */
enum err comment_list(struct db *db, struct arena *a, const struct comment_filter *filter, struct comment **out,
                      size_t *count) MUST_USE;
/* How many there are in all, whatever limit and offset say. Errors of comment_list. */
enum err comment_count(struct db *db, const struct comment_filter *filter, size_t *open, size_t *resolved) MUST_USE;
/* How many of the list stand before the place of a comment, which need not be on it. 0 for an unknown one. */
enum err comment_count_before(struct db *db, const struct comment_filter *filter, int64_t id, size_t *out) MUST_USE;
/* ERR_NOT_FOUND, also for one that was taken back. reader_id as in a filter. */
enum err comment_get(struct db *db, struct arena *a, int64_t id, int64_t reader_id, struct comment *out) MUST_USE;

/* What a comment says. */
struct comment_draft {
    int64_t section_id; /* where it is to be; of one that is there it stays */
    enum comment_kind kind;
    const char *body;
    /* Of an opinion from outside, which has no author among the users; NULL, NULL, 0 for one that is written here. */
    const char *source; /* where it came from; one line */
    const char *author; /* who sent it; "" for nobody named */
    int64_t people;     /* how many said it together, from 1 to COMMENT_MOST_PEOPLE */
};

/* Whoever is called in it (store/mention.h) is told. ERR_BAD_FIELD for an empty (only white space) body, an unknown kind, a
 * source, author or number of people that cannot be; ERR_TOO_LARGE over COMMENT_LIMIT, ERR_BAD_UTF8, ERR_BAD_CONTROL,
 * ERR_NOT_FOUND. A locked section can be commented. An opinion from outside is the secretariat's to enter:
 * ERR_FORBIDDEN. */
enum err comment_add(struct db *db, const struct comment_draft *draft, const struct thread_writer *by,
                     int64_t *id) MUST_USE;

/* One's own; the secretariat those from outside, all that the draft says of them. ERR_FORBIDDEN; errors of comment_add. */
enum err comment_edit(struct db *db, int64_t id, const struct comment_draft *draft,
                      const struct thread_writer *by) MUST_USE;
/* As comment_edit; ERR_ANSWERED once words of others hang on it: a reply, an answer, another opinion merged into it. */
enum err comment_delete(struct db *db, int64_t id, const struct thread_writer *by) MUST_USE;

/* What these two would say of a comment that stands. */
enum err comment_may_edit(const struct comment *c, const struct thread_writer *by) MUST_USE;
enum err comment_may_delete(const struct comment *c, const struct thread_writer *by) MUST_USE;

/* Doing it twice is no error and changes nothing. ERR_NOT_FOUND, also when the section does not stand. */
enum err comment_resolve(struct db *db, int64_t id, int64_t user_id, int64_t now) MUST_USE;
enum err comment_reopen(struct db *db, int64_t id) MUST_USE;

/* Persons who wrote a comment, for the filter: pairs of id and shown name. */
struct comment_author {
    int64_t id;
    const char *name;
};
enum err comment_authors(struct db *db, struct arena *a, struct comment_author **out, size_t *count) MUST_USE;

/* For the interchange form: puts a comment with everything given but the ids of replies, what it is merged into and its
 * response (author and resolved_by by name, no person behind them; people 0 is 1). ERR_BAD_FIELD for an id that is taken;
 * errors of comment_add. Precondition: the section is there. */
enum err comment_put(struct db *db, const struct comment *c) MUST_USE;

/* For the interchange form: merges one under another. ERR_BAD_FIELD unless both are there, that one is merged into none, and
 * none is merged into this one. */
enum err comment_put_merged(struct db *db, int64_t id, int64_t into) MUST_USE;

#endif
