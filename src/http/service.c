#include "kosshi/http/service.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "kosshi/base/helper.h"
#include "kosshi/base/log.h"
#include "kosshi/http/reply.h"
#include "kosshi/http/statics.h"
#include "service_in.h"

#define KEPT_PAGES (4u * 1024 * 1024)    /* bytes of finished pages */
#define KEPT_SECTIONS (4u * 1024 * 1024) /* bytes of rendered sections */
#define HELPERS 3
#define NOTICE_MS 1000 /* how often another program's commits are looked for */

static void watch(struct service *s, int fd) {
    struct epoll_event event = {.events = EPOLLIN};
    if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl failed");
}

static void stop_workers(struct service *s) {
    for (int i = 0; i < WORKERS; i++)
        worker_stop(s->workers[i]);
}

enum err service_open(const struct service_options *o, struct service **out) {
    struct service *s = calloc(1, sizeof *s);
    if (!s) die("out of memory");
    s->options = *o;
    enum err e = db_open(o->file, DB_WRITE, o->assets, &s->db);
    if (e == OK) e = service_streams_open(s);
    for (int i = 0; i < WORKERS && e == OK; i++)
        e = worker_start(o->file, o->assets, &s->workers[i]);
    if (e != OK) {
        stop_workers(s);
        live_close(s->live);
        db_close(s->db);
        free(s);
        return e;
    }
    db_wait_for_lock(s->db, 0);
    db_query_only(s->db, true);
    s->data_version = db_data_version(s->db);
    s->render = render_new(HELPERS);
    s->kept = kept_new(KEPT_PAGES);
    s->templates = templates_open(o->assets);
    s->statics = statics_open(o->assets);
    s->languages = languages_open(o->assets);
    TAILQ_INIT(&s->writers);
    TAILQ_INIT(&s->waiting);
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (s->epoll < 0) die("epoll_create1 failed");
    watch(s, render_fd(s->render));
    for (int i = 0; i < WORKERS; i++)
        watch(s, worker_fd(s->workers[i]));
    *out = s;
    return OK;
}

void service_close(struct service *s) {
    if (!s) return;
    stop_workers(s);
    close(s->epoll);
    languages_close(s->languages);
    statics_close(s->statics);
    templates_close(s->templates);
    kept_free(s->kept);
    live_close(s->live);
    render_free(s->render);
    db_close(s->db);
    free(s);
}

void service_equip(struct service *s, struct request *r) {
    r->db = s->db;
    r->render = s->render;
    r->templates = s->templates;
    r->assets = s->options.assets;
    r->statics = s->statics;
    r->languages = s->languages;
    r->live = s->live;
}

size_t service_pending(const struct service *s) {
    return s->pending;
}

size_t service_streams(const struct service *s) {
    return live_count(s->live);
}

void service_end_streams(struct service *s) {
    live_end(s->live);
}

int service_fd(const struct service *s) {
    return s->epoll;
}

static int sooner(int a, int b) {
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

int service_wait_ms(const struct service *s) {
    int64_t now = helper_now(), notice = s->next_notice - now;
    int ms = sooner(notice > 0 ? (int)notice : 0, render_wait_ms(s->render));
    ms = sooner(ms, live_wait_ms(s->live, now));
    return sooner(ms, service_writers_wait_ms(s));
}

/* --- one request --- */

enum err service_identify(struct service *s, struct request *r) {
    if (!r->token) return OK;
    const struct user *known = kept_session(s->kept, r->token, r->now);
    if (known) {
        r->user = *known;
        r->user.name = arena_string(r->arena, known->name);
        r->user.display = arena_string(r->arena, known->display);
        return OK;
    }
    int64_t expires_at;
    enum err e = session_find(s->db, r->arena, r->token, r->now, &r->user, &expires_at);
    if (e == OK) kept_session_add(s->kept, r->token, &r->user, expires_at);
    if (e == ERR_SIGNED_OUT) r->user = (struct user){0};
    return e == ERR_SIGNED_OUT ? OK : e;
}

static bool writes(const struct route *route) {
    return route->effect == WRITE || route->effect == SAVE || route->effect == UPLOAD;
}

/* The key a finished page is kept under, NULL for one that is not kept. */
static const char *page_key(const struct request *r) {
    const struct route *route = r->route;
    if (assets_changing(r->assets)) return NULL; /* a developer wants to see his change */
    if (r->method != METHOD_GET || !route || route->prepare || route->effect == STREAM ||
        (r->user.id == 0 && route->effect != SHARED))
        return NULL;
    return arena_printf(r->arena, "%lld %d%d %s", (long long)r->user.id, (int)r->language, r->wants_json, r->uri);
}

static struct answer *finish(struct request *r, enum err e) {
    if (e != OK) reply_error(r, e);
    if (r->reply.status == 0) die("%s made no reply", r->path);
    return answer_new(r);
}

void service_hand_out(struct service *s, struct request *r, enum err e) {
    s->pending--;
    s->options.done(r, finish(r, e));
}

void service_line_up(struct tickets *list, struct request *r) {
    struct ticket *t = arena_alloc(r->arena, sizeof *t);
    t->request = r;
    TAILQ_INSERT_TAIL(list, t, next);
}

/* Runs a reading page. NULL when it waits for the renderer. */
static struct answer *read_page(struct service *s, struct request *r) {
    uint64_t postponed = render_postponed(s->render);
    enum err e = r->route->run(r);
    if (e == ERR_AGAIN) return NULL;
    struct answer *a = finish(r, e);
    const char *key = page_key(r);
    bool is_whole = postponed == render_postponed(s->render) && r->generation == kept_generation(s->kept);
    if (key && is_whole && answer_status(a) == 200) kept_page_add(s->kept, key, a);
    return a;
}

/* The worker with least to do gets it. */
static void give_to_worker(struct service *s, struct request *r) {
    int least = 0;
    for (int i = 1; i < WORKERS; i++)
        if (s->load[i] < s->load[least]) least = i;
    s->load[least]++;
    worker_give(s->workers[least], r);
}

/* Who was prepared in haste has nothing to wait for but his turn. */
static enum err prepare(struct service *s, struct request *r) {
    r->in_haste = r->route->effect == SAVE;
    enum err e = r->in_haste ? r->route->prepare(r) : ERR_AGAIN;
    r->in_haste = false;
    if (e == ERR_AGAIN) give_to_worker(s, r);
    if (e == OK) service_line_up(&s->writers, r);
    return e == ERR_AGAIN ? OK : e;
}

/* A request that passed the gate goes where its route says. */
static struct answer *dispatch(struct service *s, struct request *r) {
    const char *key = page_key(r);
    struct answer *a = key ? kept_page(s->kept, key) : NULL;
    if (a) return answer_hold(a);
    if (r->route->prepare) {
        enum err e = prepare(s, r);
        if (e != OK) return finish(r, e);
    } else if (writes(r->route)) {
        service_line_up(&s->writers, r);
    } else {
        a = read_page(s, r);
        if (a) return a;
        service_line_up(&s->waiting, r);
    }
    s->pending++;
    return NULL;
}

bool service_takes_file(struct service *s, struct request *r, const struct gate_headers *headers) {
    enum err routed = gate_route(r, s->options.routes, s->options.route_count);
    if (routed != OK || r->route->effect != UPLOAD) return false;
    return service_identify(s, r) == OK && gate_admit(r, headers, routed) == OK;
}

struct answer *service_take(struct service *s, struct request *r, const struct gate_headers *headers, enum err failed) {
    r->generation = kept_generation(s->kept);
    enum err routed = gate_route(r, s->options.routes, s->options.route_count);
    enum err e = r->route && r->route->effect == SHARED ? OK : service_identify(s, r);
    if (e == OK) e = gate_admit(r, headers, routed);
    if (e == OK) e = failed;
    return e == OK && r->route ? dispatch(s, r) : finish(r, e);
}

/* --- a turn of the loop ------------------------------------------------------------------------------------------ */

static void take_from_worker(struct service *s, int i) {
    struct request *r;
    enum err e;
    while ((r = worker_take(s->workers[i], &e))) {
        s->load[i]--;
        service_equip(s, r);
        if (e == OK && writes(r->route))
            service_line_up(&s->writers, r);
        else
            service_hand_out(s, r, e);
    }
}

static void take_from_renderer(struct service *s) {
    if (!render_step(s->render)) return;
    for (struct ticket *t = TAILQ_FIRST(&s->waiting), *after; t; t = after) {
        after = TAILQ_NEXT(t, next);
        struct request *r = t->request;
        struct answer *a = read_page(s, r);
        if (!a) continue;
        TAILQ_REMOVE(&s->waiting, t, next);
        s->pending--;
        s->options.done(r, a);
    }
    render_trim(s->render, KEPT_SECTIONS);
}

static void notice_other_programs(struct service *s) {
    int64_t now = helper_now();
    if (now < s->next_notice) return;
    s->next_notice = now + NOTICE_MS;
    int64_t version = db_data_version(s->db);
    if (version != s->data_version) {
        kept_forget(s->kept);
        s->has_news = true;
    }
    s->data_version = version;
}

bool service_turn(struct service *s) {
    size_t before = s->pending;
    notice_other_programs(s);
    for (int i = 0; i < WORKERS; i++)
        take_from_worker(s, i);
    take_from_renderer(s);
    service_writers_turn(s);
    bool woke = service_streams_tell(s);
    return woke || s->pending != before;
}
