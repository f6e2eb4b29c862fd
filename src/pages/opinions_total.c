#include "kosshi/pages/opinions_total.h"

#include "kosshi/pages/section_view.h"

struct sum {
    size_t of[DISPOSITION_COUNT]; /* opinions */
    size_t opinions, heads, unanswered;
};

static void add(struct sum *sum, const struct opinion_total *total) {
    sum->of[total->disposition] += total->opinions;
    sum->opinions += total->opinions;
    sum->heads += total->heads;
    sum->unanswered += total->unanswered;
}

/* As the columns go: those with a disposition, and last those without one. */
static enum disposition column(int i) {
    return i + 1 < DISPOSITION_COUNT ? (enum disposition)(i + 1) : DISPOSITION_NONE;
}

static json_t *dispositions_view(const struct opinions_filter *f, const struct sum *sum) {
    json_t *list = json_array();
    for (int i = 0; i < DISPOSITION_COUNT; i++) {
        enum disposition d = column(i);
        const char *value = response_disposition_name(d);
        json_array_append_new(list, json_pack("{s:s s:s s:I s:s s:b}", "value", value, "label",
                                              opinions_view_disposition(f->r, d), "count", (json_int_t)sum->of[d],
                                              "href", opinions_filter_path(f, OPINIONS_DISPOSITION, value), "is_none",
                                              d == DISPOSITION_NONE));
    }
    return list;
}

static json_t *chapter_view(const struct opinions_filter *f, const struct section *chapter, const struct sum *sum) {
    json_t *counts = json_array();
    for (int i = 0; i < DISPOSITION_COUNT; i++)
        json_array_append_new(counts, json_pack("{s:I}", "count", (json_int_t)sum->of[column(i)]));
    const char *id = arena_printf(f->r->arena, "%lld", (long long)chapter->id);
    return json_pack("{s:I s:s s:s s:o s:I s:I}", "id", (json_int_t)chapter->id, "name",
                     section_view_name(f->r->arena, chapter), "href", opinions_filter_path(f, OPINIONS_CHAPTER, id),
                     "counts", counts, "opinions", (json_int_t)sum->opinions, "unanswered",
                     (json_int_t)sum->unanswered);
}

enum err opinions_total_put(const struct opinions_view *v, const struct opinions_filter *f, json_t *view) {
    struct opinion_total *totals;
    size_t count;
    enum err e = opinion_totals(v->r->db, v->r->arena, &totals, &count);
    if (e != OK) return e;
    struct sum all = {0};
    json_t *chapters = json_array();
    for (size_t i = 0; i < v->sections; i++) {
        struct sum sum = {0};
        for (size_t t = 0; t < count; t++)
            if (totals[t].chapter_id == v->tree[i].id) add(&sum, &totals[t]);
        if (sum.heads > 0) json_array_append_new(chapters, chapter_view(f, &v->tree[i], &sum));
    }
    for (size_t t = 0; t < count; t++)
        add(&all, &totals[t]);
    const char *unanswered = opinions_filter_path(f, OPINIONS_DISPOSITION, "none");
    bool has_merged = all.opinions > all.heads, has_unanswered = all.unanswered > 0;
    json_object_set_new(view, "all_count", json_integer((json_int_t)all.opinions));
    json_object_set_new(view, "totals",
                        json_pack("{s:s s:I s:I s:b s:I s:b s:o s:o}", "unanswered_href", unanswered, "opinions",
                                  (json_int_t)all.opinions, "heads", (json_int_t)all.heads, "has_merged", has_merged,
                                  "unanswered", (json_int_t)all.unanswered, "has_unanswered", has_unanswered,
                                  "dispositions", dispositions_view(f, &all), "chapters", chapters));
    return OK;
}
