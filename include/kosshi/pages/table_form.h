#ifndef KOSSHI_PAGES_TABLE_FORM_H
#define KOSSHI_PAGES_TABLE_FORM_H

#include "kosshi/pages/table_rows.h"

/*
 * The form of a table, as a browser or a script sends it (pages/table.c says what its fields mean): puts the rows into
 * an opened table as they were typed, with t->base as the form was made. An error names its field.
 */
enum err table_form_read(struct table *t) MUST_USE;

/* True when the form says in which order its rows stand. */
bool table_form_has_order(const struct table *t);

/* True for a new row into which nothing was typed. */
bool table_form_is_blank(const struct table *t, const struct table_row *row);

/* Takes new rows out that are blank or to be removed. Blank rows stand where the next one goes: the page brings
 * new ones. */
void table_form_drop_blanks(struct table *t);

/* What a form wants besides saving: moves the row its button names (move: "t34 up"), or makes a column for one year
 * more (year: earlier, later). False when it wants none of that. */
bool table_form_rearrange(struct table *t);

/* The fields of a row as the store takes them. new; what is wrong with the strategies is put into row->problems. */
json_t *table_form_fields(struct table *t, struct table_row *row);

#endif
