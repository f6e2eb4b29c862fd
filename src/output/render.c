#include "kosshi/output/render.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/queue.h>
#include <unistd.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/helper.h"
#include "kosshi/base/log.h"
#include "kosshi/output/table_chart.h"
#include "kosshi/text/markdown.h"

enum { BUCKETS = 1024, DEADLINE_MS = 1000, PATIENCE_MS = 900 };

static const struct helper_limits limits = {.memory = 256u << 20, .output = 8u << 20, .deadline_ms = DEADLINE_MS};

enum state { QUEUED, UNDER_WAY, RENDERED, GIVEN_UP };

/*
 * A text and what became of it.
 *  1. Every entry is in the chain of its bucket.
 *  2. It is in one place more: the queue (QUEUED), a slot (UNDER_WAY), or a list of what is kept (RENDERED, GIVEN_UP).
 *  3. text is there as long as it is to be rendered, and for ever with a preview, whose key it is.
 */
struct entry {
    LIST_ENTRY(entry) chain;
    TAILQ_ENTRY(entry) place;
    uint64_t hash;
    struct render_key key;
    enum state state;
    int64_t asker;
    uint64_t turn;
    int64_t since;                /* monotonic ms: when it was first asked for */
    uint64_t first_ask, last_ask; /* see render.asks */
    char *text;
    size_t text_size;
    char *html;
    size_t html_size;
};

LIST_HEAD(bucket, entry);
TAILQ_HEAD(list, entry);

/* A helper and what it does. */
struct slot {
    struct helper *helper;
    struct entry *entry; /* NULL when it has nothing to do; then it is not watched */
    short events;        /* as watched by epoll */
};

struct render {
    int epoll;
    struct slot *slots;
    int slot_count;
    struct bucket buckets[BUCKETS];
    struct list queue;          /* oldest first */
    struct list previews, kept; /* least lately asked for first */
    uint64_t turn;              /* of the job begun last */
    uint64_t asks;              /* counts calls of render_html */
    size_t bytes;               /* of all in previews and kept */
    uint64_t postponed;         /* counts answers that a text is not there yet and need not be waited for */
};

/* --- the job, in the helper process ---------------------------------------------------------------- */

/* The question: a byte for the form, one for the level of headings, the prefix with its NUL, the text. */
static void question_write(const struct entry *e, struct buf *out) {
    buf_byte(out, (char)e->key.form);
    buf_byte(out, (char)e->key.heading);
    switch (e->key.source) {
    case RENDER_SECTION:
        buf_printf(out, "s%lld-", (long long)e->key.id);
        break;
    case RENDER_REFERENCE:
        buf_printf(out, "r%lld-", (long long)e->key.id);
        break;
    case RENDER_PREVIEW:
        buf_string(out, "p-");
        break;
    }
    buf_byte(out, '\0');
    buf_add(out, e->text, e->text_size);
}

static enum err question_answer(const char *bytes, size_t size, struct buf *out) {
    const char *prefix = bytes + 2, *text = prefix + strlen(prefix) + 1;
    struct markdown_options options = {
        .prefix = prefix, .heading = bytes[1], .lines = bytes[0] == RENDER_LINES, .chart = table_chart_draw};
    size -= (size_t)(text - bytes);
    if (bytes[0] == RENDER_TEXT)
        markdown_text(text, size, out);
    else
        markdown_html(text, size, &options, out);
    return OK;
}

/* --- entries ------------------------------------------------------------------------------------------ */

static uint64_t hash_add(uint64_t hash, uint64_t value) { /* FNV-1a */
    return (hash ^ value) * 0x100000001b3;
}

static uint64_t hash_of(const struct render_key *key, const char *text, size_t size) {
    uint64_t hash = hash_add(0xcbf29ce484222325, (uint64_t)key->source);
    hash = hash_add(hash, (uint64_t)key->id);
    hash = hash_add(hash, (uint64_t)key->version);
    hash = hash_add(hash, (uint64_t)key->heading);
    hash = hash_add(hash, (uint64_t)key->form);
    if (key->source == RENDER_PREVIEW)
        for (size_t i = 0; i < size; i++)
            hash = hash_add(hash, (unsigned char)text[i]);
    return hash;
}

static bool is_same(const struct entry *e, const struct render_key *key, const char *text, size_t size) {
    const struct render_key *k = &e->key;
    if (k->source != key->source || k->id != key->id || k->version != key->version || k->heading != key->heading ||
        k->form != key->form)
        return false;
    return k->source != RENDER_PREVIEW || (e->text_size == size && (!size || memcmp(e->text, text, size) == 0));
}

static struct bucket *bucket_of(struct render *r, uint64_t hash) {
    return &r->buckets[(hash ^ hash >> 32) % BUCKETS];
}

static struct list *kept_list(struct render *r, const struct entry *e) {
    return e->key.source == RENDER_PREVIEW ? &r->previews : &r->kept;
}

static size_t entry_bytes(const struct entry *e) {
    return sizeof *e + e->text_size + e->html_size;
}

static struct entry *entry_new(struct render *r, const struct render_key *key, uint64_t hash, const char *text,
                               size_t size) {
    struct entry *e = calloc(1, sizeof *e);
    struct buf copy = {0};
    if (!e) die("out of memory");
    buf_add(&copy, text, size);
    *e = (struct entry){.hash = hash, .key = *key, .state = QUEUED, .since = helper_now(), .text_size = size};
    e->text = buf_steal(&copy);
    LIST_INSERT_HEAD(bucket_of(r, hash), e, chain);
    TAILQ_INSERT_TAIL(&r->queue, e, place);
    return e;
}

static void entry_free(struct entry *e) {
    LIST_REMOVE(e, chain);
    free(e->text);
    free(e->html);
    free(e);
}

static struct entry *entry_find(struct render *r, const struct render_key *key, uint64_t hash, const char *text,
                                size_t size) {
    struct entry *e = LIST_FIRST(bucket_of(r, hash));
    while (e && (e->hash != hash || !is_same(e, key, text, size)))
        e = LIST_NEXT(e, chain);
    return e;
}

/* Takes what came of a job that is in no list any more. */
static void entry_finish(struct render *r, struct entry *e, enum err result, struct buf *html) {
    static const char *const sources[] = {"section", "reference", "preview of section"};
    if (result == OK) {
        e->html_size = html->size;
        e->html = buf_steal(html);
    } else {
        log_warn("the renderer gave up on %s %lld, version %lld", sources[e->key.source], (long long)e->key.id,
                 (long long)e->key.version);
    }
    e->state = result == OK ? RENDERED : GIVEN_UP;
    if (e->key.source != RENDER_PREVIEW) {
        free(e->text);
        e->text = NULL;
        e->text_size = 0;
    }
    TAILQ_INSERT_TAIL(kept_list(r, e), e, place);
    r->bytes += entry_bytes(e);
}

/* --- who is next --------------------------------------------------------------------------------------- */

/*
 * Jobs are numbered in turns: an asker's jobs take one turn each, from the turn at hand on, and the lowest turn is
 * next. So askers alternate, however many texts one of them wants.
 */
static uint64_t turn_after_own(const struct render *r, int64_t asker) {
    uint64_t last = r->turn;
    for (const struct entry *e = TAILQ_FIRST(&r->queue); e; e = TAILQ_NEXT(e, place))
        if (e->asker == asker && e->turn > last) last = e->turn;
    return last + 1;
}

/* One asker never has the last helper: however long his texts take, another's is begun at once. */
static bool has_enough(const struct render *r, int64_t asker) {
    int busy = 0;
    if (asker == 0) return false;
    for (int i = 0; i < r->slot_count; i++)
        busy += r->slots[i].entry && r->slots[i].entry->asker == asker;
    return r->slot_count > 1 && busy >= r->slot_count - 1;
}

static struct entry *queue_next(struct render *r) {
    struct entry *next = NULL;
    for (struct entry *e = TAILQ_FIRST(&r->queue); e; e = TAILQ_NEXT(e, place))
        if ((!next || e->turn < next->turn) && !has_enough(r, e->asker)) next = e;
    return next;
}

/* --- helpers -------------------------------------------------------------------------------------------- */

static void slot_watch(struct render *r, struct slot *slot, int operation) {
    short events = helper_events(slot->helper);
    struct epoll_event event = {.events = events == POLLOUT ? EPOLLOUT : EPOLLIN};
    slot->events = events;
    /* a helper without a process has nothing to watch: render_wait_ms does not wait for it */
    (void)epoll_ctl(r->epoll, operation, helper_fd(slot->helper), &event);
}

static void slot_begin(struct render *r, struct slot *slot, struct entry *e) {
    BUF(question);
    TAILQ_REMOVE(&r->queue, e, place);
    question_write(e, &question);
    helper_begin(slot->helper, question.data, question.size);
    slot->entry = e;
    e->state = UNDER_WAY;
    r->turn = e->turn;
    slot_watch(r, slot, EPOLL_CTL_ADD);
}

static void queue_begin(struct render *r) {
    for (int i = 0; i < r->slot_count; i++) {
        if (r->slots[i].entry) continue;
        struct entry *next = queue_next(r);
        if (!next) return;
        slot_begin(r, &r->slots[i], next);
    }
}

/* True when its job is done or given up. */
static bool slot_step(struct render *r, struct slot *slot) {
    BUF(html);
    int fd = helper_fd(slot->helper);
    enum err result = helper_step(slot->helper, &html);
    if (result == ERR_AGAIN) {
        if (slot->events != helper_events(slot->helper)) slot_watch(r, slot, EPOLL_CTL_MOD);
        return false;
    }
    /* fails when the helper was forked anew: its old descriptor left the epoll by being closed */
    (void)epoll_ctl(r->epoll, EPOLL_CTL_DEL, fd, NULL);
    entry_finish(r, slot->entry, result, &html);
    slot->entry = NULL;
    return true;
}

/* --- the renderer --------------------------------------------------------------------------------------- */

struct render *render_new(int helpers) {
    struct render *r = calloc(1, sizeof *r);
    struct slot *slots = calloc((size_t)helpers, sizeof *slots);
    if (!r || !slots) die("out of memory");
    *r = (struct render){.epoll = epoll_create1(EPOLL_CLOEXEC), .slots = slots, .slot_count = helpers};
    for (int i = 0; i < BUCKETS; i++)
        LIST_INIT(&r->buckets[i]);
    TAILQ_INIT(&r->queue);
    TAILQ_INIT(&r->previews);
    TAILQ_INIT(&r->kept);
    if (r->epoll < 0) die("no epoll for the renderer");
    for (int i = 0; i < helpers; i++)
        slots[i].helper = helper_start(question_answer, limits);
    return r;
}

void render_free(struct render *r) {
    if (!r) return;
    for (int i = 0; i < r->slot_count; i++)
        helper_stop(r->slots[i].helper);
    for (int i = 0; i < BUCKETS; i++) {
        for (struct entry *e = LIST_FIRST(&r->buckets[i]), *next; e; e = next) {
            next = LIST_NEXT(e, chain);
            entry_free(e);
        }
    }
    close(r->epoll);
    free(r->slots);
    free(r);
}

/* Puts an asker's wish before that of another who waits for the same text later. */
static void entry_ask(struct render *r, struct entry *e, int64_t asker) {
    if (e->turn && e->asker == asker) return;
    uint64_t turn = turn_after_own(r, asker);
    if (e->turn && e->turn <= turn) return;
    e->asker = asker;
    e->turn = turn;
}

/* A person's page is not kept waiting by other texts longer than by its own; the program itself waits for all. */
static enum err asked_again(struct render *r, const struct entry *e, int64_t asker) {
    if (asker == 0 || helper_now() - e->since < PATIENCE_MS) return ERR_AGAIN;
    r->postponed++;
    return ERR_UNRENDERABLE;
}

enum err render_html(struct render *r, int64_t asker, const struct render_key *key, const char *text, size_t size,
                     const char **html, size_t *html_size) {
    struct render_key own = *key;
    if (own.source == RENDER_PREVIEW) own.id = own.version = 0;
    uint64_t hash = hash_of(&own, text, size);
    struct entry *e = entry_find(r, &own, hash, text, size);
    if (!e) e = entry_new(r, &own, hash, text, size);
    e->last_ask = ++r->asks;
    if (!e->first_ask) e->first_ask = e->last_ask;
    if (e->state == QUEUED) {
        entry_ask(r, e, asker);
        queue_begin(r);
    }
    if (e->state == QUEUED || e->state == UNDER_WAY) return asked_again(r, e, asker);
    TAILQ_REMOVE(kept_list(r, e), e, place);
    TAILQ_INSERT_TAIL(kept_list(r, e), e, place);
    if (e->state == GIVEN_UP) return ERR_UNRENDERABLE;
    *html = e->html;
    *html_size = e->html_size;
    return OK;
}

uint64_t render_postponed(const struct render *r) {
    return r->postponed;
}

int render_fd(const struct render *r) {
    return r->epoll;
}

int render_wait_ms(const struct render *r) {
    int64_t now = helper_now(), least = -1;
    for (int i = 0; i < r->slot_count; i++) {
        const struct slot *slot = &r->slots[i];
        if (!slot->entry) continue;
        int64_t left = helper_fd(slot->helper) < 0 ? 0 : helper_deadline(slot->helper) - now;
        if (left < 0) left = 0;
        if (least < 0 || left < least) least = left;
    }
    return (int)least;
}

bool render_step(struct render *r) {
    bool done = false;
    for (int i = 0; i < r->slot_count; i++)
        if (r->slots[i].entry && slot_step(r, &r->slots[i])) done = true;
    queue_begin(r);
    return done;
}

void render_wait(struct render *r) {
    for (int ms; (ms = render_wait_ms(r)) >= 0;) {
        struct pollfd wait = {.fd = r->epoll, .events = POLLIN};
        (void)poll(&wait, 1, ms);
        if (render_step(r)) return;
    }
}

/*
 * A page that waits for one of its texts asks for all of them again: what was asked for since the oldest text that is
 * still awaited must stay, or a page larger than the limit would never be complete.
 */
static uint64_t oldest_awaited(const struct render *r) {
    uint64_t oldest = UINT64_MAX;
    for (const struct entry *e = TAILQ_FIRST(&r->queue); e; e = TAILQ_NEXT(e, place))
        if (e->first_ask < oldest) oldest = e->first_ask;
    for (int i = 0; i < r->slot_count; i++) {
        const struct entry *e = r->slots[i].entry;
        if (e && e->first_ask < oldest) oldest = e->first_ask;
    }
    return oldest;
}

static void list_trim(struct render *r, struct list *list, size_t bytes) {
    uint64_t held = oldest_awaited(r);
    struct entry *e = TAILQ_FIRST(list), *next;
    for (; e && r->bytes > bytes && e->last_ask < held; e = next) {
        next = TAILQ_NEXT(e, place);
        TAILQ_REMOVE(list, e, place);
        r->bytes -= entry_bytes(e);
        entry_free(e);
    }
}

void render_trim(struct render *r, size_t bytes) {
    list_trim(r, &r->previews, bytes);
    list_trim(r, &r->kept, bytes);
}
