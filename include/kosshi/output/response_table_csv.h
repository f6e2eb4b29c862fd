#ifndef KOSSHI_OUTPUT_RESPONSE_TABLE_CSV_H
#define KOSSHI_OUTPUT_RESPONSE_TABLE_CSV_H

#include "kosshi/base/buf.h"
#include "kosshi/base/language.h"
#include "kosshi/output/response_table.h"

/* The rows of the 意見対応表 for a spreadsheet (csv.h), below one row of heads. The last column says of each row that
 * is not done that it is not. */
void response_table_csv(const struct response_table *t, struct languages *languages, struct buf *out);

#endif
