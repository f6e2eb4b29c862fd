#ifndef KOSSHI_STORE_ACTIVITY_H
#define KOSSHI_STORE_ACTIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* What is written down; phrases stand under "activity.<word with _ for .>". X(name, word) */
#define KOSSHI_ACTIONS(X)                                                                                              \
    X(DID_SIGN_IN, "sign_in")                                                                                          \
    X(DID_SIGN_IN_FAIL, "sign_in_fail")                                                                                \
    X(DID_SIGN_OUT, "sign_out")                                                                                        \
    X(DID_SIGN_OUT_ALL, "sign_out_all")                                                                                \
    X(DID_CREATE, "create")                                                                                            \
    X(DID_SETTINGS, "settings")                                                                                        \
    X(DID_SAVE, "save")                                                                                                \
    X(DID_TEXT_RESTORE, "text_restore")                                                                                \
    X(DID_TABLE_SAVE, "table_save")                                                                                    \
    X(DID_SECTION_ADD, "section_add")                                                                                  \
    X(DID_SECTION_RENAME, "section_rename")                                                                            \
    X(DID_SECTION_MOVE, "section_move")                                                                                \
    X(DID_SECTION_DELETE, "section_delete")                                                                            \
    X(DID_SECTION_RESTORE, "section_restore")                                                                          \
    X(DID_SECTION_STATE, "section_state")                                                                              \
    X(DID_RENUMBER, "renumber")                                                                                        \
    X(DID_IMAGE_ADD, "image_add")                                                                                      \
    X(DID_COMMENT, "comment")                                                                                          \
    X(DID_REPLY, "reply")                                                                                              \
    X(DID_RESOLVE, "resolve")                                                                                          \
    X(DID_REOPEN, "reopen")                                                                                            \
    X(DID_COMMENT_EDIT, "comment_edit")                                                                                \
    X(DID_COMMENT_DELETE, "comment_delete")                                                                            \
    X(DID_REPLY_EDIT, "reply_edit")                                                                                    \
    X(DID_REPLY_DELETE, "reply_delete")                                                                                \
    X(DID_OUTSIDE_ADD, "outside_add")                                                                                  \
    X(DID_OUTSIDE_IMPORT, "outside_import")                                                                            \
    X(DID_RESPOND, "respond")                                                                                          \
    X(DID_MERGE, "merge")                                                                                              \
    X(DID_SPLIT, "split")                                                                                              \
    X(DID_SUGGEST, "suggest")                                                                                          \
    X(DID_SUGGESTION_ACCEPT, "suggestion_accept")                                                                      \
    X(DID_SUGGESTION_REJECT, "suggestion_reject")                                                                      \
    X(DID_SUGGESTION_WITHDRAW, "suggestion_withdraw")                                                                  \
    X(DID_INVITE, "invite")                                                                                            \
    X(DID_INVITE_WITHDRAW, "invite_withdraw")                                                                          \
    X(DID_USER_ADD, "user_add")                                                                                        \
    X(DID_USER_ROLE, "user_role")                                                                                      \
    X(DID_USER_DISPLAY, "user_display")                                                                                \
    X(DID_USER_DISABLE, "user_disable")                                                                                \
    X(DID_USER_ENABLE, "user_enable")                                                                                  \
    X(DID_PASSWORD, "password")                                                                                        \
    X(DID_CONSIDERATION_ADD, "consideration_add")                                                                      \
    X(DID_CONSIDERATION_ANSWER, "consideration_answer")                                                                \
    X(DID_CONSIDERATION_TAKE, "consideration_take")                                                                    \
    X(DID_EXPORT, "export")

enum activity_action {
#define X(name, word) name,
    KOSSHI_ACTIONS(X)
#undef X
        DID_COUNT
};

struct activity {
    int64_t id, at, section_id;  /* section_id 0: none */
    enum activity_action action; /* DID_COUNT for a word this program does not know */
    const char *who;             /* shown name; "" for the command line or somebody not signed in */
    const char *section_title;   /* "" for none */
    const char *detail;
};

/* user_id and section_id 0 for none; detail NULL for none, cut at 200 characters. */
enum err activity_add(struct db *db, int64_t now, int64_t user_id, enum activity_action action, int64_t section_id,
                      const char *detail) MUST_USE;
/* An export: its detail is "<format> <bytes>". */
enum err activity_add_export(struct db *db, int64_t now, int64_t user_id, const char *format, size_t bytes) MUST_USE;

struct activity_export {
    int64_t at, bytes;
    const char *who; /* as in struct activity */
};
/* The latest export in a format. ERR_NOT_FOUND. */
enum err activity_last_export(struct db *db, struct arena *a, const char *format, struct activity_export *out) MUST_USE;

const char *activity_word(enum activity_action a); /* "save" */

/* Newest first: at most limit of those with an id below before (0: from the newest). */
enum err activity_list(struct db *db, struct arena *a, int64_t before, size_t limit, struct activity **out,
                       size_t *count) MUST_USE;

/* Oldest first: at most limit of those with an id above after. */
enum err activity_after(struct db *db, struct arena *a, int64_t after, size_t limit, struct activity **out,
                        size_t *count) MUST_USE;

/* The newest id; 0 when there is none. */
enum err activity_newest(struct db *db, int64_t *id) MUST_USE;

#endif
