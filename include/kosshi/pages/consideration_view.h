#ifndef KOSSHI_PAGES_CONSIDERATION_VIEW_H
#define KOSSHI_PAGES_CONSIDERATION_VIEW_H

#include <jansson.h>
#include <stdint.h>

#include "kosshi/http/request.h"

/*
 * The considerations of the document in their groups: [{"group","considerations":[{"id","title"}]}], and, when a section
 * is given (not 0), "answered" by it. *groups is new.
 */
enum err consideration_view(struct request *r, int64_t section, json_t **groups) MUST_USE;

/*
 * The matrix considerations × chapters: adds to view
 *   chapters: [{id, number, title, href}]; columns: of the table, one more than chapters
 *   groups: [{group, considerations: [{id, title, answered, cells: [{sections: [{place, is_numbered, title,
 *            href}]}]}]}], a cell for each chapter: the sections of it that answer
 *   count, unanswered_count, unanswered_text, has_considerations, has_unanswered, only_unanswered
 *
 * only_unanswered: groups holds nothing else.
 */
enum err consideration_view_matrix(struct request *r, bool only_unanswered, json_t *view) MUST_USE;

#endif
