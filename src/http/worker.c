#include "kosshi/http/worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kosshi/base/log.h"
#include "kosshi/http/reply.h"

#define KEPT_SECTIONS (1024u * 1024) /* bytes of rendered sections between two jobs */

struct job {
    struct request *request;
    enum err result;
    struct job *next;
};

struct queue {
    struct job *first, **end;
};

struct worker {
    pthread_t thread;
    pthread_mutex_t lock; /* of the two queues and of stopping */
    pthread_cond_t more;
    struct queue given, finished;
    bool stopping;
    int event; /* counts finished jobs */
    /* of the thread alone */
    struct db *db;
    struct render *render;
    struct templates *templates;
};

static void put(struct queue *q, struct job *j) {
    j->next = NULL;
    *q->end = j;
    q->end = &j->next;
}

static struct job *take(struct queue *q) {
    struct job *j = q->first;
    if (!j) return NULL;
    q->first = j->next;
    if (!q->first) q->end = &q->first;
    return j;
}

static struct job *wait_for_job(struct worker *w) {
    pthread_mutex_lock(&w->lock);
    while (!w->given.first && !w->stopping)
        pthread_cond_wait(&w->more, &w->lock);
    struct job *j = take(&w->given);
    pthread_mutex_unlock(&w->lock);
    return j;
}

static void hand_back(struct worker *w, struct job *j) {
    pthread_mutex_lock(&w->lock);
    put(&w->finished, j);
    pthread_mutex_unlock(&w->lock);
    if (eventfd_write(w->event, 1) != 0) die("the worker cannot tell that it is done");
}

static void *work(void *context) {
    struct worker *w = context;
    struct job *j;
    while ((j = wait_for_job(w))) {
        struct request *r = j->request;
        r->db = w->db;
        r->render = w->render;
        r->templates = w->templates;
        j->result = r->route->prepare(r);
        render_trim(w->render, KEPT_SECTIONS);
        hand_back(w, j);
    }
    return NULL;
}

enum err worker_start(const char *file, struct assets *assets, struct worker **out) {
    struct worker *w = calloc(1, sizeof *w);
    if (!w) die("out of memory");
    enum err e = db_open(file, DB_READ, assets, &w->db);
    if (e != OK) {
        free(w);
        return e;
    }
    db_query_only(w->db, true);
    w->render = render_new(1);
    w->templates = templates_open(assets);
    w->given.end = &w->given.first;
    w->finished.end = &w->finished.first;
    w->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    if (w->event < 0 || pthread_create(&w->thread, NULL, work, w) != 0) die("cannot start the worker thread");
    *out = w;
    return OK;
}

void worker_stop(struct worker *w) {
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->more);
    pthread_mutex_destroy(&w->lock);
    close(w->event);
    templates_close(w->templates);
    render_free(w->render);
    db_close(w->db);
    free(w);
}

void worker_give(struct worker *w, struct request *r) {
    struct job *j = calloc(1, sizeof *j);
    if (!j) die("out of memory");
    j->request = r;
    pthread_mutex_lock(&w->lock);
    put(&w->given, j);
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
}

struct request *worker_take(struct worker *w, enum err *result) {
    eventfd_t count;
    (void)!eventfd_read(w->event, &count); /* before taking: a job that comes after it raises it again */
    pthread_mutex_lock(&w->lock);
    struct job *j = take(&w->finished);
    pthread_mutex_unlock(&w->lock);
    if (!j) return NULL;
    struct request *r = j->request;
    *result = j->result;
    free(j);
    return r;
}

int worker_fd(const struct worker *w) {
    return w->event;
}
