#include "kosshi/http/kept.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define MOST_SESSIONS 2000

struct page {
    char *key; /* first, so that both kinds of entries compare alike */
    struct answer *answer;
    TAILQ_ENTRY(page) order; /* newest use first */
};

struct session {
    char *key;
    struct user user;
    int64_t expires_at;
    struct arena *arena; /* of the user's strings */
};

struct kept {
    void *pages, *sessions; /* tsearch trees by key */
    TAILQ_HEAD(pages, page) order;
    size_t bytes, most, session_count;
    uint64_t generation;
};

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct kept *kept_new(size_t bytes) {
    struct kept *k = calloc(1, sizeof *k);
    if (!k) die("out of memory");
    k->most = bytes;
    TAILQ_INIT(&k->order);
    return k;
}

static void page_drop(struct kept *k, struct page *p) {
    tdelete(p, &k->pages, compare);
    TAILQ_REMOVE(&k->order, p, order);
    k->bytes -= answer_size(p->answer);
    answer_release(p->answer);
    free(p->key);
    free(p);
}

static void session_free(void *thing) {
    struct session *s = thing;
    arena_free(s->arena);
    free(s->key);
    free(s);
}

static void forget_sessions(struct kept *k) {
    tdestroy(k->sessions, session_free);
    k->sessions = NULL;
    k->session_count = 0;
}

void kept_forget(struct kept *k) {
    while (!TAILQ_EMPTY(&k->order))
        page_drop(k, TAILQ_FIRST(&k->order));
    forget_sessions(k);
    k->generation++;
}

uint64_t kept_generation(const struct kept *k) {
    return k->generation;
}

void kept_free(struct kept *k) {
    if (!k) return;
    kept_forget(k);
    free(k);
}

static void *find(void *const *tree, const char *key) {
    void **at = tfind(&key, tree, compare);
    return at ? *at : NULL;
}

struct answer *kept_page(struct kept *k, const char *key) {
    struct page *p = find(&k->pages, key);
    if (!p) return NULL;
    TAILQ_REMOVE(&k->order, p, order);
    TAILQ_INSERT_HEAD(&k->order, p, order);
    return p->answer;
}

void kept_page_add(struct kept *k, const char *key, struct answer *a) {
    size_t size = answer_size(a);
    struct page *old = find(&k->pages, key);
    if (old) page_drop(k, old);
    if (size > k->most / 4) return;
    while (k->bytes + size > k->most)
        page_drop(k, TAILQ_LAST(&k->order, pages));
    struct page *p = calloc(1, sizeof *p);
    if (!p || !(p->key = strdup(key))) die("out of memory");
    p->answer = answer_hold(a);
    if (!tsearch(p, &k->pages, compare)) die("out of memory");
    TAILQ_INSERT_HEAD(&k->order, p, order);
    k->bytes += size;
}

const struct user *kept_session(struct kept *k, const char *token, int64_t now) {
    const struct session *s = find(&k->sessions, token);
    return s && s->expires_at > now ? &s->user : NULL;
}

void kept_session_add(struct kept *k, const char *token, const struct user *user, int64_t expires_at) {
    if (find(&k->sessions, token)) return;
    if (k->session_count >= MOST_SESSIONS) forget_sessions(k);
    struct session *s = calloc(1, sizeof *s);
    if (!s || !(s->key = strdup(token))) die("out of memory");
    s->arena = arena_new();
    s->user = *user;
    s->user.name = arena_string(s->arena, user->name);
    s->user.display = arena_string(s->arena, user->display);
    s->expires_at = expires_at;
    if (!tsearch(s, &k->sessions, compare)) die("out of memory");
    k->session_count++;
}
