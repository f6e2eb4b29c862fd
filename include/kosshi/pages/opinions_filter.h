#ifndef KOSSHI_PAGES_OPINIONS_FILTER_H
#define KOSSHI_PAGES_OPINIONS_FILTER_H

#include <jansson.h>
#include <stdbool.h>

#include "kosshi/http/request.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/section.h"

/* What narrows the table of opinions: arguments of its query, each of which keeps the others. */
enum opinions_filter_key {
    OPINIONS_CHAPTER,     /* id */
    OPINIONS_AUTHOR,      /* id */
    OPINIONS_STATE,       /* open, resolved */
    OPINIONS_KIND,        /* opinion, question, typo */
    OPINIONS_DISPOSITION, /* reflected, …; none: no answer is done */
    OPINIONS_SOURCE,      /* inside, outside */
    OPINIONS_UNREAD,      /* 1: the reader has not read all of it */
    OPINIONS_KEY_COUNT
};

struct opinions_filter {
    struct request *r;
    const char *values[OPINIONS_KEY_COUNT]; /* "": does not narrow */
    int64_t section_id;                     /* this section alone, for a page that renews its rows; 0: all */
};

/* From the query. ERR_BAD_FIELD: a word that is none. */
enum err opinions_filter_read(struct request *r, struct opinions_filter *out) MUST_USE;

bool opinions_filter_narrows(const struct opinions_filter *f);
/* Those that are merged under another one are on it only where a single opinion is looked for: by who wrote it, of what kind it is,
 * where it came from, or whether it was read. */
struct comment_filter opinions_filter_comments(const struct opinions_filter *f);

/* The table as it is narrowed now, but for this key, which has the value. OPINIONS_KEY_COUNT: no other value. In the arena. */
const char *opinions_filter_path(const struct opinions_filter *f, enum opinions_filter_key key, const char *value);

/* Puts "menus", one of each key: {key, label, chosen (its word), narrows, all_href, choices {label, href, chosen}}. */
enum err opinions_filter_view(const struct opinions_filter *f, const struct section *tree, size_t count,
                              json_t *view) MUST_USE;

#endif
