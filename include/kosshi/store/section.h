#ifndef KOSSHI_STORE_SECTION_H
#define KOSSHI_STORE_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"
#include "kosshi/text/outline.h"

/* 未着手, 執筆中, 確認中, 確定 */
enum section_state { STATE_OUTLINE, STATE_DRAFTING, STATE_REVIEW, STATE_FINAL, STATE_COUNT };
const char *section_state_name(enum section_state s);  /* "outline", "drafting", "review", "final" */
enum section_state section_state_of(const char *name); /* STATE_COUNT for an unknown one */

/* Chapters and appendices stand at the top; every other kind stands below one. */
bool section_is_top_kind(enum section_kind kind);

#define SECTION_TEXT_LIMIT (256u * 1024u) /* bytes */
#define SECTION_NUMBER_LIMIT 20           /* code points */

struct section {
    int64_t id;
    int64_t parent_id; /* 0 for a chapter */
    int depth;         /* 0 for a chapter */
    enum section_kind kind;
    const char *number, *title;
    const char *text; /* NULL when texts were not asked for */
    size_t text_size; /* bytes */
    size_t length;    /* characters a person would count; 0 when texts were not asked for */
    int64_t version;
    enum section_state state;
    bool locked;            /* it, or a section above it, is final */
    int64_t changed_at;     /* 0 for never */
    const char *changed_by; /* shown name; "" for nobody */
    int64_t changed_by_id;  /* 0 for nobody */
    int open_comments;      /* of this section alone */
    int items;              /* strategies and indicators of this section alone */
    int64_t deleted_at;     /* 0 when it stands */
};

/* True when a section stands there by its title alone: no text, no lines of a table, no 体系図, no section below it.
 * With its text. */
bool section_is_unwritten(const struct section *s, bool has_children, bool shows_diagram);

/* True when one of the sections has strategies or indicators: what the 体系図 is drawn of. */
bool section_any_items(const struct section *sections, size_t count);

/* Every standing section in document order (a section, then its children). with_text: load the texts too. */
enum err section_tree(struct db *db, struct arena *a, bool with_text, struct section **out, size_t *count) MUST_USE;

/* A standing chapter or section and all below it, in document order, with texts. ERR_NOT_FOUND. */
enum err section_branch(struct db *db, struct arena *a, int64_t id, struct section **out, size_t *count) MUST_USE;

/* One standing section with its text. ERR_NOT_FOUND, also for one whose ancestor is deleted. */
enum err section_get(struct db *db, struct arena *a, int64_t id, struct section *out) MUST_USE;

/* The id of the chapter a standing section belongs to (itself for a chapter). */
enum err section_chapter(struct db *db, int64_t id, int64_t *chapter) MUST_USE;

/*
 * The secretariat's work on the outline. After an error the caller rolls back.
 *
 *  - ERR_BAD_FIELD: a title or number that cannot be, a kind out of place (section_is_top_kind), more levels than
 *    OUTLINE_DEPTH_LIMIT.
 *  - ERR_LOCKED: add, rename, move, delete, restore of a locked section or below one.
 *  - ERR_NOT_FOUND: an unknown section, or one that is deleted or below a deleted one.
 */
enum err section_add(struct db *db, int64_t parent_id /* 0: a chapter */, enum section_kind kind, const char *number,
                     const char *title, int64_t *id) MUST_USE;
enum err section_rename(struct db *db, int64_t id, const char *number, const char *title) MUST_USE;

/* Moves one place up or down among its standing siblings, or below another parent (last there; also below its own).
 * ERR_BAD_MOVE. What becomes a chapter gets that kind unless it is an appendix; a chapter or appendix that goes below
 * one becomes a section. One with strategies or indicators does not become a chapter: ERR_BAD_MOVE. */
enum err section_move_by(struct db *db, int64_t id, int steps /* -1 or +1 */) MUST_USE;
enum err section_move_to(struct db *db, int64_t id, int64_t parent_id /* 0: becomes a chapter */) MUST_USE;

/* ERR_LOCKED also when something below is final. */
enum err section_delete(struct db *db, int64_t id, int64_t now) MUST_USE;
/* Brings a deleted section back to its place with all below it. ERR_BAD_MOVE when its parent is deleted itself. */
enum err section_restore(struct db *db, int64_t id) MUST_USE;
/* Deleted sections (the tops of deleted branches), newest first, with texts. */
enum err section_deleted(struct db *db, struct arena *a, struct section **out, size_t *count) MUST_USE;

/* Sets the state; 確定 locks this section and all below it, another state unlocks. Allowed on locked sections. */
enum err section_set_state(struct db *db, int64_t id, enum section_state state) MUST_USE;

/* Gives the children of parent_id (0: the chapters) consecutive numbers in the style of their depth; those without a
 * number stay so. ERR_LOCKED when the number of a final one would change. */
enum err section_renumber(struct db *db, int64_t parent_id) MUST_USE;

/* The number a new last child of parent_id should get, in the style of its siblings; "" when they have none. */
enum err section_next_number(struct db *db, struct arena *a, int64_t parent_id, const char **out) MUST_USE;

/* Notes that something else than the text of a section was written, its tables: who, when, and that it and those above it
 * are no outline any more. ERR_LOCKED, ERR_NOT_FOUND. */
enum err section_touch(struct db *db, int64_t id, int64_t user_id, int64_t now) MUST_USE;

/* For the interchange form: puts a section with everything given, at the end of its siblings, with the given id (0: the
 * next free). Its log is empty then, and its text the only one known of it. ERR_BAD_FIELD as section_add, and for an id that is taken or a
 * text at version 0; ERR_NOT_FOUND for the parent; ERR_TOO_LARGE, ERR_BAD_UTF8, ERR_BAD_CONTROL. */
enum err section_put(struct db *db, const struct section *s, int64_t *id) MUST_USE;

/* Who wrote the text that came with section_put, and when; nothing has been written since. */
enum err section_put_author(struct db *db, int64_t id, int64_t user_id, int64_t at) MUST_USE;

#endif
