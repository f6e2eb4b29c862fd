#include <string.h>

#include "kosshi/text/cell.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/utf.h"
#include "markdown_form_parts.h"
#include "markdown_form_table.h"

/* One line of a table with its cells; cells behind the last are missing. */
struct row {
    int line;
    size_t count;
    const char **cells;
};

static bool is_row(const char *line, size_t size) {
    while (size && *line == ' ')
        line++, size--;
    return size && *line == '|';
}

static bool read_row(struct form *f, struct form_lines *l, struct row *out) {
    const char *line;
    size_t size;
    if (!markdown_form_read_peek(l, &line, &size) || !is_row(line, size)) return false;
    out->line = l->line;
    (void)markdown_form_read_line(l, &line, &size);
    out->cells = cell_split(f->arena, line, size, &out->count);
    return true;
}

/* The head of a table with the line of dashes below it. */
static enum err read_head(struct form *f, struct form_lines *l, struct row *head) {
    struct row dashes;
    *head = (struct row){0};
    if (!read_row(f, l, head)) return markdown_form_read_refuse(f, l->line, "table", "");
    if (!read_row(f, l, &dashes)) return markdown_form_read_refuse(f, l->line, "table", "");
    for (size_t i = 0; i < dashes.count; i++)
        if (!strchr(dashes.cells[i], '-') || strspn(dashes.cells[i], "-: ") != strlen(dashes.cells[i]))
            return markdown_form_read_refuse(f, dashes.line, "table", "");
    return OK;
}

/* A further row; *there is false behind the last one. */
static enum err next_row(struct form *f, struct form_lines *l, const struct row *head, struct row *row, bool *there) {
    *there = read_row(f, l, row);
    if (!*there || row->count <= head->count) return OK;
    return markdown_form_read_refuse(f, row->line, "cells", row->cells[head->count]);
}

/* Which column of the head each name is; head->count for one that is left out. */
static enum err find_columns(struct form *f, const struct row *head, const char *const *names, size_t count,
                             size_t *columns) {
    size_t found = 0;
    for (size_t n = 0; n < count; n++) {
        columns[n] = 0;
        while (columns[n] < head->count && strcmp(head->cells[columns[n]], names[n]) != 0)
            columns[n]++;
        found += columns[n] < head->count;
    }
    if (found == head->count && columns[0] < head->count) return OK;
    for (size_t i = 0; i < head->count; i++) {
        size_t n = 0;
        while (n < count && columns[n] != i)
            n++;
        if (n == count) return markdown_form_read_refuse(f, head->line, "column", head->cells[i]);
    }
    return markdown_form_read_refuse(f, head->line, "no_column", names[0]);
}

static const char *cell(const struct row *row, size_t column) {
    return column < row->count ? row->cells[column] : "";
}

/* "7:2" at *at, which is moved behind it: id 7 at version 2. At the end they stay as they are. */
static enum err read_id(struct form *f, const char **at, int64_t *id, int64_t *version) {
    if (!**at) return OK;
    if (!markdown_form_read_number(at, id) || *id < 1) return markdown_form_read_refuse(f, f->line, "attribute", *at);
    if (**at != ':') return OK;
    ++*at;
    if (markdown_form_read_number(at, version) && *version > 0) return OK;
    return markdown_form_read_refuse(f, f->line, "attribute", *at);
}

/* The section the rows belong to: the latest, and of that kind. */
static enum err find_section(struct form *f, enum section_kind kind, size_t *at) {
    size_t count = FORM_COUNT(f, section);
    if (count == 0 || FORM_LIST(f, section)[count - 1].section.kind != kind)
        return markdown_form_read_refuse(f, f->line, "place", "");
    *at = count - 1;
    return OK;
}

/* --- Strategies -------------------------------------------------------------------------------------------------- */

/* What the marker of a strategy says of the one below it. */
struct known {
    int64_t id, version;
    const char *tactics; /* their ids, as written */
};

static enum err read_known(struct form *f, const struct marker *m, struct known *k) {
    const char *id = marker_value(m, "id"), *version = marker_value(m, "version"),
               *tactics = marker_value(m, "tactics");
    *k = (struct known){.tactics = tactics ? tactics : ""};
    if (id && (!markdown_form_read_number(&id, &k->id) || *id || k->id < 1))
        return markdown_form_read_refuse(f, f->line, "attribute", "id");
    if (version && (!markdown_form_read_number(&version, &k->version) || *version || k->version < 1))
        return markdown_form_read_refuse(f, f->line, "attribute", "version");
    return OK;
}

/* "#### 戦略1　title", or the title alone. */
static const char *strategy_title(struct form *f, const char *line, size_t size) {
    size_t at = 0;
    while (at < size && line[at] == '#')
        at++;
    const char *title = arena_copy(f->arena, line + at + (at < size), size - at - (at < size));
    if (strncmp(title, MARKDOWN_FORM_STRATEGY_WORD, strlen(MARKDOWN_FORM_STRATEGY_WORD)) != 0) return title;
    const char *number = title + strlen(MARKDOWN_FORM_STRATEGY_WORD), *rest = number + strspn(number, "0123456789");
    bool counted = rest > number && strncmp(rest, UTF_WIDE_SPACE, strlen(UTF_WIDE_SPACE)) == 0;
    return counted ? rest + strlen(UTF_WIDE_SPACE) : title;
}

static void add_strategy(struct form *f, size_t section, const char *title, int line, const struct known *k) {
    struct form_strategy s = {.line = line, .section = section, .first_tactic = FORM_COUNT(f, tactic)};
    s.strategy = (struct strategy){.id = k->id, .version = k->version, .title = title};
    buf_add(&f->strategy, &s, sizeof s);
}

static enum err read_tactic(struct form *f, const struct row *row, const size_t *columns, struct known *k) {
    struct form_tactic t = {.line = row->line};
    const char *status = cell(row, columns[MARKDOWN_FORM_TACTIC_STATUS]);
    t.tactic = (struct tactic){.title = cell(row, columns[MARKDOWN_FORM_TACTIC_TITLE]),
                               .content = cell(row, columns[MARKDOWN_FORM_TACTIC_CONTENT]),
                               .owner = cell(row, columns[MARKDOWN_FORM_TACTIC_OWNER]),
                               .period = cell(row, columns[MARKDOWN_FORM_TACTIC_PERIOD])};
    int s = 0;
    while (s < TACTIC_STATUS_COUNT && strcmp(status, markdown_form_table_status[s]) != 0)
        s++;
    if (s == TACTIC_STATUS_COUNT) return markdown_form_read_refuse(f, row->line, "status", status);
    t.tactic.status = (enum tactic_status)s;
    enum err e = read_id(f, &k->tactics, &t.tactic.id, &t.tactic.version);
    if (e) return e;
    buf_add(&f->tactic, &t, sizeof t);
    FORM_LIST(f, strategy)[FORM_COUNT(f, strategy) - 1].strategy.tactic_count++;
    return OK;
}

static enum err read_tactics(struct form *f, struct form_lines *l, struct known *k) {
    struct row head, row;
    size_t columns[MARKDOWN_FORM_TACTIC_COLUMNS];
    bool there = true;
    enum err e = read_head(f, l, &head);
    if (!e) e = find_columns(f, &head, markdown_form_table_tactic, MARKDOWN_FORM_TACTIC_COLUMNS, columns);
    while (!e && there) {
        e = next_row(f, l, &head, &row, &there);
        if (!e && there) e = read_tactic(f, &row, columns, k);
    }
    return e;
}

enum err markdown_form_rows_strategies(struct form *f, struct form_lines *l, const struct marker *m) {
    struct known known = {.tactics = ""};
    const char *line;
    size_t size, section = 0;
    bool open = false; /* a strategy whose table may follow */
    enum err e = find_section(f, KIND_STRATEGIES, &section);
    while (!e && markdown_form_read_peek(l, &line, &size)) {
        struct marker next;
        f->line = l->line;
        if (marker_is(line, size)) {
            if (!marker_read(f->arena, line, size, &next) || strcmp(next.name, "strategy") != 0) break;
            e = read_known(f, &next, &known);
            open = false;
        } else if (size && *line == '#') {
            add_strategy(f, section, strategy_title(f, line, size), f->line, &known);
            known.id = known.version = 0;
            open = true;
        } else if (is_row(line, size) && open) {
            e = read_tactics(f, l, &known);
            known.tactics = "";
            continue;
        } else if (size) {
            return markdown_form_read_refuse(f, f->line, "stray", arena_copy(f->arena, line, size));
        }
        (void)markdown_form_read_line(l, &line, &size);
    }
    (void)m;
    return e;
}

/* --- Indicators -------------------------------------------------------------------------------------------------- */

static enum err get_value(struct form *f, const struct row *row, size_t column, const char **out) {
    return decimal_read(f->arena, cell(row, column), out)
               ? OK
               : markdown_form_read_refuse(f, row->line, "number", cell(row, column));
}

static enum err get_year(struct form *f, const struct row *row, size_t column, int *out) {
    return fiscal_year_read(cell(row, column), out)
               ? OK
               : markdown_form_read_refuse(f, row->line, "year", cell(row, column));
}

static enum err get_direction(struct form *f, const struct row *row, size_t column, enum indicator_direction *out) {
    const char *word = cell(row, column);
    int d = 0;
    while (*word && d < INDICATOR_DIRECTION_COUNT && strcmp(word, markdown_form_table_direction[d]) != 0)
        d++;
    if (d == INDICATOR_DIRECTION_COUNT) return markdown_form_read_refuse(f, row->line, "direction", word);
    *out = (enum indicator_direction)d;
    return OK;
}

static enum err read_indicator(struct form *f, const struct row *row, const size_t *columns, size_t section,
                               const char **ids) {
    struct form_indicator i = {.line = row->line, .section = section};
    i.strategies = cell(row, columns[MARKDOWN_FORM_INDICATOR_STRATEGIES]);
    i.indicator = (struct indicator){.name = cell(row, columns[MARKDOWN_FORM_INDICATOR_NAME]),
                                     .unit = cell(row, columns[MARKDOWN_FORM_INDICATOR_UNIT]),
                                     .source = cell(row, columns[MARKDOWN_FORM_INDICATOR_SOURCE]),
                                     .owner = cell(row, columns[MARKDOWN_FORM_INDICATOR_OWNER])};
    enum err e = get_direction(f, row, columns[MARKDOWN_FORM_INDICATOR_DIRECTION], &i.indicator.direction);
    if (!e) e = get_value(f, row, columns[MARKDOWN_FORM_INDICATOR_BASELINE], &i.indicator.baseline);
    if (!e) e = get_year(f, row, columns[MARKDOWN_FORM_INDICATOR_BASELINE_YEAR], &i.indicator.baseline_year);
    if (!e) e = get_value(f, row, columns[MARKDOWN_FORM_INDICATOR_TARGET], &i.indicator.target);
    if (!e) e = get_year(f, row, columns[MARKDOWN_FORM_INDICATOR_TARGET_YEAR], &i.indicator.target_year);
    if (!e) e = read_id(f, ids, &i.indicator.id, &i.indicator.version);
    if (!e) buf_add(&f->indicator, &i, sizeof i);
    return e;
}

static enum err read_indicator_table(struct form *f, struct form_lines *l, size_t section, const char *ids) {
    struct row head, row;
    size_t columns[MARKDOWN_FORM_INDICATOR_COLUMNS];
    bool there = true;
    enum err e = read_head(f, l, &head);
    if (!e) e = find_columns(f, &head, markdown_form_table_indicator, MARKDOWN_FORM_INDICATOR_COLUMNS, columns);
    while (!e && there) {
        e = next_row(f, l, &head, &row, &there);
        if (!e && there) e = read_indicator(f, &row, columns, section, &ids);
    }
    return e;
}

/* The values of one indicator by the years of the head. */
static enum err read_actuals(struct form *f, const struct row *row, const struct row *head, struct indicator *i) {
    i->actuals = arena_alloc(f->arena, (head->count + 1) * sizeof *i->actuals);
    for (size_t c = 1; c < head->count; c++) {
        struct indicator_actual *actual = &i->actuals[i->actual_count];
        enum err e = get_year(f, head, c, &actual->year);
        if (!e && !actual->year) e = markdown_form_read_refuse(f, head->line, "year", "");
        if (!e) e = get_value(f, row, c, &actual->value);
        if (e) return e;
        i->actual_count += *actual->value != 0;
    }
    return OK;
}

/* The second table: a row for each indicator of the first, from index `from` on. */
static enum err read_actuals_table(struct form *f, struct form_lines *l, size_t from) {
    struct row head, row;
    bool there = true;
    enum err e = read_head(f, l, &head);
    for (size_t at = from; !e; at++) {
        e = next_row(f, l, &head, &row, &there);
        if (e || !there) break;
        struct indicator *i = at < FORM_COUNT(f, indicator) ? &FORM_LIST(f, indicator)[at].indicator : NULL;
        if (!i || strcmp(i->name, cell(&row, 0)) != 0)
            return markdown_form_read_refuse(f, row.line, "order", cell(&row, 0));
        e = read_actuals(f, &row, &head, i);
    }
    return e;
}

enum err markdown_form_rows_indicators(struct form *f, struct form_lines *l, const struct marker *m) {
    const char *line, *ids = marker_value(m, "ids");
    size_t size, section = 0, from = FORM_COUNT(f, indicator), tables = 0;
    enum err e = find_section(f, KIND_INDICATORS, &section);
    while (!e && markdown_form_read_peek(l, &line, &size) && !marker_is(line, size)) {
        if (is_row(line, size) && tables < 2) {
            e = tables++ ? read_actuals_table(f, l, from) : read_indicator_table(f, l, section, ids ? ids : "");
        } else if (size) {
            return markdown_form_read_refuse(f, l->line, "stray", arena_copy(f->arena, line, size));
        } else {
            (void)markdown_form_read_line(l, &line, &size);
        }
    }
    return e;
}
