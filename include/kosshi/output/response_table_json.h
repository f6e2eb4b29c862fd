#ifndef KOSSHI_OUTPUT_RESPONSE_TABLE_JSON_H
#define KOSSHI_OUTPUT_RESPONSE_TABLE_JSON_H

#include "kosshi/base/buf.h"
#include "kosshi/output/response_table.h"

/*
 * The 意見対応表 for other programs:
 * {"title","day","people","opinions",
 *  "totals":{"by_disposition":{"reflected",…,"other","none"},"by_chapter":[{"chapter","rows","opinions","by_disposition"}]},
 *  "unanswered":[numbers of rows],
 *  "rows":[{"number","id","chapter","place","deleted","kind","summary","response","disposition","opinions"}]};
 * a chapter is null for those that were deleted, a disposition where none was chosen. With names each row has its
 * "senders":[{"source","name","people"}] besides, one for each opinion.
 */
void response_table_json(const struct response_table *t, struct buf *out);

#endif
