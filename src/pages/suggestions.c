#include <stdlib.h>
#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/suggestion_view.h"
#include "kosshi/pages/suggestions_form.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/suggestion.h"
#include "kosshi/store/update.h"
#include "kosshi/text/changeset_json.h"

/*
 * What is sent:
 *
 *   POST /sections/{id}/suggestions   version, changes, reason; or text, base_version, reason: the difference is found
 *   POST /suggestions/{id}/accept     pieces and of: some of its pieces alone, by their numbers from 0, and how many
 *                                     there were. A list; in a form "0,2", or for each a field piece0, piece2
 *   POST /suggestions/{id}/reject     the same, and reason
 *
 * and back, the page to go on with. GET /sections/{id}/suggestions?state=waiting leaves out what is decided; page=N: the
 * decided ones behind the first PAGE.
 */
#define PAGE 20 /* decided ones, whose texts have to be found */

/* --- The list ----------------------------------------------------------------------------------------------------- */

static const char *section_path(struct request *r, int64_t section) {
    return arena_printf(r->arena, "/sections/%lld/suggestions", (long long)section);
}

static enum err add_view(struct request *r, struct suggestion_reader *reader, const struct suggestion *s,
                         json_t *list) {
    json_t *view;
    enum err e = suggestion_view(r, reader, s, &view);
    if (e == OK) json_array_append_new(list, view);
    return e;
}

static enum err list_json(struct request *r, struct suggestion_reader *reader, const struct suggestion *all,
                          size_t count) {
    bool waiting = strcmp(request_query(r, "state"), "waiting") == 0;
    json_auto_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (waiting && all[i].state != SUGGESTION_WAITING) continue;
        enum err e = add_view(r, reader, &all[i], list);
        if (e != OK) return e;
    }
    return reply_view(r, "", json_pack("{s:O}", "suggestions", list));
}

static int newest_decision(const void *a, const void *b) {
    const struct suggestion *x = a, *y = b;
    if (x->decided_at != y->decided_at) return x->decided_at < y->decided_at ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static json_t *page_link(struct request *r, int64_t number, int64_t pages) {
    if (number < 1 || number > pages) return json_null();
    return json_string(arena_printf(r->arena, "%s?page=%lld#decided", section_path(r, r->id), (long long)number));
}

/* The decided ones, the newest first, a page of them. They are those behind the first `waiting` of all. */
static enum err put_decided(struct request *r, struct suggestion_reader *reader, struct suggestion *all, size_t count,
                            json_t *view) {
    int64_t pages = count ? ((int64_t)count - 1) / PAGE + 1 : 1, shown = request_query_integer(r, "page");
    shown = shown < 1 ? 1 : shown > pages ? pages : shown;
    json_t *list = json_array();
    json_object_update_new(view, json_pack("{s:o, s:b, s:I, s:I, s:b, s:o, s:o}", "decided", list, "has_decided",
                                           count > 0, "page", (json_int_t)shown, "pages", (json_int_t)pages,
                                           "has_pages", pages > 1, "previous", page_link(r, shown - 1, pages), "next",
                                           page_link(r, shown + 1, pages)));
    if (count > 1) qsort(all, count, sizeof *all, newest_decision);
    enum err e = OK;
    for (size_t i = (size_t)(shown - 1) * PAGE; i < count && i < (size_t)shown * PAGE && e == OK; i++)
        e = add_view(r, reader, &all[i], list);
    return e;
}

static enum err put_waiting(struct request *r, struct suggestion_reader *reader, const struct suggestion *waiting,
                            size_t count, json_t *view) {
    json_t *list = json_array();
    json_object_update_new(view, json_pack("{s:o, s:b, s:I}", "waiting", list, "has_waiting", count > 0,
                                           "waiting_count", (json_int_t)count));
    enum err e = OK;
    for (size_t i = 0; i < count && e == OK; i++)
        e = add_view(r, reader, &waiting[i], list);
    return e;
}

/* Puts those that wait before the others, in their order; gives how many they are. */
static size_t waiting_first(struct arena *a, struct suggestion *all, size_t count) {
    struct suggestion *decided = arena_alloc(a, (count + 1) * sizeof *decided);
    size_t waiting = 0;
    for (size_t i = 0; i < count; i++) {
        if (all[i].state == SUGGESTION_WAITING)
            all[waiting++] = all[i];
        else
            decided[i - waiting] = all[i];
    }
    if (count > waiting) memcpy(all + waiting, decided, (count - waiting) * sizeof *all);
    return waiting;
}

static enum err put_frame(struct request *r, const struct section *s, const char *heading, json_t *view) {
    const char *words = request_phrase(r, heading);
    json_object_update_new(view, json_pack("{s:s, s:s, s:I, s:b, s:s, s:b}", "title",
                                           arena_printf(r->arena, "%s %s", words, section_view_name(r->arena, s)),
                                           "heading", words, "id", (json_int_t)s->id, "may_suggest",
                                           r->user.role >= ROLE_REVIEWER && !s->locked, "suggestions_href",
                                           section_path(r, s->id), "is_made", *request_query(r, "made") != '\0'));
    return section_frame_place(r, s, view);
}

static enum err list_page(struct request *r, const struct section *s, struct suggestion_reader *reader,
                          struct suggestion *all, size_t count) {
    json_auto_t *view = json_pack("{s:s, s:b}", "back", section_path(r, s->id), "is_list", true);
    size_t waiting = waiting_first(r->arena, all, count);
    enum err e = put_frame(r, s, s->depth ? "suggestions.of_section" : "suggestions.of_chapter", view);
    if (e == OK) e = put_waiting(r, reader, all, waiting, view);
    if (e == OK) e = put_decided(r, reader, all + waiting, count - waiting, view);
    return e == OK ? reply_view(r, "suggestions", json_incref(view)) : e;
}

static enum err show_section(struct request *r) {
    struct section s;
    struct suggestion *all;
    struct suggestion_reader reader;
    size_t count;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e == OK) e = suggestion_view_begin(r, &s, &reader);
    if (e == OK) e = suggestion_list(r->db, r->arena, r->id, &all, &count);
    if (e != OK) return e;
    return r->wants_json ? list_json(r, &reader, all, count) : list_page(r, &s, &reader, all, count);
}

/* --- One of them -------------------------------------------------------------------------------------------------- */

static enum err show_one(struct request *r) {
    struct section s;
    struct suggestion suggestion;
    struct suggestion_reader reader;
    json_t *one;
    enum err e = suggestion_get(r->db, r->arena, r->id, &suggestion);
    if (e == OK) e = section_get(r->db, r->arena, suggestion.section_id, &s);
    if (e == OK) e = suggestion_view_begin(r, &s, &reader);
    if (e == OK) e = suggestion_view(r, &reader, &suggestion, &one);
    if (e != OK) return e;
    if (r->wants_json) return reply_view(r, "", one);
    json_auto_t *view = json_pack("{s:[o], s:s}", "suggestion", one, "back", r->path);
    e = put_frame(r, &s, "suggestions.one", view);
    return e == OK ? reply_view(r, "suggestion_one", json_incref(view)) : e;
}

enum err suggestions_section(struct request *r) {
    return request_in_one_moment(r, show_section);
}

enum err suggestions_show(struct request *r) {
    return request_in_one_moment(r, show_one);
}

/* --- After a change ------------------------------------------------------------------------------------------------- */

static enum err answer_json(struct request *r, const struct suggestion *s) {
    struct section section;
    struct suggestion_reader reader;
    json_t *view;
    enum err e = section_get(r->db, r->arena, s->section_id, &section);
    if (e == OK) e = suggestion_view_begin(r, &section, &reader);
    if (e == OK) e = suggestion_view(r, &reader, s, &view);
    return e == OK ? reply_view(r, "", view) : e;
}

/* Writes down what was done, and goes back to where the form was, to the suggestion, or to the section. */
static enum err finish(struct request *r, int64_t id, enum activity_action did) {
    struct suggestion s;
    int64_t chapter;
    enum err e = suggestion_get(r->db, r->arena, id, &s);
    if (e == OK) e = section_chapter(r->db, s.section_id, &chapter);
    if (e != OK) return e;
    const char *detail = s.accepted_version ? arena_printf(r->arena, "v%lld", (long long)s.accepted_version) : NULL;
    if (did != DID_COUNT) e = activity_add(r->db, r->now, r->user.id, did, s.section_id, detail);
    if (e != OK) return e;
    if (r->wants_json) return answer_json(r, &s);
    const char *back = request_own_path(request_text(r, "back"));
    if (!back) return reply_redirect(r, section_view_href(r->arena, chapter, s.section_id));
    size_t path = strcspn(back, "#");
    return reply_redirect(r, arena_printf(r->arena, "%.*s#g%lld", (int)path, back, (long long)id));
}

/* --- Making one --------------------------------------------------------------------------------------------------- */

struct sent {
    struct suggestion_draft draft;
    struct changeset changes;
    struct suggestions_sheet sheet; /* what a form with the text holds */
    bool has_text;
};

/* A JSON body has them as they are, a form as text. */
static enum err read_changes(struct request *r, struct changeset *out) {
    const json_t *changes = json_object_get(r->body, "changes");
    json_auto_t *parsed = json_is_string(changes) ? json_loads(json_string_value(changes), 0, NULL) : NULL;
    enum err e = changeset_json_read(r->arena, parsed ? parsed : changes, out);
    return e == OK ? OK : request_bad(r, e, "changes");
}

/* What a text that was written as a whole changes of the version it was written from. */
static enum err compare(struct request *r, struct sent *sent) {
    struct revision base;
    struct suggestions_sheet *sheet = &sent->sheet;
    sheet->text = request_text(r, "text");
    sheet->size = request_text_size(r, "text");
    if (sheet->size > SECTION_TEXT_LIMIT) return request_bad(r, ERR_TOO_LARGE, "text");
    enum err e = request_integer(r, "base_version", &sheet->base_version);
    if (e == OK) e = update_text_at(r->db, r->arena, r->id, sheet->base_version, &base);
    if (e != OK) return e == ERR_NOT_FOUND && sheet->base_version ? ERR_STALE : e;
    changeset_from_diff(r->arena, base.text, base.size, sheet->text, sheet->size, &sent->changes);
    sheet->unchanged = changeset_is_empty(&sent->changes);
    sent->draft.version = sheet->base_version;
    return OK;
}

enum err suggestions_compare(struct request *r) {
    struct section s;
    struct sent *sent = arena_alloc(r->arena, sizeof *sent);
    sent->has_text = json_is_string(json_object_get(r->body, "text"));
    sent->sheet.reason = request_text(r, "reason");
    sent->draft = (struct suggestion_draft){.section_id = r->id,
                                            .changes = &sent->changes,
                                            .reason = sent->sheet.reason,
                                            .author_id = r->user.id,
                                            .now = r->now};
    r->prepared = sent;
    enum err e = request_sender(r);
    if (e == OK) e = section_get(r->db, r->arena, r->id, &s);
    if (e == OK && sent->has_text) return compare(r, sent);
    if (e == OK) e = request_integer(r, "version", &sent->draft.version);
    return e == OK ? read_changes(r, &sent->changes) : e;
}

enum err suggestions_add(struct request *r) {
    int64_t id;
    const struct sent *sent = r->prepared;
    if (sent->sheet.unchanged && !r->wants_json) return suggestions_form_show(r, r->id, &sent->sheet);
    if (sent->sheet.unchanged) return request_bad(r, ERR_UNCHANGED, "text");
    enum err e = suggestion_add(r->db, r->arena, &sent->draft, &id);
    if (e == ERR_BAD_FIELD) return request_bad(r, e, "changes");
    return e == OK ? finish(r, id, DID_SUGGEST) : e;
}

/* --- Deciding ----------------------------------------------------------------------------------------------------- */

/* "0,2" */
static enum err read_numbers(struct request *r, const char *text, struct suggestion_choice *out) {
    int64_t *pieces = arena_alloc(r->arena, (strlen(text) + 1) * sizeof *pieces);
    out->pieces = pieces;
    while (*text) {
        char *end;
        if (*text < '0' || *text > '9') return request_bad(r, ERR_BAD_FIELD, "pieces");
        pieces[out->count++] = strtoll(text, &end, 10);
        text = *end == ',' ? end + 1 : end;
    }
    return OK;
}

static enum err read_list(struct request *r, const json_t *list, struct suggestion_choice *out) {
    int64_t *pieces = arena_alloc(r->arena, (json_array_size(list) + 1) * sizeof *pieces);
    size_t i;
    json_t *piece;
    out->pieces = pieces;
    json_array_foreach(list, i, piece) {
        if (!json_is_integer(piece)) return request_bad(r, ERR_BAD_FIELD, "pieces");
        pieces[out->count++] = json_integer_value(piece);
    }
    return OK;
}

/* The fields piece0, piece1, … of a form. */
static void read_ticks(struct request *r, struct suggestion_choice *out) {
    int64_t *pieces = arena_alloc(r->arena, (json_object_size(r->body) + 1) * sizeof *pieces);
    const char *name;
    json_t *value;
    out->pieces = pieces;
    json_object_foreach(r->body, name, value) {
        bool is_tick = strncmp(name, "piece", 5) == 0 && name[5] >= '0' && name[5] <= '9';
        if (is_tick && value) pieces[out->count++] = strtoll(name + 5, NULL, 10);
    }
}

/* *out is NULL when all of it is decided. */
static enum err read_choice(struct request *r, const struct suggestion_choice **out) {
    const json_t *pieces = json_object_get(r->body, "pieces");
    struct suggestion_choice *choice = arena_alloc(r->arena, sizeof *choice);
    *out = NULL;
    if (!pieces && !json_object_get(r->body, "of")) return OK;
    enum err e = request_integer(r, "of", &choice->of);
    if (e == OK && json_is_array(pieces)) e = read_list(r, pieces, choice);
    if (e == OK && json_is_string(pieces)) e = read_numbers(r, json_string_value(pieces), choice);
    if (e == OK && !pieces) read_ticks(r, choice);
    if (e != OK) return e;
    *out = choice;
    return choice->count == 0 && choice->of > 0 ? request_bad(r, ERR_BAD_FIELD, "pieces") : OK;
}

static struct suggestion_decider decider(const struct request *r) {
    return (struct suggestion_decider){r->user.id, r->user.role, r->now};
}

/* decided: what it was, 0 when it was decided so before. */
static enum err decided(struct request *r, int64_t id, enum activity_action did) {
    return finish(r, id ? id : r->id, id ? did : DID_COUNT);
}

enum err suggestions_accept(struct request *r) {
    int64_t id;
    const struct suggestion_choice *choice;
    struct suggestion_decider by = decider(r);
    enum err e = read_choice(r, &choice);
    if (e == OK) e = suggestion_accept(r->db, r->arena, r->id, &by, choice, &id);
    return e == OK ? decided(r, id, DID_SUGGESTION_ACCEPT) : e;
}

enum err suggestions_reject(struct request *r) {
    int64_t id;
    const struct suggestion_choice *choice;
    struct suggestion_decider by = decider(r);
    enum err e = read_choice(r, &choice);
    if (e != OK) return e;
    e = suggestion_reject(r->db, r->arena, r->id, &by, choice, request_text(r, "reason"), &id);
    if (e == ERR_BAD_FIELD || e == ERR_TOO_LARGE) return request_bad(r, e, "reason");
    return e == OK ? decided(r, id, DID_SUGGESTION_REJECT) : e;
}

enum err suggestions_withdraw(struct request *r) {
    int64_t id;
    struct suggestion_decider by = decider(r);
    enum err e = suggestion_withdraw(r->db, r->arena, r->id, &by, &id);
    return e == OK ? decided(r, id, DID_SUGGESTION_WITHDRAW) : e;
}
