#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/output/figures.h"
#include "kosshi/pages/routes.h"

#define EXAMPLE_HEADING 4 /* below the h3 that names an example */

/* The Markdown the help shows, in this order: the phrases below help.example. */
static const char *const examples[] = {"heading", "bold", "list",     "numbers", "table", "caption",
                                       "chart",   "link", "footnote", "ruby",    "strike"};

static enum err example_view(struct request *r, const char *name, json_t *list) {
    const char *what = request_phrase(r, arena_printf(r->arena, "help.example.%s.what", name));
    const char *typed = request_phrase(r, arena_printf(r->arena, "help.example.%s.typed", name));
    struct render_key key = {RENDER_PREVIEW, 0, 0, EXAMPLE_HEADING, RENDER_HTML};
    const char *html;
    size_t size;
    struct figures figures;
    BUF(finished);
    enum err e = render_html(r->render, r->user.id, &key, typed, strlen(typed), &html, &size);
    if (e == OK) e = figures_begin(&figures, r->db, r->arena, false);
    if (e == OK) e = figures_finish(&figures, html, size, &finished);
    if (e != OK) return e;
    json_array_append_new(
        list, json_pack("{s:s, s:s, s:s%}", "what", what, "typed", typed, "html", finished.data, finished.size));
    return OK;
}

enum err help_show(struct request *r) {
    json_auto_t *list = json_array();
    enum err again = OK;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        enum err e = example_view(r, examples[i], list);
        if (e == ERR_AGAIN)
            again = e;
        else if (e != OK)
            return e;
    }
    if (again != OK) return again;
    return reply_view(r, "help", json_pack("{s:s, s:O}", "title", request_phrase(r, "help.title"), "examples", list));
}

enum err help_health(struct request *r) {
    struct buf b = {0};
    buf_string(&b, "ok\n");
    return reply_bytes(r, "text/plain; charset=utf-8", &b, NULL);
}
