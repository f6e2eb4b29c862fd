#ifndef KOSSHI_OUTPUT_INTERCHANGE_H
#define KOSSHI_OUTPUT_INTERCHANGE_H

#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"

/*
 * The interchange form: the whole document as JSON, of the shape
 * {"title","day_style","sections":[{"id","kind","number","title","version","text","state","children":[…]}],
 *  "references":[{"title","text"}],"considerations":[{"group","title"}],"indicators":[],
 *  "comments":[{"id","section","body","author","at","state","replies":[{"body","author","at"}]}],"editions":[]};
 * a resolved comment has "resolved_by","resolved_at" after its state. Standing sections only, and their comments;
 * persons, sessions and older revisions are not part of it. Indented by 2, keys in this order, UTF-8 unescaped, LF at
 * the end: the same content gives the same bytes, and read back into a new file it gives the same document (ids
 * included).
 */
enum err interchange_write(struct db *db, struct buf *out) MUST_USE;

/*
 * Fills a new, empty document (inside the caller's transaction) from the interchange form. ERR_BAD_INTERCHANGE with
 * *why (new, the caller frees) saying where.
 * Every key is required but day_style; keys it does not know are passed over, but indicators and editions are refused
 * rather than lost. Authors of comments become names without a person behind them.
 */
enum err interchange_read(struct db *db, const char *json, size_t size, char **why) MUST_USE;

#endif
