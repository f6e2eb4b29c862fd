#ifndef KOSSHI_PAGES_COMMENT_VIEW_H
#define KOSSHI_PAGES_COMMENT_VIEW_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/http/request.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"

/* The view of a comment that was read for the reader of this request, as DESIGN.md §7 has it, with what its templates
 * need. new. */
json_t *comment_view(struct request *r, const struct comment *c);

/* "open" or "resolved", a kind's name, in the reader's language. */
const char *comment_view_state(struct request *r, const char *state);
const char *comment_view_kind(struct request *r, const char *kind);

/* The kinds as choices (choice.h); chosen: a kind's name, NULL for none. new. */
json_t *comment_view_kinds(struct request *r, const char *chosen);

/* Where a comment is shown with its thread, alone on a page. */
const char *comment_view_permalink(struct request *r, int64_t id);

/* The page of a section's comments. */
const char *comment_view_section_path(struct request *r, int64_t section_id);

/* After a change of a comment, or of what is said below it: writes it down (unless did is DID_COUNT), and goes back to
 * where the form was, to the comment; for JSON its view. */
enum err comment_view_done(struct request *r, int64_t id, enum activity_action did) MUST_USE;
/* The same after it was taken back. */
enum err comment_view_gone(struct request *r, const struct comment *c) MUST_USE;

/* Puts where the section of a view stands, for its reader, at section.place: "Ⅴ-1 目指す姿". */
void comment_view_place(struct request *r, const struct section *tree, size_t count, json_t *comment);

/* path with a further argument of its query. */
const char *comment_view_path(struct request *r, const char *path, const char *argument, int64_t value);

/* Puts one page of what the filter, of which limit is set, lets through: the one the query asks for by its number (page) or
 * by a comment that stands on it (at). path: of the whole list, to which forms come back and from which its pages are
 * made. ERR_BAD_FIELD: the filter's state. */
enum err comment_view_page(struct request *r, struct comment_filter filter, const char *path, json_t *view) MUST_USE;

#endif
