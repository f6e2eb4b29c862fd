#include "text_version_policy.h"

#include <string.h>

#include "kosshi/output/progress.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/utf.h"

enum err text_version_policy_load(struct db *db, struct arena *a, struct languages *languages, const char *day_style,
                                  const struct section *sections, size_t count, struct text_version_policies *out) {
    *out = (struct text_version_policies){.arena = a, .languages = languages, .day_style = day_style};
    return policy_list(db, a, sections, count, &out->policies);
}

static const char *phrase(const struct text_version_policies *p, const char *key) {
    return languages_phrase(p->languages, LANGUAGE_JA, key);
}

void text_version_policy_field(struct buf *out, const char *indent, const char *label, const char *value) {
    if (!*value) return;
    buf_printf(out, "%s%s：", indent, label);
    for (const char *line = value; *line;) {
        size_t size = strcspn(line, "\n");
        if (line > value) buf_printf(out, "\n%s" UTF_WIDE_SPACE, indent);
        buf_add(out, line, size);
        line += size + (line[size] != 0);
    }
    buf_byte(out, '\n');
}

/* --- Strategies -------------------------------------------------------------------------------------------------- */

static const char *strategy_name(const struct text_version_policies *p, const struct policy *of,
                                 const struct strategy *s) {
    const char *number = arena_printf(p->arena, "%d", policy_number(of, s));
    return language_fill(p->arena, phrase(p, "text.strategy"),
                         (const char *[]){"number", number, "title", s->title, NULL});
}

static void add_tactic(const struct text_version_policies *p, const struct tactic *t, struct buf *out) {
    buf_printf(out, "・%s", t->title);
    if (t->status != TACTIC_UNSAID) {
        const char *key = arena_printf(p->arena, "policy.status.%s", strategy_status_name(t->status));
        buf_printf(out, "（%s）", phrase(p, key));
    }
    buf_byte(out, '\n');
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.content"), t->content);
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.owner"), t->owner);
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.period"), t->period);
}

/* --- Indicators -------------------------------------------------------------------------------------------------- */

/* "1,200（令和6年度）" */
static const char *value_of(const struct text_version_policies *p, const char *value, const char *unit, int year) {
    const char *said = fiscal_year_print(p->arena, p->day_style, year);
    if (!*value) return said;
    return arena_printf(p->arena, *said ? "%s%s（%s）" : "%s%s", decimal_print(p->arena, value), unit, said);
}

static const char *actuals_of(const struct text_version_policies *p, const struct indicator *i) {
    BUF(list);
    for (size_t k = 0; k < i->actual_count; k++)
        buf_printf(&list, "%s%s", k ? "、" : "", value_of(p, i->actuals[k].value, i->unit, i->actuals[k].year));
    return arena_string(p->arena, list.data ? list.data : "");
}

/* Strategies of another policy have that one's name before theirs. */
static const char *measured_by(const struct text_version_policies *p, const struct policy *here,
                               const struct indicator *i) {
    BUF(list);
    for (size_t k = 0; k < i->strategy_count; k++) {
        const struct policy *of;
        const struct strategy *s = policy_strategy(&p->policies, i->strategies[k], &of);
        if (!s) continue;
        buf_string(&list, list.size ? "、" : "");
        if (of != here) buf_printf(&list, "%s" UTF_WIDE_SPACE, of->section->title);
        buf_string(&list, strategy_name(p, of, s));
    }
    return arena_string(p->arena, list.data ? list.data : "");
}

/* "40%（遅れ）", or why there is none. */
static const char *progress_text(const struct text_version_policies *p, const struct indicator *i) {
    struct progress progress = progress_of(i);
    const char *state = phrase(p, arena_printf(p->arena, "policy.progress.%s", progress_name(progress.state)));
    if (progress.state == PROGRESS_NONE) return state;
    const char *rate = decimal_print_integer(p->arena, progress.rate);
    return arena_printf(p->arena, "%s%%（%s）", rate, state);
}

static void add_indicator(const struct text_version_policies *p, const struct policy *of, const struct indicator *i,
                          struct buf *out) {
    const char *direction = arena_printf(p->arena, "policy.direction.%s", indicator_direction_name(i->direction));
    buf_printf(out, "・%s（%s）\n", i->name, phrase(p, direction));
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.baseline"),
                              value_of(p, i->baseline, i->unit, i->baseline_year));
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.target"),
                              value_of(p, i->target, i->unit, i->target_year));
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.actual"), actuals_of(p, i));
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.rate"), progress_text(p, i));
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.measures"), measured_by(p, of, i));
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.source"), i->source);
    text_version_policy_field(out, UTF_WIDE_SPACE, phrase(p, "policy.owner"), i->owner);
}

/* --- Both -------------------------------------------------------------------------------------------------------- */

void text_version_policy_rows(const struct text_version_policies *p, const struct section *s, struct buf *out) {
    const struct policy *of = s->items ? policy_of(&p->policies, s->id) : NULL;
    for (size_t i = 0; of && i < of->strategy_count; i++) {
        const struct strategy *strategy = &of->strategies[i];
        if (strategy->section_id != s->id) continue;
        buf_printf(out, "\n%s\n", strategy_name(p, of, strategy));
        for (size_t k = 0; k < strategy->tactic_count; k++)
            add_tactic(p, &strategy->tactics[k], out);
    }
    for (size_t i = 0; of && i < of->indicator_count; i++) {
        if (of->indicators[i].section_id != s->id) continue;
        buf_byte(out, '\n');
        add_indicator(p, of, &of->indicators[i], out);
    }
}

/* --- 体系図 ------------------------------------------------------------------------------------------------------ */

static void list_indicators(const struct policy_measure *m, const char *before, struct buf *out) {
    for (size_t i = 0; i < m->count; i++)
        buf_printf(out, "%s：%s\n", before, m->indicators[i]->name);
}

static void list_policy(const struct text_version_policies *p, const struct policy *of, struct buf *out) {
    const struct policy_measure *measures = policy_measures(p->arena, of);
    const char *number = of->section->number;
    const char *indicator = arena_printf(p->arena, UTF_WIDE_SPACE UTF_WIDE_SPACE "・%s", phrase(p, "policy.indicator"));
    buf_printf(out, "・%s%s%s\n", number, *number ? UTF_WIDE_SPACE : "", of->section->title);
    for (size_t i = 0; i < of->strategy_count; i++) {
        const struct strategy *s = &of->strategies[i];
        buf_printf(out, UTF_WIDE_SPACE "・%s\n", strategy_name(p, of, s));
        for (size_t k = 0; k < s->tactic_count; k++)
            buf_printf(out, UTF_WIDE_SPACE UTF_WIDE_SPACE "・%s\n", s->tactics[k].title);
        list_indicators(&measures[i], indicator, out);
    }
    const char *whole = arena_printf(p->arena, UTF_WIDE_SPACE "・%s", phrase(p, "policy.diagram.whole"));
    list_indicators(&measures[of->strategy_count], whole, out);
}

bool text_version_policy_system(const struct text_version_policies *p, struct buf *out) {
    if (!policy_any_data(&p->policies)) return false;
    buf_printf(out, "\n%s\n", phrase(p, "text.system"));
    for (size_t i = 0; i < p->policies.count; i++)
        list_policy(p, &p->policies.list[i], out);
    return true;
}
