#include "anchor_move.h"

#include "kosshi/text/span.h"
#include "sql.h"

struct anchor_moved {
    int64_t comment_id;
    struct span was, now;
    const char *words;      /* it was made about; read when it may come back */
    struct span_quote lost; /* likewise, or how it stood before this push */
    bool is_lost_here;      /* lost is to be written */
};

static void read_anchor(struct sql *s, struct arena *a, void *item) {
    (void)a;
    struct span place = {sql_integer(s, 1), sql_integer(s, 2), sql_integer(s, 3) != 0};
    *(struct anchor_moved *)item = (struct anchor_moved){.comment_id = sql_integer(s, 0), .was = place, .now = place};
}

enum err anchor_move_begin(struct db *db, struct arena *a, int64_t section_id, struct anchor_move *out) {
    *out = (struct anchor_move){.section_id = section_id};
    SQL(list, db, "SELECT comment_id, from_unit, to_unit, detached FROM anchor WHERE section_id = ?1");
    sql_bind_integer(&list, 1, section_id);
    return sql_list(&list, a, sizeof *out->anchors, read_anchor, &out->anchors, &out->count);
}

static enum err read_quote(struct db *db, struct arena *a, struct anchor_moved *m) {
    if (m->words) return OK;
    SQL(find, db,
        "SELECT words, lost_words, lost_before, lost_behind, lost_into FROM anchor_quote WHERE comment_id = ?1");
    sql_bind_integer(&find, 1, m->comment_id);
    enum err e = sql_row(&find);
    if (e) return e;
    m->words = sql_string(&find, a, 0);
    if (!m->is_lost_here) {
        m->lost = (struct span_quote){sql_string(&find, a, 1), sql_string(&find, a, 2), sql_string(&find, a, 3),
                                      sql_integer(&find, 4)};
    }
    return OK;
}

/* The index of a text, made when it is needed first. */
static const struct unit_index *indexed(struct arena *a, struct unit_index *index, const char *text, size_t size) {
    if (!index->text) *index = unit_index_of(a, text, size);
    return index;
}

/* As they were made, or else as they were lost. */
static void come_back(struct anchor_moved *m, const struct span *written, const struct unit_index *after) {
    struct span_quote made = m->lost;
    made.words = m->words;
    if (!span_return(&m->now, written, after, &made)) (void)span_return(&m->now, written, after, &m->lost);
}

enum err anchor_move_by(struct db *db, struct arena *a, struct anchor_move *m, const struct anchor_step *step) {
    struct unit_index before = {0}, after = {0};
    for (size_t i = 0; i < m->count; i++) {
        struct anchor_moved *anchor = &m->anchors[i];
        struct span was = anchor->now, written;
        span_map(step->changes, &anchor->now, &written);
        if (anchor->now.gone && !was.gone) {
            anchor->lost = span_quote_of(a, indexed(a, &before, step->before, step->before_size), &was, step->changes);
            anchor->is_lost_here = anchor->lost.words != NULL;
        } else if (was.gone && written.from < written.to) {
            enum err e = read_quote(db, a, anchor);
            if (e) return e;
            come_back(anchor, &written, indexed(a, &after, step->after, step->after_size));
        }
    }
    return OK;
}

static enum err write_place(struct db *db, const struct anchor_moved *m) {
    SQL(set, db, "UPDATE anchor SET from_unit = ?2, to_unit = ?3, detached = ?4 WHERE comment_id = ?1");
    sql_bind_integer(&set, 1, m->comment_id);
    sql_bind_integer(&set, 2, m->now.from);
    sql_bind_integer(&set, 3, m->now.to);
    sql_bind_integer(&set, 4, m->now.gone);
    return sql_run(&set);
}

static enum err write_lost(struct db *db, const struct anchor_moved *m) {
    SQL(set, db,
        "UPDATE anchor_quote SET lost_words = ?2, lost_before = ?3, lost_behind = ?4, lost_into = ?5"
        " WHERE comment_id = ?1");
    sql_bind_integer(&set, 1, m->comment_id);
    sql_bind_string(&set, 2, m->lost.words);
    sql_bind_string(&set, 3, m->lost.before);
    sql_bind_string(&set, 4, m->lost.behind);
    sql_bind_integer(&set, 5, m->lost.into);
    return sql_run(&set);
}

static bool has_moved(const struct anchor_moved *m) {
    return m->was.from != m->now.from || m->was.to != m->now.to || m->was.gone != m->now.gone;
}

enum err anchor_move_end(struct db *db, const struct anchor_move *m) {
    enum err e = OK;
    for (size_t i = 0; i < m->count && !e; i++) {
        if (has_moved(&m->anchors[i])) e = write_place(db, &m->anchors[i]);
        if (!e && m->anchors[i].is_lost_here) e = write_lost(db, &m->anchors[i]);
    }
    return e;
}
