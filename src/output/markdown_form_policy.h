#ifndef KOSSHI_OUTPUT_MARKDOWN_FORM_POLICY_H
#define KOSSHI_OUTPUT_MARKDOWN_FORM_POLICY_H

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/output/policy.h"
#include "kosshi/store/section.h"

#define MARKDOWN_FORM_CHAPTER 2 /* how many # the heading of a chapter has */

/* Adds the strategies or indicators of one section in the Markdown form (markdown_form.h). */
void markdown_form_policy_write(const struct policies *p, const struct section *s, struct buf *out);

/* The state a section is in when the form does not say it. */
enum section_state markdown_form_policy_state(const struct section *s);

#endif
