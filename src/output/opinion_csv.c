#include "kosshi/output/opinion_csv.h"

#include <ctype.h>
#include <string.h>

#include "kosshi/output/place.h"
#include "kosshi/text/outline.h"
#include "kosshi/text/utf.h"

enum column {
    COLUMN_CHAPTER,
    COLUMN_SECTION,
    COLUMN_BODY,
    COLUMN_NAME,
    COLUMN_RECEIPT,
    COLUMN_PEOPLE,
    COLUMN_SOURCE,
    COLUMN_KIND,
    COLUMN_DISPOSITION,
    COLUMN_SUMMARY,
    COLUMN_ANSWER,
    COLUMN_COUNT
};

/* The heads a column may have, the usual one first. */
static const struct {
    enum column column;
    const char *head;
} heads[] = {
    {COLUMN_CHAPTER, "章"},        {COLUMN_SECTION, "節"},       {COLUMN_SECTION, "章・節"},
    {COLUMN_BODY, "意見"},         {COLUMN_BODY, "ご意見"},      {COLUMN_BODY, "意見の内容"},
    {COLUMN_BODY, "意見内容"},     {COLUMN_NAME, "氏名"},        {COLUMN_NAME, "お名前"},
    {COLUMN_NAME, "氏名など"},     {COLUMN_RECEIPT, "受付番号"}, {COLUMN_PEOPLE, "人数"},
    {COLUMN_SOURCE, "出典"},       {COLUMN_SOURCE, "提出方法"},  {COLUMN_KIND, "種別"},
    {COLUMN_DISPOSITION, "区分"},  {COLUMN_SUMMARY, "概要"},     {COLUMN_SUMMARY, "意見の概要"},
    {COLUMN_ANSWER, "区の考え方"}, {COLUMN_ANSWER, "考え方"},
};
#define HEAD_COUNT (sizeof heads / sizeof *heads)

/* A section by everything it may be called, without white space and folded. */
struct called {
    const char *number, *title, *both, *place;
    const char *spot; /* its place without the title, "Ⅰ-1"; "" where it has no number */
    int value;        /* of its number; 0 for none */
};

struct reader {
    struct arena *arena;
    struct languages *languages;
    const struct section *sections;
    const struct called *called; /* as many */
    size_t section_count;
    const struct opinion_csv_rest *rest;
    int columns[COLUMN_COUNT]; /* where each one stands; -1: nowhere */
    const struct csv_line *line;
    size_t row; /* its number */
    struct opinion_csv *out;
    size_t problem_room; /* of out->problems */
};

/* --- Words ------------------------------------------------------------------------------------------------------ */

/* What stands between a number and a title, "1．商業" and "1、商業", or is white. Bytes; 0: none of that. */
static size_t between_size(const char *c) {
    if (utf_starts(c, strlen(c), "、")) return strlen("、");
    return isspace((unsigned char)*c) || (*c == '.' && !isdigit((unsigned char)c[1]));
}

/* A text as it is looked for: whatever its width, case, spaces and dots. */
static const char *plain(struct arena *a, const char *text) {
    const char *folded = utf_fold(a, utf_visible(a, text));
    char *out = arena_alloc(a, strlen(folded) + 1), *end = out;
    while (*folded) {
        size_t skip = between_size(folded);
        if (!skip) *end++ = *folded;
        folded += skip ? skip : 1;
    }
    return out;
}

/* The room grows with what is wrong, not with the rows: a file may be a million empty ones. */
static void refuse(struct reader *r, const char *what, const char *detail) {
    struct opinion_csv *out = r->out;
    if (out->problem_count == r->problem_room) {
        r->problem_room = 2 * r->problem_room + 16;
        struct opinion_csv_problem *larger = arena_alloc(r->arena, r->problem_room * sizeof *larger);
        if (out->problem_count) memcpy(larger, out->problems, out->problem_count * sizeof *larger);
        out->problems = larger;
    }
    out->problems[out->problem_count++] = (struct opinion_csv_problem){r->row, what, detail};
}

/* A cell without white space at its ends; "" where there is none. */
static const char *cell(const struct reader *r, enum column column) {
    int at = r->columns[column];
    const char *text = at < 0 || (size_t)at >= r->line->count ? "" : r->line->cells[at];
    text += strspn(text, " \n\t");
    size_t size = strlen(text);
    while (size > 0 && strchr(" \n\t", text[size - 1]))
        size--;
    return arena_copy(r->arena, text, size);
}

/* The same as one line of at most 200 characters with nothing hidden in it. */
static const char *line_cell(struct reader *r, enum column column) {
    char *line = arena_string(r->arena, utf_visible(r->arena, cell(r, column)));
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t') *c = ' ';
    if (utf_points(line, strlen(line)) > COMMENT_SOURCE_LIMIT) refuse(r, "long_line", utf_excerpt(r->arena, line, 20));
    return line;
}

static const char *text_cell(struct reader *r, enum column column) {
    const char *text = cell(r, column);
    if (utf_points(text, strlen(text)) > COMMENT_LIMIT) refuse(r, "long_text", utf_excerpt(r->arena, text, 20));
    return text;
}

/* --- Where it belongs ------------------------------------------------------------------------------------------- */

static const struct called *call(struct arena *a, const struct section *sections, size_t count) {
    struct called *called = arena_alloc(a, (count + 1) * sizeof *called);
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &sections[i];
        const char *place = place_of(a, sections, i);
        size_t title = strlen(s->title), spot = strlen(place) > title ? strlen(place) - title : 0;
        called[i] = (struct called){.number = plain(a, s->number),
                                    .title = plain(a, s->title),
                                    .both = plain(a, place_name(a, s->number, s->title)),
                                    .place = plain(a, place),
                                    .spot = *s->number ? plain(a, arena_copy(a, place, spot)) : "",
                                    .value = outline_number_value(s->number)};
    }
    return called;
}

/* The ways to name a section, from the surest on. */
enum way { BY_NAME, BY_VALUE, BY_ID, WAY_COUNT };

static bool is_called(const struct reader *r, size_t at, enum way way, const char *wanted, int value) {
    const struct called *c = &r->called[at];
    if (way == BY_VALUE) return value > 0 && c->value == value;
    if (way == BY_ID) return strcmp(wanted, arena_printf(r->arena, "%lld", (long long)r->sections[at].id)) == 0;
    return (*c->number && strcmp(wanted, c->number) == 0) || strcmp(wanted, c->title) == 0 ||
           strcmp(wanted, c->both) == 0 || strcmp(wanted, c->place) == 0 || (*c->spot && strcmp(wanted, c->spot) == 0);
}

/* Some sections of the list: those from first to before end, of the depth or, -1, of any. */
struct range {
    size_t first, end;
    int depth;
};

/* How many of a range are meant by a name; the first of them in *found. */
static size_t look_for(const struct reader *r, const struct range *in, const char *name, size_t *found) {
    const char *wanted = plain(r->arena, name);
    int value = outline_number_value(name);
    size_t count = 0;
    for (enum way way = BY_NAME; way < WAY_COUNT && count == 0; way++)
        for (size_t i = in->first; i < in->end; i++) {
            if ((in->depth >= 0 && r->sections[i].depth != in->depth) || !is_called(r, i, way, wanted, value)) continue;
            if (count++ == 0) *found = i;
        }
    return count;
}

static bool find(struct reader *r, const struct range *in, const char *name, size_t *found) {
    size_t count = look_for(r, in, name, found);
    if (count != 1) refuse(r, count == 0 ? "unknown_section" : "ambiguous_section", utf_excerpt(r->arena, name, 40));
    return count == 1;
}

static struct range below(const struct reader *r, size_t chapter) {
    struct range in = {chapter + 1, chapter + 1, -1};
    while (in.end < r->section_count && r->sections[in.end].depth > r->sections[chapter].depth)
        in.end++;
    return in;
}

/* 0 after a refusal. */
static int64_t section_of(struct reader *r) {
    const char *chapter = cell(r, COLUMN_CHAPTER), *section = cell(r, COLUMN_SECTION);
    struct range in = {0, r->section_count, -1}, chapters = {0, r->section_count, 0};
    size_t at;
    if (!*chapter && !*section) {
        if (!r->rest->section_id) refuse(r, "no_section", "");
        return r->rest->section_id;
    }
    if (*chapter) {
        /* what names no chapter may be a section's place, or its id */
        if (look_for(r, &chapters, chapter, &at) != 1 && !find(r, &in, chapter, &at)) return 0;
        in = below(r, at);
    }
    if (*section && !find(r, &in, section, &at)) return 0;
    return r->sections[at].id;
}

/* --- What else a row says --------------------------------------------------------------------------------------- */

static int64_t people_of(struct reader *r) {
    const char *text = cell(r, COLUMN_PEOPLE), *digits = plain(r->arena, text);
    size_t size = strspn(digits, "0123456789");
    int64_t people = 0;
    if (!*digits) return 1;
    for (size_t i = 0; i < size && people <= COMMENT_MOST_PEOPLE; i++)
        people = people * 10 + (digits[i] - '0');
    bool is_bare = !digits[size] || strcmp(digits + size, "人") == 0 || strcmp(digits + size, "名") == 0;
    if (!is_bare || people < 1 || people > COMMENT_MOST_PEOPLE) refuse(r, "people", utf_excerpt(r->arena, text, 20));
    return people;
}

/* Whether a cell says a phrase, in either language. */
static bool says(const struct reader *r, const char *wanted, const char *key) {
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        if (strcmp(wanted, plain(r->arena, languages_phrase(r->languages, (enum language)l, key))) == 0) return true;
    return false;
}

static enum comment_kind kind_of(struct reader *r) {
    const char *text = cell(r, COLUMN_KIND), *wanted = plain(r->arena, text);
    if (!*wanted) return COMMENT_OPINION;
    for (int k = 0; k < COMMENT_KIND_COUNT; k++) {
        const char *key = arena_printf(r->arena, "comment_kind.%s", comment_kind_name((enum comment_kind)k));
        if (says(r, wanted, key)) return (enum comment_kind)k;
    }
    refuse(r, "kind", utf_excerpt(r->arena, text, 20));
    return COMMENT_OPINION;
}

static enum disposition disposition_of(struct reader *r) {
    const char *text = cell(r, COLUMN_DISPOSITION), *wanted = plain(r->arena, text);
    if (!*wanted || says(r, wanted, "response_table.undecided")) return DISPOSITION_NONE;
    for (int d = DISPOSITION_NONE + 1; d < DISPOSITION_COUNT; d++) {
        const char *key = arena_printf(r->arena, "disposition.%s", response_disposition_name((enum disposition)d));
        if (says(r, wanted, key)) return (enum disposition)d;
    }
    refuse(r, "disposition", utf_excerpt(r->arena, text, 20));
    return DISPOSITION_NONE;
}

static const char *body_of(struct reader *r) {
    const char *body = text_cell(r, COLUMN_BODY), *seen = utf_visible(r->arena, body);
    if (utf_length(seen, strlen(seen)) == 0) refuse(r, "no_body", "");
    return body;
}

static const char *source_of(struct reader *r) {
    const char *source = line_cell(r, COLUMN_SOURCE);
    if (!*source) source = r->rest->source;
    if (!*source) refuse(r, "no_source", "");
    return source;
}

static void take_row(struct reader *r) {
    struct outside_opinion *o = &r->out->opinions[r->out->count];
    size_t before = r->out->problem_count;
    *o = (struct outside_opinion){0};
    o->draft.section_id = section_of(r);
    o->draft.body = body_of(r);
    o->draft.author = line_cell(r, COLUMN_NAME);
    if (!*o->draft.author) o->draft.author = line_cell(r, COLUMN_RECEIPT);
    o->draft.people = people_of(r);
    o->draft.source = source_of(r);
    o->draft.kind = kind_of(r);
    o->disposition = disposition_of(r);
    o->summary = text_cell(r, COLUMN_SUMMARY);
    o->answer = text_cell(r, COLUMN_ANSWER);
    r->out->count += r->out->problem_count == before;
}

/* --- The whole -------------------------------------------------------------------------------------------------- */

static bool is_empty(const struct csv_line *line) {
    for (size_t i = 0; i < line->count; i++)
        if (line->cells[i][strspn(line->cells[i], " \n\t")]) return false;
    return true;
}

/* Which of heads a head is, as plain() makes it; the count of them for none. */
static size_t head_at(const char *const known[], const char *head) {
    size_t at = 0;
    while (at < HEAD_COUNT && strcmp(head, known[at]) != 0)
        at++;
    return at;
}

/* However many columns there are, a few names of those that are not read say what is amiss. */
static void add_unknown(struct reader *r, const char *head) {
    struct opinion_csv *out = r->out;
    if (out->unknown_count > OPINION_CSV_UNKNOWN) return;
    bool is_named = out->unknown_count < OPINION_CSV_UNKNOWN;
    out->unknown[out->unknown_count++] = is_named ? utf_excerpt(r->arena, head, 40) : "…";
}

static void read_heads(struct reader *r) {
    const char *known[HEAD_COUNT];
    r->out->unknown = arena_alloc(r->arena, (OPINION_CSV_UNKNOWN + 1) * sizeof(const char *));
    for (size_t i = 0; i < HEAD_COUNT; i++)
        known[i] = plain(r->arena, heads[i].head);
    for (int c = 0; c < COLUMN_COUNT; c++)
        r->columns[c] = -1;
    for (size_t i = 0; i < r->line->count; i++) {
        const char *head = plain(r->arena, r->line->cells[i]);
        size_t at = head_at(known, head);
        if (at < HEAD_COUNT && r->columns[heads[at].column] < 0)
            r->columns[heads[at].column] = (int)i;
        else if (*head)
            add_unknown(r, r->line->cells[i]);
    }
}

/* A row with a problem is one of those it may have, too: as many are looked at, whatever is in them. */
static void read_rows(struct reader *r, const struct csv_table *table, size_t first) {
    size_t read = 0;
    for (size_t i = first; i < table->count; i++) {
        r->line = &table->rows[i];
        r->row = i + 1;
        if (is_empty(r->line)) continue;
        if (read++ == OPINION_CSV_MOST) {
            refuse(r, "too_many", "");
            return;
        }
        take_row(r);
    }
}

void opinion_csv_read(struct arena *a, struct languages *languages, const struct csv_table *table,
                      const struct section *sections, size_t section_count, const struct opinion_csv_rest *rest,
                      struct opinion_csv *out) {
    struct reader r = {.arena = a,
                       .languages = languages,
                       .sections = sections,
                       .called = call(a, sections, section_count),
                       .section_count = section_count,
                       .rest = rest,
                       .out = out};
    *out = (struct opinion_csv){0};
    size_t most = table->count < OPINION_CSV_MOST ? table->count : OPINION_CSV_MOST, first = 0;
    out->opinions = arena_alloc(a, (most + 1) * sizeof *out->opinions);
    while (first < table->count && is_empty(&table->rows[first]))
        first++;
    if (first < table->count) {
        r.line = &table->rows[first];
        read_heads(&r);
        r.row = first + 1;
        if (r.columns[COLUMN_BODY] < 0)
            refuse(&r, "no_body_column", "");
        else
            read_rows(&r, table, first + 1);
    }
    r.row = 0;
    if (out->count == 0 && out->problem_count == 0) refuse(&r, "empty", "");
}

void opinion_csv_example(struct languages *languages, const struct section *sections, size_t section_count,
                         struct buf *out) {
    ARENA(a);
    const char *names[COLUMN_COUNT] = {0}, *cells[COLUMN_COUNT];
    for (size_t i = 0; i < HEAD_COUNT; i++)
        if (!names[heads[i].column]) names[heads[i].column] = heads[i].head;
    for (int c = 0; c < COLUMN_COUNT; c++)
        cells[c] = "";
    if (section_count > 0) {
        cells[COLUMN_CHAPTER] = place_name(a, sections[0].number, sections[0].title);
        if (section_count > 1 && sections[1].depth > 0) cells[COLUMN_SECTION] = sections[1].title;
    }
    cells[COLUMN_BODY] = languages_phrase(languages, LANGUAGE_JA, "outside.example.body");
    cells[COLUMN_RECEIPT] = "1";
    cells[COLUMN_PEOPLE] = "1";
    cells[COLUMN_SOURCE] = languages_phrase(languages, LANGUAGE_JA, "outside.sources.public");
    cells[COLUMN_KIND] = languages_phrase(languages, LANGUAGE_JA, "comment_kind.opinion");
    csv_begin(out);
    csv_row(out, names, COLUMN_COUNT);
    csv_row(out, cells, COLUMN_COUNT);
}
