#ifndef KOSSHI_OUTPUT_INTERCHANGE_VALUE_H
#define KOSSHI_OUTPUT_INTERCHANGE_VALUE_H

#include <jansson.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/store/db.h"

/* What the parts of the interchange form are read and written with. */

struct interchange_reader {
    struct db *db;
    struct arena *arena;
    int64_t now;
    char **why; /* see interchange_read */
};

/* One object of the form and where it stands, such as document.sections[0].children[2]. */
struct interchange_place {
    json_t *object;
    const char *where;
};

/* Says in *why what is wrong. Always ERR_BAD_INTERCHANGE. */
enum err interchange_value_refuse(struct interchange_reader *r, const char *format, ...) MUST_USE
    __attribute__((format(printf, 2, 3)));

/* What the store says of a value: it is the form's fault, named by blame, when the value is to blame, and goes on as
 * it is when the disk is. */
enum err interchange_value_judge(struct interchange_reader *r, const char *where, const char *blame,
                                 enum err e) MUST_USE;

/* A string that is valid by utf_check. The optional one leaves *out as it is when the key is missing. Borrowed. */
enum err interchange_value_text(struct interchange_reader *r, struct interchange_place p, const char *key,
                                const char **out) MUST_USE;
enum err interchange_value_text_if(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   const char **out) MUST_USE;

/* A whole number from least to 2^53 - 1, which every reader of JSON has the same (RFC 8259, 6). */
enum err interchange_value_integer(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   int64_t least, int64_t *out) MUST_USE;

/* A decimal number as it is kept (text/decimal.h), given as a string or as a number of JSON; or "". */
enum err interchange_value_decimal(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   const char **out) MUST_USE;

/* A fiscal year, 0 for none. */
enum err interchange_value_year(struct interchange_reader *r, struct interchange_place p, const char *key,
                                int *out) MUST_USE;

/* A list of ids. In the arena. */
enum err interchange_value_ids(struct interchange_reader *r, struct interchange_place p, const char *key, int64_t **out,
                               size_t *count) MUST_USE;

/* Calls take for each object of the list at key, as long as it gives OK. each_if: a missing list is an empty one. */
typedef enum err interchange_take(struct interchange_reader *r, struct interchange_place item, void *context);
enum err interchange_value_each(struct interchange_reader *r, struct interchange_place p, const char *key,
                                interchange_take *take, void *context) MUST_USE;
enum err interchange_value_each_if(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   interchange_take *take, void *context) MUST_USE;

/* Writing: adds item (stolen) to a list. What jansson refuses (NULL) is a text of the file that is not UTF-8: ERR_IO,
 * logged. */
enum err interchange_value_append(json_t *list, json_t *item) MUST_USE;

#endif
