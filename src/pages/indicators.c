#include "kosshi/output/policy_view.h"

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"

/* A state of progress as a way to those indicators, with how many there are; PROGRESS_COUNT: all of them. */
static json_t *filter_view(struct request *r, enum progress_state state, enum progress_state chosen, int count) {
    bool all = state == PROGRESS_COUNT;
    const char *name = all ? "" : progress_name(state);
    const char *key = all ? "indicators.all" : arena_printf(r->arena, "policy.progress.%s", name);
    return json_pack("{s:s, s:s, s:s, s:i, s:b}", "state", name, "label", request_phrase(r, key), "href",
                     all ? "/indicators" : arena_printf(r->arena, "/indicators?progress=%s", name), "count", count,
                     "chosen", state == chosen);
}

static json_t *filters_view(struct request *r, enum progress_state chosen, const int totals[PROGRESS_COUNT], int all) {
    json_t *filters = json_array();
    json_array_append_new(filters, filter_view(r, PROGRESS_COUNT, chosen, all));
    for (enum progress_state s = 0; s < PROGRESS_COUNT; s++)
        json_array_append_new(filters, filter_view(r, s, chosen, totals[s]));
    return filters;
}

/* Only policies with something to show; each indicator says where it stands in the document. */
static json_t *with_places(struct request *r, json_t *policies) {
    json_t *shown = json_array(), *policy, *indicator;
    size_t i, k;
    json_array_foreach(policies, i, policy) {
        json_t *indicators = json_object_get(policy, "indicators");
        json_array_foreach(indicators, k, indicator) {
            json_int_t section = json_integer_value(json_object_get(indicator, "section"));
            const char *href = arena_printf(r->arena, "/sections/%lld", (long long)section);
            json_object_set_new(indicator, "href", json_string(href));
        }
        if (json_array_size(indicators) > 0) json_array_append(shown, policy);
    }
    json_decref(policies);
    return shown;
}

enum err indicators_list(struct request *r) {
    struct section *tree;
    size_t count;
    struct policy_view *data;
    int totals[PROGRESS_COUNT], all = 0;
    enum progress_state chosen = progress_state_of(request_query(r, "progress"));
    enum err e = section_tree(r->db, r->arena, false, &tree, &count);
    if (e == OK) e = policy_view_open(r->db, r->arena, r->languages, r->language, tree, count, tree, count, &data);
    if (e != OK) return e;
    json_t *policies = with_places(r, policy_view_indicators(data, chosen, totals));
    for (enum progress_state s = 0; s < PROGRESS_COUNT; s++)
        all += totals[s];
    json_t *view = json_pack("{s:s, s:b, s:o, s:b, s:i, s:o}", "title", request_phrase(r, "indicators.title"),
                             "has_any", all > 0, "filters", filters_view(r, chosen, totals, all), "has_found",
                             json_array_size(policies) > 0, "head", 3, "policies", policies);
    return reply_view(r, "indicators", view);
}
