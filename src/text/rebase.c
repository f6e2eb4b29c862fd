#include "kosshi/text/rebase.h"

#include <string.h>

/* --- Several as one ----------------------------------------------------------------------------------------------- */

/* In halves: what a long list leaves in the arena stays small. */
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

enum err rebase_compose(struct arena *a, const struct rebase_update *list, size_t count, struct changeset *out) {
    *out = (struct changeset){0};
    return count ? compose_all(a, list, count, out) : OK;
}

/* --- One behind the others ---------------------------------------------------------------------------------------- */

#define RUN 64 /* updates after which what is kept is copied, and what led to it given back */

static void copy_all(struct arena *a, const struct rebased *r) {
    for (size_t i = 0; i < r->count; i++) {
        struct changeset *c = &r->changes[i];
        struct changeset_part *parts = arena_alloc(a, (c->count + 1) * sizeof *parts);
        for (size_t n = 0; n < c->count; n++) {
            parts[n] = c->parts[n];
            if (parts[n].size) parts[n].text = arena_copy(a, parts[n].text, parts[n].size);
        }
        c->parts = parts;
    }
}

/* All of r behind one that came. */
static enum err follow(struct arena *a, const struct rebased *r, const struct changeset *over) {
    struct changeset behind = *over;
    enum err e = OK;
    for (size_t i = 0; i < r->count && !e; i++) {
        struct changeset mine = r->changes[i];
        e = changeset_map(a, &mine, &behind, false, &r->changes[i]);
        if (!e) e = changeset_map(a, &behind, &mine, true, &behind);
    }
    return e;
}

/* All of r behind a run of those that came; what is left of r is in `kept`. */
static enum err follow_run(struct arena *kept, struct rebased *r, const char *client, const struct rebase_update *over,
                           size_t count) {
    ARENA(a);
    enum err e = OK;
    for (size_t i = 0; i < count && r->count && !e; i++) {
        if (strcmp(over[i].client, client) == 0) {
            r->changes++;
            r->count--;
        } else {
            e = follow(a, r, &over[i].changes);
        }
    }
    copy_all(kept, r);
    return e;
}

enum err rebase_updates(struct arena *a, const struct rebase_update *mine, size_t count,
                        const struct rebase_update *over, size_t over_count, struct rebased *out) {
    struct rebased r = {arena_alloc(a, (count + 1) * sizeof *r.changes), count};
    struct arena *kept = NULL;
    enum err e = OK;
    for (size_t i = 0; i < count; i++)
        r.changes[i] = mine[i].changes;
    for (size_t i = 0; i < over_count && r.count && !e; i += RUN) {
        struct arena *next = arena_new();
        e = follow_run(next, &r, mine[0].client, over + i, over_count - i < RUN ? over_count - i : RUN);
        arena_free(kept);
        kept = next;
    }
    copy_all(a, &r);
    arena_free(kept);
    *out = r;
    return e;
}
