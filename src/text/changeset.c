#include "kosshi/text/changeset.h"

#include <string.h>

#include "kosshi/text/diff.h"
#include "kosshi/text/utf.h"

/* --- Parts put together ----------------------------------------------------------------------------------------- */

/* A changeset under way. room: parts there is memory for. */
struct draft {
    struct arena *arena;
    struct changeset set;
    size_t room;
    size_t text_room; /* bytes the last part's text may grow to; 0: its text is somebody else's */
};

static struct changeset_part *draft_last(struct draft *d) {
    return d->set.count ? &d->set.parts[d->set.count - 1] : NULL;
}

static void draft_push(struct draft *d, int64_t len, int64_t ins) {
    if (d->set.count == d->room) {
        size_t room = d->room ? 2 * d->room : 4;
        struct changeset_part *parts = arena_alloc(d->arena, room * sizeof *parts);
        if (d->set.count) memcpy(parts, d->set.parts, d->set.count * sizeof *parts);
        d->set.parts = parts;
        d->room = room;
    }
    d->set.parts[d->set.count++] = (struct changeset_part){.len = len, .ins = ins, .text = ""};
    d->text_room = 0;
}

/* CodeMirror's addSection: neighbours of one sort become one part; join makes it one with the last, whatever it is. */
static void draft_add(struct draft *d, int64_t len, int64_t ins, bool join) {
    if (len == 0 && ins <= 0) return;
    struct changeset_part *last = draft_last(d);
    if (last && ins <= 0 && ins == last->ins) {
        last->len += len;
    } else if (last && len == 0 && last->len == 0) {
        last->ins += ins;
    } else if (last && join) {
        last->len += len;
        last->ins += ins;
    } else {
        draft_push(d, len, ins);
    }
}

/* Bytes more for the last part. The first ones are borrowed; more are copied into room that doubles. */
static void draft_text(struct draft *d, const char *text, size_t size) {
    struct changeset_part *last = draft_last(d);
    if (size == 0) return;
    if (last->size == 0) {
        last->text = text;
        last->size = size;
        d->text_room = 0;
        return;
    }
    if (last->size + size > d->text_room) {
        d->text_room = 2 * (last->size + size);
        char *grown = arena_alloc(d->arena, d->text_room);
        memcpy(grown, last->text, last->size);
        last->text = grown;
    }
    memcpy((char *)last->text + last->size, text, size);
    last->size += size;
}

/* --- Walking along the parts ------------------------------------------------------------------------------------ */

/* CodeMirror's SectionIter: len and ins are what is left of the part, off how much of it was passed. */
struct walk {
    const struct changeset *set;
    size_t next; /* index of the part behind the one at hand */
    int64_t len, ins, off;
    size_t text_at; /* bytes of its text that were taken bit by bit */
};

enum { WALK_DONE = -2 };

static void walk_next(struct walk *w) {
    bool more = w->next < w->set->count;
    w->len = more ? w->set->parts[w->next].len : 0;
    w->ins = more ? w->set->parts[w->next].ins : WALK_DONE;
    w->next += more;
    w->off = 0;
    w->text_at = 0;
}

static struct walk walk_of(const struct changeset *set) {
    struct walk w = {.set = set};
    walk_next(&w);
    return w;
}

static bool walk_done(const struct walk *w) {
    return w->ins == WALK_DONE;
}

static const struct changeset_part *walk_part(const struct walk *w) {
    return &w->set->parts[w->next - 1];
}

/* On by len units of the old text. */
static void walk_old(struct walk *w, int64_t len) {
    if (len == w->len) {
        walk_next(w);
    } else {
        w->len -= len;
        w->off += len;
    }
}

static void draft_text_of(struct draft *d, const struct walk *w) {
    const struct changeset_part *part = walk_part(w);
    draft_text(d, part->text, part->size);
}

/* On by len units of the new text, of which the part at hand inserts some. A text is walked along once, however many
 * bits are taken of it. */
static enum err walk_inserted(struct walk *w, int64_t len, const char **text, size_t *size) {
    const struct changeset_part *part = walk_part(w);
    size_t from = w->text_at, to;
    if (!utf_skip_units(part->text, part->size, from, len, &to)) return ERR_BAD_FIELD;
    *text = part->text + from;
    *size = to - from;
    w->text_at = to;
    if (len == w->ins) {
        walk_next(w);
    } else {
        w->ins -= len;
        w->off += len;
    }
    return OK;
}

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* --- Lengths ---------------------------------------------------------------------------------------------------- */

int64_t changeset_length(const struct changeset *c) {
    int64_t length = 0;
    for (size_t i = 0; i < c->count; i++)
        length += c->parts[i].len;
    return length;
}

int64_t changeset_new_length(const struct changeset *c) {
    int64_t length = 0;
    for (size_t i = 0; i < c->count; i++)
        length += c->parts[i].ins < 0 ? c->parts[i].len : c->parts[i].ins;
    return length;
}

bool changeset_is_empty(const struct changeset *c) {
    return c->count == 0 || (c->count == 1 && c->parts[0].ins < 0);
}

/* --- With a text ------------------------------------------------------------------------------------------------ */

/* Counting the units of a long text is most of the work with it: it is gone through once. inverse: NULL, or room for the
 * parts of what takes c back, whose texts come to lie in a. */
static enum err go_through(const struct changeset *c, const char *text, size_t size, struct buf *out, struct arena *a,
                           struct changeset_part *inverse) {
    size_t at = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct changeset_part *p = &c->parts[i];
        size_t end;
        if (!utf_skip_units(text, size, at, p->len, &end)) return ERR_BAD_FIELD;
        const char *old = text + at;
        size_t old_size = end - at;
        bool kept = p->ins < 0;
        buf_add(out, kept ? old : p->text, kept ? old_size : p->size);
        if (inverse)
            inverse[i] = kept ? *p : (struct changeset_part){p->ins, p->len, arena_copy(a, old, old_size), old_size};
        at = end;
    }
    return at == size ? OK : ERR_BAD_FIELD;
}

/* The changed text gets its room at once. */
static enum err apply(const struct changeset *c, const char *text, size_t size, struct buf *out, struct arena *a,
                      struct changeset_part *inverse) {
    size_t before = out->size, more = size;
    for (size_t i = 0; i < c->count; i++)
        more += c->parts[i].size;
    buf_reserve(out, more);
    enum err e = go_through(c, text, size, out, a, inverse);
    if (e) out->size = before;
    return e;
}

enum err changeset_apply(const struct changeset *c, const char *text, size_t size, struct buf *out) {
    return apply(c, text, size, out, NULL, NULL);
}

enum err changeset_apply_and_invert(struct arena *a, const struct changeset *c, const char *text, size_t size,
                                    struct buf *out, struct changeset *inverse) {
    *inverse = (struct changeset){arena_alloc(a, c->count * sizeof *inverse->parts), c->count};
    return apply(c, text, size, out, a, inverse->parts);
}

/* --- From two texts ----------------------------------------------------------------------------------------------- */

static void add_kept(struct draft *d, const char *text, size_t from, size_t to) {
    draft_add(d, (int64_t)utf_units(text + from, to - from), -1, false);
}

void changeset_from_diff(struct arena *a, const char *old, size_t old_size, const char *new_, size_t new_size,
                         struct changeset *out) {
    struct draft d = {.arena = a};
    struct diff_change *changes;
    size_t count, at = 0;
    diff_texts(a, old, old_size, new_, new_size, &changes, &count);
    for (size_t i = 0; i < count; i++) {
        const struct diff_change *c = &changes[i];
        const char *text = arena_copy(a, new_ + c->new_at, c->new_size);
        add_kept(&d, old, at, c->old_at);
        draft_push(&d, (int64_t)utf_units(old + c->old_at, c->old_size), (int64_t)utf_units(text, c->new_size));
        draft_text(&d, text, c->new_size);
        at = c->old_at + c->old_size;
    }
    add_kept(&d, old, at, old_size);
    *out = d.set;
}

/* --- Compose (composeSets) --------------------------------------------------------------------------------------- */

/* A stretch that both touch, and on behind it: what first kept or inserted, and what second made of it. */
static enum err compose_stretch(struct draft *d, struct walk *a, struct walk *b, int64_t len, bool open) {
    const char *text;
    size_t size;
    if (a->ins == -1) {
        int64_t ins = b->ins == -1 ? -1 : b->off ? 0 : b->ins;
        draft_add(d, len, ins, open);
        if (ins > 0) draft_text_of(d, b);
        walk_old(a, len);
        return OK;
    }
    bool keeps = b->ins == -1;
    draft_add(d, a->off ? 0 : a->len, keeps ? len : b->off ? 0 : b->ins, open);
    if (!keeps && !b->off && b->ins) draft_text_of(d, b);
    enum err e = walk_inserted(a, len, &text, &size);
    if (!e && keeps) draft_text(d, text, size);
    return e;
}

static enum err compose(struct draft *d, struct walk a, struct walk b) {
    bool open = false;
    while (!walk_done(&a) || !walk_done(&b)) {
        if (a.ins == 0) { /* deleted by the first */
            draft_add(d, a.len, 0, open);
            walk_next(&a);
        } else if (b.len == 0 && !walk_done(&b)) { /* inserted by the second */
            draft_add(d, 0, b.ins, open);
            draft_text_of(d, &b);
            walk_next(&b);
        } else if (walk_done(&a) || walk_done(&b)) {
            return ERR_BAD_FIELD;
        } else {
            int64_t len = least(a.ins < 0 ? a.len : a.ins, b.len);
            size_t count = d->set.count;
            bool goes_on = a.ins > len || (b.ins >= 0 && b.len > len);
            enum err e = compose_stretch(d, &a, &b, len, open);
            if (e) return e;
            open = goes_on && (open || d->set.count > count);
            walk_old(&b, len);
        }
    }
    return OK;
}

enum err changeset_compose(struct arena *a, const struct changeset *first, const struct changeset *second,
                           struct changeset *out) {
    if (changeset_new_length(first) != changeset_length(second)) return ERR_BAD_FIELD;
    if (changeset_is_empty(first)) {
        *out = *second;
        return OK;
    }
    if (changeset_is_empty(second)) {
        *out = *first;
        return OK;
    }
    struct draft d = {.arena = a};
    enum err e = compose(&d, walk_of(first), walk_of(second));
    if (!e) *out = d.set;
    return e;
}

/* --- Map (mapSet) ------------------------------------------------------------------------------------------------- */

#define NOTHING SIZE_MAX /* no part of c was inserted yet */

/* inserted: the part of c (walk.next) whose text has been put in, though not all of its old text was passed. */
static bool was_inserted(const struct walk *a, size_t inserted) {
    return inserted != NOTHING && inserted >= a->next;
}

/* A change of over that comes before the next one of c is passed, and the changes of c that it covers are put in. */
static void map_pass(struct draft *d, struct walk *a, struct walk *b, size_t *inserted) {
    draft_add(d, b->ins, -1, false);
    for (int64_t left = b->len; left;) {
        int64_t piece = least(a->len, left);
        if (a->ins >= 0 && !was_inserted(a, *inserted) && a->len <= piece) {
            draft_add(d, 0, a->ins, false);
            if (a->ins) draft_text_of(d, a);
            *inserted = a->next;
        }
        walk_old(a, piece);
        left -= piece;
    }
    walk_next(b);
}

/* The change of c at hand, up to the next one of over that is more than a deletion inside of it. */
static void map_take(struct draft *d, struct walk *a, struct walk *b, size_t *inserted) {
    int64_t len = 0, left = a->len;
    while (left) {
        if (b->ins == -1) {
            int64_t piece = least(left, b->len);
            len += piece;
            left -= piece;
            walk_old(b, piece);
        } else if (b->ins == 0 && b->len < left) {
            left -= b->len;
            walk_next(b);
        } else {
            break;
        }
    }
    bool fresh = !was_inserted(a, *inserted);
    draft_add(d, len, fresh ? a->ins : 0, false);
    if (fresh && a->ins) draft_text_of(d, a);
    *inserted = a->next;
    walk_old(a, a->len - left);
}

/* True when the change of over at hand comes first: by its start, then its length, then as `before` says. */
static bool over_is_first(const struct walk *a, const struct walk *b, size_t inserted, bool before) {
    if (b->ins < 0) return false;
    if (a->ins < 0 || inserted == a->next) return true;
    return a->off == 0 && (b->len < a->len || (b->len == a->len && !before));
}

static enum err map(struct draft *d, struct walk a, struct walk b, bool before) {
    size_t inserted = NOTHING;
    while (!walk_done(&a) || !walk_done(&b)) {
        if ((walk_done(&a) && b.len) || (walk_done(&b) && a.len)) return ERR_BAD_FIELD;
        if (a.ins == -1 && b.ins == -1) {
            int64_t len = least(a.len, b.len);
            draft_add(d, len, -1, false);
            walk_old(&a, len);
            walk_old(&b, len);
        } else if (over_is_first(&a, &b, inserted, before)) {
            map_pass(d, &a, &b, &inserted);
        } else if (a.ins >= 0) {
            map_take(d, &a, &b, &inserted);
        } else {
            return ERR_BAD_FIELD;
        }
    }
    return OK;
}

enum err changeset_map(struct arena *a, const struct changeset *c, const struct changeset *over, bool before,
                       struct changeset *out) {
    if (changeset_length(c) != changeset_length(over)) return ERR_BAD_FIELD;
    if (changeset_is_empty(over)) {
        *out = *c;
        return OK;
    }
    struct draft d = {.arena = a};
    enum err e = map(&d, walk_of(c), walk_of(over), before);
    if (!e) *out = d.set;
    return e;
}

/* --- Positions (mapPos) ------------------------------------------------------------------------------------------- */

static bool is_lost(int64_t start, int64_t end, int64_t position, enum changeset_mode mode) {
    if (end < position) return false;
    bool before = start<position, behind = end> position;
    switch (mode) {
    case CHANGESET_TRACK_DEL:
        return before && behind;
    case CHANGESET_TRACK_BEFORE:
        return before;
    case CHANGESET_TRACK_AFTER:
        return behind;
    case CHANGESET_SIMPLE:
        break;
    }
    return false;
}

int64_t changeset_map_position(const struct changeset *c, int64_t position, int assoc, enum changeset_mode mode) {
    int64_t old_at = 0, new_at = 0;
    for (size_t i = 0; i < c->count; i++) {
        int64_t len = c->parts[i].len, ins = c->parts[i].ins, end = old_at + len;
        if (ins < 0) {
            if (end > position) return new_at + position - old_at;
            new_at += len;
        } else {
            if (is_lost(old_at, end, position, mode)) return -1;
            if (end > position || (end == position && assoc < 0 && len == 0))
                return position == old_at || assoc < 0 ? new_at : new_at + ins;
            new_at += ins;
        }
        old_at = end;
    }
    return new_at;
}
