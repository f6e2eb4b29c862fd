#ifndef KOSSHI_TEXT_REBASE_H
#define KOSSHI_TEXT_REBASE_H

#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/changeset.h"

/* A changeset and who sent it: the name of one open editor. */
struct rebase_update {
    const char *client;
    struct changeset changes;
};

struct rebased {
    struct changeset *changes; /* what is new of mine, one to be applied after the other, behind all of over */
    size_t count;
};

/*
 * Puts updates of one client behind those that came since the version they were made at, as rebaseUpdates of
 * @codemirror/collab does, but over one at a time: what is mapped over two as one is not always what is mapped over one
 * and then the other ("abcd", X is written before a; a is deleted; B is written before b: XB over both as one, BX over
 * one after the other), and an editor whose push is on its way hears of them one by one. An editor has to map in the
 * same way. Where over begins to hold mine (the same client), these are the ones that arrived already, and are left
 * out. mine: one after the other from that version on; over: one after the other from it, too. ERR_BAD_FIELD: one does
 * not fit the length of the text before it.
 */
enum err rebase_updates(struct arena *a, const struct rebase_update *mine, size_t count,
                        const struct rebase_update *over, size_t over_count, struct rebased *out) MUST_USE;

/* All of a list as one; without parts when it is empty. ERR_BAD_FIELD as above. */
enum err rebase_compose(struct arena *a, const struct rebase_update *list, size_t count,
                        struct changeset *out) MUST_USE;

#endif
