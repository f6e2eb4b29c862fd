#ifndef KOSSHI_BASE_ERRORS_H
#define KOSSHI_BASE_ERRORS_H

/*
 * Errors are ordinary values. Each one is a thing that can be wrong from a person's point of view; errors.c holds the
 * one table that gives its HTTP status and its code, and templates/ja.json and en.json hold what a person reads under
 * "error.<code>" (title, text: what happened, that nothing is lost, what to do).
 *
 *   X(name, HTTP status, code)
 */
#define KOSSHI_ERRORS(X)                                                                                               \
    X(ERR_BAD_UTF8, 400, "bad_utf8")                 /* a text is not valid UTF-8 */                                   \
    X(ERR_BAD_CONTROL, 400, "bad_control")           /* NUL, a lone CR or another control character */                 \
    X(ERR_BAD_BODY, 400, "bad_body")                 /* a form or JSON body that cannot be read */                     \
    X(ERR_BAD_FIELD, 400, "bad_field")               /* a field is missing or not of its form */                       \
    X(ERR_BAD_OUTLINE, 400, "bad_outline")           /* no chapter was found in an outline */                          \
    X(ERR_BAD_INTERCHANGE, 400, "bad_interchange")   /* JSON or Markdown that is not kosshi's form */                  \
    X(ERR_BAD_PICTURE, 400, "bad_picture")           /* no PNG, JPEG or WebP, or a broken one: base/picture.h */       \
    X(ERR_BAD_MOVE, 400, "bad_move")                 /* a section cannot be moved there (into itself, past the end) */ \
    X(ERR_WEAK_PASSWORD, 400, "weak_password")       /* shorter than 10 characters */                                  \
    X(ERR_NAME_TAKEN, 400, "name_taken")             /* somebody has this name already */                              \
    X(ERR_LAST_SECRETARIAT, 400, "last_secretariat") /* would leave the document without a secretariat */              \
    X(ERR_TOO_MANY_ROWS, 400, "too_many_rows")       /* a table with more rows than RECORD_…_MOST (record.h) */      \
    X(ERR_TOO_MANY_YEARS, 400, "too_many_years")     /* a table with more columns of years than TABLE_YEARS_MOST */    \
    X(ERR_UNCHANGED, 400, "unchanged")               /* a suggestion that leaves the text as it is */                  \
    X(ERR_SIGNED_OUT, 401, "signed_out")             /* no session, or an expired one */                               \
    X(ERR_WRONG_PASSWORD, 401, "wrong_password")     /* name and password do not fit */                                \
    X(ERR_FORBIDDEN, 403, "forbidden")               /* the role does not allow it */                                  \
    X(ERR_CROSS_ORIGIN, 403, "cross_origin")         /* a write that another site sent */                              \
    X(ERR_NOT_FOUND, 404, "not_found")               /* no such page, section, comment, person */                      \
    X(ERR_METHOD, 405, "method")                     /* the page exists, but not for this method */                    \
    X(ERR_STALE, 409, "stale")                       /* a base_version that is not known here, a field that changed */ \
    X(ERR_LOCKED, 409, "locked")                     /* the section, or a chapter above it, is 確定 */               \
    X(ERR_DECIDED, 409, "decided")                   /* a suggestion that was decided otherwise before */              \
    X(ERR_ANSWERED, 409, "answered")                 /* a comment on which words of others hang */                     \
    X(ERR_PIECES_CHANGED, 409, "pieces_changed")     /* other pieces of a suggestion than were chosen from */          \
    X(ERR_MERGED, 409, "merged")                     /* an opinion that is answered by the one it is merged into */    \
    X(ERR_GONE, 410, "gone")                         /* an invitation that was used or has expired */                  \
    X(ERR_TOO_LARGE, 413, "too_large")               /* body over 1 MiB, section over 256 KiB, image over 5 MiB */     \
    X(ERR_TOO_MANY, 429, "too_many")                 /* too many tries to sign in */                                   \
    X(ERR_PAPER_TOO_LARGE, 500, "paper_too_large")   /* more images than an exported file may have */                  \
    X(ERR_UNRENDERABLE, 500, "unrenderable")         /* the text took the renderer too much time or memory */          \
    X(ERR_DISK_FULL, 503, "disk_full")               /* nothing could be written: no space */                          \
    X(ERR_READ_ONLY, 503, "read_only")               /* nothing could be written: file or folder is read-only */       \
    X(ERR_CROWDED, 503, "crowded")                   /* too many files, streams, editors at a time */                  \
    X(ERR_BUSY, 503, "busy")                         /* another program holds the file */                              \
    X(ERR_FILE_GONE, 503, "file_gone")       /* the document was moved, replaced or deleted under the server */        \
    X(ERR_IO, 503, "io")                     /* the disk failed */                                                     \
    X(ERR_NO_FILE, 500, "no_file")           /* command line: the file does not exist */                               \
    X(ERR_FILE_EXISTS, 500, "file_exists")   /* command line: will not write over a file */                            \
    X(ERR_NOT_DATABASE, 500, "not_database") /* the file is not a kosshi document */                                   \
    X(ERR_NEWER_FILE, 500, "newer_file")     /* the file was made by a newer kosshi */                                 \
    X(ERR_PORT_TAKEN, 500, "port_taken")     /* another program listens there */                                       \
    X(ERR_AGAIN, 500, "again")               /* not a fault: a page waits for its rendering, call it again */

enum err {
    OK = 0,
#define X(name, status, code) name,
    KOSSHI_ERRORS(X)
#undef X
        ERR_COUNT
};

#define MUST_USE __attribute__((warn_unused_result))

/* The HTTP status of an error; 200 for OK. */
int err_status(enum err e);

/* The code of an error as JSON clients and phrase keys see it, such as "bad_utf8"; "ok" for OK. Static. */
const char *err_code(enum err e);

/* Says a programmer's error on standard error and aborts. For what cannot happen, and for out of memory. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
