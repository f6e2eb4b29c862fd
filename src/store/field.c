#include "field.h"

#include <string.h>

#include "kosshi/text/utf.h"

enum err field_body(const char *text, size_t limit) {
    size_t size = strlen(text);
    enum err e = utf_check(text, size);
    if (e) return e;
    if (utf_length(text, size) == 0) return ERR_BAD_FIELD;
    return utf_points(text, size) > limit ? ERR_TOO_LARGE : OK;
}

enum err field_line(const char *line, size_t limit) {
    enum err e = field_body(line, limit);
    if (e == ERR_TOO_LARGE || (!e && (strpbrk(line, "\n\t") || utf_hides(line)))) return ERR_BAD_FIELD;
    return e;
}

enum err field_line_or_empty(const char *line, size_t limit) {
    return *line ? field_line(line, limit) : OK;
}
