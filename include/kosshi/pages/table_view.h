#ifndef KOSSHI_PAGES_TABLE_VIEW_H
#define KOSSHI_PAGES_TABLE_VIEW_H

#include "kosshi/pages/table_rows.h"

/*
 * The view of a table: title, id, kind, is_indicators, unsaved, columns [{name,label}], years [int], order, base_order,
 * numbers (the hidden fields of the form), strategies [{number,id,title}], errors [{name,label,message}], and
 *
 *   rows    {key, id, version, kind, is_strategy, number, row_name, removed, remove_problem, cells}
 *   cells   {name, column, label, value, and of which form it is: is_line, is_text, is_choice with choices, problem}
 *   problem {reason, message; of a conflict theirs, theirs_value, by, at}
 *
 * Behind the rows that are there stand blank ones to add by. `patterns` holds a blank row of each kind for the script.
 * *out is new.
 */
enum err table_view(struct table *t, json_t **out) MUST_USE;

/* Notes what is wrong with a row for its view. */
void table_view_problem(struct table *t, struct table_row *row, const struct record_problem *p);

#endif
