#include "interchange_policy.h"

#include "interchange_value.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"

static enum err add_tactics(const struct strategy *s, json_t *list) {
    enum err e = OK;
    for (size_t i = 0; i < s->tactic_count && !e; i++) {
        const struct tactic *t = &s->tactics[i];
        e = interchange_value_append(list, json_pack("{s:I,s:s,s:s,s:s,s:s,s:s,s:I}", "id", (json_int_t)t->id, "title",
                                                     t->title, "content", t->content, "owner", t->owner, "period",
                                                     t->period, "status", strategy_status_name(t->status), "version",
                                                     (json_int_t)t->version));
    }
    return e;
}

enum err interchange_policy_strategies(struct db *db, struct arena *a, json_t *list) {
    struct strategy *strategies = NULL;
    size_t count = 0;
    enum err e = strategy_list(db, a, 0, &strategies, &count);
    for (size_t i = 0; i < count && !e; i++) {
        const struct strategy *s = &strategies[i];
        json_t *tactics = json_array();
        e = interchange_value_append(list, json_pack("{s:I,s:I,s:s,s:I,s:o}", "id", (json_int_t)s->id, "section",
                                                     (json_int_t)s->section_id, "title", s->title, "version",
                                                     (json_int_t)s->version, "tactics", tactics));
        if (!e) e = add_tactics(s, tactics);
    }
    return e;
}

static json_t *actuals_of(const struct indicator *i) {
    json_t *list = json_array();
    for (size_t k = 0; k < i->actual_count; k++)
        json_array_append_new(list, json_pack("{s:i,s:s}", "year", i->actuals[k].year, "value", i->actuals[k].value));
    return list;
}

static json_t *measured_by(const struct indicator *i) {
    json_t *list = json_array();
    for (size_t k = 0; k < i->strategy_count; k++)
        json_array_append_new(list, json_integer((json_int_t)i->strategies[k]));
    return list;
}

enum err interchange_policy_indicators(struct db *db, struct arena *a, json_t *list) {
    struct indicator *indicators = NULL;
    size_t count = 0;
    enum err e = indicator_list(db, a, 0, &indicators, &count);
    for (size_t k = 0; k < count && !e; k++) {
        const struct indicator *i = &indicators[k];
        e = interchange_value_append(
            list, json_pack("{s:I,s:I,s:s,s:s,s:s,s:s,s:i,s:s,s:i,s:o,s:s,s:s,s:o,s:I}", "id", (json_int_t)i->id,
                            "section", (json_int_t)i->section_id, "name", i->name, "unit", i->unit, "direction",
                            indicator_direction_name(i->direction), "baseline", i->baseline, "baseline_year",
                            i->baseline_year, "target", i->target, "target_year", i->target_year, "actuals",
                            actuals_of(i), "source", i->source, "owner", i->owner, "strategies", measured_by(i),
                            "version", (json_int_t)i->version));
    }
    return e;
}
