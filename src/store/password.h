#ifndef KOSSHI_STORE_PASSWORD_H
#define KOSSHI_STORE_PASSWORD_H

#include <stdbool.h>

#include "kosshi/store/user.h"

/* Secrets of the store: passwords as Argon2id strings, tokens as BLAKE2b-256 hashes. */

/* Slow. */
bool password_fits(const char *password, const char *stored);

/* Takes as long as password_fits, so that nobody can tell an unknown name from a wrong password by the time of the
 * answer. */
void password_waste_time(const char *password);

/* A new random token. */
void password_token(char token[TOKEN_SIZE]);

#define PASSWORD_TOKEN_HASH_SIZE 32
void password_token_hash(const char *token, unsigned char out[PASSWORD_TOKEN_HASH_SIZE]);

#endif
