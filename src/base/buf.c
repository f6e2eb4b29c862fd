#include "kosshi/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/errors.h"

void buf_reserve(struct buf *b, size_t more) {
    if (b->data && more < b->room - b->size) return;
    if (more > SIZE_MAX / 2 - 64 - b->size) die("out of memory");
    size_t room = b->room * 2;
    if (room < b->size + more + 1) room = b->size + more + 1;
    if (room < 64) room = 64;
    char *data = realloc(b->data, room);
    if (!data) die("out of memory");
    b->data = data;
    b->room = room;
    b->data[b->size] = '\0';
}

void buf_add(struct buf *b, const void *bytes, size_t size) {
    buf_reserve(b, size);
    if (size) memcpy(b->data + b->size, bytes, size);
    b->size += size;
    b->data[b->size] = '\0';
}

void buf_string(struct buf *b, const char *s) {
    buf_add(b, s, strlen(s));
}

void buf_byte(struct buf *b, char c) {
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...) {
    va_list list;
    buf_reserve(b, 128);
    va_start(list, format);
    int size = vsnprintf(b->data + b->size, b->room - b->size, format, list);
    va_end(list);
    if (size < 0) die("buf_printf: bad format %s", format);
    if ((size_t)size >= b->room - b->size) {
        buf_reserve(b, (size_t)size);
        va_start(list, format);
        vsnprintf(b->data + b->size, b->room - b->size, format, list);
        va_end(list);
    }
    b->size += (size_t)size;
}

void buf_clear(struct buf *b) {
    b->size = 0;
    if (b->data) b->data[0] = '\0';
}

char *buf_steal(struct buf *b) {
    buf_reserve(b, 0);
    char *data = b->data;
    *b = (struct buf){0};
    return data;
}

void buf_free(struct buf *b) {
    free(b->data);
    *b = (struct buf){0};
}

static const char *const entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

void buf_html(struct buf *b, const char *s, size_t size) {
    size_t start = 0;
    buf_reserve(b, size);
    for (size_t i = 0; i < size; i++) {
        const char *entity = entities[(unsigned char)s[i]];
        if (!entity) continue;
        buf_add(b, s + start, i - start);
        buf_string(b, entity);
        start = i + 1;
    }
    if (start < size) buf_add(b, s + start, size - start);
}
