#ifndef KOSSHI_STORE_INDICATOR_H
#define KOSSHI_STORE_INDICATOR_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* Limits in code points. */
#define INDICATOR_NAME_LIMIT 200
#define INDICATOR_UNIT_LIMIT 20
#define INDICATOR_SOURCE_LIMIT 500
#define INDICATOR_OWNER_LIMIT 200

enum indicator_direction { INDICATOR_UP, INDICATOR_DOWN, INDICATOR_DIRECTION_COUNT };
extern const char *const indicator_direction_names[]; /* by that, NULL behind the last: "up", more is better; "down" */
const char *indicator_direction_name(enum indicator_direction d);
enum indicator_direction indicator_direction_of(const char *name); /* INDICATOR_DIRECTION_COUNT for an unknown one */

struct indicator_actual {
    int year;          /* fiscal: 2024 is 令和6年度 */
    const char *value; /* a decimal number (text/decimal.h) */
};

/* 指標. Values are decimal numbers as text, "" for none; years are fiscal years, 0 for none. */
struct indicator {
    int64_t id, section_id, version;
    const char *name, *unit;
    enum indicator_direction direction;
    int baseline_year, target_year;
    const char *baseline;             /* 現状値 */
    const char *target;               /* 目標値 */
    const char *source;               /* 出典 */
    const char *owner;                /* 所管 */
    struct indicator_actual *actuals; /* by year */
    size_t actual_count;
    int64_t *strategies; /* ids of the standing strategies it measures, in their order */
    size_t strategy_count;
};

/* Every standing indicator of standing sections, by section id and then in their order;
 * section_id 0: of all sections. */
enum err indicator_list(struct db *db, struct arena *a, int64_t section_id, struct indicator **out,
                        size_t *count) MUST_USE;

/* As strategy_put. The strategies must be there already, each named once: ERR_BAD_FIELD. */
enum err indicator_put(struct db *db, struct indicator *i, int64_t now) MUST_USE;

#endif
