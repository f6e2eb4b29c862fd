#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/store/seen.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

#define MOST_TODO 3
#define MOST_NEWS 5
#define EXCERPT 40 /* code points of what is new */

/* A chapter with all below it counted in: its characters, open comments and last change are those
 * of its whole branch. */
static struct section branch_sum(const struct section *branch, size_t count) {
    struct section sum = branch[0];
    for (size_t i = 1; i < count; i++) {
        sum.length += branch[i].length;
        sum.open_comments += branch[i].open_comments;
        if (branch[i].changed_at > sum.changed_at) {
            sum.changed_at = branch[i].changed_at;
            sum.changed_by = branch[i].changed_by;
        }
    }
    return sum;
}

static json_t *chapter_view(struct request *r, const struct section *branch, size_t count) {
    struct section sum = branch_sum(branch, count);
    json_t *chapter = section_view(r, &sum);
    json_t *below = json_array();
    for (size_t i = 1; i < count; i++) {
        json_t *section = section_view(r, &branch[i]);
        json_object_set_new(section, "href", json_string(section_view_href(r->arena, sum.id, branch[i].id)));
        json_array_append_new(below, section);
    }
    json_object_set_new(chapter, "href", json_string(section_view_href(r->arena, sum.id, sum.id)));
    json_object_set_new(chapter, "comments_href",
                        json_string(arena_printf(r->arena, "/comments?chapter=%lld&state=open", (long long)sum.id)));
    json_object_set_new(chapter, "has_sections", json_boolean(count > 1));
    json_object_set_new(chapter, "section_count", json_integer((json_int_t)count - 1));
    json_object_set_new(chapter, "sections", below);
    return chapter;
}

/* One line of what waits for the reader. urgent: people wait for it. */
static void todo_add(struct request *r, json_t *todo, const char *kind, const char *what, const char *href,
                     bool urgent) {
    if (json_array_size(todo) >= MOST_TODO) return;
    const char *label = request_phrase(r, arena_printf(r->arena, "desk.why.%s", kind));
    json_array_append_new(todo, json_pack("{s:s, s:s, s:s, s:s, s:b}", "kind", kind, "label", label, "what", what,
                                          "href", href, "is_urgent", urgent));
}

static bool is_mine(const struct request *r, const struct section *s) {
    return s->changed_at && s->changed_by_id == r->user.id;
}

/* The section the reader last wrote in and has not given to review. */
static const struct section *begun(const struct request *r, const struct section *sections, size_t count) {
    const struct section *last = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &sections[i];
        if (is_mine(r, s) && s->state == STATE_DRAFTING && !s->locked && (!last || s->changed_at > last->changed_at))
            last = s;
    }
    return last;
}

/* The section of the reader's with most open comments. */
static const struct section *discussed(const struct request *r, const struct section *sections, size_t count) {
    const struct section *most = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct section *s = &sections[i];
        if (is_mine(r, s) && s->open_comments > (most ? most->open_comments : 0)) most = s;
    }
    return most;
}

static const struct section *in_review(const struct section *sections, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (sections[i].state == STATE_REVIEW) return &sections[i];
    }
    return NULL;
}

static const char *with_count(struct request *r, const char *what, int count) {
    return arena_printf(r->arena, "%s (%d)", what, count);
}

static const char *path_of(struct request *r, const struct section *s, const char *page_of_it) {
    return arena_printf(r->arena, "/sections/%lld%s", (long long)s->id, page_of_it);
}

/* --- What others said since ----------------------------------------------------------------------------------------- */

/* What the reader has not read: all of it, and what calls him by name. */
struct news {
    struct seen_news *all, *mentions;
    size_t all_count, all_total, mention_count, mention_total;
};

static enum err read_news(struct request *r, struct news *n) {
    enum err e = seen_news(r->db, r->arena, r->user.id, false, MOST_NEWS, &n->all, &n->all_count, &n->all_total);
    if (e != OK) return e;
    return seen_news(r->db, r->arena, r->user.id, true, 1, &n->mentions, &n->mention_count, &n->mention_total);
}

static const char *news_path(struct request *r, const struct seen_news *n) {
    int64_t comment = n->thread.comment_id, id = comment ? comment : n->thread.suggestion_id;
    const char *path = arena_printf(r->arena, "/%s/%lld", comment ? "comments" : "suggestions", (long long)id);
    return n->reply_id ? arena_printf(r->arena, "%s#a%lld", path, (long long)n->reply_id) : path;
}

static const char *place_of(struct request *r, int64_t id, const struct section *sections, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (sections[i].id == id) return section_view_place(r->arena, sections, i);
    return "";
}

static json_t *news_view(struct request *r, const struct news *n, const struct section *sections, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < n->all_count; i++) {
        const struct seen_news *one = &n->all[i];
        json_array_append_new(list, json_pack("{s:s s:s s:s s:I s:s s:s}", "by", one->by, "words",
                                              utf_excerpt(r->arena, one->words, EXCERPT), "href", news_path(r, one),
                                              "at", (json_int_t)one->at, "at_text", reply_moment(r, one->at), "place",
                                              place_of(r, one->section_id, sections, count)));
    }
    return list;
}

/* The newest call stands for all of them. */
static void todo_add_mentions(struct request *r, json_t *todo, const struct news *n) {
    if (n->mention_count == 0) return;
    const struct seen_news *newest = &n->mentions[0];
    const char *what = arena_printf(r->arena, "%s: %s", newest->by, utf_excerpt(r->arena, newest->words, EXCERPT));
    if (n->mention_total > 1) what = with_count(r, what, (int)n->mention_total);
    todo_add(r, todo, "mention", what, news_path(r, newest), true);
}

static json_t *todo_view(struct request *r, const struct section *sections, size_t count, int open_comments,
                         const struct news *news) {
    json_t *todo = json_array();
    todo_add_mentions(r, todo, news);
    const struct section *about = discussed(r, sections, count);
    if (about) {
        const char *what = section_view_place(r->arena, sections, (size_t)(about - sections));
        todo_add(r, todo, "comments_mine", with_count(r, what, about->open_comments), path_of(r, about, "/comments"),
                 true);
    }
    if (open_comments && r->user.role >= ROLE_SECRETARIAT)
        todo_add(r, todo, "comments_open", with_count(r, request_phrase(r, "desk.comments_all"), open_comments),
                 "/comments?state=open", true);
    about = r->user.role >= ROLE_MEMBER ? begun(r, sections, count) : NULL;
    if (about)
        todo_add(r, todo, "continue", section_view_place(r->arena, sections, (size_t)(about - sections)),
                 path_of(r, about, "/edit"), false);
    about = r->user.role >= ROLE_REVIEWER ? in_review(sections, count) : NULL;
    if (about)
        todo_add(r, todo, "review", section_view_place(r->arena, sections, (size_t)(about - sections)),
                 path_of(r, about, ""), false);
    return todo;
}

static json_t *last_change(struct request *r, const struct section *sum) {
    if (!sum->changed_at) return json_null();
    return json_pack("{s:I, s:s, s:s}", "at", (json_int_t)sum->changed_at, "at_text", reply_moment(r, sum->changed_at),
                     "by", sum->changed_by);
}

static json_t *desk_view(struct request *r, const struct document *document, const struct section *sections,
                         size_t count, const struct news *news) {
    json_t *chapters = json_array();
    for (size_t i = 0, end; i < count; i = end) {
        end = section_view_end(sections, count, i);
        json_array_append_new(chapters, chapter_view(r, &sections[i], end - i));
    }
    struct section all = count ? branch_sum(sections, count) : (struct section){0};
    json_t *todo = todo_view(r, sections, count, all.open_comments, news);
    bool has_todo = json_array_size(todo) > 0;
    return json_pack("{s:s, s:{s:s}, s:b, s:o, s:b, s:o, s:I, s:s, s:i, s:b, s:o, s:b, s:I, s:o}", "title",
                     request_phrase(r, "desk.title"), "document", "title", document->title, "is_begun",
                     all.changed_at != 0, "last_change", last_change(r, &all), "has_todo", has_todo, "todo", todo,
                     "length", (json_int_t)all.length, "length_text",
                     decimal_print_integer(r->arena, (int64_t)all.length), "open_comments", all.open_comments,
                     "has_chapters", count > 0, "chapters", chapters, "has_unread", news->all_count > 0, "unread_count",
                     (json_int_t)news->all_total, "unread", news_view(r, news, sections, count));
}

enum err desk_show(struct request *r) {
    struct document document;
    struct section *sections;
    size_t count;
    struct news news;
    enum err e = document_get(r->db, r->arena, &document);
    if (e == OK) e = section_tree(r->db, r->arena, true, &sections, &count);
    if (e == OK) e = read_news(r, &news);
    if (e != OK) return e;
    return reply_view(r, "desk", desk_view(r, &document, sections, count, &news));
}
