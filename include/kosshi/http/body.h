#ifndef KOSSHI_HTTP_BODY_H
#define KOSSHI_HTTP_BODY_H

#include <jansson.h>
#include <stddef.h>

#include "kosshi/base/errors.h"

/*
 * The body of a request on its way in: fields as the form decoder finds them, or the bytes of a JSON text. At most
 * BODY_LIMIT bytes are kept, and BODY_FILE_LIMIT of a file; what comes after is thrown away, so that a client that
 * sends too much gets its answer and no broken connection.
 */
#define BODY_LIMIT (1024u * 1024u)
#define BODY_FIELDS 5000 /* a form has at most that many fields: a large table is one */
#define BODY_FILE_LIMIT (5u * 1024u * 1024u)

/* A file that came with a form: bytes as they are, no text. */
struct body_file {
    const char *field; /* the form's name for it; NULL when there is none */
    const char *name;  /* the sender's name for it, as it was sent: any bytes */
    const char *data;  /* NULL when there is none or it is larger than BODY_FILE_LIMIT */
    size_t size;       /* bytes that were sent */
};

struct body;

struct body *body_new(void); /* new */
void body_free(struct body *b);

/* A piece of a form's field; offset 0 begins a new value. A name given twice: the last value counts. */
void body_field(struct body *b, const char *name, const char *bytes, size_t size, size_t offset);

/* A piece of a form's file; offset 0 begins a new one, which takes the place of one before it: a body keeps one. */
void body_file(struct body *b, const char *field, const char *name, const char *bytes, size_t size, size_t offset);

/* The file. Its parts are borrowed from the body. */
struct body_file body_file_of(const struct body *b);

/* A piece of a JSON body. */
void body_json(struct body *b, const char *bytes, size_t size);

/*
 * The whole as an object of fields (*out is new, {} for an empty body): a form's fields as strings with LF line ends,
 * or the JSON object. ERR_BAD_UTF8, ERR_BAD_CONTROL, ERR_BAD_BODY (not JSON, or no object), ERR_TOO_LARGE. *field names
 * where (borrowed from the body) or NULL.
 */
enum err body_finish(struct body *b, json_t **out, const char **field) MUST_USE;

#endif
