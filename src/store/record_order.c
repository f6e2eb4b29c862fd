#include <string.h>

#include "kosshi/store/record.h"
#include "kosshi/store/section.h"
#include "record_row.h"
#include "section_place.h"
#include "sql.h"

/* Rows of one kind in a row, each once. parents: of tactics, the strategy each stands below; 0 for none. */
struct rows {
    int64_t *ids, *parents;
    size_t count;
};

static struct rows rows_new(struct arena *a, size_t room) {
    return (struct rows){arena_alloc(a, (room + 1) * sizeof(int64_t)), arena_alloc(a, (room + 1) * sizeof(int64_t)), 0};
}

static size_t find(const struct rows *r, int64_t id) {
    size_t i = 0;
    while (i < r->count && r->ids[i] != id)
        i++;
    return i; /* count: it is not there */
}

static bool has(const struct rows *r, int64_t id) {
    return find(r, id) < r->count;
}

static void insert(struct rows *r, size_t at, int64_t id, int64_t parent) {
    memmove(r->ids + at + 1, r->ids + at, (r->count - at) * sizeof *r->ids);
    memmove(r->parents + at + 1, r->parents + at, (r->count - at) * sizeof *r->parents);
    r->ids[at] = id;
    r->parents[at] = parent;
    r->count++;
}

/* The rows of x that are in y, or are not, in the order of x. */
static struct rows sift(struct arena *a, const struct rows *x, const struct rows *y, bool in) {
    struct rows out = rows_new(a, x->count);
    for (size_t i = 0; i < x->count; i++) {
        if (has(y, x->ids[i]) == in) insert(&out, out.count, x->ids[i], x->parents[i]);
    }
    return out;
}

static bool same(const struct rows *x, const struct rows *y) {
    return x->count == y->count && memcmp(x->ids, y->ids, x->count * sizeof *x->ids) == 0 &&
           memcmp(x->parents, y->parents, x->count * sizeof *x->parents) == 0;
}

/* x, and the rows of y it lacks, each behind the one it has before it in y. */
static struct rows weave(struct arena *a, const struct rows *x, const struct rows *y) {
    struct rows out = rows_new(a, x->count + y->count);
    for (size_t i = 0; i < x->count; i++)
        insert(&out, i, x->ids[i], x->parents[i]);
    for (size_t i = 0; i < y->count; i++) {
        if (has(&out, y->ids[i])) continue;
        size_t at = i == 0 ? 0 : find(&out, y->ids[i - 1]) + 1;
        insert(&out, at, y->ids[i], y->parents[i]);
    }
    return out;
}

/* base and mine as they were typed, without what does not stand. */
static struct rows merge(struct arena *a, const struct rows *base, const struct rows *mine, const struct rows *now) {
    struct rows known = sift(a, base, mine, true), wanted = sift(a, mine, base, true);
    struct rows fresh = sift(a, mine, base, false), old = sift(a, now, &fresh, false);
    bool moved = memcmp(known.ids, wanted.ids, known.count * sizeof *known.ids) != 0;
    struct rows out = moved ? weave(a, mine, now) : weave(a, &old, mine);
    for (size_t i = 0; i < out.count; i++) { /* whoever has put a tactic below another strategy has it there */
        size_t in_now = find(now, out.ids[i]), in_mine = find(mine, out.ids[i]), in_base = find(base, out.ids[i]);
        bool elsewhere = in_mine < mine->count && mine->parents[in_mine] &&
                         (in_base == base->count || base->parents[in_base] != mine->parents[in_mine]);
        out.parents[i] = elsewhere ? mine->parents[in_mine] : now->parents[in_now];
    }
    return out;
}

/* --- The tables ----------------------------------------------------------------------------------------------- */

static struct sql list_strategies(struct db *db) {
    return sql_open(db,
                    "SELECT id, 0 FROM strategy WHERE section_id = ?1 AND deleted_at IS NULL ORDER BY position, id");
}

static struct sql list_tactics(struct db *db) {
    return sql_open(db, "SELECT t.id, s.id FROM strategy s JOIN tactic t ON t.strategy_id = s.id"
                        " WHERE s.section_id = ?1 AND s.deleted_at IS NULL AND t.deleted_at IS NULL"
                        " ORDER BY s.position, s.id, t.position, t.id");
}

static struct sql list_indicators(struct db *db) {
    return sql_open(db,
                    "SELECT id, 0 FROM indicator WHERE section_id = ?1 AND deleted_at IS NULL ORDER BY position, id");
}

static struct sql set_strategy(struct db *db) {
    return sql_open(db, "UPDATE strategy SET position = ?2 WHERE id = ?1");
}

static struct sql set_tactic(struct db *db) {
    return sql_open(db, "UPDATE tactic SET position = ?2, strategy_id = ?3 WHERE id = ?1");
}

static struct sql set_indicator(struct db *db) {
    return sql_open(db, "UPDATE indicator SET position = ?2 WHERE id = ?1");
}

static const struct {
    struct sql (*list)(struct db *), (*set)(struct db *);
} tables[RECORD_KIND_COUNT] = {
    [RECORD_STRATEGY] = {list_strategies, set_strategy},
    [RECORD_TACTIC] = {list_tactics, set_tactic},
    [RECORD_INDICATOR] = {list_indicators, set_indicator},
};

struct pair {
    int64_t id, parent;
};

static void read_pair(struct sql *s, struct arena *a, void *item) {
    (void)a;
    *(struct pair *)item = (struct pair){sql_integer(s, 0), sql_integer(s, 1)};
}

static enum err list_now(struct db *db, struct arena *a, enum record_kind kind, int64_t section, struct rows *out) {
    struct pair *pairs = NULL;
    size_t count = 0;
    __attribute__((cleanup(sql_close))) struct sql list = tables[kind].list(db);
    sql_bind_integer(&list, 1, section);
    enum err e = sql_list(&list, a, sizeof *pairs, read_pair, &pairs, &count);
    *out = rows_new(a, count);
    for (size_t i = 0; i < count; i++)
        insert(out, i, pairs[i].id, pairs[i].parent);
    return e;
}

/* Of the places of a table those of one kind that stand, the first of each. strategies: those that stand. */
static struct rows pick(struct arena *a, const struct record_place *places, size_t count, enum record_kind kind,
                        const struct rows *now, const struct rows *strategies) {
    struct rows out = rows_new(a, count);
    int64_t strategy = 0;
    for (size_t i = 0; i < count; i++) {
        if (places[i].kind == RECORD_STRATEGY) strategy = has(strategies, places[i].id) ? places[i].id : 0;
        if (places[i].kind != kind || !has(now, places[i].id) || has(&out, places[i].id)) continue;
        insert(&out, out.count, places[i].id, kind == RECORD_TACTIC ? strategy : 0);
    }
    return out;
}

static enum err write(struct db *db, enum record_kind kind, const struct rows *rows) {
    enum err e = OK;
    for (size_t i = 0; i < rows->count && !e; i++) {
        __attribute__((cleanup(sql_close))) struct sql set = tables[kind].set(db);
        sql_bind_integer(&set, 1, rows->ids[i]);
        sql_bind_integer(&set, 2, (int64_t)i + 1);
        if (kind == RECORD_TACTIC) sql_bind_integer(&set, 3, rows->parents[i]);
        e = sql_run(&set);
    }
    return e;
}

enum err record_order(struct db *db, struct arena *a, int64_t section_id, const struct record_place *base,
                      size_t base_count, const struct record_place *mine, size_t mine_count, int64_t user_id,
                      int64_t now, bool *changed) {
    struct section_place place;
    struct rows strategies = {0};
    enum err e = section_place_unlocked(db, section_id, &place);
    if (!e) e = list_now(db, a, RECORD_STRATEGY, section_id, &strategies);
    *changed = false;
    for (int k = 0; k < RECORD_KIND_COUNT && !e; k++) {
        enum record_kind kind = (enum record_kind)k;
        struct rows rows;
        e = list_now(db, a, kind, section_id, &rows);
        if (e) break;
        struct rows from = pick(a, base, base_count, kind, &rows, &strategies);
        struct rows to = pick(a, mine, mine_count, kind, &rows, &strategies);
        struct rows merged = merge(a, &from, &to, &rows);
        if (same(&merged, &rows)) continue;
        *changed = true;
        e = write(db, kind, &merged);
    }
    return e || !*changed ? e : section_touch(db, section_id, user_id, now);
}
