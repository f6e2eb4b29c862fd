#ifndef KOSSHI_PAGES_OPINIONS_VIEW_H
#define KOSSHI_PAGES_OPINIONS_VIEW_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/http/request.h"
#include "kosshi/store/opinion.h"
#include "kosshi/store/section.h"

/* Comments as the rows of the table of opinions, and what has to be known of the whole document for that. */
struct opinions_view {
    struct request *r;
    struct section *tree;
    size_t sections;
    struct opinion_head *heads;
    size_t head_count;
};
enum err opinions_view_open(struct request *r, struct opinions_view *out) MUST_USE;

/* The number of a head in the table, from 1; 0 for none. */
size_t opinions_view_number(const struct opinions_view *v, int64_t id);

/* The chapter a section stands in; NULL for one that does not stand. */
const struct section *opinions_view_chapter(const struct opinions_view *v, int64_t section_id);

/*
 * Puts into a comment's view (comment_view.h) what the table has besides: section.place; number (of its head, for one that
 * is merged); count, its 件数; followers, the views of those that are merged under it, has_followers, and others
 * ("他3件"); has_summary; is_reflected.
 */
enum err opinions_view_put(const struct opinions_view *v, json_t *comment) MUST_USE;

/* Where an opinion is answered. */
const char *opinions_view_answer(struct request *r, int64_t id);

/* Its row in the table the reader came from; back: not a path of ours, or NULL: in the whole one. */
const char *opinions_view_back(struct request *r, const char *back, int64_t id);

/* A disposition in the reader's language; that there is none yet. */
const char *opinions_view_disposition(struct request *r, enum disposition d);

#endif
