#ifndef KOSSHI_TESTS_POLICIES_FIXTURE_H
#define KOSSHI_TESTS_POLICIES_FIXTURE_H

#include "page_fixture.h"

#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"

/* A policy with its two sections of data. */
struct policy_sections {
    int64_t policy, strategies, indicators;
};

static inline struct policy_sections add_policy(struct fixture *f, int64_t chapter, const char *number,
                                                const char *title) {
    struct policy_sections p = {.policy = add_section(f, chapter, KIND_POLICY, number, title)};
    p.strategies = add_section(f, p.policy, KIND_STRATEGIES, "", "戦略と戦術(取組)");
    p.indicators = add_section(f, p.policy, KIND_INDICATORS, "", "指標");
    return p;
}

/* tactics: their titles, parted by spaces; NULL for none. */
static inline int64_t add_strategy(struct fixture *f, int64_t section, const char *title, const char *tactics) {
    struct tactic list[120];
    struct strategy s = {.section_id = section, .title = title, .tactics = list};
    char *rest = NULL, *words = arena_string(f->arena, tactics ? tactics : "");
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        list[s.tactic_count++] = (struct tactic){.title = word, .content = "", .owner = "", .period = ""};
    DO(strategy_put(f->db, &s, 1000));
    return s.id;
}

/* What is not given is empty. */
static inline int64_t add_indicator(struct fixture *f, int64_t section, struct indicator i) {
    const char **texts[] = {&i.unit, &i.baseline, &i.target, &i.source, &i.owner};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        if (!*texts[k]) *texts[k] = "";
    i.section_id = section;
    DO(indicator_put(f->db, &i, 1000));
    return i.id;
}

#endif
