#include "interchange_policy_read.h"

#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"

static enum err take_tactic(struct interchange_reader *r, struct interchange_place p, void *context) {
    struct strategy *s = context;
    struct tactic *t = &s->tactics[s->tactic_count++];
    const char *status = "";
    enum err e = interchange_value_integer(r, p, "id", 1, &t->id);
    if (!e) e = interchange_value_text(r, p, "title", &t->title);
    if (!e) e = interchange_value_text(r, p, "content", &t->content);
    if (!e) e = interchange_value_text(r, p, "owner", &t->owner);
    if (!e) e = interchange_value_text(r, p, "period", &t->period);
    if (!e) e = interchange_value_text(r, p, "status", &status);
    if (!e) e = interchange_value_integer(r, p, "version", 1, &t->version);
    if (e) return e;
    t->status = strategy_status_of(status);
    if (t->status < TACTIC_STATUS_COUNT) return OK;
    return interchange_value_refuse(r, "%s: unknown status \"%.40s\"", p.where, status);
}

enum err interchange_policy_read_strategy(struct interchange_reader *r, struct interchange_place p, void *unused) {
    (void)unused;
    struct strategy s = {0};
    s.tactics = arena_alloc(r->arena, (json_array_size(json_object_get(p.object, "tactics")) + 1) * sizeof *s.tactics);
    enum err e = interchange_value_integer(r, p, "id", 1, &s.id);
    if (!e) e = interchange_value_integer(r, p, "section", 1, &s.section_id);
    if (!e) e = interchange_value_text(r, p, "title", &s.title);
    if (!e) e = interchange_value_integer(r, p, "version", 1, &s.version);
    if (!e) e = interchange_value_each(r, p, "tactics", take_tactic, &s);
    if (e) return e;
    return interchange_value_judge(r, p.where, "an id used twice, a section of another kind, or a text that cannot be",
                                   strategy_put(r->db, &s, r->now));
}

static enum err take_actual(struct interchange_reader *r, struct interchange_place p, void *context) {
    struct indicator *i = context;
    struct indicator_actual *actual = &i->actuals[i->actual_count++];
    enum err e = interchange_value_year(r, p, "year", &actual->year);
    return e ? e : interchange_value_decimal(r, p, "value", &actual->value);
}

static enum err read_values(struct interchange_reader *r, struct interchange_place p, struct indicator *i) {
    enum err e = interchange_value_decimal(r, p, "baseline", &i->baseline);
    if (!e) e = interchange_value_year(r, p, "baseline_year", &i->baseline_year);
    if (!e) e = interchange_value_decimal(r, p, "target", &i->target);
    if (!e) e = interchange_value_year(r, p, "target_year", &i->target_year);
    if (!e) e = interchange_value_each(r, p, "actuals", take_actual, i);
    return e;
}

enum err interchange_policy_read_indicator(struct interchange_reader *r, struct interchange_place p, void *unused) {
    (void)unused;
    struct indicator i = {0};
    const char *direction = "";
    i.actuals = arena_alloc(r->arena, (json_array_size(json_object_get(p.object, "actuals")) + 1) * sizeof *i.actuals);
    enum err e = interchange_value_integer(r, p, "id", 1, &i.id);
    if (!e) e = interchange_value_integer(r, p, "section", 1, &i.section_id);
    if (!e) e = interchange_value_text(r, p, "name", &i.name);
    if (!e) e = interchange_value_text(r, p, "unit", &i.unit);
    if (!e) e = interchange_value_text(r, p, "direction", &direction);
    if (!e) e = read_values(r, p, &i);
    if (!e) e = interchange_value_text(r, p, "source", &i.source);
    if (!e) e = interchange_value_text(r, p, "owner", &i.owner);
    if (!e) e = interchange_value_ids(r, p, "strategies", &i.strategies, &i.strategy_count);
    if (!e) e = interchange_value_integer(r, p, "version", 1, &i.version);
    if (e) return e;
    i.direction = indicator_direction_of(direction);
    if (i.direction == INDICATOR_DIRECTION_COUNT)
        return interchange_value_refuse(r, "%s: unknown direction \"%.40s\"", p.where, direction);
    return interchange_value_judge(r, p.where,
                                   "an id or year used twice, a section of another kind, a strategy that is not there, "
                                   "or a text or year that cannot be",
                                   indicator_put(r->db, &i, r->now));
}
