#include "suggestion_map.h"

#include "kosshi/store/suggestion.h"
#include "kosshi/text/overlap.h"
#include "sql.h"
#include "update_log.h"

enum err suggestion_map_over(struct arena *a, const struct changeset *over, struct changeset *c, bool *overlaps) {
    struct overlap *places;
    size_t count = 0;
    enum err e = overlap_find(a, c, over, &places, &count);
    if (count > 0) *overlaps = true;
    return e ? e : changeset_map(a, c, over, false, c);
}

struct waiting {
    int64_t id;
    const char *changes;
    bool overlaps;
};

static void read_waiting(struct sql *s, struct arena *a, void *item) {
    *(struct waiting *)item = (struct waiting){sql_integer(s, 0), sql_string(s, a, 1), sql_integer(s, 2) != 0};
}

static enum err write_moved(struct db *db, int64_t id, const char *changes, bool overlaps) {
    SQL(set, db, "UPDATE suggestion SET changes = ?2, overlaps = ?3 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_string(&set, 2, changes);
    sql_bind_integer(&set, 3, overlaps);
    return sql_run(&set);
}

/* All of a push as one. */
static enum err as_one(struct arena *a, const struct changeset *changes, size_t count, struct changeset *out) {
    struct rebase_update *list = arena_alloc(a, count * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct rebase_update){"", changes[i]};
    return rebase_compose(a, list, count, out);
}

enum err suggestion_map(struct db *db, struct arena *a, int64_t section_id, const struct changeset *changes,
                        size_t count) {
    struct waiting *list;
    struct changeset all;
    size_t waiting;
    SQL(find, db, "SELECT id, changes, overlaps FROM suggestion WHERE section_id = ?1 AND state = 'waiting'");
    sql_bind_integer(&find, 1, section_id);
    enum err e = sql_list(&find, a, sizeof *list, read_waiting, &list, &waiting);
    if (e || waiting == 0 || count == 0) return e;
    e = as_one(a, changes, count, &all);
    for (size_t i = 0; i < waiting && !e; i++) {
        struct changeset c = update_log_read(a, list[i].changes);
        e = suggestion_map_over(a, &all, &c, &list[i].overlaps);
        if (!e) e = write_moved(db, list[i].id, update_log_print(a, &c), list[i].overlaps);
    }
    return e;
}
