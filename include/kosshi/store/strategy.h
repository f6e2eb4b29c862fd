#ifndef KOSSHI_STORE_STRATEGY_H
#define KOSSHI_STORE_STRATEGY_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* Limits in code points. */
#define STRATEGY_TITLE_LIMIT 200
#define TACTIC_TITLE_LIMIT 200
#define TACTIC_CONTENT_LIMIT 2000
#define TACTIC_OWNER_LIMIT 200
#define TACTIC_PERIOD_LIMIT 200

/* 新規, 継続, or nothing said. */
enum tactic_status { TACTIC_UNSAID, TACTIC_NEW, TACTIC_CONTINUED, TACTIC_STATUS_COUNT };
extern const char *const strategy_status_names[]; /* by that, NULL behind the last: "", "new", "continued" */
const char *strategy_status_name(enum tactic_status s);
enum tactic_status strategy_status_of(const char *name); /* TACTIC_STATUS_COUNT for an unknown one */

/* 取組: what is done for a strategy. */
struct tactic {
    int64_t id, strategy_id, version;
    const char *title;
    const char *content; /* 内容, plain text of any number of lines */
    const char *owner;   /* 所管 */
    const char *period;  /* 時期 */
    enum tactic_status status;
};

/* 戦略, with its tactics in order. */
struct strategy {
    int64_t id, section_id, version;
    const char *title;
    struct tactic *tactics;
    size_t tactic_count;
};

/* Every standing strategy of standing sections, by section id and then in their order;
 * section_id 0: of all sections. */
enum err strategy_list(struct db *db, struct arena *a, int64_t section_id, struct strategy **out,
                       size_t *count) MUST_USE;

/* For the interchange forms: puts a strategy with its tactics behind those of its section, with the ids it has (0: the
 * next free) and as their version 1 unless it is given. ids and strategy_ids of what was put are filled in.
 * ERR_BAD_FIELD for a field that cannot be, an id that is taken or a section of another kind; ERR_NOT_FOUND for the
 * section. */
enum err strategy_put(struct db *db, struct strategy *s, int64_t now) MUST_USE;

#endif
