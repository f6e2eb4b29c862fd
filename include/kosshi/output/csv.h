#ifndef KOSSHI_OUTPUT_CSV_H
#define KOSSHI_OUTPUT_CSV_H

#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

/*
 * Tables as text, to and from spreadsheets (libcsv).
 *
 * Writing: UTF-8 with a byte order mark, without which Excel takes it for the encoding of its machine; commas, every
 * cell in quotes, CRLF behind a row, LF inside of a cell. What a spreadsheet would take for a formula gets an apostrophe
 * in front of it: a cell that begins, behind any white space, with = + - @ or the full-width form of one (which a
 * Japanese Excel reads as well), or with a tab or CR. That mark stays in the cell, unlike one that is typed; nothing
 * weaker holds in every spreadsheet. Characters that turn the direction of writing are left out: in a text they reach
 * beyond their cell.
 */
void csv_begin(struct buf *out);
void csv_row(struct buf *out, const char *const cells[], size_t count);

/* A row of a file, whose number in a spreadsheet is that in the list, from 1. */
struct csv_line {
    const char **cells; /* each valid by utf_check, without white space around what had no quotes */
    size_t count;       /* 0 for an empty row */
};

struct csv_table {
    struct csv_line *rows;
    size_t count;
};

/*
 * Reading, in two steps. The text of a file: UTF-8 with or without a byte order mark, else CP932 as Japanese Windows
 * writes it; lines end with LF then. ERR_BAD_UTF8 for bytes that are neither, ERR_BAD_CONTROL. In the arena.
 * The rows of a text: commas or tabs, whichever are more in its first line. ERR_BAD_BODY for quotes that do not fit.
 * Everything is in the arena. After an error *row tells where, from 1: a line of the text, a row of the table.
 */
enum err csv_text(struct arena *a, const char *bytes, size_t size, const char **out, size_t *row) MUST_USE;
enum err csv_read(struct arena *a, const char *text, struct csv_table *out, size_t *row) MUST_USE;

#endif
