#include "kosshi/output/csv.h"

#include <csv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#include "kosshi/base/errors.h"
#include "kosshi/text/utf.h"

#define MARK "\xEF\xBB\xBF" /* byte order mark */

/* --- Writing ---------------------------------------------------------------------------------------------------- */

static bool turns_direction(UChar32 c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_white(UChar32 c) {
    return c == ' ' || c == '\n' || c == 0xA0 || c == 0x3000 || c == 0xFEFF;
}

static bool begins_formula(UChar32 c) {
    static const UChar32 begins[] = {'=', '+', '-', '@', '\t', '\r', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (c == begins[i]) return true;
    return false;
}

/* The code point at *at, which moves behind it. */
static UChar32 next_point(const char *text, size_t size, size_t *at) {
    const uint8_t *bytes = (const uint8_t *)text;
    UChar32 c;
    size_t i = *at;
    U8_NEXT(bytes, i, size, c);
    *at = i;
    return c;
}

/* The first code point that a spreadsheet looks at; 0 for an empty cell. */
static UChar32 first_point(const char *cell, size_t size) {
    for (size_t at = 0; at < size;) {
        UChar32 c = next_point(cell, size, &at);
        if (!turns_direction(c) && !is_white(c)) return c;
    }
    return 0;
}

static void add_cell(struct buf *out, const char *cell) {
    size_t size = strlen(cell);
    BUF(text);
    buf_reserve(&text, size + 1);
    if (begins_formula(first_point(cell, size))) buf_byte(&text, '\'');
    for (size_t from = 0, at = 0; at < size; from = at)
        if (!turns_direction(next_point(cell, size, &at))) buf_add(&text, cell + from, at - from);
    size_t room = 2 * text.size + 2; /* every byte a quote */
    buf_reserve(out, room);
    out->size += csv_write(out->data + out->size, room, text.data, text.size);
    out->data[out->size] = 0;
}

void csv_begin(struct buf *out) {
    buf_string(out, MARK);
}

void csv_row(struct buf *out, const char *const cells[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i) buf_byte(out, ',');
        add_cell(out, cells[i]);
    }
    buf_string(out, "\r\n");
}

/* --- Bytes to text ---------------------------------------------------------------------------------------------- */

static size_t row_at(const char *text, size_t size) {
    size_t row = 1;
    for (const char *p = text, *end = text + size; (p = memchr(p, '\n', (size_t)(end - p))); p++)
        row++;
    return row;
}

/* From CP932, to which Windows' own characters (①, 髙) belong. ERR_BAD_UTF8: it is not that either; *stop is where. */
static enum err from_windows(const char *bytes, size_t size, struct buf *out, size_t *stop) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open("ibm-943_P15A-2003", &status), *to = ucnv_open("UTF-8", &status);
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status)) die("ICU has no converter for CP932: %s", u_errorName(status));
    buf_reserve(out, 3 * size + 1); /* a byte becomes three at most */
    char *end = out->data + out->size;
    const char *source = bytes;
    ucnv_convertEx(to, from, &end, out->data + out->size + 3 * size, &source, bytes + size, NULL, NULL, NULL, NULL,
                   true, true, &status);
    out->size = (size_t)(end - out->data);
    out->data[out->size] = 0;
    *stop = (size_t)(source - bytes);
    ucnv_close(from);
    ucnv_close(to);
    return U_FAILURE(status) ? ERR_BAD_UTF8 : OK;
}

/* Where utf_check begins to refuse a text. Neither a code point nor a control character reaches over an LF. */
static size_t bad_row(const char *text, size_t size) {
    size_t row = 1;
    for (const char *p = text, *end = text + size; p < end; row++) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        size_t length = (size_t)((lf ? lf : end) - p);
        if (utf_check(p, length) != OK) break;
        p += length + 1;
    }
    return row;
}

/* With LF line ends. *row is where utf_check refuses it. */
static enum err mend(struct buf *text, size_t *row) {
    text->size = utf_unix_lines(text->data, text->size);
    text->data[text->size] = 0;
    enum err e = utf_check(text->data, text->size);
    if (e != OK) *row = bad_row(text->data, text->size);
    return e;
}

/* What is neither encoding is taken for the one that holds for more rows. */
static enum err text_from_windows(const char *bytes, size_t size, struct buf *text, size_t *row) {
    size_t stop = 0, utf_8_row = *row;
    buf_clear(text);
    enum err e = from_windows(bytes, size, text, &stop);
    if (e == OK) return mend(text, row);
    *row = row_at(bytes, stop);
    if (*row < utf_8_row) *row = utf_8_row;
    return e;
}

enum err csv_text(struct arena *a, const char *bytes, size_t size, const char **out, size_t *row) {
    bool marked = utf_starts(bytes, size, MARK);
    size_t skip = marked ? strlen(MARK) : 0;
    BUF(text);
    buf_reserve(&text, size + 1);
    buf_add(&text, bytes + skip, size - skip);
    enum err e = mend(&text, row);
    if (e == ERR_BAD_UTF8 && !marked) e = text_from_windows(bytes, size, &text, row);
    *out = e == OK ? arena_copy(a, text.data, text.size) : "";
    return e;
}

/* --- Text to rows ----------------------------------------------------------------------------------------------- */

struct rows {
    struct arena *arena;
    struct csv_table *table;
    size_t room; /* rows */
    size_t cell_room;
};

static void *grown(struct arena *a, void *list, size_t count, size_t room, size_t item) {
    void *larger = arena_alloc(a, room * item);
    if (count) memcpy(larger, list, count * item);
    return larger;
}

/* The row that is being read, which the next end of a row ends. */
static struct csv_line *row_of(struct rows *r) {
    return &r->table->rows[r->table->count];
}

static void begin_row(struct rows *r) {
    if (r->table->count + 1 >= r->room) {
        size_t before = r->room;
        r->room = 2 * r->room + 64;
        r->table->rows = grown(r->arena, r->table->rows, before, r->room, sizeof *r->table->rows);
    }
    r->cell_room = 0;
}

static void take_cell(void *cell, size_t size, void *context) {
    struct rows *r = context;
    struct csv_line *row = row_of(r);
    if (row->count == r->cell_room) {
        r->cell_room = 2 * r->cell_room + 8;
        row->cells = grown(r->arena, row->cells, row->count, r->cell_room, sizeof *row->cells);
    }
    row->cells[row->count++] = arena_copy(r->arena, cell, size);
}

static void take_row_end(int end, void *context) {
    (void)end;
    struct rows *r = context;
    r->table->count++;
    begin_row(r);
}

static unsigned char delimiter(const char *text) {
    size_t commas = 0, tabs = 0;
    bool quoted = false;
    for (const char *c = text; *c && (quoted || *c != '\n'); c++) {
        quoted = quoted != (*c == '"');
        commas += !quoted && *c == ',';
        tabs += !quoted && *c == '\t';
    }
    return tabs > commas ? '\t' : ',';
}

static int is_line_end(unsigned char c) {
    return c == '\n';
}

enum err csv_read(struct arena *a, const char *text, struct csv_table *out, size_t *row) {
    *out = (struct csv_table){0};
    size_t size = strlen(text);
    struct csv_parser parser;
    struct rows rows = {.arena = a, .table = out};
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) die("csv_init failed");
    csv_set_delim(&parser, delimiter(text));
    csv_set_term_func(&parser, is_line_end);
    begin_row(&rows);
    size_t done = csv_parse(&parser, text, size, take_cell, take_row_end, &rows);
    bool failed = done < size || csv_fini(&parser, take_cell, take_row_end, &rows) != 0;
    if (csv_error(&parser) == CSV_ENOMEM) die("out of memory");
    csv_free(&parser);
    *row = out->count + 1;
    return failed ? ERR_BAD_BODY : OK;
}
