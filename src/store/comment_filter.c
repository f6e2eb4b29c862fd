#include "comment_filter.h"

#include <string.h>

static bool is_one_of(const char *word, const char *one, const char *other) {
    return !word || strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

static bool is_kind(const char *word) {
    return !word || comment_kind_of(word) != COMMENT_KIND_COUNT;
}

static bool is_disposition(const char *word) {
    return !word || strcmp(word, "none") == 0 || (*word && response_disposition_of(word) != DISPOSITION_COUNT);
}

enum err comment_filter_bind(struct sql *s, const struct comment_filter *filter) {
    if (!is_one_of(filter->state, "open", "resolved") || !is_one_of(filter->source, "inside", "outside") ||
        !is_kind(filter->kind) || !is_disposition(filter->disposition))
        return ERR_BAD_FIELD;
    sql_bind_integer(s, 1, filter->section_id);
    sql_bind_integer(s, 2, filter->chapter_id);
    sql_bind_integer(s, 3, filter->author_id);
    sql_bind_string(s, 4, filter->state);
    sql_bind_integer(s, 5, filter->with_deleted);
    sql_bind_string(s, 6, filter->kind);
    sql_bind_string(s, 7, filter->disposition);
    sql_bind_string(s, 8, filter->source);
    sql_bind_integer(s, 9, filter->unread_by);
    sql_bind_integer(s, 10, filter->heads_only);
    return OK;
}
