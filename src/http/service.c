#include "kosshi/http/service.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/queue.h>
#include <unistd.h>

#include "kosshi/base/helper.h"
#include "kosshi/base/log.h"
#include "kosshi/http/kept.h"
#include "kosshi/http/live.h"
#include "kosshi/http/reply.h"
#include "kosshi/http/statics.h"
#include "kosshi/http/worker.h"

#define KEPT_PAGES (4u * 1024 * 1024)    /* bytes of finished pages */
#define KEPT_SECTIONS (4u * 1024 * 1024) /* bytes of rendered sections */
#define HELPERS 3
#define WORKERS 2 /* so that a long export does not keep people from signing in */
#define WRITERS_A_TURN 64
#define BUSY_MS 5000 /* how long writers wait for another program's lock */
#define BUSY_RETRY_MS 10
#define NOTICE_MS 1000 /* how often another program's commits are looked for */

/* A request that waits: for its turn to write, for the renderer, or to be handed out. In its arena. */
struct ticket {
    struct request *request;
    enum err result; /* of its page function, once that has run */
    TAILQ_ENTRY(ticket) next;
};
TAILQ_HEAD(tickets, ticket);

struct service {
    struct service_options options;
    struct db *db;
    struct worker *workers[WORKERS];
    size_t load[WORKERS]; /* requests with each */
    struct render *render;
    struct kept *kept;
    struct live *live;
    struct templates *templates;
    struct statics *statics;
    struct languages *languages;
    struct tickets writers; /* their `run` comes in the next transaction */
    struct tickets waiting; /* for the renderer; asked again when something was rendered */
    size_t pending;         /* in these two lists or with a worker */
    int64_t busy_since;     /* monotonic ms; 0: the lock was free */
    int64_t next_notice;    /* monotonic ms */
    int64_t data_version;
    bool has_news; /* something was committed that the streams have not looked at */
    int epoll;     /* of the renderer and the workers */
};

static void watch(struct service *s, int fd) {
    struct epoll_event event = {.events = EPOLLIN};
    if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl failed");
}

static void stop_workers(struct service *s) {
    for (int i = 0; i < WORKERS; i++)
        worker_stop(s->workers[i]);
}

/* Whether the person of a stream may still listen. A file that cannot be read now shuts nobody out. */
static bool may_listen(struct request *r, void *context) {
    const struct service *s = context;
    ARENA(a);
    struct user user;
    enum err e = session_find(s->db, a, r->token, db_now(), &user, NULL);
    return e == OK ? user.role >= r->route->role : e != ERR_SIGNED_OUT;
}

static enum err open_streams(struct service *s) {
    struct live_options o = {.db = s->db,
                             .most = s->options.streams,
                             .wake = s->options.wake,
                             .gone = s->options.gone,
                             .may = may_listen,
                             .context = s};
    return live_open(&o, &s->live);
}

enum err service_open(const struct service_options *o, struct service **out) {
    struct service *s = calloc(1, sizeof *s);
    if (!s) die("out of memory");
    s->options = *o;
    enum err e = db_open(o->file, DB_WRITE, o->assets, &s->db);
    if (e == OK) e = open_streams(s);
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
    return TAILQ_EMPTY(&s->writers) ? ms : sooner(ms, s->busy_since ? BUSY_RETRY_MS : 0);
}

/* --- one request --- */

/* Who sends this. A token nobody has any more is as good as none. */
static enum err identify(struct service *s, struct request *r) {
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
    return route->effect == WRITE || route->effect == UPLOAD;
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

static void hand_out(struct service *s, struct request *r, enum err e) {
    s->pending--;
    s->options.done(r, finish(r, e));
}

static void line_up(struct tickets *list, struct request *r) {
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

/* A request that passed the gate goes where its route says. */
static struct answer *dispatch(struct service *s, struct request *r) {
    const char *key = page_key(r);
    struct answer *a = key ? kept_page(s->kept, key) : NULL;
    if (a) return answer_hold(a);
    if (r->route->prepare) {
        give_to_worker(s, r);
    } else if (writes(r->route)) {
        line_up(&s->writers, r);
    } else {
        a = read_page(s, r);
        if (a) return a;
        line_up(&s->waiting, r);
    }
    s->pending++;
    return NULL;
}

bool service_takes_file(struct service *s, struct request *r, const struct gate_headers *headers) {
    enum err routed = gate_route(r, s->options.routes, s->options.route_count);
    if (routed != OK || r->route->effect != UPLOAD) return false;
    return identify(s, r) == OK && gate_admit(r, headers, routed) == OK;
}

struct answer *service_take(struct service *s, struct request *r, const struct gate_headers *headers, enum err failed) {
    r->generation = kept_generation(s->kept);
    enum err routed = gate_route(r, s->options.routes, s->options.route_count);
    enum err e = r->route && r->route->effect == SHARED ? OK : identify(s, r);
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
            line_up(&s->writers, r);
        else
            hand_out(s, r, e);
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

/* Who waited while others wrote may have lost his session or his role. */
static enum err admit_again(struct service *s, const struct ticket *t) {
    struct request *r = t->request;
    if (r->generation == kept_generation(s->kept)) return OK;
    r->user = (struct user){.name = "", .display = ""};
    enum err e = identify(s, r);
    return e == OK ? gate_role(r) : e;
}

/* Each writer in its own savepoint. An error of the transaction itself (a full disk) ends it for all. */
static enum err run_writers(struct service *s, struct tickets *turn) {
    struct ticket *t;
    TAILQ_FOREACH(t, turn, next) {
        struct request *r = t->request;
        enum err e = db_savepoint(r->db);
        if (e != OK) return e;
        t->result = admit_again(s, t);
        if (t->result == OK) t->result = r->route->run(r);
        if (t->result == ERR_AGAIN) die("%s: a writer cannot wait for the renderer", r->path);
        e = db_savepoint_end(r->db, t->result == OK);
        if (e != OK) return e;
    }
    return OK;
}

/* Takes this turn's writers off the list. */
static void next_writers(struct service *s, struct tickets *turn) {
    TAILQ_INIT(turn);
    for (int i = 0; i < WRITERS_A_TURN && !TAILQ_EMPTY(&s->writers); i++) {
        struct ticket *t = TAILQ_FIRST(&s->writers);
        TAILQ_REMOVE(&s->writers, t, next);
        TAILQ_INSERT_TAIL(turn, t, next);
    }
}

/* Opens the turn's transaction. ERR_AGAIN while another program has the lock and it is too early to give up. */
static enum err begin_turn(struct service *s) {
    db_query_only(s->db, false);
    enum err e = db_begin(s->db);
    if (e != ERR_BUSY) s->busy_since = 0;
    if (e == OK) return OK;
    db_query_only(s->db, true);
    if (e != ERR_BUSY) return e;
    if (s->busy_since == 0) s->busy_since = helper_now();
    if (helper_now() - s->busy_since < BUSY_MS) return ERR_AGAIN;
    s->busy_since = 0;
    return ERR_BUSY;
}

static bool write_turn(struct service *s) {
    if (TAILQ_EMPTY(&s->writers)) return false;
    struct tickets turn;
    enum err e = begin_turn(s);
    if (e == ERR_AGAIN) return false;
    next_writers(s, &turn);
    if (e == OK) {
        e = run_writers(s, &turn);
        if (e == OK)
            e = db_commit(s->db);
        else
            db_rollback(s->db);
        db_query_only(s->db, true);
        kept_forget(s->kept);
        s->has_news = s->has_news || e == OK;
    }
    if (e != OK) log_warn("a turn's changes could not be written: %s", err_code(e));
    struct ticket *t;
    while ((t = TAILQ_FIRST(&turn))) {
        TAILQ_REMOVE(&turn, t, next);
        hand_out(s, t->request, e != OK ? e : t->result);
    }
    return true;
}

/* The logs are read after the commit, once for all of a turn's writers; again in the next turn when they could not be. */
static bool tell_streams(struct service *s) {
    if (s->has_news) s->has_news = live_look(s->live) != OK;
    return live_turn(s->live, helper_now());
}

bool service_turn(struct service *s) {
    size_t before = s->pending;
    notice_other_programs(s);
    for (int i = 0; i < WORKERS; i++)
        take_from_worker(s, i);
    take_from_renderer(s);
    while (write_turn(s))
        continue;
    bool woke = tell_streams(s);
    return woke || s->pending != before;
}
