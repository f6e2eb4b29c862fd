#ifndef KOSSHI_OUTPUT_RESPONSE_TABLE_H
#define KOSSHI_OUTPUT_RESPONSE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/db.h"

/*
 * 意見対応表: the opinions on the document and what is answered to them, as it is published; response_table_html,
 * response_table_csv, response_table_json and workbook write it.
 *
 *  - Every comment is an opinion, whatever its kind and whether it is open or resolved: a question and a wrong character
 *    want an answer as well, and the kind is there to be seen. Replies and suggestions are none, nor what its author
 *    took back.
 *  - A row is an opinion with those that are merged into it; one that is merged into an opinion that is no longer there
 *    has a row of its own. Opinions are always counted one by one, merged ones included, also by 区分: theirs is that of
 *    the row.
 *  - People: who wrote here counts once, however much they wrote; who sent opinions from outside likewise, by where they
 *    came from and the name, as many as the largest number given with one of them; without a name every opinion counts
 *    its people anew.
 *  - Rows are numbered as their sections stand in the document. One whose section was deleted stands at the end of its
 *    chapter, or, when that is deleted too, in a last group, and has a number behind all others.
 *
 * Everything lies in the arena. The same content gives the same table.
 */
struct response_table_sender {
    const char *source, *name; /* "": written here; no name */
    int64_t people;
};

struct response_table_row {
    int number;        /* from 1 */
    int64_t id;        /* of the comment */
    const char *place; /* "Ⅴ-1 目指す姿" */
    bool is_deleted;   /* that section */
    enum comment_kind kind;
    const char *summary; /* 意見の概要, or the opinion's own words */
    const char *answer;  /* 区の考え方; "" while there is none */
    enum disposition disposition;
    bool is_done;                          /* response_is_done */
    int64_t opinions;                      /* it and those merged into it */
    struct response_table_sender *senders; /* as many */
};

struct response_table_total {
    int64_t opinions;
    int64_t by_disposition[DISPOSITION_COUNT];
};

struct response_table_chapter {
    const char *name;    /* "Ⅴ 基本の方針"; NULL for the group of the chapters that were deleted */
    size_t first, count; /* its rows */
    struct response_table_total total;
};

struct response_table {
    const char *title, *day; /* of the document; of the latest opinion or answer, in the document's style */
    int64_t at;              /* that moment */
    bool is_sample;
    bool with_names; /* who sent them is to be written, too */
    struct response_table_row *rows;
    size_t *by_number; /* their places: that of number 1 is the first */
    size_t row_count;
    struct response_table_chapter *chapters; /* those with a row, in document order */
    size_t chapter_count;
    struct response_table_total total;
    int64_t people;
    size_t unanswered; /* rows that are not done */
};

/* Without names, who is called by name in an opinion is left out of its words, too. Inside a read transaction of the caller's. */
enum err response_table(struct db *db, struct arena *a, bool with_names, struct response_table *out) MUST_USE;

/* The 区分 its totals are given for, in the order of their columns; that of opinions without one is the last, and only there
 * when there are some. How many. */
size_t response_table_dispositions(const struct response_table *t, enum disposition out[DISPOSITION_COUNT]);

#endif
