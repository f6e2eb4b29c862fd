#include "kosshi/text/outline_line.h"

#include <ctype.h>
#include <string.h>

#include "kosshi/text/outline_number.h"
#include "kosshi/text/utf.h"

/* A fence that is open. It ends with the list item that holds it, as in CommonMark. */
struct fence {
    char mark; /* 0 when none is open */
    size_t length;
    int container; /* columns of the item's content; 0 outside of a list */
};

struct scan {
    struct outline_line *lines;
    size_t count;
    struct fence fence;
    bool in_list;
    int item_indent; /* columns of the last item's content */
};

static bool starts(const char *s, const char *end, const char *with) {
    size_t length = strlen(with);
    return (size_t)(end - s) >= length && memcmp(s, with, length) == 0;
}

static const char *skip_spaces(const char *s, const char *end) {
    while (s < end && (*s == ' ' || *s == '\t' || starts(s, end, UTF_WIDE_SPACE)))
        s += *s == ' ' || *s == '\t' ? 1 : strlen(UTF_WIDE_SPACE);
    return s;
}

static const char *trim_end(const char *s, const char *end) {
    for (;;) {
        size_t wide = strlen(UTF_WIDE_SPACE);
        if (end > s && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
            end--;
        else if ((size_t)(end - s) >= wide && memcmp(end - wide, UTF_WIDE_SPACE, wide) == 0)
            end -= wide;
        else
            return end;
    }
}

static void set_content(struct outline_line *line, const char *s, const char *end) {
    s = skip_spaces(s, end);
    end = trim_end(s, end);
    line->content = s;
    line->content_size = (size_t)(end - s);
}

/* Moves over ASCII white space and counts its columns from `column` on. */
static const char *indent_end(const char *s, const char *end, int *column) {
    for (; s < end && (*s == ' ' || *s == '\t'); s++)
        *column += *s == '\t' ? 4 - *column % 4 : 1;
    return s;
}

static size_t run_of(const char *s, const char *end, char c) {
    size_t n = 0;
    while (s + n < end && s[n] == c)
        n++;
    return n;
}

static bool space_at(const char *s, const char *end) {
    return s == end || *s == ' ' || *s == '\t' || starts(s, end, UTF_WIDE_SPACE);
}

static bool heading(struct outline_line *line, const char *s, const char *end) {
    size_t level = run_of(s, end, '#');
    if (level == 0 || level > 6 || line->indent > 3) return false;
    /* "##１．目的" is no heading to Markdown, but nobody means anything else by it; "#1" may be a word. */
    if (level == 1 && !space_at(s + 1, end)) return false;
    set_content(line, s + level, end);
    const char *content = line->content, *close = content + line->content_size;
    while (close > content && close[-1] == '#')
        close--;
    if (close == content || close[-1] == ' ' || close[-1] == '\t') set_content(line, content, close);
    line->kind = LINE_HEADING;
    line->level = (int)level;
    return true;
}

static bool rule(struct outline_line *line, const char *s, const char *end) {
    size_t marks = 0;
    char mark = *s;
    if (line->indent > 3 || (mark != '-' && mark != '*' && mark != '_')) return false;
    for (; s < end; s++) {
        if (*s == mark)
            marks++;
        else if (*s != ' ' && *s != '\t' && *s != '\r')
            return false;
    }
    if (marks < 3) return false;
    line->kind = LINE_RULE;
    return true;
}

static bool follows(const struct outline_line *line, const struct outline_line *before) {
    return before->number + 1 == line->number;
}

/* === or --- below a paragraph of one line that is not a sentence. */
static bool underline(struct scan *scan, struct outline_line *line, const char *s, const char *end) {
    if (scan->count == 0 || line->indent > 3 || (*s != '=' && *s != '-')) return false;
    size_t marks = run_of(s, end, *s);
    struct outline_line *title = &scan->lines[scan->count - 1];
    if (trim_end(s, end) != s + marks || marks < 2 || !follows(line, title)) return false;
    bool paragraph = title->kind == LINE_TEXT || (title->kind == LINE_ITEM && title->plain);
    if (!paragraph || title->indent > 3 || memchr(title->raw, '|', title->size)) return false;
    const char *title_end = title->content + title->content_size;
    if (title->content_size >= 3 && memcmp(title_end - 3, "。", 3) == 0) return false;
    if (scan->count > 1 && follows(title, title - 1)) {
        enum outline_line_kind before = title[-1].kind;
        if (before == LINE_TEXT || before == LINE_ITEM) return false;
    }
    title->kind = LINE_HEADING;
    title->level = *s == '=' ? 1 : 2;
    line->kind = LINE_UNDERLINE;
    return true;
}

/* The end of the Markdown list mark at s, s when there is none. */
static const char *list_mark(const char *s, const char *end) {
    const char *mark = s;
    if (mark < end && *mark && strchr("-*+", *mark))
        return space_at(mark + 1, end) || starts(mark + 1, end, "・") ? mark + 1 : s;
    while (mark < end && mark - s < 9 && isdigit((unsigned char)*mark))
        mark++;
    bool numbered = mark > s && mark < end && (*mark == '.' || *mark == ')');
    return numbered && space_at(mark + 1, end) ? mark + 1 : s;
}

/* The list marks at s, one or several ("- 1. "): gives where they end. */
static const char *list_marks(struct outline_line *line, const char *s, const char *end) {
    int column = line->indent;
    for (const char *mark = list_mark(s, end), *first = s; mark > s; mark = list_mark(s, end)) {
        bool numbered = isdigit((unsigned char)*s), outermost = s == first;
        line->mark = numbered ? s : NULL;
        line->mark_size = numbered ? (size_t)(mark - s) : 0;
        line->rank = !numbered ? RANK_BULLET : mark[-1] == '.' ? RANK_DOTTED_NUMBER : RANK_BRACKET;
        column += (int)(mark - s);
        const char *content = indent_end(mark, end, &column);
        if (outermost) line->content_indent = content == mark ? column + 1 : column;
        s = skip_spaces(content, end);
    }
    return s;
}

/* A bullet of Japanese typing in front of a word, not the ○○ that stands for a name, nor a row of dots. */
static const char *bullet(const char *s, const char *end, enum outline_rank *rank) {
    static const struct {
        const char *mark;
        enum outline_rank rank;
    } bullets[] = {
        {"・", RANK_DOT},   {"･", RANK_DOT},    {"•", RANK_DOT},    {"‣", RANK_DOT},    {"●", RANK_BULLET},
        {"■", RANK_BULLET}, {"◆", RANK_BULLET}, {"▶", RANK_BULLET}, {"▪", RANK_BULLET}, {"○", RANK_RING},
        {"◯", RANK_RING},   {"〇", RANK_RING},  {"□", RANK_RING},   {"◇", RANK_RING},
    };
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++) {
        if (!starts(s, end, bullets[i].mark)) continue;
        const char *behind = s + strlen(bullets[i].mark);
        if (starts(behind, end, bullets[i].mark)) return s;
        *rank = bullets[i].rank;
        return behind;
    }
    return s;
}

static enum outline_rank number_rank(const struct outline_numeral *n) {
    if (strcmp(n->behind, ")") == 0) return RANK_BRACKET;
    return n->kind == NUMERAL_CIRCLE || n->kind == NUMERAL_BLACK_CIRCLE || n->kind == NUMERAL_KANA ? RANK_CIRCLE
                                                                                                   : RANK_DOTTED_NUMBER;
}

/* Full-width spaces in front of a bullet are its indent; in front of a paragraph they are how Japanese paragraphs
 * begin. */
static const char *wide_indent_end(const char *s, const char *end, int *column) {
    for (; starts(s, end, UTF_WIDE_SPACE); s += strlen(UTF_WIDE_SPACE))
        *column += 2;
    return s;
}

static bool item(struct outline_line *line, const char *s, const char *end) {
    const char *content = list_marks(line, s, end);
    line->plain = content == s;
    int column = line->indent;
    if (line->plain) s = content = wide_indent_end(s, end, &column);
    enum outline_rank rank = line->rank;
    const char *behind = bullet(content, end, &rank);
    line->dot = behind > content && rank == RANK_DOT ? content : NULL;
    if (line->plain && behind == content) {
        struct outline_number_front front;
        if (!outline_number_front(s, (size_t)(trim_end(s, end) - s), &front) || front.loose) return false;
        rank = number_rank(&front.numeral);
    }
    if (line->plain) line->rank = rank;
    if (line->plain) line->indent = line->content_indent = column;
    set_content(line, behind, end);
    line->kind = LINE_ITEM;
    return true;
}

static bool fence_opens(struct scan *scan, const struct outline_line *line) {
    const char *s = line->content, *end = line->raw + line->size;
    bool in_item = line->kind == LINE_ITEM;
    if (s == end || (*s != '`' && *s != '~') || (!in_item && line->indent > 3 && !scan->in_list)) return false;
    size_t length = run_of(s, end, *s);
    if (length < 3 || (*s == '`' && memchr(s + length, '`', (size_t)(end - s) - length))) return false;
    bool held = in_item || (scan->in_list && line->indent >= scan->item_indent);
    scan->fence = (struct fence){*s, length, held ? scan->item_indent : 0};
    return true;
}

/* True when the line belongs to the open fence, which it may close. */
static bool fence_holds(struct scan *scan, const struct outline_line *line, const char *s, const char *end) {
    if (line->indent < scan->fence.container) {
        scan->fence.mark = 0;
        return false;
    }
    size_t length = run_of(s, end, scan->fence.mark);
    if (length >= scan->fence.length && trim_end(s, end) == s + length && line->indent < scan->fence.container + 4)
        scan->fence.mark = 0;
    return true;
}

static void classify(struct scan *scan, struct outline_line *line) {
    const char *end = line->raw + line->size, *s = indent_end(line->raw, end, &line->indent);
    bool after_blank = scan->count == 0 || !follows(line, &scan->lines[scan->count - 1]);
    line->kind = LINE_CODE;
    set_content(line, s, end);
    if (scan->fence.mark && fence_holds(scan, line, s, end)) return;
    if (heading(line, s, end) || underline(scan, line, s, end) || rule(line, s, end)) {
        scan->in_list = false;
        return;
    }
    if (item(line, s, end)) {
        if (!line->plain) scan->in_list = true;
        scan->item_indent = line->content_indent;
        if (!line->plain) (void)fence_opens(scan, line);
        return;
    }
    if (line->indent == 0 && after_blank) scan->in_list = false;
    line->kind = fence_opens(scan, line) ? LINE_CODE : LINE_TEXT;
    line->content = s;
    line->content_size = (size_t)(trim_end(s, end) - s);
}

/* Takes the next line off a text. False when it is blank. */
static bool next_line(const char **text, const char *end, struct outline_line *line) {
    const char *start = *text, *stop = memchr(start, '\n', (size_t)(end - start));
    *text = stop ? stop + 1 : end;
    if (!stop) stop = end;
    if (stop > start && stop[-1] == '\r') stop--;
    *line = (struct outline_line){.number = line->number + 1, .raw = start, .size = (size_t)(stop - start)};
    return skip_spaces(start, stop) < stop;
}

size_t outline_line_all(struct arena *a, const char *text, size_t size, struct outline_line **out) {
    const char *end = text + size;
    if (starts(text, end, "\xef\xbb\xbf")) text += 3;
    size_t count = 0;
    struct outline_line line = {0};
    for (const char *s = text; s < end;)
        count += next_line(&s, end, &line);
    struct scan scan = {.lines = arena_alloc(a, count * sizeof *scan.lines)};
    for (line.number = 0; text < end;) {
        if (!next_line(&text, end, &line)) continue;
        scan.lines[scan.count] = line;
        classify(&scan, &scan.lines[scan.count]);
        scan.count++;
    }
    *out = scan.lines;
    return scan.count;
}

bool outline_line_is_delimiter(const struct outline_line *line) {
    bool bar = false, dash = false;
    for (size_t i = 0; i < line->size; i++) {
        char c = line->raw[i];
        if (!strchr("|-: \t", c) || !c) return false;
        bar = bar || c == '|';
        dash = dash || c == '-';
    }
    return bar && dash;
}
