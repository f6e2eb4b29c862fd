#ifndef KOSSHI_STORE_RECORD_H
#define KOSSHI_STORE_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/*
 * Editing the policies' tables: the rows of a section of kind strategies (strategies, each with its tactics) or
 * indicators. A row is a set of named fields, all strings, "" for nothing:
 *
 *   strategy   title
 *   tactic     title, content, owner, period, status
 *   indicator  name, unit, direction, baseline, baseline_year, target, target_year, source, owner,
 *              actual_YEAR (one for each fiscal year), strategy_ID ("1" when it measures that strategy)
 *
 * Two people in one table lose nothing: a save says which version of the row it was typed over, and each field is
 * merged for itself, what was typed against what was saved since. Every state a row was saved in stays in
 * record_version.
 */
enum record_kind { RECORD_STRATEGY, RECORD_TACTIC, RECORD_INDICATOR, RECORD_KIND_COUNT };
const char *record_kind_name(enum record_kind kind); /* "strategy", "tactic", "indicator" */

/* How a field is typed and kept. */
enum record_form {
    RECORD_LINE,    /* one line */
    RECORD_TEXT,    /* any number of lines */
    RECORD_DECIMAL, /* a number (text/decimal.h) */
    RECORD_YEAR,    /* a fiscal year (text/fiscal_year.h), kept as "2024" */
    RECORD_CHOICE,  /* one of choices */
    RECORD_LINK     /* "1" or "" */
};

struct record_field {
    const char *name;
    size_t limit;               /* code points, of a line or text */
    const char *const *choices; /* ended by NULL; the first one stands for a new row that does not say */
    enum record_form form;
    bool needed; /* "" will not do */
    bool many;   /* name is followed by a number */
};

/* The fields of a kind, as a table would have its columns; ended by one without a name. */
const struct record_field *record_fields(enum record_kind kind);

/* Why a field was not taken. X(name, word) */
#define KOSSHI_RECORD_REASONS(X)                                                                                       \
    X(RECORD_NEEDED, "needed")                                                                                         \
    X(RECORD_TOO_LONG, "too_long")                                                                                     \
    X(RECORD_NOT_A_LINE, "not_a_line") /* a line end, a TAB, something hidden (utf_hides) */                           \
    X(RECORD_NOT_A_NUMBER, "not_a_number")                                                                             \
    X(RECORD_NOT_A_YEAR, "not_a_year")                                                                                 \
    X(RECORD_YEARS_TURNED, "years_turned") /* the year of the target is before that of the baseline */                 \
    X(RECORD_NOT_A_CHOICE, "not_a_choice")                                                                             \
    X(RECORD_UNKNOWN_STRATEGY, "unknown_strategy")                                                                     \
    X(RECORD_UNKNOWN_FIELD, "unknown_field")                                                                           \
    X(RECORD_CHANGED, "changed")             /* somebody has written something else there since */                     \
    X(RECORD_CHANGED_ROW, "changed_row")     /* to be removed, but somebody has changed it since */                    \
    X(RECORD_CHANGED_BELOW, "changed_below") /* to be removed, but somebody has added a tactic to it since */

enum record_reason {
#define X(name, word) name,
    KOSSHI_RECORD_REASONS(X)
#undef X
        RECORD_REASON_COUNT
};
const char *record_reason_word(enum record_reason r);
bool record_is_conflict(enum record_reason r); /* with what somebody else has saved, not a mistake */

/* The most rows a section has (several policies' worth): each save holds
 * every row against what is there, while everybody else waits. */
#define RECORD_STRATEGIES_MOST 100
#define RECORD_TACTICS_MOST 500
#define RECORD_INDICATORS_MOST 60

/* ERR_TOO_MANY_ROWS when more stand in the section. */
enum err record_check_count(struct db *db, int64_t section_id) MUST_USE;

/*
 * The rows of a section that may have come of this very form when it was sent before: this person added them before
 * now, and the form does not know them, whose highest id of the kind is known. The newest RECORD_TWINS_MOST are looked
 * at. A new row that is the same as one of them is that one; two that are alike are two of them. In the arena.
 */
#define RECORD_TWINS_MOST 1000
struct record_twins;
enum err record_twins(struct db *db, struct arena *a, enum record_kind kind, int64_t section_id, int64_t known,
                      int64_t user_id, int64_t now, struct record_twins **out) MUST_USE;

/* What a form wants of one row. */
struct record_change {
    enum record_kind kind;
    int64_t section_id;
    int64_t id;           /* 0: a new row */
    int64_t base_version; /* the version the fields were typed over; 0 for a new row */
    /* Of a new tactic: its strategy. Of one that is taken out with its strategy: that one, and a tactic that somebody
     * has put below another since stays; 0 to take it out wherever it is. */
    int64_t strategy_id;
    json_t *fields;             /* borrowed: name → what was typed, of those that are given */
    bool remove;                /* the row is taken out; fields do not matter */
    struct record_twins *twins; /* of a new row; NULL: always another row */
};

struct record_problem {
    const char *field; /* "" for the row as a whole */
    enum record_reason reason;
    const char *theirs; /* of a conflict: what the field holds now, */
    const char *by;     /* who wrote it ("" for nobody), */
    int64_t at;         /* and when */
};

struct record_result {
    int64_t id, version; /* of the row as it is now; 0 for a new one that was not taken */
    bool changed;        /* something was written */
    bool stands;         /* false for a row that is removed */
    const char *name;    /* its title or name, for the log */
    struct record_problem *problems;
    size_t problem_count;
    json_t *fields; /* what the row would hold: as it is now, and over it what was typed here and is no conflict.
                       Borrowed, from the arena */
};

/*
 * Saves one row. In the arena what the result names.
 *
 *  - A field that only one side changed since base_version is taken; the same change by both is one change.
 *  - Adding is never a conflict. A row that somebody has removed and that is changed here comes back, and the strategy
 *    of a tactic with it.
 *  - What changes nothing makes no version.
 *  - ERR_BAD_FIELD: some fields cannot be. ERR_STALE: some were changed by somebody else to something else, or the row
 *    was that is to be removed. Nothing is written then, and the problems say each; fields that cannot be come first.
 *  - ERR_NOT_FOUND: no such section, no such row in it, no such strategy; a base_version it never had is
 *    ERR_BAD_FIELD without problems. ERR_LOCKED.
 */
enum err record_save(struct db *db, struct arena *a, const struct record_change *change, int64_t user_id, int64_t now,
                     struct record_result *out) MUST_USE;

/* A place in a table: rows as one reads them, a tactic behind its strategy. */
struct record_place {
    enum record_kind kind;
    int64_t id;
};

/*
 * Puts the rows of a section in the order of mine, typed over the order of base. Whoever has moved nothing leaves the
 * order as others made it meanwhile, and only new rows go where mine has them; rows that mine does not know stay behind
 * the row they stood behind. A tactic that mine has below another strategy than base goes there. Rows that do not
 * stand, or are named twice, do not matter. *changed: whether anything moved. ERR_LOCKED, ERR_NOT_FOUND.
 */
enum err record_order(struct db *db, struct arena *a, int64_t section_id, const struct record_place *base,
                      size_t base_count, const struct record_place *mine, size_t mine_count, int64_t user_id,
                      int64_t now, bool *changed) MUST_USE;

#endif
