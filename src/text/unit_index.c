#include "kosshi/text/unit_index.h"

#include "kosshi/text/utf.h"

#define INSIDE UINT32_MAX /* a pair's second half */

struct unit_index unit_index_of(struct arena *a, const char *text, size_t size) {
    size_t count = utf_units(text, size), unit = 0;
    uint32_t *bytes = arena_alloc(a, (count + 1) * sizeof *bytes);
    for (size_t at = 0; at < size; at++) {
        unsigned char byte = (unsigned char)text[at];
        if ((byte & 0xC0) == 0x80) continue; /* within a code point */
        bytes[unit++] = (uint32_t)at;
        if (byte >= 0xF0) bytes[unit++] = INSIDE;
    }
    bytes[count] = (uint32_t)size;
    return (struct unit_index){text, size, (int64_t)count, bytes};
}

bool unit_index_at(const struct unit_index *index, int64_t unit, size_t *byte) {
    if (unit < 0 || unit > index->count || index->bytes[unit] == INSIDE) return false;
    *byte = index->bytes[unit];
    return true;
}

const char *unit_index_cut(struct arena *a, const struct unit_index *index, int64_t from, int64_t to) {
    size_t start, end;
    if (from > to || !unit_index_at(index, from, &start) || !unit_index_at(index, to, &end)) return NULL;
    return arena_copy(a, index->text + start, end - start);
}
