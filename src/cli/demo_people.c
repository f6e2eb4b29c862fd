#include "kosshi/cli/demo_people.h"

#include <jansson.h>
#include <string.h>

#include "kosshi/store/comment.h"
#include "kosshi/store/response.h"
#include "kosshi/store/section.h"
#include "kosshi/store/seen.h"
#include "kosshi/store/suggestion.h"
#include "kosshi/store/user.h"
#include "kosshi/text/changeset.h"
#include "kosshi/text/utf.h"

#define PEOPLE "schema/sample_comments.json"
#define MINUTE 60000LL
#define DAY (24 * 60 * MINUTE)
#define READ_DAYS_AGO 5 /* everybody has read the threads that rest since then */

int64_t demo_people_moment(const struct demo *s, int64_t days_ago, size_t minutes) {
    return s->now - days_ago * DAY - (int64_t)minutes * MINUTE;
}

/* Minutes before now at which what stands at a place was written; longer than any thread of a day. */
static size_t minutes_of(size_t place) {
    return 120 + place * 47 % 480;
}

/* --- People ------------------------------------------------------------------------------------------------------- */

/* Nobody has a password: a sample is entered by the button of a role. */
static enum err add_person(struct demo *s, json_t *person) {
    const char *name, *display, *role;
    int64_t id;
    if (json_unpack(person, "{s:s, s:s, s:s}", "name", &name, "display", &display, "role", &role) != 0)
        die("%s: a person without name, display or role", PEOPLE);
    return user_add(s->db, name, display, role_of(role), USER_NO_PASSWORD, s->now, &id);
}

static struct user person_of(const struct demo *s, const char *name) {
    struct user user;
    if (user_find(s->db, s->arena, name, &user) != OK) die("%s: there is nobody called %s", PEOPLE, name);
    return user;
}

/* --- What is said ------------------------------------------------------------------------------------------------- */

static int64_t units(const char *text, size_t size) {
    return (int64_t)utf_units(text, size);
}

/* Where words stand in a section's text; they must stand there once. */
static size_t bytes_before(const struct section *section, const char *words) {
    const char *at = strstr(section->text, words);
    if (!at || strstr(at + 1, words)) die("%s: section %lld has not once: %s", PEOPLE, (long long)section->id, words);
    return (size_t)(at - section->text);
}

static struct anchor_mark mark_of(const struct section *section, const char *words) {
    int64_t from = units(section->text, bytes_before(section, words));
    return (struct anchor_mark){.version = section->version, .from = from, .to = from + units(words, strlen(words))};
}

static struct section section_of(struct demo *s, int64_t id) {
    struct section section;
    if (section_get(s->db, s->arena, id, &section) != OK) die("%s: there is no section %lld", PEOPLE, (long long)id);
    return section;
}

static enum err mark_read(struct demo *s, const struct thread *thread) {
    struct user *users;
    size_t count;
    enum err e = user_list(s->db, s->arena, &users, &count);
    for (size_t i = 0; e == OK && i < count; i++)
        e = seen_set(s->db, users[i].id, thread, SEEN_ALL);
    return e;
}

/* Lines of a thread on the same day stand ten minutes apart. *at: of the last one; minutes: of its first words. */
static enum err add_replies(struct demo *s, json_t *replies, const struct thread *thread, size_t minutes, int64_t *at) {
    size_t i;
    json_t *reply;
    json_array_foreach(replies, i, reply) {
        const char *author, *body;
        json_int_t days_ago;
        int64_t id;
        if (json_unpack(reply, "{s:s, s:s, s:I}", "author", &author, "body", &body, "days_ago", &days_ago) != 0)
            die("%s: a reply without author, body or days_ago", PEOPLE);
        *at = demo_people_moment(s, days_ago, minutes - 10 * (i + 1));
        const struct user user = person_of(s, author);
        enum err e = thread_reply(s->db, thread, body, &(struct thread_writer){user.id, user.role, *at}, &id);
        if (e != OK) return e;
    }
    return *at < s->now - READ_DAYS_AGO * DAY ? mark_read(s, thread) : OK;
}

static enum err add_answer(struct demo *s, json_t *answer, int64_t comment, int64_t at) {
    const char *by, *disposition, *body, *summary = "";
    if (!answer) return OK;
    if (json_unpack(answer, "{s:s, s:s, s:s, s?s}", "by", &by, "disposition", &disposition, "response", &body,
                    "summary", &summary) != 0)
        die("%s: an answer without by, disposition or response", PEOPLE);
    const struct response r = {.disposition = response_disposition_of(disposition), .summary = summary, .body = body};
    return response_put(s->db, comment, &r, person_of(s, by).id, at);
}

/* Of an opinion from outside author is whoever sent it, and the secretariat (entered_by) wrote it down. */
static int64_t put_comment(struct demo *s, json_t *comment, int64_t section, int64_t at) {
    const char *kind = "opinion", *author = "", *source = NULL, *entered_by = NULL, *body = "", *words = NULL;
    json_int_t people = 1;
    int64_t id;
    if (json_unpack(comment, "{s:s, s:s, s?s, s?s, s?I, s?s, s?s}", "author", &author, "body", &body, "kind", &kind,
                    "source", &source, "people", &people, "entered_by", &entered_by, "words", &words) != 0)
        die("%s: a comment without author or body", PEOPLE);
    const struct user user = person_of(s, source ? entered_by : author);
    const struct comment_draft draft = {.section_id = section,
                                        .kind = comment_kind_of(kind),
                                        .body = body,
                                        .source = source,
                                        .author = source ? author : NULL,
                                        .people = source ? people : 0};
    enum err e = comment_add(s->db, &draft, &(struct thread_writer){user.id, user.role, at}, &id);
    if (e == OK && words) {
        struct section about = section_of(s, section);
        struct anchor_mark mark = mark_of(&about, words);
        e = anchor_add(s->db, s->arena, id, &mark);
    }
    if (e != OK) die("%s: section %lld cannot have: %s", PEOPLE, (long long)section, body);
    return id;
}

static enum err add_comment(struct demo *s, json_t *comment, size_t minutes) {
    const char *resolved_by = NULL;
    json_int_t section, days_ago;
    json_t *replies = NULL, *answer = NULL;
    if (json_unpack(comment, "{s:I, s:I, s?o, s?s, s?o}", "section", &section, "days_ago", &days_ago, "replies",
                    &replies, "resolved_by", &resolved_by, "answer", &answer) != 0)
        die("%s: a comment without section or days_ago", PEOPLE);
    int64_t at = demo_people_moment(s, days_ago, minutes);
    int64_t id = put_comment(s, comment, section, at);
    enum err e = add_replies(s, replies, &(struct thread){.comment_id = id}, minutes, &at);
    if (e == OK) e = add_answer(s, answer, id, at + 5 * MINUTE);
    if (e == OK && resolved_by) e = comment_resolve(s->db, id, person_of(s, resolved_by).id, at + 5 * MINUTE);
    return e;
}

/* Words of a section's text by others. */
static enum err add_suggestion(struct demo *s, json_t *suggestion, size_t minutes) {
    const char *author, *reason, *old, *new_;
    json_int_t section, days_ago;
    json_t *replies = NULL;
    int64_t id;
    if (json_unpack(suggestion, "{s:I, s:s, s:s, s:s, s:s, s:I, s?o}", "section", &section, "author", &author, "reason",
                    &reason, "old", &old, "new", &new_, "days_ago", &days_ago, "replies", &replies) != 0)
        die("%s: a suggestion that lacks something", PEOPLE);
    struct section about = section_of(s, section);
    size_t before = bytes_before(&about, old), behind = before + strlen(old);
    BUF(text);
    buf_add(&text, about.text, before);
    buf_string(&text, new_);
    buf_add(&text, about.text + behind, about.text_size - behind);
    struct changeset changes;
    changeset_from_diff(s->arena, about.text, about.text_size, text.data, text.size, &changes);
    int64_t at = demo_people_moment(s, days_ago, minutes);
    const struct suggestion_draft draft = {section, about.version, &changes, reason, person_of(s, author).id, at};
    enum err e = suggestion_add(s->db, s->arena, &draft, &id);
    return e == OK ? add_replies(s, replies, &(struct thread){.suggestion_id = id}, minutes, &at) : e;
}

static enum err add_each(struct demo *s, json_t *list, enum err (*add)(struct demo *, json_t *, size_t)) {
    enum err e = OK;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        if (e == OK) e = add(s, item, minutes_of(i));
    }
    return e;
}

enum err demo_people_add(struct assets *assets, struct demo *s) {
    struct asset asset;
    json_error_t error;
    if (!assets_get(assets, PEOPLE, &asset)) die("%s is missing", PEOPLE);
    json_auto_t *root = json_loadb(asset.data, asset.size, JSON_REJECT_DUPLICATES, &error);
    if (!root) die("%s:%d: %s", PEOPLE, error.line, error.text);
    enum err e = OK;
    size_t i;
    json_t *person;
    json_array_foreach(json_object_get(root, "people"), i, person) {
        if (e == OK) e = add_person(s, person);
    }
    if (e == OK) e = add_each(s, json_object_get(root, "comments"), add_comment);
    return e == OK ? add_each(s, json_object_get(root, "suggestions"), add_suggestion) : e;
}
