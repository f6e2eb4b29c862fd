#ifndef KOSSHI_TESTS_PAGE_FIXTURE_H
#define KOSSHI_TESTS_PAGE_FIXTURE_H

#include "store_fixture.h"

#include <jansson.h>

#include "kosshi/http/reply.h"
#include "kosshi/http/request.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/section.h"

/* Calls a page function of src/pages as the server does, over the document of store_fixture.h. Replies are JSON. */
struct visit {
    struct request request;
    json_t *view; /* of the last reply */
};

/* Who of the fixture's persons has this role; somebody who wrote nothing for the others. */
static inline int64_t visitor(enum role role) {
    return role == ROLE_SECRETARIAT ? SECRETARIAT : role == ROLE_MEMBER ? MEMBER : MEMBER + 1;
}

static inline void visit_begin(struct visit *v, struct fixture *f, enum role role, const char *display) {
    *v = (struct visit){.request = {.arena = f->arena,
                                    .db = f->db,
                                    .render = render_new(1),
                                    .assets = f->assets,
                                    .languages = languages_open(f->assets),
                                    .path = "/",
                                    .query = json_object(),
                                    .body = json_object(),
                                    .user = {.id = visitor(role), .role = role, .name = "tanaka", .display = display},
                                    .wants_json = true,
                                    .now = 1795476778000}};
}

static inline void visit_end(struct visit *v) {
    json_decref(v->view);
    json_decref(v->request.query);
    json_decref(v->request.body);
    free(v->request.reply.body);
    languages_close(v->request.languages);
    render_free(v->request.render);
}

/* Calls a page until it no longer waits for the renderer. */
static inline enum err visit_page(struct visit *v, page *show) {
    enum err e;
    while ((e = show(&v->request)) == ERR_AGAIN)
        render_wait(v->request.render);
    return e;
}

/* The view of a page, which must be answered with 200. */
static inline json_t *visit(struct visit *v, page *show, int64_t id) {
    v->request.id = id;
    DO(visit_page(v, show));
    assert_int_equal(v->request.reply.status, 200);
    json_decref(v->view);
    v->view = json_loadb(v->request.reply.body, v->request.reply.size, 0, NULL);
    assert_non_null(v->view);
    return v->view;
}

static inline int64_t add_section(struct fixture *f, int64_t parent, enum section_kind kind, const char *number,
                                  const char *title) {
    int64_t id;
    DO(section_add(f->db, parent, kind, number, title, &id));
    return id;
}

static inline void write_section(struct fixture *f, int64_t id, int64_t base, const char *text, int64_t user,
                                 int64_t now) {
    int64_t version;
    DO(save_text(f->db, id, base, text, strlen(text), user, now, &version));
}

/* An open comment of the member's. */
static inline void comment_on(struct fixture *f, int64_t section) {
    struct visit v;
    visit_begin(&v, f, ROLE_MEMBER, "田中");
    json_object_set_new(v.request.body, "body", json_string("意見"));
    visit(&v, comments_add, section);
    visit_end(&v);
}

static inline const char *text_at(json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "(none)";
}

static inline json_int_t number_at(json_t *object, const char *key) {
    return json_integer_value(json_object_get(object, key));
}

#endif
