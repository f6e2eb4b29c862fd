#ifndef KOSSHI_HTTP_UPLOADS_H
#define KOSSHI_HTTP_UPLOADS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The places for files on their way in or being looked at: each file is held in memory twice. A place is for one
 * request; it is lost when another one asks for it and its sender has gone or has taken too long.
 */
#define UPLOADS_AT_ONCE 4
#define UPLOADS_OF_ONE 2                /* so that nobody takes every place */
#define UPLOAD_LASTS_MS (5 * 60 * 1000) /* from its headers to its last byte */

struct upload {
    int64_t person;   /* who sends it */
    int socket;       /* it comes by this one */
    int64_t begun_at; /* monotonic ms */
    bool has_place;
    bool is_whole; /* every byte is here: nothing takes its place away any more */
};

struct uploads {
    struct upload *held[UPLOADS_AT_ONCE];
};

/* A place for an upload, whose person and socket are set; false when there is none. The upload stays where it is until
 * uploads_leave. A connection that loses its place by this is shut down. */
bool uploads_enter(struct uploads *u, struct upload *upload);

/* Gives the place back, if it has one. */
void uploads_leave(struct uploads *u, struct upload *upload);

/* Whether more of it may come; when not, its place is given back. */
bool uploads_go_on(struct uploads *u, struct upload *upload);

#endif
