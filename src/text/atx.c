#include "kosshi/text/atx.h"

#include <string.h>

#define INDENT 3 /* spaces that a heading or fence may stand behind */

static size_t run(const char *line, size_t size, size_t at, char c) {
    size_t n = 0;
    while (at + n < size && line[at + n] == c)
        n++;
    return n;
}

static bool is_blank(const char *line, size_t size, size_t at) {
    while (at < size && (line[at] == ' ' || line[at] == '\t'))
        at++;
    return at == size;
}

/* Whether a fence opens or closes here. */
static bool is_fence(struct atx_walk *w, const char *line, size_t size, size_t at) {
    char c = at < size ? line[at] : 0;
    if (c != '`' && c != '~') return false;
    size_t n = run(line, size, at, c);
    if (w->fence) {
        if (c != w->fence || n < w->fence_size || !is_blank(line, size, at + n)) return false;
        w->fence = 0;
        return true;
    }
    if (n < 3 || (c == '`' && memchr(line + at + n, '`', size - at - n))) return false;
    *w = (struct atx_walk){c, n};
    return true;
}

int atx_level(struct atx_walk *w, const char *line, size_t size) {
    size_t at = run(line, size, 0, ' ');
    if (at > INDENT || is_fence(w, line, size, at) || w->fence) return 0;
    size_t n = run(line, size, at, '#');
    bool ends = at + n == size || line[at + n] == ' ' || line[at + n] == '\t';
    return n <= ATX_DEEPEST && ends ? (int)n : 0;
}

void atx_range(const char *text, size_t size, int *uppermost, int *deepest) {
    struct atx_walk walk = {0};
    *uppermost = *deepest = 0;
    for (const char *line = text, *end = text + size; line < end;) {
        const char *lf = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((lf ? lf : end) - line);
        int level = atx_level(&walk, line, length);
        if (level > *deepest) *deepest = level;
        if (level && (!*uppermost || level < *uppermost)) *uppermost = level;
        line += length + 1;
    }
}

void atx_shift(struct buf *out, const char *line, size_t size, int by) {
    size_t indent = run(line, size, 0, ' '), had = run(line, size, indent, '#');
    int has = (int)had + by;
    buf_add(out, line, indent);
    for (int i = 0; i < (has < 1 ? 1 : has); i++)
        buf_byte(out, '#');
    buf_add(out, line + indent + had, size - indent - had);
}
