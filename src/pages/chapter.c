#include "kosshi/http/reply.h"
#include "kosshi/output/heading.h"
#include "kosshi/output/policy_view.h"
#include "kosshi/output/section_render.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/shown_text.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/store/suggestion.h"

/* Of the contents: a chapter's page shows more of itself than the whole document does. */
#define CONTENTS_DEPTH_CHAPTER 2
#define CONTENTS_DEPTH_DOCUMENT 1

/* A section on the page, with its text as HTML. */
struct shown {
    const struct section *section;
    const struct section *parent; /* NULL for the first of the page */
    json_t *text;                 /* borrowed; as shown_text_put has it */
    bool has_children;
};

static const struct section *parent_of(const struct section *sections, size_t at) {
    for (size_t i = at; i > 0; i--) {
        if (sections[i - 1].id == sections[at].parent_id) return &sections[i - 1];
    }
    return NULL;
}

/* Asks for every text before it gives up with ERR_AGAIN, so that they are rendered side by side. texts: a list that
 * holds them. */
static enum err shown_all(struct request *r, const struct section *sections, size_t count, struct figures *figures,
                          json_t *texts, struct shown **out) {
    struct shown *shown = arena_alloc(r->arena, (count + 1) * sizeof *shown);
    bool again = false;
    for (size_t i = 0; i < count; i++) {
        shown[i].section = &sections[i];
        shown[i].parent = parent_of(sections, i);
        shown[i].has_children = i + 1 < count && sections[i + 1].parent_id == sections[i].id;
        shown[i].text = json_object();
        json_array_append_new(texts, shown[i].text);
        if (sections[i].length == 0) continue;
        struct render_key key = section_render_key(&sections[i], RENDER_LINES);
        enum err e = shown_text_put(r, &key, sections[i].text, sections[i].text_size, figures, shown[i].text, &again);
        if (e != OK) return e;
    }
    *out = shown;
    return again ? ERR_AGAIN : OK;
}

static json_t *shown_view(struct request *r, const struct policy_view *policies, const struct shown *s) {
    const struct section *section = s->section;
    bool may_edit = r->user.role >= ROLE_MEMBER && !section->locked;
    json_t *view = section_view(r, section);
    bool shows_diagram = policy_view_add(policies, section, view);
    bool empty = section_is_unwritten(section, s->has_children, shows_diagram);
    if (may_edit && outline_kind_has_rows(section->kind))
        json_object_set_new(view, "table_href",
                            json_string(arena_printf(r->arena, "/sections/%lld/table", (long long)section->id)));
    bool unrenderable = json_object_get(s->text, "unrenderable") != NULL;
    json_t *text =
        json_pack("{s:i, s:b, s:b, s:s, s:b, s:s?, s:b, s:n, s:s?}", "level", heading_of_section(section->depth),
                  "show_state", !s->parent || section_view_stamp(s->parent) != section_view_stamp(section), "may_edit",
                  may_edit, "edit_href", arena_printf(r->arena, "/sections/%lld/edit", (long long)section->id), "empty",
                  empty, "hint", empty ? label_kind_hint(r, section->kind) : NULL, "unrenderable", unrenderable, "html",
                  "text", unrenderable ? section->text : NULL);
    if (!text) die("the text of section %lld cannot be shown", (long long)section->id);
    json_object_update_new(view, text);
    json_object_update(view, s->text);
    return view;
}

/* Puts what waits in each section, and where one suggests a change of it. views: of these sections, in order. *any is
 * set when something waits in one of them. */
static enum err put_suggestions(struct request *r, const struct section *sections, json_t *views, bool *any) {
    struct suggestion_count *counts;
    size_t count, i;
    json_t *view;
    enum err e = suggestion_waiting(r->db, r->arena, &counts, &count);
    if (e != OK) return e;
    json_array_foreach(views, i, view) {
        const struct section *s = &sections[i];
        int waiting = 0;
        for (size_t k = 0; k < count && waiting == 0; k++)
            if (counts[k].section_id == s->id) waiting = counts[k].waiting;
        *any = *any || waiting > 0;
        const char *path = arena_printf(r->arena, "/sections/%lld/suggest", (long long)s->id);
        json_object_update_new(view, json_pack("{s:i, s:b, s:s, s:b, s:s}", "suggestions", waiting, "has_suggestions",
                                               waiting > 0, "suggestions_href", arena_printf(r->arena, "%sions", path),
                                               "may_suggest", r->user.role >= ROLE_REVIEWER && !s->locked,
                                               "suggest_href", path));
    }
    return OK;
}

static void contents_add(json_t *contents, const struct section *s, const char *href, bool here) {
    json_array_append_new(contents,
                          json_pack("{s:I, s:i, s:s, s:s, s:s, s:b}", "id", (json_int_t)s->id, "depth", s->depth,
                                    "number", s->number, "title", s->title, "href", href, "here", here));
}

/* The contents beside the text. chapter: the one the page shows, whose sections are listed;
 * 0 when it shows them all. */
static json_t *contents_view(struct request *r, const struct section *tree, size_t count, int64_t chapter) {
    json_t *contents = json_array();
    int deepest = chapter ? CONTENTS_DEPTH_CHAPTER : CONTENTS_DEPTH_DOCUMENT;
    bool here = chapter == 0;
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &tree[i];
        if (s->depth == 0) here = chapter == 0 || s->id == chapter;
        const char *place = arena_printf(r->arena, "#s%lld", (long long)s->id);
        const char *path = section_view_href(r->arena, s->id, s->id);
        if (s->depth == 0)
            contents_add(contents, s, here ? place : path, s->id == chapter);
        else if (here && s->depth <= deepest)
            contents_add(contents, s, place, false);
    }
    return contents;
}

/* True when the numbers on a page may depend on the texts before it. */
static bool counts_on(const struct section *sections, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (figures_may_be_in(sections[i].text)) return true;
    return false;
}

/* The figures of the document as far as they stand before the page. */
static enum err figures_before(struct request *r, const struct section *tree, size_t tree_count,
                               const struct section *sections, size_t count, struct figures *figures) {
    enum err e = shown_text_begin(r, figures);
    if (e != OK || !counts_on(sections, count)) return e;
    return figures_pass_before(figures, r->render, r->user.id, tree, tree_count, sections[0].id);
}

/* tree: every section of the document, of which sections are shown; with texts when the page counts on them. */
static enum err show(struct request *r, const char *title, const struct section *tree, size_t tree_count,
                     const struct section *sections, size_t count, json_t **view) {
    struct shown *shown;
    struct policy_view *policies;
    struct figures figures;
    enum err before = figures_before(r, tree, tree_count, sections, count, &figures);
    json_auto_t *texts = json_array();
    if (before != OK && before != ERR_AGAIN) return before;
    enum err e = shown_all(r, sections, count, &figures, texts, &shown);
    if (e == OK) e = before;
    if (e == OK)
        e = policy_view_open(r->db, r->arena, r->languages, r->language, tree, tree_count, sections, count, &policies);
    if (e != OK) return e;
    json_auto_t *list = json_array();
    bool any = false;
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, shown_view(r, policies, &shown[i]));
    e = put_suggestions(r, sections, list, &any);
    if (e != OK) return e;
    *view = json_pack("{s:s, s:b, s:b, s:O}", "title", title, "has_sections", count > 0, "any_suggestions", any,
                      "sections", list);
    return OK;
}

static json_t *neighbour(struct request *r, const struct section *chapter) {
    if (!chapter) return json_null();
    return json_pack("{s:I, s:s, s:s, s:s}", "id", (json_int_t)chapter->id, "number", chapter->number, "title",
                     chapter->title, "href", section_view_href(r->arena, chapter->id, chapter->id));
}

static void add_neighbours(struct request *r, json_t *view, const struct section *tree, size_t count, int64_t id) {
    const struct section *previous = NULL, *next = NULL;
    bool passed = false;
    for (size_t i = 0; i < count && !next; i++) {
        if (tree[i].depth > 0) continue;
        if (tree[i].id == id)
            passed = true;
        else if (passed)
            next = &tree[i];
        else
            previous = &tree[i];
    }
    json_object_set_new(view, "has_neighbours", json_boolean(previous || next));
    json_object_set_new(view, "previous", neighbour(r, previous));
    json_object_set_new(view, "next", neighbour(r, next));
}

enum err chapter_show(struct request *r) {
    struct section *tree, *branch;
    size_t tree_count, count;
    enum err e = section_branch(r->db, r->arena, r->id, &branch, &count);
    if (e != OK) return e;
    if (branch[0].parent_id) return chapter_of_section(r);
    e = section_tree(r->db, r->arena, counts_on(branch, count), &tree, &tree_count);
    json_t *view = NULL;
    if (e == OK) e = show(r, section_view_name(r->arena, &branch[0]), tree, tree_count, branch, count, &view);
    if (e != OK) return e;
    json_object_set_new(view, "chapter",
                        json_pack("{s:I, s:s, s:s}", "id", (json_int_t)branch[0].id, "number", branch[0].number,
                                  "title", branch[0].title));
    json_object_set_new(view, "contents", contents_view(r, tree, tree_count, r->id));
    add_neighbours(r, view, tree, tree_count, r->id);
    e = section_frame_keep(r, r->id, view);
    if (e != OK) {
        json_decref(view);
        return e;
    }
    return reply_view(r, "chapter", view);
}

enum err chapter_document(struct request *r) {
    struct section *tree;
    size_t count;
    json_t *view;
    enum err e = section_tree(r->db, r->arena, true, &tree, &count);
    if (e == OK) e = show(r, request_phrase(r, "document.title"), tree, count, tree, count, &view);
    if (e != OK) return e;
    json_object_set_new(view, "contents", contents_view(r, tree, count, 0));
    return reply_view(r, "chapter", view);
}

enum err chapter_of_section(struct request *r) {
    int64_t chapter;
    enum err e = section_chapter(r->db, r->id, &chapter);
    return e == OK ? reply_redirect(r, section_view_href(r->arena, chapter, r->id)) : e;
}
