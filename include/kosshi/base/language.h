#ifndef KOSSHI_BASE_LANGUAGE_H
#define KOSSHI_BASE_LANGUAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/assets.h"

/* Every word the program says to a person, from templates/ja.json and templates/en.json. */
enum language { LANGUAGE_JA, LANGUAGE_EN, LANGUAGE_COUNT };

struct languages;

struct languages *languages_open(struct assets *a); /* new */
void languages_close(struct languages *l);

/* The whole table of one language, for a template's {{t.…}}; read when it is first needed, from any thread. A broken
 * file is a programmer's error and dies. Borrowed. */
json_t *languages_table(struct languages *l, enum language language);

/* The phrase at a dotted key such as "error.stale.title". Borrowed; the key itself when there is none. */
const char *languages_phrase(struct languages *l, enum language language, const char *key);

/*
 * A phrase with each {name} replaced by its value; a brace that names no value stays. values: name, value, name, value,
 * …, NULL; or NULL for none. In the arena.
 */
const char *language_fill(struct arena *a, const char *phrase, const char *const values[]);

/* "ja" or "en". */
const char *language_tag(enum language language);

/* The language of a tag as language_tag gives it; false for anything else, NULL too, and *out is as it was. */
bool language_of_tag(const char *tag, enum language *out);

/* The better of the two for an Accept-Language header (quality values respected); Japanese for NULL and for anything
 * else. */
enum language language_from_header(const char *accept_language);

/* The better of the two for the environment (LC_ALL, LC_MESSAGES, LANG); English unless one names ja. */
enum language language_from_environment(void);

/*
 * A moment for a person, in local time: 11月23日 14:05, of another year 2025年11月23日 14:05; in English 23 Nov 14:05,
 * 23 Nov 2025 14:05. at and now are milliseconds since 1970 UTC; at 0 gives "".
 */
const char *language_moment(struct arena *a, enum language language, int64_t at, int64_t now);

/* A day for the document itself, as it was in Japan, so that a paper does not depend on the machine's time zone: style
 * "wareki" 令和8年11月23日, "seireki" 2026年11月23日. 令和, 平成, 昭和; older days in seireki. */
const char *language_day(struct arena *a, const char *style, int64_t at);

#endif
