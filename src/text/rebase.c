#include "kosshi/text/rebase.h"

#include <string.h>

/* All as one, in halves: what a long list leaves in the arena stays small. */
static enum err compose_all(struct arena *a, const struct rebase_update *list, size_t count, struct changeset *out) {
    if (count == 1) {
        *out = list[0].changes;
        return OK;
    }
    struct changeset first = {0}, second = {0};
    enum err e = compose_all(a, list, count / 2, &first);
    if (!e) e = compose_all(a, list + count / 2, count - count / 2, &second);
    return e ? e : changeset_compose(a, &first, &second, out);
}

static enum err append(struct arena *a, struct rebased *r, const struct rebase_update *list, size_t count) {
    struct changeset run = {0};
    if (count == 0) return OK;
    enum err e = compose_all(a, list, count, &run);
    if (e || r->theirs.count == 0) {
        r->theirs = run;
        return e;
    }
    return changeset_compose(a, &r->theirs, &run, &r->theirs);
}

static bool is_of(const struct rebase_update *update, const char *client) {
    return strcmp(update->client, client) == 0;
}

/* What others wrote, as it goes behind those of mine that arrived; *known: how many these are. */
static enum err gather(struct arena *a, const struct rebase_update *mine, size_t count,
                       const struct rebase_update *over, size_t over_count, struct rebased *r, size_t *known) {
    size_t from = 0; /* where the run of others at hand begins */
    for (size_t i = 0; i < over_count; i++) {
        if (*known == count || !is_of(&over[i], mine[*known].client)) continue;
        enum err e = append(a, r, over + from, i - from);
        if (!e && r->theirs.count) e = changeset_map(a, &r->theirs, &mine[*known].changes, true, &r->theirs);
        if (e) return e;
        ++*known;
        from = i + 1;
    }
    return append(a, r, over + from, over_count - from);
}

enum err rebase_updates(struct arena *a, const struct rebase_update *mine, size_t count,
                        const struct rebase_update *over, size_t over_count, struct rebased *out) {
    struct rebased r = {.changes = arena_alloc(a, (count + 1) * sizeof *r.changes)};
    size_t known = 0;
    enum err e = gather(a, mine, count, over, over_count, &r, &known);
    struct changeset behind = r.theirs;
    for (size_t i = known; i < count && !e; i++) {
        struct changeset *to = &r.changes[r.count++];
        *to = mine[i].changes;
        if (behind.count == 0) continue;
        e = changeset_map(a, &mine[i].changes, &behind, false, to);
        if (!e) e = changeset_map(a, &behind, &mine[i].changes, true, &behind);
    }
    *out = r;
    return e;
}
