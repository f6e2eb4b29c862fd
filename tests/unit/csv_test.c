#include "store_fixture.h"

#include "kosshi/output/csv.h"

/* What one cell becomes, between its quotes. */
static const char *written(struct fixture *f, const char *cell) {
    BUF(out);
    csv_row(&out, (const char *[]){cell}, 1);
    assert_true(out.size >= 4);
    assert_int_equal(out.data[0], '"');
    assert_string_equal(out.data + out.size - 3, "\"\r\n");
    return arena_copy(f->arena, out.data + 1, out.size - 4);
}

static void a_file_begins_with_its_mark_and_rows_end_with_crlf(void **state) {
    (void)state;
    BUF(out);
    csv_begin(&out);
    csv_row(&out, (const char *[]){"章", "", "a,b"}, 3);
    csv_row(&out, (const char *[]){"二\n行"}, 1);
    assert_string_equal(out.data, "\xEF\xBB\xBF\"章\",\"\",\"a,b\"\r\n\"二\n行\"\r\n");
}

static void quotes_are_doubled(void **state) {
    assert_string_equal(written(*state, "\"\"引用\""), "\"\"\"\"引用\"\"");
}

/* OWASP's list of what begins a formula, and what a Japanese Excel takes for the same. */
static void what_begins_like_a_formula_gets_an_apostrophe(void **state) {
    static const char *const formulas[] = {"=1+1", "+81", "-1",  "@SUM(A1)", "\t=1", "＝1",           "＋1",
                                           "－1",  "＠a", " =1", "\n=1",     "　=1", "\xEF\xBB\xBF=1"};
    static const char *const others[] = {"1=1", "a+b", "ー長音", "'=1", "第1", "", " ", "−1は別の字"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        assert_string_equal(written(f, formulas[i]), arena_printf(f->arena, "'%s", formulas[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_string_equal(written(f, others[i]), others[i]);
}

static void what_turns_the_direction_of_writing_is_left_out(void **state) {
    struct fixture *f = *state;
    assert_string_equal(written(f, "前\u202E後\u202C\u2066x\u2069\u200F"), "前後x");
    assert_string_equal(written(f, "\u202E=1\u202C"), "'=1");
    assert_string_equal(written(f, "👨‍👩‍👧"), "👨‍👩‍👧"); /* joined by U+200D */
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

/* The cells of a text: "a|b/c" for two rows. */
static const char *cells(struct fixture *f, const char *text) {
    struct csv_table table;
    size_t row;
    DO(csv_read(f->arena, text, &table, &row));
    const char *line = "";
    for (size_t i = 0; i < table.count; i++) {
        if (i) line = arena_printf(f->arena, "%s/", line);
        for (size_t j = 0; j < table.rows[i].count; j++)
            line = arena_printf(f->arena, "%s%s%s", line, j ? "|" : "", table.rows[i].cells[j]);
    }
    return line;
}

static void rows_and_cells_are_those_of_the_file(void **state) {
    struct fixture *f = *state;
    assert_string_equal(cells(f, "a,b\nc,d\n"), "a|b/c|d");
    assert_string_equal(cells(f, "a,b\nc,d"), "a|b/c|d");
    assert_string_equal(cells(f, "a\tb,c\td\n"), "a|b,c|d");
    assert_string_equal(cells(f, "\"a\nb\",\"c\"\"d\",,\n"), "a\nb|c\"d||");
    assert_string_equal(cells(f, "a\n\n\nb\n"), "a///b");
    assert_string_equal(cells(f, ""), "");
    assert_string_equal(cells(f, "\"1,2,3\"\t\"b\"\n"), "1,2,3|b");
}

static void quotes_that_do_not_fit_are_refused_with_their_row(void **state) {
    static const struct {
        const char *text;
        size_t row;
    } broken[] = {{"a\n\"b\nc\n", 2}, {"a\nb\"c,d\n", 2}, {"\"a\"b\n", 1}, {"a\n\nx,\"y\" z\n", 3}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct csv_table table;
        size_t row;
        assert_int_equal(csv_read(f->arena, broken[i].text, &table, &row), ERR_BAD_BODY);
        assert_int_equal(row, broken[i].row);
    }
}

static const char *text_of(struct fixture *f, const char *bytes, size_t size) {
    const char *text;
    size_t row;
    DO(csv_text(f->arena, bytes, size, &text, &row));
    return text;
}

#define TEXT(f, bytes) text_of(f, bytes, sizeof(bytes) - 1)

/* Bytes by the table of the Encoding Standard (index-jis0208, windows-31j). */
static void a_file_of_japanese_windows_is_read(void **state) {
    struct fixture *f = *state;
    assert_string_equal(TEXT(f, "\x88\xD3\x8C\xA9\r\n"), "意見\n");
    assert_string_equal(TEXT(f, "\xFB\xFC\xFA\xB1\x87\x40\x87\x54\x81\x60"), "髙﨑①Ⅰ～");
    assert_string_equal(TEXT(f, "\xB1\xB2\x95\x5C\x5C"), "ｱｲ表\\"); /* the second byte of 表 is that of the backslash */
    assert_string_equal(TEXT(f, "\x81\x7C\x81\x61\x81\x91"), "－∥￠");
}

static void utf_8_is_read_with_and_without_a_mark(void **state) {
    struct fixture *f = *state;
    assert_string_equal(TEXT(f, "\xEF\xBB\xBF意見\r\n二"), "意見\n二");
    assert_string_equal(TEXT(f, "意見"), "意見");
    assert_string_equal(TEXT(f, ""), "");
    assert_string_equal(TEXT(f, "only ASCII"), "only ASCII");
}

static void bytes_that_are_no_text_are_refused_with_their_row(void **state) {
    static const struct {
        const char *bytes;
        enum err err;
        size_t row;
    } broken[] = {{"意見\n\xFF", ERR_BAD_UTF8, 2},
                  {"\xEF\xBB\xBF\n\n\x88\xD3", ERR_BAD_UTF8, 3}, /* it says that it is UTF-8 */
                  {"\x88\xD3\n\x8C\xA9\n\x81", ERR_BAD_UTF8, 3},
                  {"a\nb\x01", ERR_BAD_CONTROL, 2},
                  {"\x88\xD3\n\x01", ERR_BAD_CONTROL, 2},
                  {"a\rb", ERR_BAD_CONTROL, 1}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *text;
        size_t row = 0;
        assert_int_equal(csv_text(f->arena, broken[i].bytes, strlen(broken[i].bytes), &text, &row), broken[i].err);
        assert_int_equal(row, broken[i].row);
    }
    const char *text;
    size_t row = 0;
    assert_int_equal(csv_text(f->arena, "a\nb\0c", 5, &text, &row), ERR_BAD_CONTROL);
    assert_int_equal(row, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(a_file_begins_with_its_mark_and_rows_end_with_crlf),
        WITH_FOLDER(quotes_are_doubled),
        WITH_FOLDER(what_begins_like_a_formula_gets_an_apostrophe),
        WITH_FOLDER(what_turns_the_direction_of_writing_is_left_out),
        WITH_FOLDER(rows_and_cells_are_those_of_the_file),
        WITH_FOLDER(quotes_that_do_not_fit_are_refused_with_their_row),
        WITH_FOLDER(a_file_of_japanese_windows_is_read),
        WITH_FOLDER(utf_8_is_read_with_and_without_a_mark),
        WITH_FOLDER(bytes_that_are_no_text_are_refused_with_their_row),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
