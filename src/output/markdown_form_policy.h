#ifndef KOSSHI_OUTPUT_MARKDOWN_FORM_POLICY_H
#define KOSSHI_OUTPUT_MARKDOWN_FORM_POLICY_H

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/store/indicator.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"

#define MARKDOWN_FORM_CHAPTER 2 /* how many # the heading of a chapter has */

/* The strategies and indicators of the Markdown form (markdown_form.h). */
struct markdown_form_policies {
    struct strategy *strategies;
    int64_t *parents; /* of the section of each strategy */
    int *numbers;     /* of each strategy, counted through the sections of its parent */
    size_t strategy_count;
    struct indicator *indicators;
    size_t indicator_count;
};

/* sections: all of the document, in its order. Everything is in the arena. */
enum err markdown_form_policy_load(struct db *db, struct arena *a, const struct section *sections, size_t count,
                                   struct markdown_form_policies *out) MUST_USE;

/* Adds those of one section. */
void markdown_form_policy_write(const struct markdown_form_policies *p, const struct section *s, struct buf *out);

/* The state a section is in when the form does not say it. */
enum section_state markdown_form_policy_state(const struct section *s);

#endif
