#include "kosshi/pages/shown_text.h"

enum err shown_text_begin(struct request *r, struct figures *figures) {
    return figures_begin(figures, r->db, r->arena, r->languages, r->language, false);
}

enum err shown_text_put(struct request *r, const struct render_key *key, const char *text, size_t size,
                        struct figures *figures, json_t *view, bool *again) {
    const char *html;
    size_t html_size;
    BUF(finished);
    enum err e = render_html(r->render, r->user.id, key, text, size, &html, &html_size);
    if (e == ERR_AGAIN) *again = true;
    if (e == ERR_UNRENDERABLE) json_object_set_new(view, "unrenderable", json_true());
    if (e == ERR_AGAIN || e == ERR_UNRENDERABLE || (e == OK && *again)) return OK;
    if (e == OK) e = figures_finish(figures, html, html_size, &finished);
    if (e == OK) json_object_set_new(view, "html", json_stringn(finished.data ? finished.data : "", finished.size));
    return e;
}
