#ifndef KOSSHI_TEXT_MARKER_H
#define KOSSHI_TEXT_MARKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"

/*
 * Markers: lines of a Markdown file that carry what Markdown cannot say, as HTML comments, which no reader of Markdown
 * shows: <!-- kosshi NAME key=value key="value of any text" word -->.
 */
#define MARKER_KEYS 12

struct marker {
    const char *name;
    size_t count;
    struct {
        const char *key, *value; /* value "" for a word alone */
    } keys[MARKER_KEYS];
};

/* Whether a line (without its line end) is a marker, whatever stands in it. */
bool marker_is(const char *line, size_t size);

/* Reads one. False for one without name or end, with a broken value or too many keys. Everything is in the arena. */
bool marker_read(struct arena *a, const char *line, size_t size, struct marker *out);

/* NULL when it is not there. Borrowed. */
const char *marker_value(const struct marker *m, const char *key);

/* Writing: begin, keys, end. A word is of letters, digits and _ / : . alone; a text is any valid by utf_check. */
void marker_begin(struct buf *out, const char *name);
void marker_add_word(struct buf *out, const char *key, const char *value);
void marker_add_number(struct buf *out, const char *key, int64_t value);
void marker_add_text(struct buf *out, const char *key, const char *value);
void marker_end(struct buf *out); /* with the line's end */

/* A line of a text among markers: one that would be taken for a marker gets one dash more, and loses it when read. */
void marker_line_write(struct buf *out, const char *line, size_t size);
void marker_line_read(struct buf *out, const char *line, size_t size);

#endif
