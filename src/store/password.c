#include "password.h"

#include <sodium.h>
#include <string.h>

#include "kosshi/store/user.h"
#include "kosshi/text/utf.h"
#include "sql.h"

#define PASSES 2
#define MEMORY (19u * 1024 * 1024) /* bytes */

_Static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "room for libsodium's string");
_Static_assert(TOKEN_SIZE == sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING), "256 bits");

static void start(void) {
    if (sodium_init() < 0) die("libsodium cannot start");
}

static void hash(const char *password, char out[PASSWORD_HASH_SIZE]) {
    start();
    memset(out, 0, PASSWORD_HASH_SIZE);
    if (crypto_pwhash_str_alg(out, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        die("out of memory for a password");
    }
}

enum err password_check(const char *password) {
    size_t points = utf_points(password, strlen(password));
    if (points < PASSWORD_SHORTEST) return ERR_WEAK_PASSWORD;
    return points > PASSWORD_LONGEST ? ERR_BAD_FIELD : OK;
}

enum err password_hash(const char *password, char out[PASSWORD_HASH_SIZE]) {
    enum err e = password_check(password);
    if (e == OK) hash(password, out);
    return e;
}

bool password_fits(const char *password, const char *stored) {
    start();
    return crypto_pwhash_str_verify(stored, password, strlen(password)) == 0;
}

void password_waste_time(const char *password) {
    char waste[PASSWORD_HASH_SIZE];
    hash(password, waste);
}

void password_token(char token[TOKEN_SIZE]) {
    unsigned char random[32];
    start();
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(token, TOKEN_SIZE, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(random, sizeof random);
}

void password_token_hash(const char *token, unsigned char out[PASSWORD_TOKEN_HASH_SIZE]) {
    start();
    crypto_generichash(out, PASSWORD_TOKEN_HASH_SIZE, (const unsigned char *)token, strlen(token), NULL, 0);
}
