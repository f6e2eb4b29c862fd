#ifndef KOSSHI_OUTPUT_MARKDOWN_FORM_TABLE_H
#define KOSSHI_OUTPUT_MARKDOWN_FORM_TABLE_H

/* The words of the tables of the Markdown form (markdown_form.h): they are part of the document, which is Japanese. */

enum { TACTIC_TITLE, TACTIC_CONTENT, TACTIC_OWNER, TACTIC_PERIOD, TACTIC_STATUS, TACTIC_COLUMNS };
extern const char *const markdown_form_table_tactic[TACTIC_COLUMNS];

enum {
    INDICATOR_NAME,
    INDICATOR_UNIT,
    INDICATOR_DIRECTION,
    INDICATOR_BASELINE,
    INDICATOR_BASELINE_YEAR,
    INDICATOR_TARGET,
    INDICATOR_TARGET_YEAR,
    INDICATOR_SOURCE,
    INDICATOR_OWNER,
    INDICATOR_STRATEGIES,
    INDICATOR_COLUMNS
};
extern const char *const markdown_form_table_indicator[INDICATOR_COLUMNS];

extern const char *const markdown_form_table_status[];    /* by enum tactic_status */
extern const char *const markdown_form_table_direction[]; /* by enum indicator_direction */

/* Before the title of a strategy stand this, its number, and a full-width space. */
#define STRATEGY_WORD "戦略"
#define WIDE_SPACE "　"
/* A strategy of another policy is named by this and its id. */
#define STRATEGY_ID "id:"
#define STRATEGY_BETWEEN "、"

#endif
