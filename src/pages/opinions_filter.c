#include "kosshi/pages/opinions_filter.h"

#include <string.h>

#include "kosshi/pages/section_view.h"

#define WORDS_MOST 8

/* The keys in the order of their path; the words of those that are no ids, and where their phrases are. */
static const struct {
    const char *key, *label, *all;
    const char *words[WORDS_MOST];
    const char *phrases;
} keys[OPINIONS_KEY_COUNT] = {
    [OPINIONS_CHAPTER] = {"chapter", "comments.chapter", "comments.all_chapters", {NULL}, NULL},
    [OPINIONS_AUTHOR] = {"author", "comments.author", "comments.all_authors", {NULL}, NULL},
    [OPINIONS_STATE] = {"state", "comments.state", "comments.all_states", {"open", "resolved"}, "comments."},
    [OPINIONS_KIND] =
        {"kind", "opinions.kind", "comments.all_states", {"opinion", "question", "typo"}, "comment_kind."},
    [OPINIONS_DISPOSITION] = {"disposition",
                              "opinions.disposition",
                              "comments.all_states",
                              {"reflected", "covered", "noted", "declined", "other", "none"},
                              "disposition."},
    [OPINIONS_SOURCE] = {"source", "opinions.source", "comments.all_states", {"inside", "outside"}, "opinions.from."},
    [OPINIONS_UNREAD] = {"unread", "opinions.unread", "comments.all_states", {"1"}, "opinions.read."},
};

static bool is_id(int key) {
    return !keys[key].words[0];
}

/* The word of a query, as the table has it; "" for none. */
static enum err read_word(struct request *r, int key, const char **out) {
    const char *word = request_query(r, keys[key].key);
    *out = "";
    if (!*word) return OK;
    for (const char *const *w = keys[key].words; *w; w++)
        if (strcmp(*w, word) == 0) *out = *w;
    return **out ? OK : request_bad(r, ERR_BAD_FIELD, keys[key].key);
}

enum err opinions_filter_read(struct request *r, struct opinions_filter *out) {
    *out = (struct opinions_filter){.r = r, .section_id = request_query_integer(r, "section")};
    enum err e = OK;
    for (int i = 0; i < OPINIONS_KEY_COUNT && e == OK; i++) {
        int64_t id = is_id(i) ? request_query_integer(r, keys[i].key) : 0;
        out->values[i] = id ? arena_printf(r->arena, "%lld", (long long)id) : "";
        if (!is_id(i)) e = read_word(r, i, &out->values[i]);
    }
    return e;
}

bool opinions_filter_narrows(const struct opinions_filter *f) {
    bool narrows = false;
    for (int i = 0; i < OPINIONS_KEY_COUNT; i++)
        narrows = narrows || *f->values[i];
    return narrows;
}

static const char *word_or_null(const struct opinions_filter *f, enum opinions_filter_key key) {
    return *f->values[key] ? f->values[key] : NULL;
}

struct comment_filter opinions_filter_comments(const struct opinions_filter *f) {
    const char *const *values = f->values;
    bool of_one =
        *values[OPINIONS_AUTHOR] || *values[OPINIONS_KIND] || *values[OPINIONS_SOURCE] || *values[OPINIONS_UNREAD];
    return (struct comment_filter){
        .section_id = f->section_id,
        .chapter_id = request_query_integer(f->r, "chapter"),
        .author_id = request_query_integer(f->r, "author"),
        .state = word_or_null(f, OPINIONS_STATE),
        .kind = word_or_null(f, OPINIONS_KIND),
        .disposition = word_or_null(f, OPINIONS_DISPOSITION),
        .source = word_or_null(f, OPINIONS_SOURCE),
        .unread_by = *values[OPINIONS_UNREAD] ? f->r->user.id : 0,
        .heads_only = !of_one,
        .reader_id = f->r->user.id,
    };
}

const char *opinions_filter_path(const struct opinions_filter *f, enum opinions_filter_key key, const char *value) {
    const char *path = "/comments";
    for (int i = 0; i < OPINIONS_KEY_COUNT; i++) {
        const char *now = i == (int)key ? value : f->values[i];
        if (*now) path = arena_printf(f->r->arena, "%s%c%s=%s", path, strchr(path, '?') ? '&' : '?', keys[i].key, now);
    }
    return path;
}

/* --- View ----------------------------------------------------------------------------------------------------- */

/* is_own: the label is the document's own words, which are Japanese in any page. */
static void add_choice(const struct opinions_filter *f, int key, const char *value, const char *label, json_t *menu) {
    bool chosen = strcmp(f->values[key], value) == 0, is_own = key == OPINIONS_CHAPTER && *value;
    const char *href = opinions_filter_path(f, (enum opinions_filter_key)key, value);
    json_array_append_new(json_object_get(menu, "choices"), json_pack("{s:s s:s s:b s:b}", "label", label, "href", href,
                                                                      "chosen", chosen, "is_own", is_own));
    if (chosen) json_object_update_new(menu, json_pack("{s:s s:b}", "chosen", label, "is_own", is_own));
}

static const char *word_label(const struct opinions_filter *f, int key, const char *word) {
    if (key == OPINIONS_DISPOSITION && strcmp(word, "none") == 0) return request_phrase(f->r, "opinions.unanswered");
    return request_phrase(f->r, arena_printf(f->r->arena, "%s%s", keys[key].phrases, word));
}

static void add_words(const struct opinions_filter *f, int key, json_t *menu) {
    for (const char *const *w = keys[key].words; *w; w++)
        add_choice(f, key, *w, word_label(f, key, *w), menu);
}

static void add_chapters(const struct opinions_filter *f, const struct section *tree, size_t count, json_t *menu) {
    for (size_t i = 0; i < count; i++) {
        if (tree[i].depth > 0) continue;
        add_choice(f, OPINIONS_CHAPTER, arena_printf(f->r->arena, "%lld", (long long)tree[i].id),
                   section_view_name(f->r->arena, &tree[i]), menu);
    }
}

static enum err add_authors(const struct opinions_filter *f, json_t *menu) {
    struct comment_author *authors;
    size_t count;
    enum err e = comment_authors(f->r->db, f->r->arena, &authors, &count);
    for (size_t i = 0; i < count && e == OK; i++)
        add_choice(f, OPINIONS_AUTHOR, arena_printf(f->r->arena, "%lld", (long long)authors[i].id), authors[i].name,
                   menu);
    return e;
}

enum err opinions_filter_view(const struct opinions_filter *f, const struct section *tree, size_t count, json_t *view) {
    json_t *menus = json_array();
    json_object_set_new(view, "menus", menus);
    enum err e = OK;
    for (int i = 0; i < OPINIONS_KEY_COUNT && e == OK; i++) {
        const char *all = request_phrase(f->r, keys[i].all);
        json_t *menu =
            json_pack("{s:s s:s s:s s:b s:[]}", "key", keys[i].key, "label", request_phrase(f->r, keys[i].label),
                      "chosen", all, "narrows", *f->values[i] != '\0', "choices");
        json_array_append_new(menus, menu);
        add_choice(f, i, "", all, menu);
        if (i == OPINIONS_CHAPTER) add_chapters(f, tree, count, menu);
        if (i == OPINIONS_AUTHOR) e = add_authors(f, menu);
        if (!is_id(i)) add_words(f, i, menu);
    }
    return e;
}
