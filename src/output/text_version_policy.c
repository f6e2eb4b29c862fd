#include "text_version_policy.h"

#include <string.h>

#include "kosshi/output/progress.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/fiscal_year.h"

#define WIDE_SPACE "　"

enum err text_version_policy_load(struct db *db, struct arena *a, struct languages *languages, const char *day_style,
                                  const struct section *sections, size_t count, struct text_version_policies *out) {
    *out = (struct text_version_policies){
        .arena = a, .languages = languages, .day_style = day_style, .sections = sections, .section_count = count};
    enum err e = strategy_list(db, a, 0, &out->strategies, &out->strategy_count);
    return e ? e : indicator_list(db, a, 0, &out->indicators, &out->indicator_count);
}

static const char *phrase(const struct text_version_policies *p, const char *key) {
    return languages_phrase(p->languages, LANGUAGE_JA, key);
}

void text_version_policy_field(struct buf *out, const char *indent, const char *label, const char *value) {
    if (!*value) return;
    buf_printf(out, "%s%s：", indent, label);
    for (const char *line = value; *line;) {
        size_t size = strcspn(line, "\n");
        if (line > value) buf_printf(out, "\n%s" WIDE_SPACE, indent);
        buf_add(out, line, size);
        line += size + (line[size] != 0);
    }
    buf_byte(out, '\n');
}

/* --- Strategies -------------------------------------------------------------------------------------------------- */

static const char *strategy_name(const struct text_version_policies *p, const struct strategy *s) {
    const char *number = arena_printf(p->arena, "%d", s->number);
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
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.content"), t->content);
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.owner"), t->owner);
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.period"), t->period);
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

static const char *measured_by(const struct text_version_policies *p, const struct indicator *i) {
    BUF(list);
    for (size_t k = 0; k < i->strategy_count; k++)
        for (size_t s = 0; s < p->strategy_count; s++)
            if (p->strategies[s].id == i->strategies[k])
                buf_printf(&list, "%s%s", list.size ? "、" : "", strategy_name(p, &p->strategies[s]));
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

static void add_indicator(const struct text_version_policies *p, const struct indicator *i, struct buf *out) {
    const char *direction = arena_printf(p->arena, "policy.direction.%s", indicator_direction_name(i->direction));
    buf_printf(out, "・%s（%s）\n", i->name, phrase(p, direction));
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.baseline"),
                              value_of(p, i->baseline, i->unit, i->baseline_year));
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.target"),
                              value_of(p, i->target, i->unit, i->target_year));
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.actual"), actuals_of(p, i));
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.rate"), progress_text(p, i));
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.measures"), measured_by(p, i));
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.source"), i->source);
    text_version_policy_field(out, WIDE_SPACE, phrase(p, "policy.owner"), i->owner);
}

/* --- Both -------------------------------------------------------------------------------------------------------- */

void text_version_policy_rows(const struct text_version_policies *p, const struct section *s, struct buf *out) {
    for (size_t i = 0; i < p->strategy_count; i++) {
        if (p->strategies[i].section_id != s->id) continue;
        buf_printf(out, "\n%s\n", strategy_name(p, &p->strategies[i]));
        for (size_t k = 0; k < p->strategies[i].tactic_count; k++)
            add_tactic(p, &p->strategies[i].tactics[k], out);
    }
    for (size_t i = 0; i < p->indicator_count; i++) {
        if (p->indicators[i].section_id != s->id) continue;
        buf_byte(out, '\n');
        add_indicator(p, &p->indicators[i], out);
    }
}

static const struct section *find(const struct text_version_policies *p, int64_t id) {
    for (size_t i = 0; i < p->section_count; i++)
        if (p->sections[i].id == id) return &p->sections[i];
    return NULL;
}

bool text_version_policy_system(const struct text_version_policies *p, struct buf *out) {
    if (p->strategy_count == 0) return false;
    buf_printf(out, "\n%s\n", phrase(p, "text.system"));
    for (size_t i = 0; i < p->section_count; i++) {
        const struct section *s = &p->sections[i], *above = find(p, s->parent_id);
        bool first = true;
        for (size_t k = 0; k < p->strategy_count; k++) {
            if (p->strategies[k].section_id != s->id) continue;
            if (first && above)
                buf_printf(out, "・%s%s%s\n", above->number, *above->number ? WIDE_SPACE : "", above->title);
            buf_printf(out, WIDE_SPACE "・%s\n", strategy_name(p, &p->strategies[k]));
            first = false;
        }
    }
    return true;
}
