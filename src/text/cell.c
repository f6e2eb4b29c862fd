#include "kosshi/text/cell.h"

#include <stdbool.h>
#include <string.h>

#include "kosshi/text/utf.h"

/* What stands behind a \ for itself: what cell_write puts one before. */
static bool is_escaped(char c) {
    return c == '\\' || c == '|' || c == '<' || c == '&';
}

static bool needs_escape(const char *s) {
    return *s == '\\' || *s == '|' || strncmp(s, "<br>", 4) == 0 || strncmp(s, "<!--", 4) == 0 ||
           (s[0] == '&' && s[1] == '#');
}

void cell_write(struct buf *out, const char *text) {
    size_t last = strlen(text);
    for (const char *c = text; *c; c++) {
        bool at_end = c == text || c + 1 == text + last;
        if (*c == '\n') {
            buf_string(out, "<br>");
        } else if (at_end && (*c == ' ' || *c == '\t')) {
            buf_printf(out, "&#%d;", *c);
        } else {
            if (needs_escape(c)) buf_byte(out, '\\');
            buf_byte(out, *c);
        }
    }
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* The character that stands at s, and how many bytes it takes there. */
static char next(const char *s, size_t size, size_t *taken) {
    static const struct {
        const char *written;
        char is;
    } marks[] = {{"<br>", '\n'}, {"&#32;", ' '}, {"&#9;", '\t'}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        *taken = strlen(marks[i].written);
        if (utf_starts(s, size, marks[i].written)) return marks[i].is;
    }
    bool escape = size > 1 && s[0] == '\\' && is_escaped(s[1]);
    *taken = escape ? 2 : 1;
    return escape ? s[1] : s[0];
}

const char *cell_read(struct arena *a, const char *cell, size_t size) {
    while (size && is_blank(*cell))
        cell++, size--;
    while (size && is_blank(cell[size - 1]))
        size--;
    char *out = arena_alloc(a, size + 1), *to = out;
    for (size_t taken; size; cell += taken, size -= taken)
        *to++ = next(cell, size, &taken);
    return out;
}

/* Up to the next | that no \ stands before. */
static size_t cell_size(const char *row, size_t size) {
    size_t n = 0;
    while (n < size && row[n] != '|')
        n += row[n] == '\\' && n + 1 < size ? 2 : 1;
    return n;
}

const char **cell_split(struct arena *a, const char *row, size_t size, size_t *count) {
    while (size && is_blank(*row))
        row++, size--;
    while (size && is_blank(row[size - 1]))
        size--;
    if (size && *row == '|') row++, size--;
    const char **cells = arena_alloc(a, (size + 1) * sizeof *cells);
    *count = 0;
    while (size) {
        size_t n = cell_size(row, size);
        cells[(*count)++] = cell_read(a, row, n);
        n += n < size; /* its | */
        row += n;
        size -= n;
    }
    return cells;
}
