#ifndef KOSSHI_STORE_RESPONSE_H
#define KOSSHI_STORE_RESPONSE_H

#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* 区分: 反映, 記載済み, 参考, 不採用, その他 */
enum disposition {
    DISPOSITION_NONE, /* not chosen yet */
    DISPOSITION_REFLECTED,
    DISPOSITION_COVERED,
    DISPOSITION_NOTED,
    DISPOSITION_DECLINED,
    DISPOSITION_OTHER,
    DISPOSITION_COUNT
};
const char *response_disposition_name(enum disposition d);  /* "reflected", …; "" for none */
enum disposition response_disposition_of(const char *name); /* DISPOSITION_COUNT for an unknown one */

#define RESPONSE_LIMIT 10000 /* code points, of its body and of the summary */

/* What the secretariat answers to an opinion. */
struct response {
    enum disposition disposition;
    const char *summary;          /* 意見の概要; "": the opinion's own words are to be published */
    const char *body;             /* 区の考え方; "" while there is none */
    int64_t reflected_section_id; /* where the answer is seen in the text; 0: nowhere */
    int64_t reflected_version;    /* and since which version of it */
    int64_t reflected_before;     /* the version before that revision of the text; not read by response_put */
    const char *by;               /* shown name then */
    int64_t by_id;                /* 0: none */
    int64_t at;
};

/* Both a disposition and a body: what is left to do is the rest. NULL is not done. */
bool response_is_done(const struct response *r);

/* The answer to a comment, for one that is merged that of its head. *out is NULL when there is none. */
enum err response_get(struct db *db, struct arena *a, int64_t comment_id, const struct response **out) MUST_USE;

/* Writes it anew, with everything of *r but who and when, which are user_id and now. ERR_TOO_LARGE over RESPONSE_LIMIT; ERR_BAD_UTF8,
 * ERR_BAD_CONTROL; ERR_BAD_FIELD for a disposition that is none; ERR_STALE: that section has had no such version;
 * ERR_NOT_FOUND: no such comment, or one that was taken back; ERR_MERGED: its head is to be answered. */
enum err response_put(struct db *db, int64_t comment_id, const struct response *r, int64_t user_id,
                      int64_t now) MUST_USE;

/* For the interchange form: puts the answer to a comment that has none, with everything given (by as a name, with no
 * person behind it). Errors of response_put. */
enum err response_restore(struct db *db, int64_t comment_id, const struct response *r) MUST_USE;

#endif
