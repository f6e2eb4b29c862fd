#ifndef KOSSHI_OUTPUT_WORKBOOK_H
#define KOSSHI_OUTPUT_WORKBOOK_H

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/output/response_table.h"

/*
 * The 意見対応表 as a workbook (XLSX, by libxlsxwriter) with the sheets 対応表 and 集計: A4 across, as wide as a page, the
 * heads on every page and always in sight.
 *
 * What people wrote is text in every cell, and stays so when the cell is edited: no formula, link or number comes of it.
 * A text longer than a cell may be is cut, and says so at its end. The same table gives the same bytes.
 * ERR_DISK_FULL, ERR_IO: where the library keeps its parts meanwhile.
 */
enum err workbook_response_table(const struct response_table *t, struct languages *languages, struct buf *out) MUST_USE;

#endif
