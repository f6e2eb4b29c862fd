#include "kosshi/output/response_table.h"

#include <stdlib.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/language.h"
#include "kosshi/output/place.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/text/at_name.h"

struct maker {
    struct arena *arena;
    const struct section *sections; /* standing ones, in document order */
    size_t section_count;
    const struct comment *comments; /* in document order, those of deleted sections in their old places */
    size_t count;
    size_t *heads;  /* for each comment the one that has its row: itself, or what it is merged into */
    size_t *merged; /* for each comment, how many have it for their head */
    size_t *rows;   /* for each head its row */
    struct response_table *table;
};

/* --- Who is merged into whom ------------------------------------------------------------------------------------ */

/* An id and where it stands in the list. */
struct by_id {
    int64_t id;
    size_t at;
};

static int compare_ids(const void *x, const void *y) {
    const struct by_id *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

/* From one to what it is merged into, to the end; one that comes back to itself is its own. */
static size_t head_of(const struct maker *m, const struct by_id *ids, size_t comment) {
    size_t at = comment;
    for (size_t steps = 0; steps <= m->count; steps++) {
        struct by_id into = {.id = m->comments[at].merged_into};
        const struct by_id *next = into.id ? bsearch(&into, ids, m->count, sizeof *ids, compare_ids) : NULL;
        if (!next) return at;
        at = next->at;
    }
    return comment;
}

static void find_heads(struct maker *m) {
    size_t room = m->count + 1;
    struct by_id *ids = arena_alloc(m->arena, room * sizeof *ids);
    m->heads = arena_alloc(m->arena, room * sizeof *m->heads);
    m->merged = arena_alloc(m->arena, room * sizeof *m->merged);
    m->rows = arena_alloc(m->arena, room * sizeof *m->rows);
    for (size_t i = 0; i < m->count; i++)
        ids[i] = (struct by_id){m->comments[i].id, i};
    qsort(ids, m->count, sizeof *ids, compare_ids);
    for (size_t i = 0; i < m->count; i++) {
        m->heads[i] = head_of(m, ids, i);
        m->merged[m->heads[i]]++;
    }
}

/* --- Rows ----------------------------------------------------------------------------------------------------- */

/* The place of a standing section in the list; section_count when it does not stand. */
static size_t find_section(const struct maker *m, int64_t id) {
    size_t at = 0;
    while (at < m->section_count && m->sections[at].id != id)
        at++;
    return at;
}

static void add_sender(struct response_table_row *row, const struct comment *c) {
    row->senders[row->opinions++] = (struct response_table_sender){c->source, c->author, c->people};
}

/* What somebody wrote here, without the names it calls people by. */
static const char *without_calls(struct arena *a, const struct comment *c) {
    struct at_name *calls;
    size_t count, at = 0;
    const char **names = arena_alloc(a, (c->mention_count + 1) * sizeof *names);
    for (size_t i = 0; i < c->mention_count; i++)
        names[i] = c->mentions[i].display;
    at_name_find(a, c->body, names, c->mention_count, &calls, &count);
    BUF(left);
    for (size_t i = 0; i < count; i++) {
        buf_add(&left, c->body + at, calls[i].from - at);
        at = calls[i].to + strspn(c->body + calls[i].to, " ");
    }
    buf_string(&left, c->body + at);
    return arena_copy(a, left.data ? left.data : "", left.size);
}

static void add_row(struct maker *m, size_t head) {
    struct response_table *t = m->table;
    const struct comment *c = &m->comments[head];
    const struct response *r = c->response;
    size_t section = find_section(m, c->section_id);
    bool is_deleted = section == m->section_count;
    const char *words = t->with_names ? c->body : without_calls(m->arena, c);
    struct response_table_row *row = &t->rows[t->row_count];
    *row = (struct response_table_row){
        .id = c->id,
        .place = is_deleted ? place_name(m->arena, c->section_number, c->section_title)
                            : place_of(m->arena, m->sections, section),
        .is_deleted = is_deleted,
        .kind = c->kind,
        .summary = r && *r->summary ? r->summary : words,
        .answer = r ? r->body : "",
        .disposition = r ? r->disposition : DISPOSITION_NONE,
        .is_done = response_is_done(r),
        .senders = arena_alloc(m->arena, m->merged[head] * sizeof *row->senders),
    };
    add_sender(row, c);
    t->unanswered += !row->is_done;
    m->rows[head] = t->row_count++;
}

/* The rows of a chapter whose sections stand, or of those that do not; chapter 0: of all chapters that do not stand. */
static void add_rows(struct maker *m, int64_t chapter, bool standing) {
    for (size_t i = 0; i < m->count; i++) {
        const struct comment *c = &m->comments[i];
        int64_t own = find_section(m, c->chapter_id) < m->section_count ? c->chapter_id : 0;
        bool stands = find_section(m, c->section_id) < m->section_count;
        if (m->heads[i] == i && own == chapter && stands == standing) add_row(m, i);
    }
}

static void add_chapter(struct maker *m, int64_t id, const char *name) {
    struct response_table *t = m->table;
    size_t first = t->row_count;
    add_rows(m, id, true);
    add_rows(m, id, false);
    if (t->row_count > first)
        t->chapters[t->chapter_count++] =
            (struct response_table_chapter){.name = name, .first = first, .count = t->row_count - first};
}

static void add_chapters(struct maker *m) {
    for (size_t i = 0; i < m->section_count; i++)
        if (m->sections[i].depth == 0) add_chapter(m, m->sections[i].id, place_of(m->arena, m->sections, i));
    add_chapter(m, 0, NULL);
}

static void number_rows(struct response_table *t) {
    int last = 0;
    for (int deleted = 0; deleted <= 1; deleted++)
        for (size_t i = 0; i < t->row_count; i++) {
            if (t->rows[i].is_deleted != deleted) continue;
            t->by_number[last] = i;
            t->rows[i].number = ++last;
        }
}

static void add_merged(struct maker *m) {
    for (size_t i = 0; i < m->count; i++)
        if (m->heads[i] != i) add_sender(&m->table->rows[m->rows[m->heads[i]]], &m->comments[i]);
}

/* --- Totals --------------------------------------------------------------------------------------------------- */

static void count_opinions(struct response_table *t) {
    for (size_t i = 0; i < t->chapter_count; i++) {
        struct response_table_chapter *c = &t->chapters[i];
        for (size_t j = c->first; j < c->first + c->count; j++) {
            const struct response_table_row *row = &t->rows[j];
            c->total.opinions += row->opinions;
            c->total.by_disposition[row->disposition] += row->opinions;
            t->total.opinions += row->opinions;
            t->total.by_disposition[row->disposition] += row->opinions;
        }
    }
}

/* Who sent an opinion. */
struct sender {
    const char *source, *name;
    int64_t id; /* 0: no user of this document */
    int64_t people;
};

static int compare_senders(const void *x, const void *y) {
    const struct sender *a = x, *b = y;
    int order = strcmp(a->source, b->source);
    if (!order) order = (a->id > b->id) - (a->id < b->id);
    if (!order && !a->id) order = strcmp(a->name, b->name);
    return order;
}

static struct sender *list_senders(const struct maker *m) {
    struct sender *all = arena_alloc(m->arena, (m->count + 1) * sizeof *all);
    for (size_t i = 0; i < m->count; i++) {
        const struct comment *c = &m->comments[i];
        all[i] = (struct sender){c->source, c->author, c->author_id, c->people};
    }
    qsort(all, m->count, sizeof *all, compare_senders);
    return all;
}

/* Those of one person stand beside each other; without a name each is somebody else's. */
static int64_t count_people(const struct maker *m) {
    const struct sender *all = list_senders(m);
    int64_t people = 0, most = 0;
    for (size_t i = 0; i < m->count; i++) {
        bool is_named = all[i].id || *all[i].name;
        bool goes_on = i > 0 && is_named && compare_senders(&all[i - 1], &all[i]) == 0;
        if (!goes_on) {
            people += most;
            most = 0;
        }
        if (all[i].people > most) most = all[i].people;
    }
    return people + most;
}

/* --- The whole ------------------------------------------------------------------------------------------------ */

static int64_t latest(const struct maker *m, int64_t created_at) {
    int64_t at = m->count > 0 ? 0 : created_at;
    for (size_t i = 0; i < m->count; i++) {
        const struct comment *c = &m->comments[i];
        int64_t answered = c->response ? c->response->at : 0;
        if (c->at > at) at = c->at;
        if (c->edited_at > at) at = c->edited_at;
        if (answered > at) at = answered;
    }
    return at;
}

static enum err read_all(struct db *db, struct maker *m) {
    struct section *sections;
    struct comment *comments;
    const struct comment_filter all = {.with_deleted = true};
    enum err e = section_tree(db, m->arena, false, &sections, &m->section_count);
    if (e == OK) e = comment_list(db, m->arena, &all, &comments, &m->count);
    if (e != OK) return e;
    m->sections = sections;
    m->comments = comments;
    return OK;
}

enum err response_table(struct db *db, struct arena *a, bool with_names, struct response_table *out) {
    struct document document;
    struct maker m = {.arena = a, .table = out};
    enum err e = document_get(db, a, &document);
    if (e == OK) e = read_all(db, &m);
    if (e != OK) return e;
    find_heads(&m);
    *out = (struct response_table){.title = document.title, .is_sample = document.is_sample, .with_names = with_names};
    out->at = latest(&m, document.created_at);
    out->day = language_day(a, document.day_style, out->at);
    out->rows = arena_alloc(a, (m.count + 1) * sizeof *out->rows);
    out->chapters = arena_alloc(a, (m.count + 1) * sizeof *out->chapters);
    out->by_number = arena_alloc(a, (m.count + 1) * sizeof *out->by_number);
    add_chapters(&m);
    number_rows(out);
    add_merged(&m);
    count_opinions(out);
    out->people = count_people(&m);
    return OK;
}

size_t response_table_dispositions(const struct response_table *t, enum disposition out[DISPOSITION_COUNT]) {
    size_t count = 0;
    for (int d = DISPOSITION_NONE + 1; d < DISPOSITION_COUNT; d++)
        out[count++] = (enum disposition)d;
    if (t->total.by_disposition[DISPOSITION_NONE] > 0) out[count++] = DISPOSITION_NONE;
    return count;
}
