#ifndef KOSSHI_PAGES_CREDENTIALS_H
#define KOSSHI_PAGES_CREDENTIALS_H

#include "kosshi/http/request.h"
#include "kosshi/store/user.h"

/* What the forms about a person have in common: the fields name, display, password and password_again, and what may be
 * wrong with them. */

/* The name field without white space (half or full width) at its ends, which nobody sees when typing. In the arena. */
const char *credentials_name(struct request *r);

/* Hashes the field password. An error names its field: too short or too long password; a password_again that differs.
 * Slow. */
enum err credentials_hash(struct request *r, char hash[PASSWORD_HASH_SIZE]) MUST_USE;

/* Puts "<field>_error", in words, into a form's view, for an error that names its field (request_bad); for two
 * passwords that differ also what is wrong with the first. */
void credentials_problem(struct request *r, enum err e, json_t *view);

/* {"id","name","display","role"}. new */
json_t *credentials_person(const struct user *user);

#endif
