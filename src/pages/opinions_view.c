#include "kosshi/pages/opinions_view.h"

#include <string.h>

#include "kosshi/http/reply.h"
#include "kosshi/pages/comment_view.h"

enum err opinions_view_open(struct request *r, struct opinions_view *out) {
    *out = (struct opinions_view){.r = r};
    enum err e = section_tree(r->db, r->arena, false, &out->tree, &out->sections);
    return e == OK ? opinion_heads(r->db, r->arena, &out->heads, &out->head_count) : e;
}

size_t opinions_view_number(const struct opinions_view *v, int64_t id) {
    for (size_t i = 0; i < v->head_count; i++)
        if (v->heads[i].id == id) return i + 1;
    return 0;
}

const struct section *opinions_view_chapter(const struct opinions_view *v, int64_t section_id) {
    const struct section *chapter = NULL;
    for (size_t i = 0; i < v->sections; i++) {
        if (v->tree[i].depth == 0) chapter = &v->tree[i];
        if (v->tree[i].id == section_id) return chapter;
    }
    return NULL;
}

const char *opinions_view_disposition(struct request *r, enum disposition d) {
    if (d == DISPOSITION_NONE) return request_phrase(r, "opinions.no_disposition");
    return request_phrase(r, arena_printf(r->arena, "disposition.%s", response_disposition_name(d)));
}

const char *opinions_view_answer(struct request *r, int64_t id) {
    return arena_printf(r->arena, "/comments/%lld/response", (long long)id);
}

const char *opinions_view_back(struct request *r, const char *back, int64_t id) {
    const char *own = back ? request_own_path(back) : NULL;
    if (!own) own = "/comments";
    own = comment_view_path(r, arena_copy(r->arena, own, strcspn(own, "#")), "at", id);
    return arena_printf(r->arena, "%s#c%lld", own, (long long)id);
}

static enum err put_followers(const struct opinions_view *v, json_int_t id, json_t *comment) {
    struct request *r = v->r;
    int64_t *ids;
    size_t count;
    enum err e = opinion_followers(r->db, r->arena, id, &ids, &count);
    json_t *list = json_array();
    json_object_set_new(comment, "followers", list);
    for (size_t i = 0; i < count && e == OK; i++) {
        struct comment c;
        e = comment_get(r->db, r->arena, ids[i], r->user.id, &c);
        if (e != OK) break;
        json_t *follower = comment_view(r, &c);
        comment_view_place(r, v->tree, v->sections, follower);
        json_array_append_new(list, follower);
    }
    return e;
}

enum err opinions_view_put(const struct opinions_view *v, json_t *comment) {
    json_int_t id = json_integer_value(json_object_get(comment, "id"));
    json_int_t into = json_integer_value(json_object_get(comment, "merged_into"));
    json_int_t merged = json_integer_value(json_object_get(comment, "merged"));
    const char *disposition = json_string_value(json_object_get(comment, "disposition"));
    bool is_reflected = disposition && strcmp(disposition, response_disposition_name(DISPOSITION_REFLECTED)) == 0;
    const char *others = language_fill(v->r->arena, request_phrase(v->r, "opinions.others"),
                                       (const char *[]){"count", arena_printf(v->r->arena, "%lld", merged), NULL});
    comment_view_place(v->r, v->tree, v->sections, comment);
    json_object_update_new(comment, json_pack("{s:s s:I s:I s:b s:b s:b}", "others", others, "number",
                                              (json_int_t)opinions_view_number(v, into ? into : id), "count",
                                              merged + 1, "has_followers", merged > 0, "has_summary",
                                              json_string_length(json_object_get(comment, "summary")) > 0,
                                              "is_reflected", is_reflected));
    return merged > 0 ? put_followers(v, id, comment) : OK;
}
