#include "interchange_suggestion.h"

#include <stdlib.h>

#include "interchange_thread.h"
#include "kosshi/store/section.h"
#include "kosshi/store/suggestion.h"

/* --- Writing ---------------------------------------------------------------------------------------------------- */

/* What is said about it, where anything is. */
static enum err add_replies(struct db *db, struct arena *a, const struct suggestion *s, json_t *item) {
    const struct thread thread = {.suggestion_id = s->id};
    struct thread_reply *replies;
    size_t count;
    enum err e = thread_replies(db, a, &thread, &replies, &count);
    if (e || count == 0) return e;
    json_t *list = json_array();
    json_object_set_new(item, "replies", list);
    return interchange_thread_add(replies, count, list);
}

/* What a decision adds is there for a decided one only, and part_of for a part. */
static enum err add(struct db *db, struct arena *a, const struct suggestion *s, json_t *list) {
    bool is_decided = s->state != SUGGESTION_WAITING;
    json_t *made =
        json_pack("{s:I,s:o}", "version", (json_int_t)s->made_version, "changes", json_loads(s->made, 0, NULL));
    json_t *item = json_pack("{s:I,s:I,s:s,s:I,s:s,s:b,s:o,s:o,s:s}", "id", (json_int_t)s->id, "section",
                             (json_int_t)s->section_id, "author", s->author, "at", (json_int_t)s->at, "reason",
                             s->reason, "overlaps", s->overlaps, "changes", json_loads(s->changes, 0, NULL), "made",
                             made, "state", suggestion_state_name(s->state));
    json_t *decision = is_decided ? json_pack("{s:s,s:I,s:I,s:s}", "decided_by", s->decided_by, "decided_at",
                                              (json_int_t)s->decided_at, "decided_version", (json_int_t)s->version,
                                              "decision", s->decision)
                                  : NULL;
    if (decision && item) json_object_update(item, decision);
    if (s->part_of && item) json_object_set_new(item, "part_of", json_integer((json_int_t)s->part_of));
    json_decref(decision);
    enum err e = item ? add_replies(db, a, s, item) : OK;
    enum err added = interchange_value_append(list, item);
    return e ? e : added;
}

enum err interchange_suggestion_list(struct db *db, struct arena *a, json_t *list) {
    struct section *sections = NULL;
    size_t count = 0;
    enum err e = section_tree(db, a, false, &sections, &count);
    for (size_t i = 0; i < count && !e; i++) {
        struct suggestion *suggestions;
        size_t of_section = 0;
        e = suggestion_list(db, a, sections[i].id, &suggestions, &of_section);
        for (size_t j = 0; j < of_section && !e; j++)
            e = add(db, a, &suggestions[j], list);
    }
    return e;
}

/* --- Reading ---------------------------------------------------------------------------------------------------- */

static const char *changes_of(struct interchange_reader *r, const json_t *object) {
    char *text = json_dumps(json_object_get(object, "changes"), JSON_COMPACT);
    if (!text) return "null";
    arena_defer(r->arena, free, text);
    return text;
}

static enum err read_decision(struct interchange_reader *r, struct interchange_place p, struct suggestion *s) {
    const char *state = "";
    s->decided_by = s->decision = "";
    enum err e = interchange_value_text(r, p, "state", &state);
    if (e) return e;
    s->state = suggestion_state_of(state);
    if (s->state == SUGGESTION_WAITING) return OK;
    if (s->state == SUGGESTION_STATE_COUNT)
        return interchange_value_refuse(r, "%s: unknown state \"%.40s\"", p.where, state);
    e = interchange_value_text(r, p, "decided_by", &s->decided_by);
    if (!e) e = interchange_value_integer(r, p, "decided_at", 0, &s->decided_at);
    if (!e) e = interchange_value_integer(r, p, "decided_version", 0, &s->version);
    return e ? e : interchange_value_text(r, p, "decision", &s->decision);
}

static enum err take_replies(struct interchange_reader *r, struct interchange_place p, int64_t id) {
    const struct thread thread = {.suggestion_id = id};
    struct thread_reply *replies;
    size_t count;
    if (!json_object_get(p.object, "replies")) return OK;
    enum err e = interchange_thread_read(r, p, &replies, &count);
    for (size_t i = 0; i < count && !e; i++)
        e = interchange_value_judge(r, p.where, "a reply that cannot be", thread_put(r->db, &thread, &replies[i]));
    return e;
}

enum err interchange_suggestion_read(struct interchange_reader *r, struct interchange_place p, void *context) {
    (void)context;
    int64_t chapter;
    struct suggestion s = {.overlaps = json_is_true(json_object_get(p.object, "overlaps"))};
    struct interchange_place made = {json_object_get(p.object, "made"), arena_printf(r->arena, "%s.made", p.where)};
    enum err e = interchange_value_integer(r, p, "id", 1, &s.id);
    if (!e) e = interchange_value_integer(r, p, "section", 1, &s.section_id);
    if (!e) e = interchange_value_text(r, p, "author", &s.author);
    if (!e) e = interchange_value_integer(r, p, "at", 0, &s.at);
    if (!e) e = interchange_value_text(r, p, "reason", &s.reason);
    if (!e) e = interchange_value_integer(r, made, "version", 0, &s.made_version);
    if (!e && json_object_get(p.object, "part_of")) e = interchange_value_integer(r, p, "part_of", 1, &s.part_of);
    if (!e) e = read_decision(r, p, &s);
    if (e) return e;
    s.changes = changes_of(r, p.object);
    s.made = changes_of(r, made.object);
    e = section_chapter(r->db, s.section_id, &chapter);
    if (e == ERR_NOT_FOUND)
        return interchange_value_refuse(r, "%s: there is no section %lld", p.where, (long long)s.section_id);
    if (!e)
        e = interchange_value_judge(r, p.where, "an id used twice, or changes, a reason or part_of that cannot be",
                                    suggestion_put(r->db, &s));
    return e ? e : take_replies(r, p, s.id);
}
