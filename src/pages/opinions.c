#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/http/reply.h"
#include "kosshi/pages/comment_view.h"
#include "kosshi/pages/opinions_filter.h"
#include "kosshi/pages/opinions_total.h"
#include "kosshi/pages/opinions_view.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_frame.h"
#include "kosshi/pages/section_view.h"

/*
 * GET /comments: the opinions as the table that is published. Its query: what narrows it (opinions_filter.h); page, or at, an opinion
 * that stands on it; section: the rows of this section alone, for a page that renews its own. On the worker:
 * a long table is no quick answer.
 */
#define PAGE 500 /* rows: one answers all of them without leaving the page */

/* The first row of a chapter on the page begins its part of the table, which is a table of its own. */
static enum err put_rows(const struct opinions_view *v, json_t *view) {
    const struct section *last = NULL;
    enum err e = OK;
    json_t *comment;
    size_t i;
    json_array_foreach(json_object_get(view, "comments"), i, comment) {
        if ((e = opinions_view_put(v, comment)) != OK) return e;
        json_int_t section = json_integer_value(json_object_get(json_object_get(comment, "section"), "id"));
        const struct section *chapter = opinions_view_chapter(v, section);
        if (chapter && chapter != last)
            json_object_set_new(comment, "begins",
                                json_pack("{s:I s:s s:b}", "id", (json_int_t)chapter->id, "name",
                                          section_view_name(v->r->arena, chapter), "is_first", i == 0));
        if (chapter) last = chapter;
    }
    return e;
}

/* What a link to a single opinion has to say so that one comes back to this table: "" or "?back=/comments?state=open". */
static const char *back_query(struct request *r, const char *path) {
    if (!strchr(path, '?')) return "";
    BUF(b);
    for (const char *c = path; *c; c++)
        buf_printf(&b, *c == '&' ? "%%%02X" : "%c", *c);
    return arena_printf(r->arena, "?back=%s", b.data);
}

static enum err show(struct request *r) {
    struct opinions_filter f;
    struct opinions_view v;
    enum err e = opinions_filter_read(r, &f);
    if (e == OK) e = opinions_view_open(r, &v);
    if (e != OK) return e;
    struct comment_filter filter = opinions_filter_comments(&f);
    filter.limit = PAGE;
    const char *path = opinions_filter_path(&f, OPINIONS_KEY_COUNT, "");
    json_auto_t *view =
        json_pack("{s:s s:s s:s s:b s:i}", "title", request_phrase(r, "comments.title"), "list_href", path,
                  "back_query", back_query(r, path), "filtered", opinions_filter_narrows(&f), "limit", RESPONSE_LIMIT);
    e = comment_view_page(r, filter, path, view);
    if (e == OK) e = put_rows(&v, view);
    json_object_set_new(view, "has_rows", json_boolean(json_array_size(json_object_get(view, "comments")) > 0));
    if (e == OK) e = opinions_filter_view(&f, v.tree, v.sections, view);
    if (e == OK) e = opinions_total_put(&v, &f, view);
    if (e == OK) e = section_frame_keep(r, 0, view);
    return e == OK ? reply_view(r, "opinions", json_incref(view)) : e;
}

enum err opinions_list(struct request *r) {
    return request_in_one_moment(r, show);
}
