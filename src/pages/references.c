#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/pages/shown_text.h"
#include "kosshi/store/document.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

#define REFERENCE_HEADING 2 /* below the page's h1 */

enum err references_list(struct request *r) {
    struct reference *references;
    struct consideration *considerations;
    size_t count, consideration_count;
    enum err e = reference_list(r->db, r->arena, &references, &count);
    if (e == OK) e = consideration_list(r->db, r->arena, &considerations, &consideration_count);
    if (e != OK) return e;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        int64_t length = (int64_t)utf_length(references[i].text, strlen(references[i].text));
        json_array_append_new(list, json_pack("{s:I, s:s, s:I, s:s, s:s}", "id", (json_int_t)references[i].id, "title",
                                              references[i].title, "length", (json_int_t)length, "length_text",
                                              decimal_print_integer(r->arena, length), "href",
                                              arena_printf(r->arena, "/references/%lld", (long long)references[i].id)));
    }
    return reply_view(r, "references",
                      json_pack("{s:s, s:o, s:b, s:I, s:b}", "title", request_phrase(r, "references.title"),
                                "references", list, "has_considerations", consideration_count > 0,
                                "consideration_count", (json_int_t)consideration_count, "empty",
                                count == 0 && consideration_count == 0));
}

enum err references_show(struct request *r) {
    struct reference reference;
    enum err e = reference_get(r->db, r->arena, r->id, &reference);
    if (e != OK) return e;
    struct figures figures;
    bool again = false;
    struct render_key key = {RENDER_REFERENCE, reference.id, 0, REFERENCE_HEADING, RENDER_HTML};
    json_auto_t *view = json_pack("{s:I, s:s, s:s, s:b, s:n}", "id", (json_int_t)reference.id, "title", reference.title,
                                  "text", reference.text, "unrenderable", false, "html");
    e = shown_text_begin(r, &figures);
    if (e == OK) e = shown_text_put(r, &key, reference.text, strlen(reference.text), &figures, view, &again);
    if (e == OK && again) e = ERR_AGAIN;
    return e == OK ? reply_view(r, "reference", json_incref(view)) : e;
}
