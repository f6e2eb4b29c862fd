#include "kosshi/output/policy_view.h"

#include <string.h>

#include "kosshi/output/diagram.h"
#include "kosshi/output/heading.h"
#include "kosshi/output/indicator_view.h"
#include "kosshi/store/document.h"

struct policy_view {
    struct indicator_view_style style;
    struct policies policies;
    int64_t diagram_section; /* 0: none of those shown */
};

static const char *phrase(const struct policy_view *p, const char *key) {
    return languages_phrase(p->style.languages, p->style.language, key);
}

enum err policy_view_open(struct db *db, struct arena *a, struct languages *languages, enum language language,
                          const struct section *tree, size_t tree_count, const struct section *shown,
                          size_t shown_count, struct policy_view **out) {
    struct document document;
    struct policy_view *p = arena_alloc(a, sizeof *p);
    bool needed = false;
    enum err e = document_get(db, a, &document);
    *out = p;
    if (e) return e;
    p->style = (struct indicator_view_style){a, languages, language, document.day_style};
    for (size_t i = 0; i < shown_count; i++) {
        if (shown[i].id == document.diagram_section) p->diagram_section = shown[i].id;
        needed |= shown[i].items > 0 || shown[i].id == document.diagram_section;
    }
    return needed ? policy_list(db, a, tree, tree_count, &p->policies) : OK;
}

/* --- strategies --------------------------------------------------------------------------------------------------- */

static json_t *tactic_view(const struct policy_view *p, const struct tactic *t) {
    const char *status = strategy_status_name(t->status);
    const char *label = *status ? phrase(p, arena_printf(p->style.a, "policy.status.%s", status)) : "";
    json_t *view =
        json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s}", "id", (json_int_t)t->id, "title", t->title, "content",
                  t->content, "owner", t->owner, "period", t->period, "status", status, "status_label", label);
    if (!view) die("tactic %lld cannot be shown", (long long)t->id);
    return view;
}

static json_t *strategy_view(const struct policy_view *p, const struct policy *of, const struct strategy *s) {
    json_t *tactics = json_array();
    for (size_t i = 0; i < s->tactic_count; i++)
        json_array_append_new(tactics, tactic_view(p, &s->tactics[i]));
    json_t *view = json_pack("{s:I, s:i, s:s, s:s, s:b, s:o}", "id", (json_int_t)s->id, "number", policy_number(of, s),
                             "label", indicator_view_strategy(&p->style, of, of, s), "title", s->title, "has_tactics",
                             s->tactic_count > 0, "tactics", tactics);
    if (!view) die("strategy %lld cannot be shown", (long long)s->id);
    return view;
}

/* Those of one section. */
static json_t *strategies_view(const struct policy_view *p, int64_t section) {
    json_t *list = json_array();
    for (size_t i = 0; i < p->policies.count; i++) {
        const struct policy *of = &p->policies.list[i];
        for (size_t k = 0; k < of->strategy_count; k++)
            if (of->strategies[k].section_id == section)
                json_array_append_new(list, strategy_view(p, of, &of->strategies[k]));
    }
    return list;
}

/* --- indicators --------------------------------------------------------------------------------------------------- */

static json_t *indicators_view(const struct policy_view *p, int64_t section) {
    json_t *list = json_array();
    for (size_t i = 0; i < p->policies.count; i++) {
        const struct policy *of = &p->policies.list[i];
        for (size_t k = 0; k < of->indicator_count; k++)
            if (of->indicators[k].section_id == section)
                json_array_append_new(list, indicator_view(&p->style, &p->policies, of, &of->indicators[k]));
    }
    return list;
}

static const char *policy_name(const struct policy_view *p, const struct policy *of) {
    const struct section *s = of->section;
    return *s->number ? arena_printf(p->style.a, "%s %s", s->number, s->title) : s->title;
}

json_t *policy_view_indicators(const struct policy_view *p, enum progress_state only, int totals[PROGRESS_COUNT]) {
    json_t *list = json_array();
    memset(totals, 0, PROGRESS_COUNT * sizeof *totals);
    for (size_t i = 0; i < p->policies.count; i++) {
        const struct policy *of = &p->policies.list[i];
        json_t *indicators = json_array();
        for (size_t k = 0; k < of->indicator_count; k++) {
            const struct indicator *indicator = &of->indicators[k];
            enum progress_state state = progress_of(indicator).state;
            totals[state]++;
            if (only != PROGRESS_COUNT && only != state) continue;
            json_t *view = indicator_view(&p->style, &p->policies, of, indicator);
            json_object_set_new(view, "section", json_integer(indicator->section_id));
            json_array_append_new(indicators, view);
        }
        bool any = json_array_size(indicators) > 0;
        json_array_append_new(list, json_pack("{s:I, s:s, s:b, s:o}", "id", (json_int_t)of->section->id, "name",
                                              policy_name(p, of), "has_indicators", any, "indicators", indicators));
    }
    return list;
}

/* --- 体系図 -------------------------------------------------------------------------------------- */

static json_t *names_of_indicators(const struct policy_measure *m) {
    json_t *names = json_array();
    for (size_t i = 0; i < m->count; i++)
        json_array_append_new(names, json_string(m->indicators[i]->name));
    return names;
}

static json_t *text_of_strategy(const struct policy_view *p, const struct policy *of, const struct strategy *s,
                                const struct policy_measure *m) {
    json_t *tactics = json_array(), *indicators = names_of_indicators(m);
    for (size_t i = 0; i < s->tactic_count; i++)
        json_array_append_new(tactics, json_string(s->tactics[i].title));
    bool any = s->tactic_count || json_array_size(indicators);
    return json_pack("{s:s, s:s, s:b, s:o, s:o}", "label", indicator_view_strategy(&p->style, of, of, s), "title",
                     s->title, "has_parts", any, "tactics", tactics, "indicators", indicators);
}

/* The same in words, as lists in lists. */
static json_t *text_of_policy(const struct policy_view *p, const struct policy *of, bool drawn) {
    const struct policy_measure *measures = policy_measures(p->style.a, of);
    json_t *strategies = json_array(), *indicators = names_of_indicators(&measures[of->strategy_count]);
    for (size_t i = 0; i < of->strategy_count; i++)
        json_array_append_new(strategies, text_of_strategy(p, of, &of->strategies[i], &measures[i]));
    bool any = of->strategy_count || json_array_size(indicators);
    return json_pack("{s:I, s:s, s:b, s:b, s:o, s:o}", "id", (json_int_t)of->section->id, "name", policy_name(p, of),
                     "too_large", !drawn, "has_parts", any, "strategies", strategies, "whole", indicators);
}

static json_t *diagram_view(const struct policy_view *p) {
    const struct diagram_words words = {.policy = phrase(p, "policy.diagram.policy"),
                                        .strategy = phrase(p, "policy.diagram.strategy"),
                                        .tactic = phrase(p, "policy.tactic"),
                                        .indicator = phrase(p, "policy.indicator"),
                                        .strategy_label = phrase(p, "policy.strategy"),
                                        .whole = phrase(p, "policy.diagram.whole"),
                                        .again = phrase(p, "policy.diagram.again"),
                                        .continued = phrase(p, "policy.diagram.continued")};
    BUF(svg);
    struct wrap *w = wrap_open();
    json_t *text = json_array();
    diagram_head(&words, &svg);
    for (size_t i = 0; i < p->policies.count; i++) {
        bool drawn = diagram_policy(w, &words, &p->policies.list[i], &svg);
        json_array_append_new(text, text_of_policy(p, &p->policies.list[i], drawn));
    }
    wrap_close(w);
    return json_pack("{s:o, s:o}", "diagram_html", json_stringn_nocheck(svg.data, svg.size), "policies", text);
}

bool policy_view_add(const struct policy_view *p, const struct section *s, json_t *view) {
    int head = heading_of_section(s->depth) + 1;
    bool strategies = s->kind == KIND_STRATEGIES && s->items > 0;
    bool indicators = s->kind == KIND_INDICATORS && s->items > 0;
    bool diagram = s->id == p->diagram_section && policy_any_data(&p->policies);
    json_object_set_new(view, "head", json_integer(head > 6 ? 6 : head));
    json_object_set_new(view, "has_strategies", json_boolean(strategies));
    if (strategies) json_object_set_new(view, "strategies", strategies_view(p, s->id));
    json_object_set_new(view, "has_indicators", json_boolean(indicators));
    if (indicators) json_object_set_new(view, "indicators", indicators_view(p, s->id));
    json_object_set_new(view, "diagram", diagram ? diagram_view(p) : json_null());
    return diagram;
}
