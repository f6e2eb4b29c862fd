#include "kosshi/text/marks.h"

#include <ctype.h>
#include <string.h>

#include "kosshi/text/atx.h"
#include "kosshi/text/utf.h"

#define RULE_LEAST 3

enum { STARS_MOST = 3, TILDES_MOST = 2, RUNS = STARS_MOST + TILDES_MOST + 1 };

/* Places in a line are kept with 1 added: 0 says that nothing is open. */
struct open {
    size_t runs[RUNS]; /* of * and ~, by their kind and size */
    size_t bracket;    /* [ */
    size_t bar, reading;
};

struct line {
    const char *text;
    size_t size;
    uint8_t *looks;
    bool is_row; /* of a table */
    struct open open, before_code;
    size_t code, ticks; /* where ` are open, and how many */
};

static void put(struct line *l, size_t from, size_t to, uint8_t look) {
    for (size_t i = from; i < to; i++)
        l->looks[i] |= look;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static size_t blanks_end(const char *text, size_t size, size_t at) {
    while (at < size && is_blank(text[at]))
        at++;
    return at;
}

static size_t run_of(const struct line *l, size_t at) {
    size_t n = 1;
    while (at + n < l->size && l->text[at + n] == l->text[at])
        n++;
    return n;
}

static bool stands(const struct line *l, size_t at, const char *words) {
    return utf_starts(l->text + at, l->size - at, words);
}

/* --- In a line: each reads what begins at a place, and says how many bytes that was ---------------------------------- */

static size_t escape_read(struct line *l, size_t at) {
    bool escapes = at + 1 == l->size || ispunct((unsigned char)l->text[at + 1]); /* at the end: a line break */
    if (!escapes) return 1;
    put(l, at, at + 1, MARKS_MARK);
    return at + 1 < l->size ? 2 : 1;
}

/* What was read since it began is words after all when it closes. */
static size_t code_read(struct line *l, size_t at) {
    size_t n = run_of(l, at);
    if (!l->code) {
        l->code = at + 1;
        l->ticks = n;
        l->before_code = l->open;
    } else if (n == l->ticks) {
        size_t from = l->code - 1;
        for (size_t i = from + n; i < at; i++)
            l->looks[i] &= MARKS_HEADING;
        put(l, from, from + n, MARKS_MARK);
        put(l, at, at + n, MARKS_MARK);
        l->open = l->before_code;
        l->code = 0;
    }
    return n;
}

/* *1 behind a sentence is the mark of a note. */
static bool is_note_mark(const struct line *l, size_t at, size_t n) {
    return n == 1 && l->text[at] == '*' && at + 1 < l->size && isdigit((unsigned char)l->text[at + 1]);
}

static size_t emphasis_read(struct line *l, size_t at) {
    size_t n = run_of(l, at), end = at + n;
    bool stars = l->text[at] == '*';
    if (n > (stars ? STARS_MOST : TILDES_MOST) || is_note_mark(l, at, n)) return n;
    size_t *run = &l->open.runs[stars ? n : STARS_MOST + n];
    if (*run && !is_blank(l->text[at - 1])) {
        size_t from = *run - 1;
        put(l, from, from + n, MARKS_MARK);
        put(l, at, end, MARKS_MARK);
        if (stars && n > 1) put(l, from + n, at, MARKS_STRONG);
        *run = 0;
    } else if (end < l->size && !is_blank(l->text[end])) {
        *run = at + 1;
    }
    return n;
}

/* Where the address that ( opens at `at` ends; `at` when it is none. */
static size_t address_end(const struct line *l, size_t at) {
    if (at == l->size || l->text[at] != '(') return at;
    for (size_t i = at + 1; i < l->size && l->text[i] != '[' && l->text[i] != ']'; i++)
        if (l->text[i] == ')') return i + 1;
    return at;
}

static size_t bracket_close(struct line *l, size_t at) {
    if (!l->open.bracket) return 1;
    size_t from = l->open.bracket - 1, behind = at + 1, end = address_end(l, behind);
    l->open.bracket = 0;
    if (end > behind) {
        put(l, from > 0 && l->text[from - 1] == '!' ? from - 1 : from, from + 1, MARKS_MARK);
        put(l, at, end, MARKS_MARK);
        return end - at;
    }
    if (l->text[from + 1] == '^' && at > from + 2 && !memchr(l->text + from, ' ', at - from)) {
        put(l, from, from + 2, MARKS_MARK);
        put(l, at, behind < l->size && l->text[behind] == ':' ? behind + 1 : behind, MARKS_MARK);
    }
    return 1;
}

#define RUBY_BAR "｜"
#define RUBY_OPEN "《"
#define RUBY_CLOSE "》"

static size_t ruby_read(struct line *l, size_t at) {
    static const size_t size = sizeof RUBY_BAR - 1; /* all are of three bytes */
    struct open *o = &l->open;
    if (stands(l, at, RUBY_BAR)) {
        o->bar = at + 1;
        o->reading = 0;
    } else if (stands(l, at, RUBY_OPEN)) {
        o->reading = o->bar && !o->reading ? at + 1 : 0;
    } else if (stands(l, at, RUBY_CLOSE) && o->reading) {
        const size_t places[] = {o->bar - 1, o->reading - 1, at};
        for (size_t i = 0; i < sizeof places / sizeof *places; i++)
            put(l, places[i], places[i] + size, MARKS_MARK);
        o->bar = o->reading = 0;
    } else {
        return 1;
    }
    return size;
}

static size_t sign_read(struct line *l, size_t at) {
    switch (l->text[at]) {
    case '\\':
        return escape_read(l, at);
    case '`':
        return code_read(l, at);
    case '*':
    case '~':
        return emphasis_read(l, at);
    case '[':
        l->open.bracket = at + 1;
        return 1;
    case ']':
        return bracket_close(l, at);
    case '|':
        if (l->is_row) put(l, at, at + 1, MARKS_MARK);
        return 1;
    case '<':
        if (stands(l, at, "<br>")) put(l, at, at + strlen("<br>"), MARKS_MARK);
        return 1;
    default:
        return ruby_read(l, at);
    }
}

/* --- Lines ----------------------------------------------------------------------------------------------------------- */

/* A row of nothing but these signs, each at least so often. */
static bool consists_of(const char *line, size_t size, const char *signs) {
    for (size_t i = 0; i < size; i++)
        if (!is_blank(line[i]) && !strchr(signs, line[i])) return false;
    return true;
}

static bool is_delimiter_row(const char *line, size_t size) {
    return memchr(line, '-', size) && memchr(line, '|', size) && consists_of(line, size, "|-:");
}

/* *** and --- between paragraphs, --- and === below a heading; and what is not shown at all. */
static bool is_mark_alone(const char *line, size_t size) {
    static const char *const signs[] = {"-", "=", "*", "_"};
    size_t at = blanks_end(line, size, 0);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (size - at >= RULE_LEAST && line[at] == *signs[i] && consists_of(line, size, signs[i])) return true;
    return utf_starts(line + at, size - at, "<!--");
}

/* Where the mark > - * or + at `at` ends; `at` when there is none. */
static size_t lead_end(const struct line *l, size_t at) {
    if (at < l->size && l->text[at] == '>') return at + 1;
    bool is_item = at + 1 < l->size && strchr("-*+", l->text[at]) && is_blank(l->text[at + 1]);
    return is_item ? at + 1 : at;
}

static void words_read(struct line *l, size_t at) {
    while (at < l->size)
        at += sign_read(l, at);
}

static void heading_read(struct line *l, size_t at, size_t level) {
    size_t end = l->size;
    put(l, 0, l->size, MARKS_HEADING);
    put(l, 0, at + level, MARKS_MARK);
    while (end > at + level && (is_blank(l->text[end - 1]) || l->text[end - 1] == '#'))
        end--;
    if (end < l->size && is_blank(l->text[end])) put(l, end, l->size, MARKS_MARK); /* # words # */
    words_read(l, at + level);
}

static void line_read(struct line *l, struct atx_walk *walk) {
    bool was_code = walk->fence;
    int level = atx_level(walk, l->text, l->size);
    bool is_code = walk->fence;
    size_t at = blanks_end(l->text, l->size, 0), next;
    if (was_code || is_code) {
        if (was_code != is_code) put(l, 0, l->size, MARKS_MARK);
    } else if (level) {
        heading_read(l, at, (size_t)level);
    } else if (is_mark_alone(l->text, l->size) || (l->is_row && is_delimiter_row(l->text, l->size))) {
        put(l, 0, l->size, MARKS_MARK);
    } else {
        for (; (next = lead_end(l, at)) != at; at = blanks_end(l->text, l->size, next))
            put(l, at, next, MARKS_MARK);
        words_read(l, at);
    }
}

/* A table begins above its row of --- and goes on to an empty line; a row of its own begins with |. */
static bool goes_on_with_table(const char *line, size_t size, const char *next, size_t next_size, bool in_table) {
    size_t at = blanks_end(line, size, 0);
    if (at == size) return false;
    return in_table || line[at] == '|' || is_delimiter_row(next, next_size);
}

static size_t line_size(const char *line, const char *end) {
    const char *lf = memchr(line, '\n', (size_t)(end - line));
    return (size_t)((lf ? lf : end) - line);
}

const uint8_t *marks_read(struct arena *a, const char *text, size_t size) {
    uint8_t *looks = arena_alloc(a, size + 1);
    const char *end = text + size;
    struct atx_walk walk = {0};
    bool in_table = false;
    for (size_t at = 0; at < size;) {
        size_t length = line_size(text + at, end), behind = at + length + 1;
        const char *next = behind < size ? text + behind : end;
        in_table = goes_on_with_table(text + at, length, next, line_size(next, end), in_table);
        struct line line = {.text = text + at, .size = length, .looks = looks + at, .is_row = in_table};
        line_read(&line, &walk);
        at = behind;
    }
    return looks;
}

bool marks_are_in(const uint8_t *looks, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (looks[i] & MARKS_MARK) return true;
    return false;
}

size_t marks_run_end(const uint8_t *looks, size_t at, size_t end) {
    size_t run = at;
    while (run < end && looks[run] == looks[at])
        run++;
    return run;
}
