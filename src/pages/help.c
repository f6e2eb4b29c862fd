#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/shown_text.h"

#define EXAMPLE_HEADING 4 /* below the h3 that names an example */

/* The Markdown the help shows, in this order: the phrases below help.example. */
static const char *const examples[] = {"heading", "paragraph", "line", "bold",     "list", "numbers", "table",
                                       "caption", "chart",     "link", "footnote", "ruby", "strike"};

/* Each is a text of its own. */
static enum err example_view(struct request *r, const char *name, struct figures *figures, json_t *list, bool *again) {
    const char *what = request_phrase(r, arena_printf(r->arena, "help.example.%s.what", name));
    const char *typed = request_phrase(r, arena_printf(r->arena, "help.example.%s.typed", name));
    struct render_key key = {RENDER_PREVIEW, 0, 0, EXAMPLE_HEADING, RENDER_HTML};
    json_t *view = json_pack("{s:s, s:s}", "what", what, "typed", typed);
    json_array_append_new(list, view);
    figures_restart(figures);
    return shown_text_put(r, &key, typed, strlen(typed), figures, view, again);
}

enum err help_show(struct request *r) {
    json_auto_t *list = json_array();
    struct figures figures;
    bool again = false;
    enum err e = shown_text_begin(r, &figures);
    for (size_t i = 0; e == OK && i < sizeof examples / sizeof *examples; i++)
        e = example_view(r, examples[i], &figures, list, &again);
    if (e == OK && again) e = ERR_AGAIN;
    if (e != OK) return e;
    return reply_view(r, "help", json_pack("{s:s, s:O}", "title", request_phrase(r, "help.title"), "examples", list));
}

enum err help_health(struct request *r) {
    struct buf b = {0};
    buf_string(&b, "ok\n");
    return reply_bytes(r, "text/plain; charset=utf-8", &b, NULL);
}
