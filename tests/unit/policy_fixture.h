#ifndef KOSSHI_TESTS_POLICY_FIXTURE_H
#define KOSSHI_TESTS_POLICY_FIXTURE_H

#include "store_fixture.h"

#include "kosshi/store/indicator.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"

/* Adds a policy with its sections of kinds strategies and indicators below a chapter of its own, which becomes
 * *chapter. */
struct policy {
    int64_t chapter, policy, strategies, indicators;
};

static inline struct policy policy_add(struct fixture *f) {
    struct policy p;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅴ", "基本の方針", &p.chapter));
    DO(section_add(f->db, p.chapter, KIND_POLICY, "1", "地域産業の持続性", &p.policy));
    DO(section_add(f->db, p.policy, KIND_STRATEGIES, "", "戦略と戦術（取組）", &p.strategies));
    DO(section_add(f->db, p.policy, KIND_INDICATORS, "", "指標", &p.indicators));
    return p;
}

static inline struct tactic a_tactic(const char *title) {
    return (struct tactic){.title = title, .content = "", .owner = "", .period = ""};
}

static inline struct indicator an_indicator(int64_t section, const char *name) {
    return (struct indicator){
        .section_id = section, .name = name, .unit = "", .baseline = "", .target = "", .source = "", .owner = ""};
}

#endif
