#ifndef KOSSHI_OUTPUT_MARKDOWN_FORM_TABLE_H
#define KOSSHI_OUTPUT_MARKDOWN_FORM_TABLE_H

/* The words of the tables of the Markdown form (markdown_form.h): they are part of the document, which is Japanese. */

enum {
    MARKDOWN_FORM_TACTIC_TITLE,
    MARKDOWN_FORM_TACTIC_CONTENT,
    MARKDOWN_FORM_TACTIC_OWNER,
    MARKDOWN_FORM_TACTIC_PERIOD,
    MARKDOWN_FORM_TACTIC_STATUS,
    MARKDOWN_FORM_TACTIC_COLUMNS
};
extern const char *const markdown_form_table_tactic[MARKDOWN_FORM_TACTIC_COLUMNS];

enum {
    MARKDOWN_FORM_INDICATOR_NAME,
    MARKDOWN_FORM_INDICATOR_UNIT,
    MARKDOWN_FORM_INDICATOR_DIRECTION,
    MARKDOWN_FORM_INDICATOR_BASELINE,
    MARKDOWN_FORM_INDICATOR_BASELINE_YEAR,
    MARKDOWN_FORM_INDICATOR_TARGET,
    MARKDOWN_FORM_INDICATOR_TARGET_YEAR,
    MARKDOWN_FORM_INDICATOR_SOURCE,
    MARKDOWN_FORM_INDICATOR_OWNER,
    MARKDOWN_FORM_INDICATOR_STRATEGIES,
    MARKDOWN_FORM_INDICATOR_COLUMNS
};
extern const char *const markdown_form_table_indicator[MARKDOWN_FORM_INDICATOR_COLUMNS];

extern const char *const markdown_form_table_status[];    /* by enum tactic_status */
extern const char *const markdown_form_table_direction[]; /* by enum indicator_direction */

/* Before the title of a strategy stand this, its number, and a full-width space. */
#define MARKDOWN_FORM_STRATEGY_WORD "戦略"
/* A strategy of another policy is named by this and its id. */
#define MARKDOWN_FORM_STRATEGY_ID "id:"
#define MARKDOWN_FORM_STRATEGY_BETWEEN "、"

#endif
