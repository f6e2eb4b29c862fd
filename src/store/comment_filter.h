#ifndef KOSSHI_STORE_COMMENT_FILTER_H
#define KOSSHI_STORE_COMMENT_FILTER_H

#include "kosshi/store/comment.h"
#include "sql.h"

/*
 * SQL for what a filter lets through: the comment c whose section is in tree (id, chapter_id, standing). Its values are
 * bound by comment_filter_bind to the parameters up to COMMENT_FILTER_LAST. Each condition looks at the row alone, or at
 * rows an index finds.
 */
#define COMMENT_FILTER_ANSWER "r.comment_id = coalesce(c.merged_into, c.id)"
#define COMMENT_FILTER_SEEN "SELECT w.reply_id FROM seen w WHERE w.user_id = ?9 AND w.comment_id = c.id"
#define COMMENT_FILTERED                                                                                               \
    " FROM comment c JOIN tree ON tree.id = c.section_id"                                                              \
    " WHERE c.deleted_at IS NULL AND (?1 = 0 OR c.section_id = ?1) AND (?2 = 0 OR tree.chapter_id = ?2)"               \
    " AND (?3 = 0 OR c.author_id = ?3) AND (?4 IS NULL OR c.state = ?4) AND (?5 OR tree.standing)"                     \
    " AND (?6 IS NULL OR c.kind = ?6)"                                                                                 \
    " AND (?7 IS NULL OR CASE WHEN ?7 = 'none'"                                                                        \
    "  THEN NOT EXISTS (SELECT 1 FROM response r WHERE " COMMENT_FILTER_ANSWER                                         \
    "   AND r.disposition IS NOT NULL AND r.body <> '')"                                                               \
    "  ELSE EXISTS (SELECT 1 FROM response r WHERE " COMMENT_FILTER_ANSWER " AND r.disposition = ?7) END)"             \
    " AND (?8 IS NULL OR (c.source = '') = (?8 = 'inside'))"                                                           \
    " AND (?9 = 0 OR (c.source = '' AND c.author_id IS NOT ?9 AND NOT EXISTS (" COMMENT_FILTER_SEEN "))"               \
    "  OR EXISTS (SELECT 1 FROM reply p WHERE p.comment_id = c.id AND p.deleted_at IS NULL"                            \
    "   AND p.author_id IS NOT ?9 AND p.id > coalesce((" COMMENT_FILTER_SEEN "), 0)))"                                 \
    " AND (NOT ?10 OR c.merged_into IS NULL)"
#define COMMENT_FILTER_LAST 10

/* ERR_BAD_FIELD for a word that is none of its field. */
enum err comment_filter_bind(struct sql *s, const struct comment_filter *filter) MUST_USE;

#endif
