#include "kosshi/store/comment.h"

#include <string.h>

#include "comment_filter.h"
#include "field.h"
#include "kosshi/store/seen.h"
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
    "(SELECT count(*) FROM comment m WHERE m.merged_into = c.id AND m.deleted_at IS NULL), "                           \
    "EXISTS (SELECT 1 FROM response r WHERE r.comment_id IN (c.id, c.merged_into)"                                     \
    " AND (r.disposition IS NOT NULL OR r.body <> '' OR r.summary <> '')), "                                           \
    "(SELECT w.reply_id FROM seen w WHERE w.user_id = ?11 AND w.comment_id = c.id)"
#define READER 11

/* What is not in its row. */
static enum err read_rest(struct db *db, struct arena *a, struct anchor_reader *reader, struct comment *comment) {
    const struct thread thread = {.comment_id = comment->id};
    enum err e = thread_replies(db, a, &thread, &comment->replies, &comment->reply_count);
    if (!e) e = mention_list(db, a, &thread, &comment->mentions, &comment->mention_count);
    if (!e) e = response_get(db, a, comment->id, &comment->response);
    return e ? e : anchor_get(db, a, reader, comment->id, &comment->anchor);
}

/* Without that. */
static void read_comment(struct sql *s, struct arena *a, void *item) {
    int64_t merged = sql_integer(s, 16);
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
        .merged = merged,
        .settled = merged > 0 || sql_integer(s, 17),
        .seen = sql_is_null(s, 18) ? SEEN_NOTHING : sql_integer(s, 18),
        .chapter_id = sql_integer(s, 19),
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
        " ORDER BY tree.path, c.id LIMIT ?12 OFFSET ?13)"
        " SELECT " COMMENT_COLUMNS ", page.chapter_id FROM page JOIN comment c ON c.id = page.id"
        " JOIN section s ON s.id = c.section_id ORDER BY page.path, c.id");
    enum err e = comment_filter_bind(&list, filter);
    if (e) return e;
    sql_bind_integer(&list, READER, filter->reader_id);
    sql_bind_integer(&list, 12, filter->limit ? (int64_t)filter->limit : -1);
    sql_bind_integer(&list, 13, (int64_t)filter->offset);
    e = sql_list(&list, a, sizeof **out, read_comment, out, count);
    struct anchor_reader reader = {0};
    for (size_t i = 0; i < *count && !e; i++) {
        e = read_rest(db, a, &reader, &(*out)[i]);
    }
    return e;
}

enum err comment_count(struct db *db, const struct comment_filter *filter, size_t *open, size_t *resolved) {
    SQL(count, db, COMMENT_TREE " SELECT count(*) FILTER (WHERE c.state = 'open'), count(*)" COMMENT_FILTERED);
    enum err e = comment_filter_bind(&count, filter);
    if (!e) e = sql_row(&count);
    if (e) return e;
    *open = (size_t)sql_integer(&count, 0);
    *resolved = (size_t)sql_integer(&count, 1) - *open;
    return OK;
}

enum err comment_count_before(struct db *db, const struct comment_filter *filter, int64_t id, size_t *out) {
    SQL(count, db,
        COMMENT_TREE " SELECT count(*)" COMMENT_FILTERED " AND (tree.path, c.id) < (SELECT place.path, given.id"
                     " FROM comment given JOIN tree place ON place.id = given.section_id WHERE given.id = ?11)");
    enum err e = comment_filter_bind(&count, filter);
    if (e) return e;
    sql_bind_integer(&count, 11, id);
    e = sql_row(&count);
    if (!e) *out = (size_t)sql_integer(&count, 0);
    return e;
}

static enum err parent_of(struct db *db, int64_t section_id, int64_t *out) {
    SQL(find, db, "SELECT parent_id FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, section_id);
    enum err e = sql_row(&find);
    if (!e) *out = sql_integer(&find, 0);
    return e;
}

/* Of a section that need not stand. For a single comment climbing is far less than the tree of all sections. */
static enum err chapter_of(struct db *db, int64_t section_id, int64_t *out) {
    enum err e = OK;
    for (int64_t above = section_id; above && !e;) {
        *out = above;
        e = parent_of(db, above, &above);
    }
    return e;
}

enum err comment_get(struct db *db, struct arena *a, int64_t id, int64_t reader_id, struct comment *out) {
    SQL(find, db,
        "SELECT " COMMENT_COLUMNS ", NULL FROM comment c JOIN section s ON s.id = c.section_id"
        " WHERE c.id = ?1 AND c.deleted_at IS NULL");
    sql_bind_integer(&find, 1, id);
    sql_bind_integer(&find, READER, reader_id);
    enum err e = sql_row(&find);
    if (e) return e;
    read_comment(&find, a, out);
    struct anchor_reader reader = {0};
    e = chapter_of(db, out->section_id, &out->chapter_id);
    return e ? e : read_rest(db, a, &reader, out);
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

bool comment_is_unread(const struct comment *c, int64_t reader_id) {
    if (!*c->source && c->author_id != reader_id && c->seen == SEEN_NOTHING) return true;
    for (size_t i = 0; i < c->reply_count; i++)
        if (c->replies[i].author_id != reader_id && c->replies[i].id > c->seen) return true;
    return false;
}

/* --- Writing -------------------------------------------------------------------------------------------------- */

static enum err check_draft(const struct comment_draft *d) {
    enum err e = d->kind >= COMMENT_KIND_COUNT ? ERR_BAD_FIELD : field_body(d->body, COMMENT_LIMIT);
    if (e || !d->source) return e;
    if (d->people < 1 || d->people > COMMENT_MOST_PEOPLE) return ERR_BAD_FIELD;
    e = field_line(d->source, COMMENT_SOURCE_LIMIT);
    return e ? e : field_line_or_empty(d->author, USER_NAME_LIMIT);
}

static void bind_draft(struct sql *s, const struct comment_draft *d, const struct thread_writer *by) {
    sql_bind_integer(s, 2, by->user_id);
    sql_bind_integer(s, 3, by->now);
    sql_bind_string(s, 4, comment_kind_name(d->kind));
    sql_bind_string(s, 5, d->body);
    sql_bind_string(s, 6, d->source);
    sql_bind_string(s, 7, d->author);
    sql_bind_integer(s, 8, d->source ? d->people : 1);
}

/* The INSERT takes its author's shown name from the table user: no such person, no row. */
static enum err insert(struct db *db, const struct comment_draft *draft, const struct thread_writer *by, int64_t *id) {
    SQL(add, db,
        "INSERT INTO comment (section_id, author_id, author, at, kind, body, people)"
        " SELECT ?1, id, display, ?3, ?4, ?5, ?8 FROM user WHERE ?6 IS NULL AND id = ?2");
    SQL(enter, db,
        "INSERT INTO comment (section_id, author, at, kind, body, source, people) VALUES (?1, ?7, ?3, ?4, ?5, ?6, ?8)");
    struct sql *s = draft->source ? &enter : &add;
    sql_bind_integer(s, 1, draft->section_id);
    bind_draft(s, draft, by);
    enum err e = sql_run_one(s);
    if (!e) *id = sql_new_id(db);
    return e;
}

enum err comment_add(struct db *db, const struct comment_draft *draft, const struct thread_writer *by, int64_t *id) {
    struct section_place place;
    if (draft->source && by->role < ROLE_SECRETARIAT) return ERR_FORBIDDEN;
    enum err e = check_draft(draft);
    if (!e) e = section_place_of(db, draft->section_id, &place);
    if (!e) e = insert(db, draft, by, id);
    if (e || draft->source) return e;
    const struct thread thread = {.comment_id = *id};
    return mention_write(db, &thread, 0, by->user_id, draft->body);
}

enum err comment_may_edit(const struct comment *c, const struct thread_writer *by) {
    if (*c->source) return by->role < ROLE_SECRETARIAT ? ERR_FORBIDDEN : OK;
    return by->role >= ROLE_REVIEWER && c->author_id && c->author_id == by->user_id ? OK : ERR_FORBIDDEN;
}

enum err comment_may_delete(const struct comment *c, const struct thread_writer *by) {
    enum err e = comment_may_edit(c, by);
    if (e) return e;
    for (size_t i = 0; i < c->reply_count; i++)
        if (c->replies[i].author_id != by->user_id) return ERR_ANSWERED;
    return c->settled ? ERR_ANSWERED : OK;
}

/* One whose section stands. */
static enum err find_standing(struct db *db, struct arena *a, int64_t id, struct comment *out) {
    const struct thread thread = {.comment_id = id};
    enum err e = thread_stands(db, &thread);
    return e ? e : comment_get(db, a, id, 0, out);
}

/* What is from outside stays that, and what is written here. */
static enum err check_edit(const struct comment *c, const struct comment_draft *draft, const struct thread_writer *by) {
    enum err e = check_draft(draft);
    if (!e) e = comment_may_edit(c, by);
    return !e && (*c->source != '\0') != (draft->source != NULL) ? ERR_BAD_FIELD : e;
}

enum err comment_edit(struct db *db, int64_t id, const struct comment_draft *draft, const struct thread_writer *by) {
    ARENA(a);
    struct comment c;
    enum err e = find_standing(db, a, id, &c);
    if (!e) e = check_edit(&c, draft, by);
    if (e) return e;
    SQL(set, db,
        "UPDATE comment SET edited_at = ?3, kind = ?4, body = ?5, source = coalesce(?6, source),"
        " author = coalesce(?7, author), people = ?8 WHERE id = ?1 AND (kind <> ?4 OR body <> ?5"
        " OR source <> coalesce(?6, source) OR author <> coalesce(?7, author) OR people <> ?8)");
    sql_bind_integer(&set, 1, id);
    bind_draft(&set, draft, by);
    e = sql_run(&set);
    if (e || *c.source) return e;
    const struct thread thread = {.comment_id = id};
    return mention_write(db, &thread, 0, by->user_id, draft->body);
}

static enum err forget_mentions(struct db *db, int64_t id) {
    SQL(drop, db, "DELETE FROM mention WHERE comment_id = ?1");
    sql_bind_integer(&drop, 1, id);
    return sql_run(&drop);
}

enum err comment_delete(struct db *db, int64_t id, const struct thread_writer *by) {
    ARENA(a);
    struct comment c;
    enum err e = find_standing(db, a, id, &c);
    if (!e) e = comment_may_delete(&c, by);
    if (e) return e;
    SQL(set, db, "UPDATE comment SET deleted_at = ?2 WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, by->now);
    e = sql_run(&set);
    return e ? e : forget_mentions(db, id);
}

enum err comment_resolve(struct db *db, int64_t id, int64_t user_id, int64_t now) {
    const struct thread thread = {.comment_id = id};
    enum err e = thread_stands(db, &thread);
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
    const struct thread thread = {.comment_id = id};
    enum err e = thread_stands(db, &thread);
    if (e) return e;
    SQL(set, db,
        "UPDATE comment SET state = 'open', resolved_by_id = NULL, resolved_by = NULL, resolved_at = NULL"
        " WHERE id = ?1");
    sql_bind_integer(&set, 1, id);
    return sql_run(&set);
}

/* --- From another file ---------------------------------------------------------------------------------------- */

static enum err put(struct db *db, const struct comment *c) {
    SQL(add, db,
        "INSERT INTO comment (id, section_id, author, body, at, state, resolved_by, resolved_at, kind, source, people,"
        " edited_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    sql_bind_or_null(&add, 1, c->id);
    sql_bind_integer(&add, 2, c->section_id);
    sql_bind_string(&add, 3, c->author);
    sql_bind_string(&add, 4, c->body);
    sql_bind_integer(&add, 5, c->at);
    sql_bind_string(&add, 6, c->open ? "open" : "resolved");
    if (!c->open) sql_bind_string(&add, 7, c->resolved_by);
    if (!c->open) sql_bind_integer(&add, 8, c->resolved_at);
    sql_bind_string(&add, 9, comment_kind_name(c->kind));
    sql_bind_string(&add, 10, c->source ? c->source : "");
    sql_bind_integer(&add, 11, c->people ? c->people : 1);
    sql_bind_or_null(&add, 12, c->edited_at);
    return sql_run_unique(&add, ERR_BAD_FIELD);
}

enum err comment_put(struct db *db, const struct comment *c) {
    const struct comment_draft draft = {.kind = c->kind,
                                        .body = c->body,
                                        .source = c->source && *c->source ? c->source : NULL,
                                        .author = c->author,
                                        .people = c->people ? c->people : 1};
    enum err e = check_draft(&draft);
    if (!e) e = put(db, c);
    if (e) return e;
    const struct thread thread = {.comment_id = sql_new_id(db)};
    for (size_t i = 0; i < c->reply_count && !e; i++) {
        e = thread_put(db, &thread, &c->replies[i]);
    }
    if (!e && c->anchor) e = anchor_put(db, thread.comment_id, c->anchor);
    return e;
}

enum err comment_put_merged(struct db *db, int64_t id, int64_t into) {
    SQL(set, db,
        "UPDATE comment SET merged_into = ?2 WHERE id = ?1 AND ?1 <> ?2"
        " AND EXISTS (SELECT 1 FROM comment WHERE id = ?2 AND merged_into IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM comment WHERE merged_into = ?1)");
    sql_bind_integer(&set, 1, id);
    sql_bind_integer(&set, 2, into);
    enum err e = sql_run_one(&set);
    return e == ERR_NOT_FOUND ? ERR_BAD_FIELD : e;
}
