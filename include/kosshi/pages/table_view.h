#ifndef KOSSHI_PAGES_TABLE_VIEW_H
#define KOSSHI_PAGES_TABLE_VIEW_H

#include "kosshi/pages/table_rows.h"

/*
 * The view of a table: title, id, kind, is_indicators, locked, unsaved, columns [{name, label, is_number}] and width,
 * how many; order, base_order, numbers and years ("2023 2024"), the hidden fields of the form (pages/table.c);
 * strategies [{number, id, title}] and has_strategies; strategy_before (how many of the policy stand in sections
 * before this one); errors, has_errors and conflicts (all that is wrong is what
 * somebody else has saved); what section_frame.h puts in; and
 *
 *   rows    {key, id, version, kind, is_strategy, is_new, number, row_name, removed, remove_problem, cells, beside}
 *   cells   {name, column, label, value, limit (characters, where there is one), problem, and of which form it is:
 *            is_line (with is_number), is_text, is_choice with choices and value_label}
 *   beside  {name, label, value, problem} what was typed into fields without a column, as of years not shown
 *   problem {reason, message; of a conflict by, at, at_text, and of a changed field has_theirs, theirs, theirs_value}
 *   errors  {name, label, row (its row_name), key, and what the problem has}
 *
 * Behind the rows that are there stand blank ones to add by, unless the table is locked. `patterns` holds a blank row
 * of each kind for the script. *out is new, also after an error.
 */
enum err table_view(struct table *t, json_t **out) MUST_USE;

/* Notes what is wrong with a row for its view. */
void table_view_problem(struct table *t, struct table_row *row, const struct record_problem *p);

#endif
