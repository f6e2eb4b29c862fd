#include <sodium.h>
#include <string.h>

#include "kosshi/text/diff.h"
#include "sql.h"
#include "update_ground.h"
#include "update_text.h"

#define NAME_BYTES 16

/* The client's name of a save: the same for the same text from the same base by the same person, so that one that is
 * sent twice is recognised. */
static const char *name_of(struct arena *a, const struct update_save *save) {
    unsigned char hash[NAME_BYTES];
    char hex[2 * NAME_BYTES + 1];
    const char *head = arena_printf(a, "%lld/%lld/", (long long)save->user_id, (long long)save->base_version);
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)head, strlen(head));
    crypto_generichash_update(&state, (const unsigned char *)save->text, save->size);
    crypto_generichash_final(&state, hash, sizeof hash);
    return arena_printf(a, "save-%s", sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
}

static enum err base_of(struct db *db, struct arena *a, const struct update_save *save, const struct section_text *now,
                        struct section_text *out) {
    *out = *now;
    if (save->base_version == now->version) return OK;
    out->version = save->base_version;
    enum err e = update_text_of(db, a, save->section_id, save->base_version, &out->text, &out->size);
    return e == ERR_NOT_FOUND ? ERR_STALE : e;
}

/* --- What was changed ------------------------------------------------------------------------------------------- */

static struct update_compared *compare_texts(struct arena *a, const struct update_save *save,
                                             const struct section_text *base) {
    struct update_compared *c = arena_alloc(a, sizeof *c);
    *c = (struct update_compared){.version = save->base_version};
    changeset_from_diff(a, base->text, base->size, save->text, save->size, &c->changes);
    c->behind = c->changes;
    return c;
}

static enum err compare(struct db *db, struct arena *a, const struct update_save *save, const struct section_text *now,
                        const struct update_compared **out) {
    struct section_text base;
    enum err e = base_of(db, a, save, now, &base);
    if (!e) *out = compare_texts(a, save, &base);
    return e;
}

/* False when the comparison has a larger extent than `most`. */
static bool compare_within(struct db *db, struct arena *a, struct update_save *save, size_t most) {
    struct section_text base;
    if (update_text_of(db, a, save->section_id, save->base_version, &base.text, &base.size) != OK) return true;
    if (diff_extent(base.text, base.size, save->text, save->size) > most) return false;
    save->compared = compare_texts(a, save, &base);
    return true;
}

/* Bytes of a section's text, and how many updates came since the base; less than 0 when that is none. */
static enum err way_of(struct db *db, const struct update_save *save, int64_t *behind, int64_t *size) {
    SQL(find, db, "SELECT version, length(CAST(text AS BLOB)) FROM section WHERE id = ?1");
    sql_bind_integer(&find, 1, save->section_id);
    enum err e = sql_row(&find);
    if (e) return e;
    *behind = sql_integer(&find, 0) - save->base_version;
    *size = sql_integer(&find, 1);
    return OK;
}

/* Puts what was changed behind all that came since. Where the log does not reach back to the base it stays as it is. */
static void put_behind(struct db *db, struct arena *a, struct update_save *save) {
    struct update_compared found = *save->compared;
    struct rebase_update mine = {name_of(a, save), found.changes}, *over;
    struct rebased new_;
    size_t count;
    int64_t behind = 0, size;
    enum err e = way_of(db, save, &behind, &size);
    found.version = save->base_version + behind;
    if (!e)
        e = update_log_since(db, a, save->section_id, save->base_version, found.version, save->user_id, &over, &count);
    if (!e) e = rebase_compose(a, over, count, &found.theirs);
    if (!e) e = rebase_updates(a, &mine, 1, over, count, &new_);
    if (e) return;
    found.is_there = new_.count == 0;
    if (new_.count) found.behind = new_.changes[0];
    struct update_compared *c = arena_alloc(a, sizeof *c);
    *c = found;
    save->compared = c;
}

void update_save_compare(struct db *db, struct arena *a, struct update_save *save) {
    if (section_text_check(save->text, save->size) != OK || db_read_begin(db) != OK) return;
    if (compare_within(db, a, save, SIZE_MAX) && save->compared) put_behind(db, a, save);
    db_read_end(db);
}

#define SMALL_EXTENT 2048         /* bytes: compared in less than a ms, whatever they are */
#define SMALL_WAY (1024u * 1024u) /* updates since the base times bytes of the text: as long */

/* Whether the way back to the base is short. */
static bool is_near(struct db *db, const struct update_save *save) {
    int64_t behind = 0, size = 0;
    if (way_of(db, save, &behind, &size) != OK) return true;
    return behind >= 0 && behind <= SMALL_WAY / (size + 1024);
}

bool update_save_compare_small(struct db *db, struct arena *a, struct update_save *save) {
    if (section_text_check(save->text, save->size) != OK || db_read_begin(db) != OK) return true;
    bool is_done = is_near(db, save) && compare_within(db, a, save, SMALL_EXTENT);
    db_read_end(db);
    return is_done;
}

/* --- Writing it down -------------------------------------------------------------------------------------------- */

/* What others wrote since the base, as one; without parts when nobody did. Where the log does not reach back to the base,
 * what differs stands for it, and *by_log is false. */
static enum err theirs_since(struct db *db, struct arena *a, const struct update_save *save,
                             const struct update_compared *mine, struct update_ground *ground, struct changeset *out,
                             bool *by_log) {
    struct section_text base;
    struct changeset newer = {0};
    enum err e = update_log_since(db, a, save->section_id, mine->version, ground->text.version, save->user_id,
                                  &ground->over, &ground->over_count);
    *by_log = e != ERR_STALE;
    if (*by_log) {
        if (!e) e = rebase_compose(a, ground->over, ground->over_count, &newer);
        *out = mine->theirs.count ? mine->theirs : newer;
        return e || !mine->theirs.count || !newer.count ? e : changeset_compose(a, &mine->theirs, &newer, out);
    }
    ground->over_count = 0;
    e = base_of(db, a, save, &ground->text, &base);
    if (!e) changeset_from_diff(a, base.text, base.size, ground->text.text, ground->text.size, out);
    return e;
}

static enum err push(struct db *db, struct arena *a, const struct update_save *save, const struct update_compared *mine,
                     struct update_ground *ground, struct update_saved *out) {
    struct changeset theirs, mapped;
    bool by_log, is_there = false;
    const char *client = name_of(a, save);
    enum err e = theirs_since(db, a, save, mine, ground, &theirs, &by_log);
    if (!e && !by_log) e = update_log_has(db, save->section_id, save->base_version, client, &is_there);
    if (!e && !by_log) e = changeset_map(a, &mine->changes, &theirs, false, &mapped);
    if (e || is_there) return e;
    struct update_push push = {.section_id = save->section_id,
                               .version = by_log ? mine->version : ground->text.version,
                               .client = client,
                               .changes = by_log ? &mine->behind : &mapped,
                               .count = 1,
                               .user_id = save->user_id,
                               .now = save->now};
    struct update_pushed pushed;
    e = update_push_onto(db, a, &push, ground, &pushed);
    out->is_new = !e && pushed.applied > 0;
    if (!out->is_new || theirs.count == 0) return e;
    return overlap_find(a, &mine->changes, &theirs, &out->overlaps, &out->overlap_count);
}

static bool is_same(const struct section_text *text, const struct update_save *save) {
    return text->size == save->size && memcmp(text->text, save->text, save->size) == 0;
}

static enum err save_other(struct db *db, struct arena *a, const struct update_save *save, struct update_ground *ground,
                           struct update_saved *out) {
    const struct update_compared *mine = save->compared;
    enum err e = mine ? OK : compare(db, a, save, &ground->text, &mine);
    return e || mine->is_there || changeset_is_empty(&mine->changes) ? e : push(db, a, save, mine, ground, out);
}

enum err update_save(struct db *db, struct arena *a, const struct update_save *save, struct update_saved *out) {
    struct update_ground ground = {0};
    *out = (struct update_saved){0};
    enum err e = save->compared ? OK : section_text_check(save->text, save->size);
    if (!e) e = section_text_unlocked(db, a, save->section_id, &ground.text);
    if (!e && !is_same(&ground.text, save)) e = save_other(db, a, save, &ground, out);
    out->version = ground.text.version;
    out->chapter_id = ground.text.chapter_id;
    out->state = ground.text.state;
    out->text = ground.text.text;
    out->size = ground.text.size;
    out->is_merged = !e && !is_same(&ground.text, save);
    return e;
}
