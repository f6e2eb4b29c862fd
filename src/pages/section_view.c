#include "kosshi/pages/section_view.h"

#include "kosshi/http/reply.h"
#include "kosshi/output/place.h"
#include "kosshi/pages/label.h"
#include "kosshi/text/decimal.h"

json_t *section_view(struct request *r, const struct section *s) {
    const char *comments = arena_printf(r->arena, "/sections/%lld/comments", (long long)s->id);
    json_t *view = json_pack("{s:I, s:s, s:i, s:s, s:s, s:I, s:s, s:s, s:b}", "id", (json_int_t)s->id, "kind",
                             outline_kind_name(s->kind), "depth", s->depth, "number", s->number, "title", s->title,
                             "version", (json_int_t)s->version, "state", section_state_name(s->state), "state_label",
                             label_state(r, s->state), "locked", s->locked);
    enum section_state stamp = section_view_stamp(s);
    json_t *facts =
        json_pack("{s:s, s:s, s:I, s:s, s:b, s:i, s:b, s:s, s:o, s:s, s:s}", "stamp", section_state_name(stamp),
                  "stamp_label", label_state(r, stamp), "length", (json_int_t)s->length, "length_text",
                  decimal_print_integer(r->arena, (int64_t)s->length), "has_length", s->length > 0, "open_comments",
                  s->open_comments, "has_open_comments", s->open_comments > 0, "comments_href", comments, "changed_at",
                  s->changed_at ? json_integer(s->changed_at) : json_null(), "changed_at_text",
                  reply_moment(r, s->changed_at), "changed_by", s->changed_by);
    if (!view || !facts) die("section %lld cannot be shown", (long long)s->id);
    json_object_update_new(view, facts);
    json_object_set_new(view, "items", json_integer(s->items));
    json_object_set_new(view, "has_items", json_boolean(s->items > 0));
    return view;
}

enum section_state section_view_stamp(const struct section *s) {
    return s->locked ? STATE_FINAL : s->state;
}

const char *section_view_name(struct arena *a, const struct section *s) {
    return place_name(a, s->number, s->title);
}

const char *section_view_numbers(struct arena *a, const struct section *sections, size_t at) {
    return place_numbers(a, sections, at);
}

const char *section_view_place(struct arena *a, const struct section *sections, size_t at) {
    return place_of(a, sections, at);
}

const char *section_view_href(struct arena *a, int64_t chapter, int64_t section) {
    const char *chapter_href = arena_printf(a, "/chapters/%lld", (long long)chapter);
    return section == chapter ? chapter_href : arena_printf(a, "%s#s%lld", chapter_href, (long long)section);
}

size_t section_view_end(const struct section *sections, size_t count, size_t at) {
    size_t end = at + 1;
    while (end < count && sections[end].depth > sections[at].depth)
        end++;
    return end;
}
