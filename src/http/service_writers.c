#include "kosshi/base/helper.h"
#include "kosshi/base/log.h"
#include "service_in.h"

#define WRITERS_A_TURN 64
#define TURN_MS 10   /* after which no further writer of it begins */
#define BUSY_MS 5000 /* how long writers wait for another program's lock */
#define BUSY_RETRY_MS 10

/* Who waited while others wrote may have lost his session or his role. */
static enum err admit_again(struct service *s, struct request *r) {
    if (r->generation == kept_generation(s->kept)) return OK;
    r->user = (struct user){.name = "", .display = ""};
    enum err e = service_identify(s, r);
    return e == OK ? gate_role(r) : e;
}

/* A writer in its own savepoint. An error of the transaction itself (a full disk) ends it for all. */
static enum err run_writer(struct service *s, struct ticket *t) {
    struct request *r = t->request;
    enum err e = db_savepoint(r->db);
    if (e != OK) return e;
    t->result = admit_again(s, r);
    if (t->result == OK) t->result = r->route->run(r);
    if (t->result == ERR_AGAIN) die("%s: a writer cannot wait for the renderer", r->path);
    return db_savepoint_end(r->db, t->result == OK);
}

/* The first of those who wait is of this turn. */
static struct ticket *next_writer(struct service *s, struct tickets *turn) {
    struct ticket *t = TAILQ_FIRST(&s->writers);
    TAILQ_REMOVE(&s->writers, t, next);
    TAILQ_INSERT_TAIL(turn, t, next);
    return t;
}

static enum err run_writers(struct service *s, struct tickets *turn) {
    int64_t until = helper_now() + TURN_MS;
    enum err e = OK;
    for (int i = 0; i < WRITERS_A_TURN && !TAILQ_EMPTY(&s->writers) && e == OK; i++) {
        if (i > 0 && helper_now() >= until) break;
        e = run_writer(s, next_writer(s, turn));
    }
    if (e == OK) return db_commit(s->db);
    db_rollback(s->db);
    return e;
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

static void hand_out_all(struct service *s, struct tickets *turn, enum err e) {
    struct ticket *t;
    if (e != OK) log_warn("a turn's changes could not be written: %s", err_code(e));
    while ((t = TAILQ_FIRST(turn))) {
        TAILQ_REMOVE(turn, t, next);
        service_hand_out(s, t->request, e != OK ? e : t->result);
    }
}

void service_writers_turn(struct service *s) {
    if (TAILQ_EMPTY(&s->writers)) return;
    struct tickets turn = TAILQ_HEAD_INITIALIZER(turn);
    enum err e = begin_turn(s);
    if (e == ERR_AGAIN) return;
    if (e == OK) {
        e = run_writers(s, &turn);
        db_query_only(s->db, true);
        kept_forget(s->kept);
        s->has_news = s->has_news || e == OK;
    } else {
        while (!TAILQ_EMPTY(&s->writers))
            (void)next_writer(s, &turn);
    }
    hand_out_all(s, &turn, e);
}

int service_writers_wait_ms(const struct service *s) {
    if (TAILQ_EMPTY(&s->writers)) return -1;
    return s->busy_since ? BUSY_RETRY_MS : 0;
}
