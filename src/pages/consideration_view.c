#include "kosshi/pages/consideration_view.h"

#include <string.h>

#include "kosshi/pages/section_view.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"

/* All there is to say: what to bear in mind, which sections answer what, and the sections. */
struct answers {
    struct consideration *considerations;
    size_t count;
    struct consideration_answer *list;
    size_t list_count;
    struct section *tree;
    size_t tree_count;
};

static enum err read_answers(struct request *r, struct answers *a) {
    enum err e = consideration_list(r->db, r->arena, &a->considerations, &a->count);
    if (e == OK) e = consideration_answers(r->db, r->arena, &a->list, &a->list_count);
    return e;
}

/* section 0: any. */
static bool is_answered(const struct answers *a, int64_t consideration, int64_t section) {
    for (size_t i = 0; i < a->list_count; i++)
        if (a->list[i].consideration == consideration && (!section || a->list[i].section == section)) return true;
    return false;
}

/* The list of the group a consideration belongs to: the last one of groups, or a new one. */
static json_t *group_of(json_t *groups, const char *name) {
    json_t *last = json_array_get(groups, json_array_size(groups) - 1);
    if (last && strcmp(json_string_value(json_object_get(last, "group")), name) == 0)
        return json_object_get(last, "considerations");
    json_t *list = json_array();
    json_array_append_new(groups, json_pack("{s:s, s:o}", "group", name, "considerations", list));
    return list;
}

static json_t *consideration_of(const struct consideration *c) {
    return json_pack("{s:I, s:s}", "id", (json_int_t)c->id, "title", c->title);
}

enum err consideration_view(struct request *r, int64_t section, json_t **groups) {
    struct answers a;
    enum err e = read_answers(r, &a);
    if (e != OK) return e;
    *groups = json_array();
    for (size_t i = 0; i < a.count; i++) {
        const struct consideration *c = &a.considerations[i];
        json_t *item = consideration_of(c);
        if (section) json_object_set_new(item, "answered", json_boolean(is_answered(&a, c->id, section)));
        json_array_append_new(group_of(*groups, c->group), item);
    }
    return OK;
}

/* --- The matrix ------------------------------------------------------------------------------------------------ */

static json_t *chapter_of(struct request *r, const struct section *s) {
    return json_pack("{s:I, s:s, s:s, s:s}", "id", (json_int_t)s->id, "number", s->number, "title", s->title, "href",
                     section_view_href(r->arena, s->id, s->id));
}

/* One answering section: by its numbers; one without a number of its own by those above it and its title. */
static json_t *answer_of(struct request *r, const struct answers *a, size_t chapter, size_t at) {
    const struct section *s = &a->tree[at];
    return json_pack("{s:I, s:s, s:b, s:s, s:s}", "id", (json_int_t)s->id, "place",
                     section_view_numbers(r->arena, a->tree, at), "is_numbered", *s->number != 0, "title", s->title,
                     "href", section_view_href(r->arena, a->tree[chapter].id, s->id));
}

/* A row's cells: one for each chapter. */
static json_t *cells_of(struct request *r, const struct answers *a, int64_t consideration) {
    json_t *cells = json_array();
    for (size_t chapter = 0; chapter < a->tree_count;) {
        json_t *sections = json_array();
        size_t end = section_view_end(a->tree, a->tree_count, chapter);
        for (size_t i = chapter; i < end; i++)
            if (is_answered(a, consideration, a->tree[i].id))
                json_array_append_new(sections, answer_of(r, a, chapter, i));
        json_array_append_new(cells, json_pack("{s:o}", "sections", sections));
        chapter = end;
    }
    return cells;
}

static json_t *chapters_of(struct request *r, const struct answers *a) {
    json_t *chapters = json_array();
    for (size_t i = 0; i < a->tree_count; i++)
        if (a->tree[i].depth == 0) json_array_append_new(chapters, chapter_of(r, &a->tree[i]));
    return chapters;
}

/* How many there are, and how many nothing answers, in a sentence. */
static const char *unanswered_text(struct request *r, size_t count, size_t unanswered) {
    const char *const values[] = {"count", arena_printf(r->arena, "%zu", count), "unanswered",
                                  arena_printf(r->arena, "%zu", unanswered), NULL};
    return language_fill(r->arena, request_phrase(r, "considerations.unanswered"), values);
}

enum err consideration_view_matrix(struct request *r, bool only_unanswered, json_t *view) {
    struct answers a;
    enum err e = read_answers(r, &a);
    if (e == OK) e = section_tree(r->db, r->arena, false, &a.tree, &a.tree_count);
    if (e != OK) return e;
    json_t *groups = json_array();
    size_t unanswered = 0;
    for (size_t i = 0; i < a.count; i++) {
        const struct consideration *c = &a.considerations[i];
        bool answered = is_answered(&a, c->id, 0);
        unanswered += !answered;
        if (answered && only_unanswered) continue;
        json_t *item = consideration_of(c);
        json_object_set_new(item, "answered", json_boolean(answered));
        json_object_set_new(item, "cells", cells_of(r, &a, c->id));
        json_array_append_new(group_of(groups, c->group), item);
    }
    json_t *chapters = chapters_of(r, &a);
    json_int_t columns = (json_int_t)json_array_size(chapters) + 1;
    json_object_update_new(view, json_pack("{s:o, s:I, s:o, s:I, s:I, s:s, s:b, s:b, s:b}", "chapters", chapters,
                                           "columns", columns, "groups", groups, "count", (json_int_t)a.count,
                                           "unanswered_count", (json_int_t)unanswered, "unanswered_text",
                                           unanswered_text(r, a.count, unanswered), "has_considerations", a.count > 0,
                                           "has_unanswered", unanswered > 0, "only_unanswered", only_unanswered));
    return OK;
}
