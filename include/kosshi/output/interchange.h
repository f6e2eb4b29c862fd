#ifndef KOSSHI_OUTPUT_INTERCHANGE_H
#define KOSSHI_OUTPUT_INTERCHANGE_H

#include <stddef.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"

/*
 * The interchange form: the whole document as JSON, of the shape
 * {"title","day_style","publisher","contact","diagram_section":id or null,
 *  "sections":[{"id","kind","number","title","version","text","state","children":[…]}],
 *  "references":[{"title","text"}],"considerations":[{"group","title","answered_by":[section ids]}],
 *  "strategies":[{"id","section","title","version",
 *                 "tactics":[{"id","title","content","owner","period","status","version"}]}],
 *  "indicators":[{"id","section","name","unit","direction","baseline","baseline_year","target","target_year",
 *                 "actuals":[{"year","value"}],"source","owner","strategies":[ids],"version"}],
 *  "images":[{"id","type","name","width","height","data":base64}],
 *  "comments":[{"id","section","body","author","at","state","replies":[{"body","author","at"}]}],
 *  "suggestions":[{"id","section","author","at","reason","overlaps","changes",
 *                  "made":{"version","changes"},"state"}],"editions":[]};
 * a comment has "kind" before its state when it is no opinion, "source","people" when it came from outside, "edited_at"
 * when it was written anew; a resolved one has "resolved_by","resolved_at" after its state, and one on words of its
 * section's text then "anchor":{"from","to","detached","made":{"version","quote"}}, in UTF-16 units, with
 * "lost":{"words","before","behind","into"} when it is detached; one that is merged into another has "merged_into":id, and
 * one that is answered "response":{"disposition":its name or null,"summary","body","by","at"}, with
 * "reflected":{"section","version"} when that says where it is seen. A reply may have "edited_at". A suggestion that was
 * decided has "decided_by","decided_at","decided_version","decision", one that was taken out of another one "part_of", and
 * one that is talked about "replies". That a document is a sample does not leave its file: a "sample" before the sections
 * is read (a boolean) and means nothing.
 * Values of indicators are strings ("12.50"), years whole numbers, 0 for none. Standing sections only, and what hangs
 * on them; persons, sessions and older revisions are not part of it. Indented by 2, keys in this order, UTF-8
 * unescaped, LF at the end: the same content gives the same bytes, and read back into a new file it gives the same
 * document (ids included). Inside a read transaction of the caller's, and
 * what out has after an error is of no use (paper.h); ERR_PAPER_TOO_LARGE when the images do not fit into a file that
 * can be read again.
 */
enum err interchange_write(struct db *db, struct buf *out) MUST_USE;

/*
 * Fills a new, empty document (inside the caller's transaction) from the interchange form. ERR_BAD_INTERCHANGE with
 * *why (new, the caller frees) saying where.
 * Forms of older programs have no day_style, publisher, contact, diagram_section, answered_by, strategies, images and suggestions;
 * every other key is required. Values of indicators may be JSON numbers. Keys it does not know are passed over, but
 * editions are refused rather than lost. Authors of comments become names without a person behind them.
 */
enum err interchange_read(struct db *db, const char *json, size_t size, char **why) MUST_USE;

#endif
