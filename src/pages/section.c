#include <stdlib.h>
#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/figures.h"
#include "kosshi/pages/consideration_view.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/shown_text.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/store/image.h"
#include "kosshi/store/section.h"
#include "kosshi/store/update.h"
#include "kosshi/text/utf.h"

/* The editor's own heading is h1, each pane beside the text has an h2, a reference in it an h3. */
#define PREVIEW_HEADING 3
#define REFERENCE_HEADING 4

#define MERGED_AROUND 20 /* characters shown on both sides of words that two people changed */

/* What a form of a section holds: the text as it was typed, which is not always the text as it is saved. */
struct sheet {
    const struct section *section;
    const char *text;
    size_t size;
    int64_t base_version; /* the version the text was written from */
    bool unsaved;
};

static const char *edit_path(struct request *r, int64_t id) {
    return arena_printf(r->arena, "/sections/%lld/edit", (long long)id);
}

/* The figures of the document as far as they stand before the text of section id, if that has any itself. */
static enum err figures_before(struct request *r, int64_t id, const char *text, struct figures *figures, bool *again) {
    struct section *sections;
    size_t count;
    enum err e = shown_text_begin(r, figures);
    if (e != OK || !figures_may_be_in(text)) return e;
    e = section_tree(r->db, r->arena, true, &sections, &count);
    if (e == OK) e = figures_pass_before(figures, r->render, r->user.id, sections, count, id);
    if (e != ERR_AGAIN) return e;
    *again = true;
    return OK;
}

/* Each is a paper of its own. */
static enum err put_references(struct request *r, struct figures *figures, json_t *view, bool *again) {
    struct reference *references;
    size_t count;
    enum err e = reference_list(r->db, r->arena, &references, &count);
    if (e != OK) return e;
    json_t *list = json_array();
    json_object_set_new(view, "references", list);
    for (size_t i = 0; i < count && e == OK; i++) {
        const struct reference *ref = &references[i];
        json_t *item = json_pack("{s:I s:s}", "id", (json_int_t)ref->id, "title", ref->title);
        json_array_append_new(list, item);
        struct render_key key = {RENDER_REFERENCE, ref->id, 0, REFERENCE_HEADING, RENDER_HTML};
        figures_restart(figures);
        e = shown_text_put(r, &key, ref->text, strlen(ref->text), figures, item, again);
    }
    return e;
}

static enum err put_considerations(struct request *r, int64_t section, json_t *view) {
    json_t *groups;
    enum err e = consideration_view(r, section, &groups);
    if (e != OK) return e;
    json_object_set_new(view, "has_considerations", json_boolean(json_array_size(groups) > 0));
    json_object_set_new(view, "consideration_groups", groups);
    return OK;
}

static enum err show_editor(struct request *r, const struct sheet *sheet) {
    const struct section *s = sheet->section;
    json_auto_t *view = json_pack(
        "{s:s s:I s:I s:I s:s% s:b s:b s:b s:b s:b}", "title",
        arena_printf(r->arena, "%s %s", request_phrase(r, "editor.title"), section_view_name(r->arena, s)), "id",
        (json_int_t)s->id, "version", (json_int_t)s->version, "base_version", (json_int_t)sheet->base_version, "text",
        sheet->text, sheet->size, "locked", s->locked, "is_chapter", s->depth == 0, "unsaved", sheet->unsaved, "saved",
        request_query(r, "saved")[0] != '\0', "merged", strcmp(request_query(r, "saved"), "merged") == 0);
    json_object_set_new(view, "picture_limit", json_integer(IMAGE_SIZE_LIMIT));
    bool again = false;
    struct render_key key = {sheet->unsaved ? RENDER_PREVIEW : RENDER_SECTION, s->id, sheet->unsaved ? 0 : s->version,
                             PREVIEW_HEADING, s->locked ? RENDER_HTML : RENDER_LINES};
    json_t *preview = json_object();
    json_object_set_new(view, "preview", preview);
    struct figures figures;
    enum err e = figures_before(r, s->id, sheet->text, &figures, &again);
    if (e == OK) e = shown_text_put(r, &key, sheet->text, sheet->size, &figures, preview, &again);
    if (e == OK) e = put_references(r, &figures, view, &again);
    if (e == OK) e = put_considerations(r, s->id, view);
    if (e == OK) e = section_frame_place(r, s, view);
    if (e == OK) e = section_frame_keep(r, s->id, view);
    if (e != OK) return e;
    if (again) return ERR_AGAIN;
    bool has_table = outline_kind_has_rows(s->kind);
    json_object_set_new(view, "has_table", json_boolean(has_table));
    if (s->text_size == 0) json_object_set_new(view, "hint", json_string(label_kind_hint(r, s->kind)));
    return reply_view(r, "section_edit", json_incref(view));
}

enum err section_edit(struct request *r) {
    struct section s;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    struct sheet sheet = {&s, s.text, s.text_size, s.version, false};
    return show_editor(r, &sheet);
}

/* Scripts' and tests' view of a section: JSON whatever was asked for. */
enum err section_text(struct request *r) {
    struct section s;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    json_auto_t *view = json_pack("{s:I s:I s:s% s:b}", "id", (json_int_t)s.id, "version", (json_int_t)s.version,
                                  "text", s.text, s.text_size, "locked", s.locked);
    char *json = json_dumps(view, JSON_COMPACT);
    BUF(b);
    buf_string(&b, json);
    free(json);
    return reply_bytes(r, "application/json; charset=utf-8", &b, NULL);
}

/* The text field of a form. A form without one must not be taken for an empty text. */
static enum err typed_text(struct request *r, const char **text, size_t *size) {
    *text = request_text(r, "text");
    *size = request_text_size(r, "text");
    if (!json_is_string(json_object_get(r->body, "text"))) return request_bad(r, ERR_BAD_FIELD, "text");
    return *size > SECTION_TEXT_LIMIT ? request_bad(r, ERR_TOO_LARGE, "text") : OK;
}

static enum err preview_json(struct request *r, const char *text, size_t size) {
    bool again = false;
    json_auto_t *view = json_object();
    struct render_key key = {RENDER_PREVIEW, r->id, 0, PREVIEW_HEADING, RENDER_LINES};
    struct figures figures;
    enum err e = figures_before(r, r->id, text, &figures, &again);
    if (e == OK) e = shown_text_put(r, &key, text, size, &figures, view, &again);
    if (e != OK) return e;
    if (again) return ERR_AGAIN;
    if (!json_object_get(view, "html")) {
        json_object_set_new(view, "message", json_string(request_phrase(r, "editor.unrenderable")));
    }
    return reply_view(r, "", json_incref(view));
}

enum err section_preview(struct request *r) {
    struct section s;
    const char *text;
    size_t size;
    enum err e = typed_text(r, &text, &size);
    if (e == OK) e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    if (r->wants_json) return preview_json(r, text, size);
    if (s.locked) return ERR_LOCKED;
    int64_t base_version;
    e = request_integer(r, "base_version", &base_version);
    if (e != OK) return e;
    struct sheet sheet = {&s, text, size, base_version, true};
    return show_editor(r, &sheet);
}

/* How many bytes two texts share at their beginning, whole characters only. */
static size_t common_beginning(const char *a, size_t a_size, const char *b, size_t b_size) {
    size_t n = 0, most = a_size < b_size ? a_size : b_size;
    while (n < most && a[n] == b[n])
        n++;
    while (n > 0 && ((n < a_size && (a[n] & 0xC0) == 0x80) || (n < b_size && (b[n] & 0xC0) == 0x80)))
        n--;
    return n;
}

/* The same at their end, where `taken` bytes of the beginning are spoken for. */
static size_t common_end(const char *a, size_t a_size, const char *b, size_t b_size, size_t taken) {
    size_t n = 0, most = (a_size < b_size ? a_size : b_size) - taken;
    while (n < most && a[a_size - n - 1] == b[b_size - n - 1])
        n++;
    while (n > 0 && (a[a_size - n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* A text in three pieces: what it shares with the other one, and what it does not. */
static json_t *pieces(const char *text, size_t size, size_t beginning, size_t end) {
    return json_pack("{s:s% s:s% s:s%}", "before", text, beginning, "own", text + beginning, size - beginning - end,
                     "after", text + size - end, end);
}

/* Nothing was written. Both texts are shown, and one form to put them together. */
static enum err compare(struct request *r, const struct section *now, int64_t base_version, const char *text,
                        size_t size) {
    size_t beginning = common_beginning(now->text, now->text_size, text, size);
    size_t end = common_end(now->text, now->text_size, text, size, beginning);
    json_auto_t *view =
        json_pack("{s:s s:{s:s s:s s:s} s:I s:I s:s% s:b s:{s:I s:s% s:s s:I s:s s:o} s:o}", "title",
                  request_phrase(r, "editor.stale.heading"), "error", "code", err_code(ERR_STALE), "message",
                  request_phrase(r, "error.stale.title"), "text", request_phrase(r, "error.stale.text"), "id",
                  (json_int_t)now->id, "base_version", (json_int_t)now->version, "text", text, size, "to_edit",
                  strcmp(request_text(r, "next"), "edit") == 0, "current", "version", (json_int_t)now->version, "text",
                  now->text, now->text_size, "changed_by", now->changed_by, "at", (json_int_t)now->changed_at,
                  "at_text", reply_moment(r, now->changed_at), "pieces",
                  pieces(now->text, now->text_size, beginning, end), "typed", pieces(text, size, beginning, end));
    json_object_set_new(json_object_get(view, "typed"), "base_version", json_integer(base_version));
    enum err e = section_frame_place(r, now, view);
    if (e == OK) e = section_frame_keep(r, now->id, view);
    if (e != OK) return e;
    return reply_view_status(r, err_status(ERR_STALE), "section_stale", json_incref(view));
}

static enum err show_stale(struct request *r, const struct update_save *save) {
    struct section now;
    enum err e = section_get(r->db, r->arena, r->id, &now);
    return e == OK ? compare(r, &now, save->base_version, save->text, save->size) : e;
}

/* The places where both versions of the words stand now, as a person finds them: a little of the text around. */
static json_t *places_of(struct request *r, const struct update_saved *saved) {
    json_t *list = json_array();
    for (size_t i = 0; i < saved->overlap_count; i++) {
        const struct overlap *o = &saved->overlaps[i];
        size_t from, to;
        if (!utf_skip_units(saved->text, saved->size, 0, o->from, &from) ||
            !utf_skip_units(saved->text, saved->size, from, o->to - o->from, &to))
            continue;
        json_array_append_new(list, json_pack("{s:I s:I s:s% s:s s:s}", "from", (json_int_t)o->from, "to",
                                              (json_int_t)o->to, "words", saved->text + from, to - from, "before",
                                              utf_excerpt_back(r->arena, saved->text, from, MERGED_AROUND), "after",
                                              utf_excerpt(r->arena, saved->text + to, MERGED_AROUND)));
    }
    return list;
}

/* Where the browser goes on. */
static const char *next_page(struct request *r, const struct update_saved *saved, const char *chapter_href) {
    if (strcmp(request_text(r, "next"), "edit") != 0) return chapter_href;
    return arena_printf(r->arena, "%s?saved=%s", edit_path(r, r->id), saved->is_merged ? "merged" : "1");
}

static json_t *saved_view(struct request *r, const struct update_saved *saved, const char *next) {
    return json_pack("{s:I s:I s:o s:b s:o s:I s:s s:s s:s s:s s:s s:s}", "id", (json_int_t)r->id, "version",
                     (json_int_t)saved->version, "text", json_stringn_nocheck(saved->text, saved->size), "merged",
                     saved->is_merged, "overlaps", places_of(r, saved), "at", (json_int_t)r->now, "at_text",
                     reply_moment(r, r->now), "chapter_href", section_view_href(r->arena, saved->chapter_id, r->id),
                     "state", section_state_name(saved->state), "state_label", label_state(r, saved->state),
                     "next_href", next, "title", request_phrase(r, "editor.merged.heading"));
}

/* Both wrote on the same words: whoever saved is shown where, before he goes on. */
static enum err show_merged(struct request *r, json_t *view) {
    struct section now;
    enum err e = section_get(r->db, r->arena, r->id, &now);
    if (e == OK) e = section_frame_place(r, &now, view);
    if (e == OK) return reply_view(r, "section_merged", view);
    json_decref(view);
    return e;
}

static enum err show_saved(struct request *r, const struct update_saved *saved) {
    const char *next = next_page(r, saved, section_view_href(r->arena, saved->chapter_id, r->id));
    if (r->wants_json) return reply_done(r, next, saved_view(r, saved, next));
    return saved->overlap_count ? show_merged(r, saved_view(r, saved, next)) : reply_redirect(r, next);
}

/* Long texts are compared on the worker. */
enum err section_compare(struct request *r) {
    struct update_save *save = arena_alloc(r->arena, sizeof *save);
    *save = (struct update_save){.section_id = r->id, .user_id = r->user.id, .now = r->now};
    enum err e = request_sender(r);
    if (e == OK) e = typed_text(r, &save->text, &save->size);
    if (e == OK) e = request_integer(r, "base_version", &save->base_version);
    if (e != OK) return e;
    r->prepared = save;
    if (r->in_haste) return update_save_compare_small(r->db, r->arena, save) ? OK : ERR_AGAIN;
    update_save_compare(r->db, r->arena, save);
    return OK;
}

/* A save that changes nothing makes no version, and is not written down. */
enum err section_submit(struct request *r) {
    const struct update_save *save = r->prepared;
    struct update_saved saved;
    enum err e = update_save(r->db, r->arena, save, &saved);
    if (e == ERR_STALE) return show_stale(r, save);
    if (e == OK && saved.is_new) {
        const char *detail = arena_printf(r->arena, "v%lld", (long long)saved.version);
        e = activity_add(r->db, r->now, r->user.id, DID_SAVE, r->id, detail);
    }
    return e == OK ? show_saved(r, &saved) : e;
}
