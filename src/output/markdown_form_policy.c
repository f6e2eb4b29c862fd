#include "markdown_form_policy.h"

#include "kosshi/text/atx.h"
#include "kosshi/text/cell.h"
#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/marker.h"
#include "kosshi/text/utf.h"
#include "markdown_form_table.h"

enum section_state markdown_form_policy_state(const struct section *s) {
    return s->text_size || s->items ? STATE_DRAFTING : STATE_OUTLINE;
}

/* --- Tables ------------------------------------------------------------------------------------------------------ */

static void write_cell(struct buf *out, const char *text) {
    buf_byte(out, ' ');
    cell_write(out, text);
    buf_string(out, *text ? " |" : "|");
}

static void write_number(struct buf *out, int number) {
    if (number)
        buf_printf(out, " %d |", number);
    else
        buf_string(out, " |");
}

/* aligned: as many columns from `from` on stand at the right. */
static void write_head(struct buf *out, const char *const *columns, size_t count, size_t from, size_t aligned) {
    buf_byte(out, '|');
    for (size_t i = 0; i < count; i++)
        write_cell(out, columns[i]);
    buf_string(out, "\n|");
    for (size_t i = 0; i < count; i++)
        buf_string(out, i >= from && i < from + aligned ? "---:|" : "---|");
    buf_byte(out, '\n');
}

/* A row's id, and its version when it was changed. */
static void write_id(struct buf *out, bool first, int64_t id, int64_t version) {
    buf_printf(out, "%s%lld", first ? "" : " ", (long long)id);
    if (version != 1) buf_printf(out, ":%lld", (long long)version);
}

/* --- Strategies -------------------------------------------------------------------------------------------------- */

static void write_tactics(struct buf *out, const struct strategy *s) {
    if (s->tactic_count == 0) return;
    buf_byte(out, '\n');
    write_head(out, markdown_form_table_tactic, MARKDOWN_FORM_TACTIC_COLUMNS, 0, 0);
    for (size_t i = 0; i < s->tactic_count; i++) {
        const struct tactic *t = &s->tactics[i];
        buf_byte(out, '|');
        write_cell(out, t->title);
        write_cell(out, t->content);
        write_cell(out, t->owner);
        write_cell(out, t->period);
        write_cell(out, markdown_form_table_status[t->status]);
        buf_byte(out, '\n');
    }
}

static void write_strategy(struct buf *out, const struct strategy *s, int number, int level) {
    buf_byte(out, '\n');
    marker_begin(out, "strategy");
    marker_add_number(out, "id", s->id);
    if (s->version != 1) marker_add_number(out, "version", s->version);
    if (s->tactic_count) buf_string(out, " tactics=\"");
    for (size_t i = 0; i < s->tactic_count; i++)
        write_id(out, i == 0, s->tactics[i].id, s->tactics[i].version);
    if (s->tactic_count) buf_byte(out, '"');
    marker_end(out);
    buf_byte(out, '\n');
    for (int i = 0; i < level; i++)
        buf_byte(out, '#');
    buf_printf(out, " " MARKDOWN_FORM_STRATEGY_WORD "%d" UTF_WIDE_SPACE "%s\n", number, s->title);
    write_tactics(out, s);
}

static void write_strategies(const struct policy *of, const struct section *s, struct buf *out) {
    int wanted = s->depth + MARKDOWN_FORM_CHAPTER + 2, level = wanted < ATX_DEEPEST ? wanted : ATX_DEEPEST;
    bool any = false;
    for (size_t i = 0; i < of->strategy_count; i++) {
        const struct strategy *strategy = &of->strategies[i];
        if (strategy->section_id != s->id) continue;
        if (!any) {
            buf_byte(out, '\n');
            marker_begin(out, "strategies");
            marker_end(out);
        }
        any = true;
        write_strategy(out, strategy, policy_number(of, strategy), level);
    }
}

/* --- Indicators -------------------------------------------------------------------------------------------------- */

/* The strategies an indicator measures: numbers of its own policy, ids of others. */
static void write_measured(const struct policies *p, const struct policy *here, const struct indicator *n,
                           struct buf *out) {
    buf_byte(out, ' ');
    for (size_t k = 0; k < n->strategy_count; k++) {
        const struct policy *of = NULL;
        const struct strategy *strategy = policy_strategy(p, n->strategies[k], &of);
        if (k) buf_string(out, MARKDOWN_FORM_STRATEGY_BETWEEN);
        if (strategy && of == here)
            buf_printf(out, "%d", policy_number(of, strategy));
        else
            buf_printf(out, MARKDOWN_FORM_STRATEGY_ID "%lld", (long long)n->strategies[k]);
    }
    buf_string(out, n->strategy_count ? " |\n" : "|\n");
}

static void write_indicator(const struct policies *p, const struct policy *of, const struct indicator *n,
                            struct buf *out) {
    buf_byte(out, '|');
    write_cell(out, n->name);
    write_cell(out, n->unit);
    write_cell(out, markdown_form_table_direction[n->direction]);
    write_cell(out, n->baseline);
    write_number(out, n->baseline_year);
    write_cell(out, n->target);
    write_number(out, n->target_year);
    write_cell(out, n->source);
    write_cell(out, n->owner);
    write_measured(p, of, n, out);
}

#define YEARS (FISCAL_YEAR_LAST - FISCAL_YEAR_FIRST + 1)

/* Marks each year that any of them has a value for. False for none. */
static bool mark_years(const struct indicator *list, size_t count, bool years[YEARS]) {
    bool any = false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i].actual_count; k++)
            any = years[list[i].actuals[k].year - FISCAL_YEAR_FIRST] = true;
    return any;
}

static const char *value_of(const struct indicator *n, int year) {
    for (size_t k = 0; k < n->actual_count; k++)
        if (n->actuals[k].year == year) return n->actuals[k].value;
    return "";
}

static void write_actuals(const struct indicator *list, size_t count, struct buf *out) {
    bool years[YEARS] = {false};
    if (!mark_years(list, count, years)) return;
    buf_string(out, "\n|");
    write_cell(out, markdown_form_table_indicator[MARKDOWN_FORM_INDICATOR_NAME]);
    for (int y = 0; y < YEARS; y++)
        if (years[y]) write_number(out, FISCAL_YEAR_FIRST + y);
    buf_string(out, "\n|---|");
    for (int y = 0; y < YEARS; y++)
        if (years[y]) buf_string(out, "---:|");
    buf_byte(out, '\n');
    for (size_t i = 0; i < count; i++) {
        buf_byte(out, '|');
        write_cell(out, list[i].name);
        for (int y = 0; y < YEARS; y++)
            if (years[y]) write_cell(out, value_of(&list[i], FISCAL_YEAR_FIRST + y));
        buf_byte(out, '\n');
    }
}

static void write_indicators(const struct policies *p, const struct policy *of, const struct section *s,
                             struct buf *out) {
    size_t from = 0, count = 0;
    while (from < of->indicator_count && of->indicators[from].section_id != s->id)
        from++;
    while (from + count < of->indicator_count && of->indicators[from + count].section_id == s->id)
        count++;
    if (count == 0) return;
    const struct indicator *list = of->indicators + from; /* those of a section stand together */
    buf_byte(out, '\n');
    marker_begin(out, "indicators");
    buf_string(out, " ids=\"");
    for (size_t i = 0; i < count; i++)
        write_id(out, i == 0, list[i].id, list[i].version);
    buf_byte(out, '"');
    marker_end(out);
    buf_byte(out, '\n');
    write_head(out, markdown_form_table_indicator, MARKDOWN_FORM_INDICATOR_COLUMNS, MARKDOWN_FORM_INDICATOR_BASELINE,
               4);
    for (size_t i = 0; i < count; i++)
        write_indicator(p, of, &list[i], out);
    write_actuals(list, count, out);
}

void markdown_form_policy_write(const struct policies *p, const struct section *s, struct buf *out) {
    const struct policy *of = s->items ? policy_of(p, s->id) : NULL;
    if (of && s->kind == KIND_STRATEGIES) write_strategies(of, s, out);
    if (of && s->kind == KIND_INDICATORS) write_indicators(p, of, s, out);
}
