#ifndef KOSSHI_OUTPUT_TEXT_VERSION_POLICY_H
#define KOSSHI_OUTPUT_TEXT_VERSION_POLICY_H

#include "kosshi/base/buf.h"
#include "kosshi/base/language.h"
#include "kosshi/output/policy.h"

/* The strategies and indicators of the text version. Everything is borrowed or in the arena. */
struct text_version_policies {
    struct arena *arena;
    struct languages *languages;
    const char *day_style;
    struct policies policies;
};

enum err text_version_policy_load(struct db *db, struct arena *a, struct languages *languages, const char *day_style,
                                  const struct section *sections, size_t count,
                                  struct text_version_policies *out) MUST_USE;

/* Adds those of one section, each block with a blank line before it. */
void text_version_policy_rows(const struct text_version_policies *p, const struct section *s, struct buf *out);

/* Adds the 体系図 as lists in lists, of what the diagram has: policies, strategies, tactics and indicators. False without
 * data: it adds nothing then. */
bool text_version_policy_system(const struct text_version_policies *p, struct buf *out);

/* Adds a line "label：value" behind an indent; further lines of the value stand below it, one deeper.
 * Nothing for "". */
void text_version_policy_field(struct buf *out, const char *indent, const char *label, const char *value);

#endif
