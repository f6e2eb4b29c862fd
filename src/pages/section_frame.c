#include "kosshi/pages/section_frame.h"

#include "kosshi/pages/label.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/document.h"

/* The way down to a section, from its chapter to the section above it. */
static enum err crumbs_of(struct request *r, const struct section *s, int64_t chapter, json_t *crumbs) {
    struct section above = *s;
    while (above.parent_id) {
        enum err e = section_get(r->db, r->arena, above.parent_id, &above);
        if (e != OK) return e;
        json_array_insert_new(crumbs, 0,
                              json_pack("{s:s s:s}", "href", section_view_href(r->arena, chapter, above.id), "label",
                                        section_view_name(r->arena, &above)));
    }
    return OK;
}

enum err section_frame_place(struct request *r, const struct section *s, json_t *view) {
    int64_t chapter;
    json_t *crumbs = json_array(), *section = section_view(r, s);
    json_object_set_new(section, "kind_label", json_string(label_kind(r, s->kind)));
    json_object_set_new(view, "crumbs", crumbs);
    json_object_set_new(view, "section", section);
    enum err e = section_chapter(r->db, s->id, &chapter);
    if (e != OK) return e;
    json_object_set_new(view, "chapter_href", json_string(section_view_href(r->arena, chapter, s->id)));
    return crumbs_of(r, s, chapter, crumbs);
}

enum err section_frame_keep(struct request *r, int64_t section, json_t *view) {
    struct document d;
    enum err e = document_get(r->db, r->arena, &d);
    if (e != OK) return e;
    const char *name = arena_printf(r->arena, "kosshi/%lld/%lld/%lld/", (long long)d.created_at, (long long)r->user.id,
                                    (long long)section);
    json_object_set_new(view, "keep", json_string(name));
    return OK;
}
