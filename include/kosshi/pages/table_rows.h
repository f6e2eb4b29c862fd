#ifndef KOSSHI_PAGES_TABLE_ROWS_H
#define KOSSHI_PAGES_TABLE_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/http/request.h"
#include "kosshi/store/record.h"
#include "kosshi/store/section.h"

/*
 * A policy's table between the store and a page: rows of fields as a person reads and types them. A column is a field
 * of store/record.h, but for the strategies an indicator measures: those are one column, strategies, that holds their
 * numbers in the policy ("1、3").
 */
struct table_column {
    const char *name; /* as in the names of the form's fields */
    const struct record_field *field;
};

struct table_row {
    enum record_kind kind;
    const char *key;     /* the first letter of its kind: "s12", "t34", "i5"; of a new row "tN2" */
    int64_t id, version; /* 0 of a new row */
    bool removed;        /* is to be taken out */
    json_t *typed;       /* column → what its field holds; the arena's */
    json_t *problems;    /* column → what is wrong with it, for the view; "remove" for the row; the arena's */
};

/* Every row has a field for each of these years. What is saved for other years stays as it is. */
#define TABLE_YEARS_MOST 30
#define TABLE_YEARS_STEP 10

struct table {
    struct request *r;
    struct section section;
    bool of_indicators;
    const char *day_style;
    struct table_row *rows; /* as one reads them: a tactic behind its strategy */
    size_t count, room;
    json_t *index;             /* key → place in rows; the arena's */
    struct record_place *base; /* the order the form was made with */
    size_t base_count;
    int first_year, last_year;   /* the years that have a column: at most TABLE_YEARS_MOST */
    int first_saved, last_saved; /* the years that have a value; 0 for none */
    struct table_columns {
        struct table_column *list; /* NULL until they are asked for */
        size_t count;
    } columns[RECORD_KIND_COUNT];
    int64_t *strategies; /* of the policy, in the order of their numbers */
    const char **titles; /* of those */
    size_t strategy_count;
    size_t strategy_before; /* those of the policy that stand in sections before this one */
    bool unsaved;           /* the rows are as they were typed */
};

/* A table without rows. ERR_NOT_FOUND for a section that has none. */
enum err table_rows_open(struct request *r, struct table *out) MUST_USE;

/* Puts the rows in as they are saved. */
enum err table_rows_load(struct table *t) MUST_USE;

/* Adds a row behind the others and gives it. The pointer holds until the next one is added. */
struct table_row *table_rows_add(struct table *t, enum record_kind kind, const char *key);
struct table_row *table_rows_find(struct table *t, const char *key); /* NULL for none */

/* The kind and the id (0: new) a key stands for. False for none of this table's. */
bool table_rows_key(const struct table *t, const char *key, enum record_kind *kind, int64_t *id);

/* The columns of a kind of row. The table's, until it gets another year. */
const struct table_column *table_rows_columns(struct table *t, enum record_kind kind, size_t *count);

/* Makes room for a year among the columns. False, and nothing, for one that is none or would make them too many. */
bool table_rows_year(struct table *t, int year);

/* A column for one year more (later: at the end); where there is no room, the columns go on by TABLE_YEARS_STEP. */
void table_rows_shift(struct table *t, bool later);

/* What a column's field shows of a row's fields as the store has them. In the arena. */
const char *table_rows_shown(struct table *t, const struct table_column *c, json_t *fields);

/* The strategies a person named by their numbers, among so many: out[i] for the one of number i + 1. False for anything
 * else than numbers of theirs. */
bool table_rows_numbers(struct table *t, const char *typed, size_t among, bool *out);

/* Puts rows others have added since the form was made where they belong. */
enum err table_rows_join(struct table *t) MUST_USE;

#endif
