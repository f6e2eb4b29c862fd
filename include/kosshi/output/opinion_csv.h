#ifndef KOSSHI_OUTPUT_OPINION_CSV_H
#define KOSSHI_OUTPUT_OPINION_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/language.h"
#include "kosshi/output/csv.h"
#include "kosshi/store/outside.h"
#include "kosshi/store/section.h"

/*
 * Opinions from outside as a table: one a row, below one row of heads in any order, by which the columns are known:
 *
 *   意見            its words; no row without them
 *   章, 節          where it belongs: by number (Ⅱ, 2, 第2章), title, both, or the id of a section; 節 is looked for in
 *                   its 章, and without one in the whole document. A row without both takes the section of the form
 *   出典, 提出方法  where it came from; a row without it takes that of the form
 *   氏名, 受付番号  who sent it, the second where the first is missing
 *   人数            how many sent it together; 1 without it
 *   種別            意見, 質問, 誤字; the first without it
 *   区分, 概要, 区の考え方  what is answered already
 *
 * Heads and words are the same in full and half width; other columns are named and not read. Rows with nothing in them
 * are passed over.
 */
#define OPINION_CSV_MOST 2000  /* opinions of one table */
#define OPINION_CSV_UNKNOWN 20 /* heads that are named */

/* What the form says for rows that do not. */
struct opinion_csv_rest {
    int64_t section_id; /* 0: none */
    const char *source; /* "": none */
};

/* What is wrong with a row. The phrase is outside.problem.<what>. */
struct opinion_csv_problem {
    size_t row; /* as a spreadsheet counts it, from 1; 0 for the whole */
    const char *what;
    const char *detail; /* "" for none */
};

struct opinion_csv {
    struct outside_opinion *opinions;
    size_t count;
    struct opinion_csv_problem *problems;
    size_t problem_count;
    const char **unknown; /* heads of columns that are not read; … behind OPINION_CSV_UNKNOWN of them */
    size_t unknown_count;
};

/* sections: every standing one in document order. Everything is in the arena or borrowed from the table. */
void opinion_csv_read(struct arena *a, struct languages *languages, const struct csv_table *table,
                      const struct section *sections, size_t section_count, const struct opinion_csv_rest *rest,
                      struct opinion_csv *out);

/* An example to fill in, with every column that is read, and one opinion at the first section. */
void opinion_csv_example(struct languages *languages, const struct section *sections, size_t section_count,
                         struct buf *out);

#endif
