#ifndef KOSSHI_STORE_SESSION_H
#define KOSSHI_STORE_SESSION_H

#include "kosshi/store/user.h"

/* Ends every session of a person but the one with this token; NULL: all. */
enum err session_end_but(struct db *db, int64_t user_id, const char *kept_token) MUST_USE;

#endif
