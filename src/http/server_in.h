#ifndef KOSSHI_HTTP_SERVER_IN_H
#define KOSSHI_HTTP_SERVER_IN_H

#include "kosshi/http/body.h"
#include "kosshi/http/service.h"
#include "kosshi/http/uploads.h"

/*
 * A request on its way in: headers and body become a struct request. Part of server.c, and with it alone in knowing
 * libmicrohttpd.
 */
struct incoming {
    struct request request;
    struct MHD_Connection *connection;
    struct service *service;
    struct uploads *uploads;

    struct MHD_PostProcessor *decoder; /* of a form's body */
    struct body *body;
    enum err failed; /* while it was read */
    bool takes_file; /* and had a place for it */
    struct upload upload;
};

/* uri: the address as it was sent. What is in out must be zero before; server_in_free ends it. */
void server_in_open(struct incoming *out, struct MHD_Connection *connection, struct service *service,
                    struct uploads *uploads, const char *uri);
void server_in_free(struct incoming *in);

/* A header as it was sent; NULL for none. */
const char *server_in_header(const struct incoming *in, const char *name);
struct gate_headers server_in_gate_headers(const struct incoming *in);

/* Reads the headers, and chooses how the body is read. tls: the connection itself is encrypted. */
void server_in_headers(struct incoming *in, const char *path, const char *method, bool tls);

/* The next piece of the body; its end. What goes wrong is in failed; the request can be given to the service then. */
void server_in_body(struct incoming *in, const char *bytes, size_t size);
void server_in_finish(struct incoming *in);

#endif
