#include "markdown_form_table.h"

#include "kosshi/store/indicator.h"
#include "kosshi/store/strategy.h"

const char *const markdown_form_table_tactic[TACTIC_COLUMNS] = {
    [TACTIC_TITLE] = "取組",  [TACTIC_CONTENT] = "内容", [TACTIC_OWNER] = "所管",
    [TACTIC_PERIOD] = "時期", [TACTIC_STATUS] = "区分",
};

const char *const markdown_form_table_indicator[INDICATOR_COLUMNS] = {
    [INDICATOR_NAME] = "指標",
    [INDICATOR_UNIT] = "単位",
    [INDICATOR_DIRECTION] = "向き",
    [INDICATOR_BASELINE] = "現状値",
    [INDICATOR_BASELINE_YEAR] = "現状の年度",
    [INDICATOR_TARGET] = "目標値",
    [INDICATOR_TARGET_YEAR] = "目標の年度",
    [INDICATOR_SOURCE] = "出典",
    [INDICATOR_OWNER] = "所管",
    [INDICATOR_STRATEGIES] = "測る戦略",
};

const char *const markdown_form_table_status[] = {
    [TACTIC_UNSAID] = "", [TACTIC_NEW] = "新規", [TACTIC_CONTINUED] = "継続"};

const char *const markdown_form_table_direction[] = {[INDICATOR_UP] = "増やす", [INDICATOR_DOWN] = "減らす"};
