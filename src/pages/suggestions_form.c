#include "kosshi/pages/suggestions_form.h"

#include "kosshi/http/reply.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/section.h"

static enum err show(struct request *r, const struct section *s, const struct suggestions_sheet *sheet) {
    const char *heading = request_phrase(r, "suggestions.edit");
    json_auto_t *view =
        json_pack("{s:s, s:s, s:I, s:I, s:s%, s:s, s:b, s:b, s:b}", "title",
                  arena_printf(r->arena, "%s %s", heading, section_view_name(r->arena, s)), "heading", heading, "id",
                  (json_int_t)s->id, "base_version", (json_int_t)sheet->base_version, "text", sheet->text, sheet->size,
                  "reason", sheet->reason, "unchanged", sheet->unchanged, "locked", s->locked, "is_suggesting", true);
    enum err e = section_frame_place(r, s, view);
    if (e == OK) e = section_frame_keep(r, s->id, view);
    if (e != OK) return e;
    if (s->text_size == 0) json_object_set_new(view, "hint", json_string(label_kind_hint(r, s->kind)));
    int status = sheet->unchanged ? err_status(ERR_UNCHANGED) : err_status(OK);
    return reply_view_status(r, status, "suggestion_new", json_incref(view));
}

enum err suggestions_form_show(struct request *r, int64_t section, const struct suggestions_sheet *sheet) {
    struct section s;
    enum err e = section_get(r->db, r->arena, section, &s);
    return e == OK ? show(r, &s, sheet) : e;
}

enum err suggestions_form(struct request *r) {
    struct section s;
    enum err e = section_get(r->db, r->arena, r->id, &s);
    if (e != OK) return e;
    const struct suggestions_sheet sheet = {
        .text = s.text, .reason = "", .size = s.text_size, .base_version = s.version};
    return show(r, &s, &sheet);
}
