#ifndef KOSSHI_TEXT_CELL_H
#define KOSSHI_TEXT_CELL_H

#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"

/*
 * Any text as the cell of a Markdown table or as a list item of one line. \ and | are written \\ and \|, a line end
 * <br>; a typed <br>, <!-- or &# gets a \ before it; a space or TAB at either end is written &#32; or &#9;.
 */
void cell_write(struct buf *out, const char *text);

/* The text of a cell, without the blanks around it. In the arena. */
const char *cell_read(struct arena *a, const char *cell, size_t size);

/* Takes a row apart: what stands between its |, the first and last | themselves being optional. cells in the arena,
 * each read by cell_read. */
const char **cell_split(struct arena *a, const char *row, size_t size, size_t *count);

#endif
