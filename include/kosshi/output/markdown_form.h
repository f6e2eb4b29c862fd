#ifndef KOSSHI_OUTPUT_MARKDOWN_FORM_H
#define KOSSHI_OUTPUT_MARKDOWN_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"

/*
 * The Markdown form: the whole document as one file that reads as plain Markdown, its strategies and indicators as
 * tables. Markers (text/marker.h) carry what Markdown cannot say. Opinions are not part of it.
 *
 *     <!-- kosshi document day_style=wareki publisher="…" contact="…" diagram=12 -->
 *
 *     # title
 *
 *     <!-- kosshi section id=1 kind=chapter number="Ⅰ" -->
 *
 *     ## Ⅰ title
 *
 *     the text, as it is kept
 *
 *  - A section: id, kind, number, state, version; depth where a heading cannot say it (six # at most, a chapter has
 *    two); headings=N when the headings inside its text have N # more than they are kept with, so that the uppermost
 *    stands one level below the section's own. Left out when they are: number "", state drafting and version 1 with a
 *    text (state drafting without one when it has rows), else outline and 0. One blank line stands before and behind
 *    the text, and what lies between is the text.
 *  - Behind the text of a section of kind strategies: <!-- kosshi strategies -->, then for each
 *    <!-- kosshi strategy id=3 version=2 tactics="7 8:2" --> (a tactic's version behind its id), a heading
 *    戦略1　title and a table 取組 内容 所管 時期 区分. Strategies are counted through their policy (policy.h).
 *  - Behind the text of one of kind indicators: <!-- kosshi indicators ids="5:2 6" -->, a table 指標 単位 向き 現状値
 *    現状の年度 目標値 目標の年度 出典 所管 測る戦略 (their numbers, or id:7 for one of another policy), and one of
 *    the years that any of them has a value for. Cells: text/cell.h.
 *  - Then <!-- kosshi reference title="…" --> with its text, <!-- kosshi considerations group="…" --> with list items
 *    (- item <!-- kosshi sections 3 5 --> when sections answer it), and
 *    <!-- kosshi image id=3 type=image/png name="…" width=640 height=480 --> with ![name](data:image/png;base64,…).
 *
 * The same content gives the same bytes, and what was written and read is written as the same bytes again. Inside a
 * read transaction of the caller's, and what out has after an error is of no use (paper.h).
 */
enum err markdown_form_write(struct db *db, struct buf *out) MUST_USE;

/* Whether a text is this form: by its first line. */
bool markdown_form_is(const char *text, size_t size);

/* Where a form is wrong, in the arena: what is the last part of the phrase cli.form.<what>. */
struct markdown_form_problem {
    int line; /* from 1 */
    const char *what, *detail;
};

/*
 * Fills a new, empty document (inside the caller's transaction) from the form, as of now; text is valid by utf_check. A
 * hand-written one needs only the first line, the title, and the kind of each section: ids it does not give are those
 * behind the highest; tables may leave out columns; values and years are read as people write them (text/decimal.h,
 * text/fiscal_year.h). ERR_BAD_INTERCHANGE with *problem.
 */
enum err markdown_form_read(struct db *db, struct arena *a, const char *text, size_t size, int64_t now,
                            struct markdown_form_problem *problem) MUST_USE;

#endif
