#include "markdown_form_table.h"

#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"

const char *const markdown_form_table_tactic[MARKDOWN_FORM_TACTIC_COLUMNS] = {
    [MARKDOWN_FORM_TACTIC_TITLE] = "取組",  [MARKDOWN_FORM_TACTIC_CONTENT] = "内容",
    [MARKDOWN_FORM_TACTIC_OWNER] = "所管",  [MARKDOWN_FORM_TACTIC_PERIOD] = "時期",
    [MARKDOWN_FORM_TACTIC_STATUS] = "区分",
};

const char *const markdown_form_table_indicator[MARKDOWN_FORM_INDICATOR_COLUMNS] = {
    [MARKDOWN_FORM_INDICATOR_NAME] = "指標",
    [MARKDOWN_FORM_INDICATOR_UNIT] = "単位",
    [MARKDOWN_FORM_INDICATOR_DIRECTION] = "向き",
    [MARKDOWN_FORM_INDICATOR_BASELINE] = "現状値",
    [MARKDOWN_FORM_INDICATOR_BASELINE_YEAR] = "現状の年度",
    [MARKDOWN_FORM_INDICATOR_TARGET] = "目標値",
    [MARKDOWN_FORM_INDICATOR_TARGET_YEAR] = "目標の年度",
    [MARKDOWN_FORM_INDICATOR_SOURCE] = "出典",
    [MARKDOWN_FORM_INDICATOR_OWNER] = "所管",
    [MARKDOWN_FORM_INDICATOR_STRATEGIES] = "測る戦略",
};

const char *const markdown_form_table_status[] = {
    [TACTIC_UNSAID] = "", [TACTIC_NEW] = "新規", [TACTIC_CONTINUED] = "継続"};

const char *const markdown_form_table_direction[] = {[INDICATOR_UP] = "増やす", [INDICATOR_DOWN] = "減らす"};
