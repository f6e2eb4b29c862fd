#ifndef KOSSHI_HTTP_REQUEST_H
#define KOSSHI_HTTP_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/assets.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/http/body.h"
#include "kosshi/output/render.h"
#include "kosshi/store/db.h"
#include "kosshi/store/user.h"

/*
 * One request, as a page function sees it. A page function gets everything from here, so that it does not know on which
 * thread it runs. It lives until its reply was sent; what a page makes goes into its arena.
 */
enum method { METHOD_GET, METHOD_POST, METHOD_COUNT }; /* HEAD is answered as GET without its body */

struct request;
struct templates;
struct statics;
struct live;
struct live_stream;
typedef enum err page(struct request *r);

/*
 * What a route does to the document, and so where its page functions run. `run` runs on the loop and must be quick; a
 * slow route has a `prepare` that runs on the worker thread before it, with a connection of the worker's own that only
 * reads.
 */
enum effect {
    READ,  /* run makes the reply from a database that is query_only; with a prepare, that one makes it
              and run is NULL */
    WRITE, /* run runs inside the turn's transaction in its own savepoint (an error rolls back to it); the reply is sent
              after the commit. What a prepare found is in request.prepared */
    SAVE,  /* as WRITE, and its prepare is tried on the loop first, in_haste: by ERR_AGAIN it leaves to the worker what
              would be more than a little work */
    UPLOAD, /* as WRITE, and a form may bring a file: request.file. Only for those who may: the files of
              others are not read */
    STREAM, /* as READ, and the reply goes on for as long as its client listens: reply.stream */
    SHARED  /* as READ, and the bytes are the same for everybody: no session is looked up */
};

/*
 * One row of the route table (pages/routes.c). path: "/sections/{id}/edit"; {id} matches a positive number
 * (request.id), {word} any one segment (request.word).
 */
struct route {
    enum method method;
    const char *path;
    enum role role; /* the least one that may */
    enum effect effect;
    page *run;
    page *prepare;
};

struct reply {
    int status;       /* 0 until a reply was made */
    const char *type; /* content type */
    char *body;       /* owned by the request (malloc); NULL for none */
    size_t size;
    struct live_stream *stream; /* instead of a body; owned by the request (live_leave); NULL for none */
    const char *gzip;           /* the body as it was compressed before, borrowed; NULL when it was not */
    size_t gzip_size;
    const char *location;  /* of a redirect */
    const char *file_name; /* of a download, UTF-8 */
    const char *session;   /* a session token to set as cookie; "" takes the cookie away; NULL leaves it */
    const char *language;  /* a language's tag to remember in this browser; NULL leaves what it has */
    const char *allow;     /* of a 405 */
    int retry_after;       /* seconds; 0 for none */
    bool asset;            /* may be kept by browsers for a year (its address holds its hash) */
    bool lasting;          /* likewise, but only for this session: it never changes in this document */
};

struct request {
    struct arena *arena;
    struct db *db;               /* the connection of the thread this runs on */
    struct render *render;       /* the renderer of the thread this runs on */
    struct templates *templates; /* likewise */
    struct assets *assets;
    struct statics *statics;
    struct languages *languages;
    struct live *live;         /* of the loop alone */
    const struct route *route; /* NULL for an unknown path */
    enum method method;        /* METHOD_COUNT for one we do not know */
    const char *uri;           /* as sent, with its query */
    const char *path;
    int64_t id;       /* {id}; 0 when the path has none */
    const char *word; /* {word}; NULL when the path has none */
    json_t *query;    /* object of strings; never NULL */
    json_t *body; /* object: the form's fields as strings, or the JSON body; never NULL; strings are valid by utf_check,
                     lines end in LF */
    struct body_file file;  /* of a route that takes one (UPLOAD) */
    struct user user;       /* id 0 for nobody */
    const char *token;      /* the session cookie's token; NULL for none */
    enum language language; /* what was chosen in this browser, else the better one for it */
    bool wants_json;        /* Accept: application/json */
    bool secure;            /* TLS here, or before a proxy that says so */
    const char *address;    /* the client's, as text; "" for a GET */
    const char *host;       /* Host header; NULL for none */
    const char *last_event; /* Last-Event-ID header; NULL for none */
    int64_t now;            /* ms since 1970, the same for the whole request */
    uint64_t generation;    /* of the document when the request came (kept.h); who waited longer is looked at again */
    bool in_haste;          /* prepare runs on the loop, see SAVE */
    void *prepared;         /* from prepare to run; in the arena */
    const char *bad_field;  /* which field an ERR_BAD_FIELD, ERR_TOO_LARGE is about; NULL for none; see request_bad */
    struct reply reply;
};

/* The string field of the body or "" when it is missing or not a string. Borrowed. */
const char *request_text(const struct request *r, const char *field);
size_t request_text_size(const struct request *r, const char *field);

/* The integer field of the body: a JSON integer or a string of digits (with - before them). ERR_BAD_FIELD (and
 * bad_field set) otherwise. */
enum err request_integer(struct request *r, const char *field, int64_t *out) MUST_USE;

/* A page may say in the body's field "user" whose words it sends: ERR_SIGNED_OUT when that is the id of somebody else,
 * since another person has signed in to its browser meanwhile. */
enum err request_sender(struct request *r) MUST_USE;

/* The query argument or "" when it is missing. Borrowed. */
const char *request_query(const struct request *r, const char *name);
int64_t request_query_integer(const struct request *r, const char *name); /* 0 when missing or no number */

/*
 * text when it is an address on this site that a browser can be sent to, else NULL: a path of printable ASCII without
 * white space that begins with one "/", not too long. A browser reads "//x" and "/\x" as another host, and takes line
 * ends and tabs out before it reads. Borrowed.
 */
const char *request_own_path(const char *text);

/* True for one line (no line end, no TAB, nothing hidden: utf_hides) of at most `limit` code points; when needed, of
 * more than white space. */
bool request_is_line(const char *text, size_t limit, bool needed);

/* Runs show so that all it reads is of one moment, whatever is written meanwhile. For a page of the worker: on the loop
 * nothing is. Errors of show. */
enum err request_in_one_moment(struct request *r, page *show) MUST_USE;

/* Names the field an error is about and gives the error back: return request_bad(r, ERR_BAD_FIELD, "title"); */
enum err request_bad(struct request *r, enum err e, const char *field) MUST_USE;

/* The phrase at key in the request's language. Borrowed. */
const char *request_phrase(const struct request *r, const char *key);

#endif
