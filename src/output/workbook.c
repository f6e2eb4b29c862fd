#include "kosshi/output/workbook.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "kosshi/base/log.h"
#include "kosshi/output/response_words.h"
#include "kosshi/text/utf.h"

#define CELL_LIMIT 32767 /* UTF-16 units of a cell */
#define TEXT_FORMAT 49   /* "@": a cell that is edited is not read anew as a formula or a number */
#define A4 9
#define FONT "BIZ UDPゴシック"
#define HEAD_COLOUR 0xF6F4EE
#define MISSING_COLOUR 0xB3301C
#define LINE_HEIGHT 16.0 /* points */
#define TALLEST 400      /* no row of a sheet is higher than 409 points */
#define TALLEST_FIXED 64 /* what stays in sight leaves room for what moves below it */

enum look {
    LOOK_TITLE,
    LOOK_PLAIN,
    LOOK_WARNING,
    LOOK_HEAD,
    LOOK_TEXT,
    LOOK_MISSING,
    LOOK_CENTRE,
    LOOK_NUMBER,
    LOOK_SUM,
    LOOK_COUNT
};

struct book {
    const struct response_words *words;
    lxw_workbook *file;
    lxw_format *looks[LOOK_COUNT];
};

/* A sheet that is written from its top, row by row. */
struct sheet {
    const struct book *book;
    lxw_worksheet *file;
    lxw_row_t row;
    lxw_col_t column;
};

/* What is written across a whole sheet has that much room. */
struct extent {
    lxw_col_t columns;
    double width;   /* characters */
    double tallest; /* points */
};

/* --- How cells look --------------------------------------------------------------------------------------------- */

static lxw_format *look_new(lxw_workbook *file, double size) {
    lxw_format *f = workbook_add_format(file);
    if (!f) die("out of memory");
    format_set_font_name(f, FONT);
    format_set_font_size(f, size);
    format_set_num_format_index(f, TEXT_FORMAT);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
}

static lxw_format *framed(lxw_workbook *file) {
    lxw_format *f = look_new(file, 10);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_text_wrap(f);
    return f;
}

static void make_looks(struct book *b) {
    lxw_format **looks = b->looks;
    looks[LOOK_TITLE] = look_new(b->file, 14);
    format_set_bold(looks[LOOK_TITLE]);
    looks[LOOK_PLAIN] = look_new(b->file, 11);
    looks[LOOK_WARNING] = look_new(b->file, 11);
    format_set_bold(looks[LOOK_WARNING]);
    format_set_text_wrap(looks[LOOK_WARNING]);
    format_set_font_color(looks[LOOK_WARNING], MISSING_COLOUR);
    for (int i = LOOK_HEAD; i < LOOK_COUNT; i++)
        looks[i] = framed(b->file);
    format_set_bold(looks[LOOK_HEAD]);
    format_set_align(looks[LOOK_HEAD], LXW_ALIGN_CENTER);
    format_set_bg_color(looks[LOOK_HEAD], HEAD_COLOUR);
    format_set_font_color(looks[LOOK_MISSING], MISSING_COLOUR);
    format_set_align(looks[LOOK_CENTRE], LXW_ALIGN_CENTER);
    format_set_num_format(looks[LOOK_NUMBER], "#,##0");
    format_set_num_format(looks[LOOK_SUM], "#,##0");
    format_set_bold(looks[LOOK_SUM]);
}

/* --- Cells ------------------------------------------------------------------------------------------------------ */

/* True for _x005F_ and the like, by which a sheet writes a character that XML has not. */
static bool is_escape(const char *text) {
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4 && text[6] == '_';
}

/* The text as it is, in a file that has escapes of its own and cannot have two code points that are text. */
static const char *escaped(struct arena *a, const char *text) {
    BUF(b);
    for (const char *c = text; *c;) {
        bool is_noncharacter = strncmp(c, "\xEF\xBF\xBE", 3) == 0 || strncmp(c, "\xEF\xBF\xBF", 3) == 0;
        if (is_noncharacter)
            buf_string(&b, "\xEF\xBF\xBD");
        else if (is_escape(c))
            buf_string(&b, "_x005F_");
        else
            buf_byte(&b, *c);
        c += is_noncharacter ? 3 : 1;
    }
    return arena_copy(a, b.size ? b.data : "", b.size);
}

static const char *cell_text(const struct response_words *w, const char *text) {
    const char *fits = escaped(w->arena, text);
    size_t size = strlen(fits), cut = 0;
    if (utf_units(fits, size) <= CELL_LIMIT) return fits;
    const char *rest = response_words_phrase(w, "cut");
    int64_t room = CELL_LIMIT - (int64_t)utf_units(rest, strlen(rest));
    while (!utf_skip_units(fits, size, 0, room, &cut))
        room--;
    return arena_printf(w->arena, "%.*s%s", (int)cut, fits, rest);
}

static void put_text(struct sheet *s, enum look look, const char *text) {
    const char *fits = cell_text(s->book->words, text);
    lxw_error e = *fits ? worksheet_write_string(s->file, s->row, s->column, fits, s->book->looks[look])
                        : worksheet_write_blank(s->file, s->row, s->column, s->book->looks[look]);
    if (e != LXW_NO_ERROR) die("a cell of %zu bytes: %s", strlen(fits), lxw_strerror(e));
    s->column++;
}

static void put_number(struct sheet *s, enum look look, int64_t number) {
    lxw_error e = worksheet_write_number(s->file, s->row, s->column, (double)number, s->book->looks[look]);
    if (e != LXW_NO_ERROR) die("a number of a sheet: %s", lxw_strerror(e));
    s->column++;
}

static void end_row(struct sheet *s) {
    s->row++;
    s->column = 0;
}

static void put_line(struct sheet *s, enum look look, const char *text) {
    put_text(s, look, text);
    end_row(s);
}

/* A text across the columns of a sheet, as many lines high as it takes: what spans columns gets no height by itself. */
static void put_across(struct sheet *s, enum look look, const char *text, const struct extent *extent) {
    const char *fits = cell_text(s->book->words, text);
    double lines = 1 + (double)(2 * utf_points(fits, strlen(fits))) / extent->width;
    double height = LINE_HEIGHT * (double)(int64_t)(lines + 1);
    worksheet_set_row(s->file, s->row, height < extent->tallest ? height : extent->tallest, NULL);
    worksheet_merge_range(s->file, s->row, 0, s->row, extent->columns - 1, fits, s->book->looks[look]);
    end_row(s);
}

/* --- Sheets ----------------------------------------------------------------------------------------------------- */

static struct sheet sheet_new(const struct book *b, const char *name) {
    struct sheet s = {.book = b, .file = workbook_add_worksheet(b->file, name)};
    if (!s.file) die("there can be no sheet %s", name);
    worksheet_set_landscape(s.file);
    worksheet_set_paper(s.file, A4);
    worksheet_fit_to_pages(s.file, 1, 0);
    worksheet_set_margins(s.file, 0.5, 0.5, 0.6, 0.6);
    worksheet_set_footer(s.file, "&C&P / &N");
    return s;
}

/* What the table is, of when, how much, and what is missing. */
static void put_top(struct sheet *s, const struct extent *extent) {
    const struct response_words *w = s->book->words;
    const char *warning = response_words_warning(w);
    put_line(s, LOOK_TITLE, response_words_heading(w));
    put_line(s, LOOK_PLAIN, response_words_day(w));
    put_line(s, LOOK_PLAIN, response_words_sentence(w));
    if (*warning) put_across(s, LOOK_WARNING, warning, extent);
    end_row(s);
}

static const struct {
    const char *name; /* of its phrase */
    double width;     /* characters */
    bool of_names;
} columns[] = {
    {"number", 6, false},   {"chapter", 18, false}, {"place", 20, false},       {"kind", 7, false},
    {"summary", 52, false}, {"answer", 52, false},  {"disposition", 10, false}, {"opinions", 7, false},
    {"sources", 16, true},  {"names", 16, true},
};

static void put_row(struct sheet *s, const struct response_table_chapter *chapter,
                    const struct response_table_row *row) {
    const struct response_words *w = s->book->words;
    put_number(s, LOOK_NUMBER, row->number);
    put_text(s, LOOK_TEXT, response_words_chapter(w, chapter));
    put_text(s, LOOK_TEXT, response_words_place(w, row));
    put_text(s, LOOK_CENTRE, response_words_kind(w, row->kind));
    put_text(s, LOOK_TEXT, row->summary);
    put_text(s, *row->answer ? LOOK_TEXT : LOOK_MISSING, response_words_answer(w, row));
    put_text(s, row->disposition ? LOOK_CENTRE : LOOK_MISSING, response_words_disposition(w, row->disposition));
    put_number(s, LOOK_NUMBER, row->opinions);
    if (w->table->with_names) {
        put_text(s, LOOK_TEXT, response_words_sources(w, row));
        put_text(s, LOOK_TEXT, response_words_names(w, row));
    }
    end_row(s);
}

static void put_opinions(const struct book *b) {
    const struct response_words *w = b->words;
    const struct response_table *t = w->table;
    struct sheet s = sheet_new(b, response_words_phrase(w, "sheet"));
    struct extent extent = {.tallest = TALLEST_FIXED};
    for (size_t i = 0; i < sizeof columns / sizeof *columns && (t->with_names || !columns[i].of_names); i++) {
        worksheet_set_column(s.file, extent.columns, extent.columns, columns[i].width, NULL);
        extent.width += columns[i].width;
        extent.columns++;
    }
    put_top(&s, &extent);
    for (lxw_col_t i = 0; i < extent.columns; i++)
        put_text(&s, LOOK_HEAD, response_words_phrase(w, columns[i].name));
    end_row(&s);
    worksheet_repeat_rows(s.file, s.row - 1, s.row - 1);
    worksheet_freeze_panes(s.file, s.row, 0);
    for (size_t i = 0; i < t->chapter_count; i++) {
        const struct response_table_chapter *chapter = &t->chapters[i];
        for (size_t j = 0; j < chapter->count; j++)
            put_row(&s, chapter, &t->rows[chapter->first + j]);
    }
}

static void put_total(struct sheet *s, const char *name, const struct response_table_total *total, bool is_sum) {
    enum disposition dispositions[DISPOSITION_COUNT];
    size_t count = response_table_dispositions(s->book->words->table, dispositions);
    put_text(s, is_sum ? LOOK_HEAD : LOOK_TEXT, name);
    for (size_t i = 0; i < count; i++)
        put_number(s, is_sum ? LOOK_SUM : LOOK_NUMBER, total->by_disposition[dispositions[i]]);
    put_number(s, LOOK_SUM, total->opinions);
    end_row(s);
}

#define CHAPTER_WIDTH 44
#define COUNT_WIDTH 12

static void put_totals(const struct book *b) {
    const struct response_words *w = b->words;
    const struct response_table *t = w->table;
    enum disposition dispositions[DISPOSITION_COUNT];
    size_t count = response_table_dispositions(t, dispositions);
    struct sheet s = sheet_new(b, response_words_phrase(w, "totals_sheet"));
    worksheet_set_column(s.file, 0, 0, CHAPTER_WIDTH, NULL);
    worksheet_set_column(s.file, 1, (lxw_col_t)count + 1, COUNT_WIDTH, NULL);
    put_top(&s, &(struct extent){(lxw_col_t)count + 2, CHAPTER_WIDTH + COUNT_WIDTH * (double)(count + 1), TALLEST});
    put_text(&s, LOOK_HEAD, response_words_phrase(w, "chapter"));
    for (size_t i = 0; i < count; i++)
        put_text(&s, LOOK_HEAD, response_words_disposition(w, dispositions[i]));
    put_text(&s, LOOK_HEAD, response_words_phrase(w, "all"));
    end_row(&s);
    for (size_t i = 0; i < t->chapter_count; i++)
        put_total(&s, response_words_chapter(w, &t->chapters[i]), &t->chapters[i].total, false);
    put_total(&s, response_words_phrase(w, "all"), &t->total, true);
    end_row(&s);
    put_line(&s, LOOK_PLAIN, response_words_phrase(w, "counted"));
    for (size_t i = 0; i < count; i++)
        put_line(&s, LOOK_PLAIN,
                 arena_printf(w->arena, "%s　%s", response_words_disposition(w, dispositions[i]),
                              response_words_disposition_about(w, dispositions[i])));
}

/* --- The file --------------------------------------------------------------------------------------------------- */

static enum err failed(const char *what, const char *why) {
    int reason = errno;
    log_error("workbook: %s: %s", what, why);
    return reason == ENOSPC ? ERR_DISK_FULL : ERR_IO;
}

/* The library writes to a path: this one leads to memory. */
static enum err write_file(const struct response_words *w, const char *path) {
    struct book b = {.words = w, .file = workbook_new(path)};
    if (!b.file) die("out of memory");
    lxw_doc_properties about = {.title = (char *)cell_text(w, response_words_heading(w)),
                                .created = (time_t)(w->table->at / 1000)};
    workbook_set_properties(b.file, &about);
    make_looks(&b);
    put_opinions(&b);
    put_totals(&b);
    errno = 0;
    lxw_error e = workbook_close(b.file);
    return e == LXW_NO_ERROR ? OK : failed("close", lxw_strerror(e));
}

static enum err read_back(int fd, struct buf *out) {
    off_t size = lseek(fd, 0, SEEK_END);
    if (size < 0) return failed("size", strerror(errno));
    buf_reserve(out, (size_t)size);
    for (off_t at = 0; at < size;) {
        ssize_t n = pread(fd, out->data + out->size, (size_t)(size - at), at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return failed("read", strerror(errno));
        out->size += (size_t)n;
        at += n;
    }
    out->data[out->size] = 0;
    return OK;
}

enum err workbook_response_table(const struct response_table *t, struct languages *languages, struct buf *out) {
    ARENA(a);
    const struct response_words w = {t, languages, LANGUAGE_JA, a};
    int fd = memfd_create("workbook", MFD_CLOEXEC);
    if (fd < 0) return failed("memory", strerror(errno));
    enum err e = write_file(&w, arena_printf(a, "/proc/self/fd/%d", fd));
    if (e == OK) e = read_back(fd, out);
    close(fd);
    return e;
}
