#include "kosshi/text/outline_title.h"

#include <ctype.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/outline_number.h"
#include "kosshi/text/utf.h"

enum { STRAY_LIMIT = 60 }; /* bytes of a line that may be one of the paper's own */

/* A piece of words. */
struct span {
    const char *s, *end;
};

static struct span span_of(const char *words) {
    return (struct span){words, words + strlen(words)};
}

static bool starts(struct span w, const char *with) {
    size_t length = strlen(with);
    return (size_t)(w.end - w.s) >= length && memcmp(w.s, with, length) == 0;
}

static bool ends(struct span w, const char *with) {
    size_t length = strlen(with);
    return (size_t)(w.end - w.s) >= length && memcmp(w.end - length, with, length) == 0;
}

static bool is(struct span w, const char *words) {
    return starts(w, words) && (size_t)(w.end - w.s) == strlen(words);
}

static struct span trim(struct span w) {
    static const char *const spaces[] = {" ", "\t", "　"};
    for (;;) {
        struct span before = w;
        for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
            if (starts(w, spaces[i])) w.s += strlen(spaces[i]);
            if (ends(w, spaces[i])) w.end -= strlen(spaces[i]);
        }
        if (w.s == before.s && w.end == before.end) return w;
    }
}

/* What stands for something else in Markdown: as it is written and as a reader sees it. */
static const struct {
    const char *written, *seen;
} spellings[] = {
    {"\t", " "},   {"**", ""},     {"<br>", " "},    {"<br/>", " "}, {"<br />", " "}, {"&lt;", "<"},
    {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", " "},
};

static size_t spelling_at(struct span w, const char **seen) {
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        *seen = spellings[i].seen;
        if (starts(w, spellings[i].written)) return strlen(spellings[i].written);
    }
    return 0;
}

static bool is_blank(const char *words) {
    return utf_length(words, strlen(words)) == 0;
}

const char *outline_title_words(struct arena *a, const char *content, size_t size) {
    BUF(words);
    buf_reserve(&words, size);
    for (struct span w = {content, content + size}; w.s < w.end;) {
        const char *seen;
        size_t written = spelling_at(w, &seen);
        if (written > 0) buf_string(&words, seen);
        w.s += written;
        if (written > 0) continue;
        if (*w.s == '\\' && w.s + 1 < w.end && ispunct((unsigned char)w.s[1])) w.s++;
        buf_byte(&words, *w.s++);
    }
    if (words.size == 0) return "";
    struct span kept = trim(span_of(utf_visible(a, words.data)));
    size_t length = (size_t)(kept.end - kept.s);
    return utf_length(kept.s, length) > 0 ? arena_copy(a, kept.s, length) : "";
}

/* --- parts of a policy ------------------------------------------------------------------------------------------- */

static const struct {
    enum section_kind kind;
    const char *name;
} labels[] = {
    {KIND_GOAL, "目指す姿"},         {KIND_GOAL, "めざす姿"},           {KIND_GOAL, "目指すべき姿"},
    {KIND_STRATEGIES, "戦略と戦術"}, {KIND_STRATEGIES, "戦略・戦術"},   {KIND_STRATEGIES, "戦略及び戦術"},
    {KIND_STRATEGIES, "戦略と取組"}, {KIND_STRATEGIES, "戦略・取組"},   {KIND_STRATEGIES, "戦略"},
    {KIND_STRATEGIES, "主な取組"},   {KIND_STRATEGIES, "具体的な取組"}, {KIND_STRATEGIES, "取組"},
    {KIND_INDICATORS, "指標"},       {KIND_INDICATORS, "成果指標"},     {KIND_INDICATORS, "評価指標"},
    {KIND_INDICATORS, "数値目標"},   {KIND_INDICATORS, "KPI"},          {KIND_INDICATORS, "ＫＰＩ"},
};

static const struct {
    const char *open, *close;
} brackets[] = {{"【", "】"}, {"<", ">"}, {"＜", "＞"}, {"〈", "〉"}, {"「", "」"}, {"［", "］"}, {"[", "]"}};

/* Takes away brackets around the whole. */
static struct span unbracket(struct span w) {
    for (size_t i = 0; i < sizeof brackets / sizeof brackets[0]; i++) {
        if (!starts(w, brackets[i].open) || !ends(w, brackets[i].close)) continue;
        return trim((struct span){w.s + strlen(brackets[i].open), w.end - strlen(brackets[i].close)});
    }
    return w;
}

/* Bytes of the colon at the beginning. */
static size_t colon(struct span w) {
    return starts(w, ":") ? 1 : starts(w, "：") ? strlen("：") : 0;
}

/* Moves over a bracketed addition such as (取組) or （KPI）. */
static struct span skip_addition(struct span w) {
    static const char *const closes[] = {")", "）"};
    if (!starts(w, "(") && !starts(w, "（")) return w;
    for (struct span at = w; at.s < at.end; at.s++)
        for (size_t i = 0; i < 2; i++)
            if (starts(at, closes[i])) return (struct span){at.s + strlen(closes[i]), w.end};
    return w;
}

/* The label at the beginning of words, and where it ends: at their end or at a colon. */
static enum section_kind label_of(struct span w, struct span *behind) {
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (!starts(w, labels[i].name)) continue;
        *behind = trim(skip_addition(trim((struct span){w.s + strlen(labels[i].name), w.end})));
        if (behind->s == behind->end || colon(*behind) > 0) return labels[i].kind;
    }
    return KIND_COUNT;
}

enum section_kind outline_title_label(const char *title) {
    struct span behind;
    return label_of(unbracket(span_of(title)), &behind);
}

/* --- titles ------------------------------------------------------------------------------------------------------ */

/* Cuts a title that is too long for one, so that title and rest hold every character once. */
static void cut(struct arena *a, struct outline_title *title) {
    size_t size = strlen(title->title);
    if (utf_points(title->title, size) <= OUTLINE_TITLE_LIMIT) return;
    const char *whole = title->title;
    title->title = utf_excerpt(a, whole, OUTLINE_TITLE_LIMIT - 1);
    title->rest = arena_printf(a, "…%s", whole + strlen(title->title) - strlen("…"));
    title->cut = true;
}

/* "目指す姿：誰もが…" is the label and its text. */
static void part_label(struct arena *a, struct outline_title *title) {
    struct span w = span_of(title->title), behind;
    if (label_of(w, &behind) == KIND_COUNT) return;
    struct span rest = trim((struct span){behind.s + colon(behind), w.end}), name = trim((struct span){w.s, behind.s});
    title->title = arena_copy(a, name.s, (size_t)(name.end - name.s));
    title->rest = arena_copy(a, rest.s, (size_t)(rest.end - rest.s));
}

struct outline_title outline_title_read(struct arena *a, const struct outline_line *line) {
    const char *words = outline_title_words(a, line->content, line->content_size);
    struct outline_title title = {.number = "", .title = words, .rest = ""};
    struct outline_number_front front;
    struct outline_numeral mark;
    if (outline_number_front(words, strlen(words), &front) && !is_blank(words + front.size) &&
        !utf_hides(words + front.size)) {
        title.number = outline_number_write(a, &front.numeral, front.numeral.value);
        title.title = words + front.size;
    } else if (line->mark && words[0] && outline_number_read(arena_copy(a, line->mark, line->mark_size), &mark)) {
        title.number = outline_number_write(a, &mark, mark.value);
    }
    part_label(a, &title);
    cut(a, &title);
    return title;
}

/* Takes away one ending of the list; the same words when there is none. */
static struct span drop_ending(struct span w, const char *const *endings) {
    for (; *endings; endings++)
        if (ends(w, *endings)) return trim((struct span){w.s, w.end - strlen(*endings)});
    return w;
}

const char *outline_title_document(struct arena *a, const char *words) {
    static const char *const bracketed[] = {"（骨子）", "（骨子案）", "(骨子)", "(骨子案)",
                                            "【骨子】", "【骨子案】", NULL};
    static const char *const additions[] = {"（案）",     "(案)",         "案",         "（素案）", "(素案)",
                                            "素",         "（たたき台）", "(たたき台)", "たたき台", "（イメージ）",
                                            "(イメージ)", "イメージ",     "について",   NULL};
    static const char *const skeleton[] = {"の骨子", "骨子", NULL};
    struct span whole = span_of(words), kept = drop_ending(whole, bracketed);
    if (kept.end == whole.end) {
        struct span bare = whole, longer;
        do {
            longer = bare;
            bare = drop_ending(longer, additions);
        } while (bare.end < longer.end);
        kept = drop_ending(bare, skeleton);
        if (kept.end == bare.end) kept = whole;
    }
    if (kept.s == kept.end) kept = whole;
    return arena_copy(a, kept.s, (size_t)(kept.end - kept.s));
}

bool outline_title_is_appendix(const char *title) {
    static const char *const names[] = {"資料編", "付録", "附録", "巻末資料", "参考資料", "付属資料", "附属資料"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (starts(unbracket(span_of(title)), names[i])) return true;
    return false;
}

bool outline_title_is_sentence(const char *title) {
    return ends(span_of(title), "。");
}

static bool is_contents(struct span w) {
    static const char *const names[] = {"目次", "もくじ", "目　次", "目 次"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (is(unbracket(w), names[i])) return true;
    return false;
}

bool outline_title_is_contents(const char *words) {
    return is_contents(span_of(words));
}

bool outline_title_is_stray(struct arena *a, const char *content, size_t size) {
    struct span line = trim((struct span){content, content + size});
    if (starts(line, "<!--") && ends(line, "-->")) return true;
    if (size > STRAY_LIMIT) return false;
    struct span w = unbracket(span_of(outline_title_words(a, content, size)));
    if (is_contents(w)) return true;
    static const char *const papers[] = {"参考資料", "資料"};
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        if (!starts(w, papers[i])) continue;
        struct span number = trim((struct span){w.s + strlen(papers[i]), w.end});
        struct outline_numeral ignored;
        return outline_number_read(arena_copy(a, number.s, (size_t)(number.end - number.s)), &ignored);
    }
    return false;
}
