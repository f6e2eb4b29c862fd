#include "kosshi/store/comment.h"

#include <string.h>

#include "field.h"
#include "section_place.h"
#include "sql.h"

static const char *const kind_names[COMMENT_KIND_COUNT] = {
    [COMMENT_OPINION] = "opinion",
    [COMMENT_QUESTION] = "question",
    [COMMENT_TYPO] = "typo",
};

const char *comment_kind_name(enum comment_kind k) {
    return kind_names[k];
}

enum comment_kind comment_kind_of(const char *name) {
    int k = 0;
    while (k < COMMENT_KIND_COUNT && strcmp(name, kind_names[k]) != 0)
        k++;
    return (enum comment_kind)k;
}

/* --- Reading -------------------------------------------------------------------------------------------------- */

/* All sections with their chapters, deleted ones in their old places. */
#define COMMENT_TREE                                                                                                   \
    "WITH RECURSIVE tree (id, path, chapter_id, standing) AS ("                                                        \
    "  SELECT s.id, " SECTION_STEP ", s.id, s.deleted_at IS NULL FROM section s WHERE s.parent_id IS NULL"             \
    "  UNION ALL"                                                                                                      \
    "  SELECT s.id, tree.path || " SECTION_STEP ", tree.chapter_id, tree.standing AND s.deleted_at IS NULL"            \
    "  FROM tree JOIN section s ON s.parent_id = tree.id)"

#define COMMENT_COLUMNS                                                                                                \
    "c.id, c.section_id, c.author_id, c.at, c.author, c.body, c.state, c.resolved_by, c.resolved_at, s.number, "       \
    "s.title, c.kind, c.source, c.people, c.merged_into, c.edited_at, "                                                \
    "(SELECT count(*) FROM comment m WHERE m.merged_into = c.id AND m.deleted_at IS NULL)"

/* What a filter lets through; its values are bound by bind_filter. */
#define COMMENT_FILTERED                                                                                               \
    " FROM comment c JOIN tree ON tree.id = c.section_id"                                                              \
    " WHERE c.deleted_at IS NULL AND (?1 = 0 OR c.section_id = ?1) AND (?2 = 0 OR tree.chapter_id = ?2) AND (?3 = 0 "  \
    "OR c.author_id = ?3)"                                                                                             \
    " AND (?4 IS NULL OR c.state = ?4) AND (?5 OR tree.standing)"

static enum err bind_filter(struct sql *s, const struct comment_filter *filter) {
    if (filter->state && strcmp(filter->state, "open") != 0 && strcmp(filter->state, "resolved") != 0) {
        return ERR_BAD_FIELD;
    }
    sql_bind_integer(s, 1, filter->section_id);
    sql_bind_integer(s, 2, filter->chapter_id);
    sql_bind_integer(s, 3, filter->author_id);
    sql_bind_string(s, 4, filter->state);
    sql_bind_integer(s, 5, filter->with_deleted);
    return OK;
}

static void read_reply(struct sql *s, struct arena *a, void *item) {
    *(struct comment_reply *)item = (struct comment_reply){
        .id = sql_integer(s, 0),
        .author_id = sql_integer(s, 1),
        .at = sql_integer(s, 2),
        .author = sql_string(s, a, 3),
        .body = sql_string(s, a, 4),
        .edited_at = sql_integer(s, 5),
    };
}

static enum err list_replies(struct db *db, struct arena *a, struct comment *comment) {
    SQL(list, db,
        "SELECT id, author_id, at, author, body, edited_at FROM reply WHERE comment_id = ?1 AND deleted_at IS NULL"
        " ORDER BY id");
    sql_bind_integer(&list, 1, comment->id);
    return sql_list(&list, a, sizeof *comment->replies, read_reply, &comment->replies, &comment->reply_count);
}

/* What is not in its row. */
static enum err read_rest(struct db *db, struct arena *a, struct anchor_reader *reader, struct comment *comment) {
    enum err e = list_replies(db, a, comment);
    if (!e) e = response_get(db, a, comment->id, &comment->response);
    return e ? e : anchor_get(db, a, reader, comment->id, &comment->anchor);
}

/* Without that. */
static void read_comment(struct sql *s, struct arena *a, void *item) {
    *(struct comment *)item = (struct comment){
        .id = sql_integer(s, 0),
        .section_id = sql_integer(s, 1),
        .author_id = sql_integer(s, 2),
        .at = sql_integer(s, 3),
        .author = sql_string(s, a, 4),
        .body = sql_string(s, a, 5),
        .open = strcmp(sql_string(s, a, 6), "open") == 0,
        .resolved_by = sql_string(s, a, 7),
        .resolved_at = sql_integer(s, 8),
        .section_number = sql_string(s, a, 9),
        .section_title = sql_string(s, a, 10),
        .kind = comment_kind_of(sql_string(s, a, 11)),
        .source = sql_string(s, a, 12),
        .people = sql_integer(s, 13),
        .merged_into = sql_integer(s, 14),
        .edited_at = sql_integer(s, 15),
        .merged = sql_integer(s, 16),
        .chapter_id = sql_integer(s, 17),
    };
}

enum err comment_list(struct db *db, struct arena *a, const struct comment_filter *filter, struct comment **out,
                      size_t *count) {
    *out = NULL;
    *count = 0;
    /* only what is listed is read whole, which is what sorting would do with all */
    SQL(list, db,
        COMMENT_TREE
        ", page (id, path, chapter_id) AS MATERIALIZED (SELECT c.id, tree.path, tree.chapter_id" COMMENT_FILTERED
        " ORDER BY tree.path, c.id LIMIT ?6 OFFSET ?7)"
        " SELECT " COMMENT_COLUMNS ", page.chapter_id FROM page JOIN comment c ON c.id = page.id"
        " JOIN section s ON s.id = c.section_id ORDER BY page.path, c.id");
    enum err e = bind_filter(&list, filter);
    if (e) return e;
    sql_bind_integer(&list, 6, filter->limit ? (int64_t)filter->limit : -1);
    sql_bind_integer(&list, 7, (int64_t)filter->offset);
    e = sql_list(&list, a, sizeof **out, read_comment, out, count);
    struct anchor_reader reader = {0};
    for (size_t i = 0; i < *count && !e; i++) {
        e = read_rest(db, a, &reader, &(*out)[i]);
    }
    return e;
}

enum err comment_count(struct db *db, const struct comment_filter *filter, size_t *open, size_t *resolved) {
    SQL(count, db, COMMENT_TREE " SELECT count(*) FILTER (WHERE c.state = 'open'), count(*)" COMMENT_FILTERED);
    enum err e = bind_filter(&count, filter);
    if (!e) e = sql_row(&count);
    if (e) return e;
    *open = (size_t)sql_integer(&count, 0);
    *resolved = (size_t)sql_integer(&count, 1) - *open;
    return OK;
}

enum err comment_count_before(struct db *db, const struct comment_filter *filter, int64_t id, size_t *out) {
    SQL(count, db,
        COMMENT_TREE " SELECT count(*)" COMMENT_FILTERED " AND (tree.path, c.id) < (SELECT place.path, given.id"
                     " FROM comment given JOIN tree place ON place.id = given.section_id WHERE given.id = ?6)");
    enum err e = bind_filter(&count, filter);
    if (e) return e;
    sql_bind_integer(&count, 6, id);
    e = sql_row(&count);
    if (!e) *out = (size_t)sql_integer(&count, 0);
    return e;
}

enum err comment_get(struct db *db, struct arena *a, int64_t id, struct comment *out) {
    SQL(find, db,
        COMMENT_TREE " SELECT " COMMENT_COLUMNS ", tree.chapter_id FROM comment c JOIN section s ON s.id = c.section_id"
                     " JOIN tree ON tree.id = s.id WHERE c.id = ?1 AND c.deleted_at IS NULL");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    read_comment(&find, a, out);
    struct anchor_reader reader = {0};
    return read_rest(db, a, &reader, out);
}

static void read_author(struct sql *s, struct arena *a, void *item) {
    *(struct comment_author *)item = (struct comment_author){.id = sql_integer(s, 0), .name = sql_string(s, a, 1)};
}

enum err comment_authors(struct db *db, struct arena *a, struct comment_author **out, size_t *count) {
    SQL(list, db,
        "SELECT id, display FROM user WHERE id IN (SELECT author_id FROM comment WHERE deleted_at IS NULL) ORDER BY "
        "display, id");
    return sql_list(&list, a, sizeof **out, read_author, out, count);
}

/* --- Writing -------------------------------------------------------------------------------------------------- */

/* The INSERTs take their author's shown name from the table user: no such person, no row. */
static enum err run_add(struct sql *add, int64_t *id) {
    enum err e = sql_run_one(add);
    if (!e) *id = sql_new_id(add->db);
    return e;
}

enum err comment_add(struct db *db, int64_t section_id, int64_t author_id, const char *body, int64_t now, int64_t *id) {
    struct section_place place;
    enum err e = field_body(body, COMMENT_LIMIT);
    if (!e) e = section_place_of(db, section_id, &place);
    if (e) return e;
    SQL(add, db,
        "INSERT INTO comment (section_id, author_id, author, body, at)"
        " SELECT ?1, id, display, ?3, ?4 FROM user WHERE id = ?2");
    sql_bind_integer(&add, 1, section_id);
    sql_bind_integer(&add, 2, author_id);
    sql_bind_string(&add, 3, body);
    sql_bind_integer(&add, 4, now);
    return run_add(&add, id);
}

/* ERR_NOT_FOUND unless the comment is there and its section stands. */
static enum err check_stands(struct db *db, int64_t id) {
    SQL(find, db, "SELECT section_id FROM comment WHERE id = ?1 AND deleted_at IS NULL");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    struct section_place place;
    return section_place_of(db, sql_integer(&find, 0), &place);
}

enum err comment_reply(struct db *db, int64_t comment_id, int64_t author_id, const char *body, int64_t now,
                       int64_t *id) {
    enum err e = field_body(body, COMMENT_LIMIT);
    if (!e) e = check_stands(db, comment_id);
    if (e) return e;
    SQL(add, db,
        "INSERT INTO reply (comment_id, author_id, author, body, at)"
        " SELECT ?1, id, display, ?3, ?4 FROM user WHERE id = ?2");
    sql_bind_integer(&add, 1, comment_id);
    sql_bind_integer(&add, 2, author_id);
    sql_bind_string(&add, 3, body);
    sql_bind_integer(&add, 4, now);
    return run_add(&add, id);
}

enum err comment_resolve(struct db *db, int64_t id, int64_t user_id, int64_t now) {
    enum err e = check_stands(db, id);
    if (e) return e;
    SQL(set, db,
        "UPDATE comment SET state = 'resolved', resolved_by_id = ?2, resolved_at = ?3,"
        " resolved_by = coalesce((SELECT display FROM user WHERE id = ?2), '') WHERE id = ?1 AND state = 'open'");
    sql_bind_integer(&set, 1, id);
    sql_bind_or_null(&set, 2, user_id);
    sql_bind_integer(&set, 3, now);
    return sql_run(&set);
}

enum err comment_reopen(struct db *db, int64_t id) {
    enum err e = check_stands(db, id);
    if (e) return e;
    SQL(set, db,
        "UPDATE comment SET state = 'open', resolved_by_id = NULL, resolved_by = NULL, resolved_at = NULL"
        " WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    return sql_run(&set);
}

/* --- From another file ---------------------------------------------------------------------------------------- */

static enum err put_reply(struct db *db, int64_t comment_id, const struct comment_reply *reply) {
    enum err e = field_body(reply->body, COMMENT_LIMIT);
    if (e) return e;
    SQL(add, db, "INSERT INTO reply (comment_id, author, body, at) VALUES (?1, ?2, ?3, ?4)");
    sql_bind_integer(&add, 1, comment_id);
    sql_bind_string(&add, 2, reply->author);
    sql_bind_string(&add, 3, reply->body);
    sql_bind_integer(&add, 4, reply->at);
    return sql_run(&add);
}

enum err comment_put(struct db *db, const struct comment *c) {
    enum err e = field_body(c->body, COMMENT_LIMIT);
    if (e) return e;
    SQL(add, db,
        "INSERT INTO comment (id, section_id, author, body, at, state, resolved_by, resolved_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    sql_bind_or_null(&add, 1, c->id);
    sql_bind_integer(&add, 2, c->section_id);
    sql_bind_string(&add, 3, c->author);
    sql_bind_string(&add, 4, c->body);
    sql_bind_integer(&add, 5, c->at);
    sql_bind_string(&add, 6, c->open ? "open" : "resolved");
    if (!c->open) sql_bind_string(&add, 7, c->resolved_by);
    if (!c->open) sql_bind_integer(&add, 8, c->resolved_at);
    e = sql_run_unique(&add, ERR_BAD_FIELD);
    int64_t id = sql_new_id(db);
    for (size_t i = 0; i < c->reply_count && !e; i++) {
        e = put_reply(db, id, &c->replies[i]);
    }
    if (!e && c->anchor) e = anchor_put(db, id, c->anchor);
    return e;
}
