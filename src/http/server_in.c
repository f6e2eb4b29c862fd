#include "server_in.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kosshi/http/live.h"
#include "kosshi/text/utf.h"

#define DECODER_MEMORY (16u * 1024)

const char *server_in_header(const struct incoming *in, const char *name) {
    return MHD_lookup_connection_value(in->connection, MHD_HEADER_KIND, name);
}

void server_in_open(struct incoming *out, struct MHD_Connection *connection, struct service *service,
                    struct uploads *uploads, const char *uri) {
    out->connection = connection;
    out->service = service;
    out->uploads = uploads;
    out->request.arena = arena_new();
    out->request.uri = arena_string(out->request.arena, uri);
}

void server_in_free(struct incoming *in) {
    uploads_leave(in->uploads, &in->upload);
    live_leave(in->request.reply.stream);
    if (in->decoder) MHD_destroy_post_processor(in->decoder);
    body_free(in->body);
    free(in->request.reply.body);
    json_decref(in->request.query);
    json_decref(in->request.body);
    arena_free(in->request.arena);
}

static enum MHD_Result take_argument(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                     const char *value, size_t size) {
    (void)kind, (void)name_size;
    json_t *query = context;
    if (value)
        json_object_set_new(query, name, json_stringn(value, size)); /* one that is not UTF-8 is as good as missing */
    return MHD_YES;
}

static enum MHD_Result take_field(void *context, enum MHD_ValueKind kind, const char *name, const char *file,
                                  const char *type, const char *encoding, const char *bytes, uint64_t offset,
                                  size_t size) {
    (void)kind, (void)type, (void)encoding;
    struct incoming *in = context;
    if (name && file && in->takes_file)
        body_file(in->body, name, file, bytes, size, offset);
    else if (name)
        body_field(in->body, name, bytes, size, offset);
    return MHD_YES;
}

/* The client's address as text; the one a proxy on this machine names, when there is one. */
static const char *client_address(const struct incoming *in) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(in->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    if (info &&
        getnameinfo(info->client_addr, sizeof(struct sockaddr_in6), text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
        text[0] = '\0';
    const char *forwarded = server_in_header(in, "X-Forwarded-For");
    bool local = strcmp(text, "127.0.0.1") == 0 || strcmp(text, "::1") == 0;
    if (!forwarded || !local) return arena_string(in->request.arena, text);
    const char *last = strrchr(forwarded, ',');
    last = last ? last + 1 : forwarded;
    last += strspn(last, " ");
    struct in6_addr parsed; /* only to see that it is an address at all */
    bool is_address = inet_pton(AF_INET, last, &parsed) == 1 || inet_pton(AF_INET6, last, &parsed) == 1;
    return arena_string(in->request.arena, is_address ? last : text);
}

static void read_headers(struct incoming *in, const char *path, const char *method, bool tls) {
    struct request *r = &in->request;
    const char *accept = server_in_header(in, "Accept"), *proto = server_in_header(in, "X-Forwarded-Proto");
    service_equip(in->service, r);
    bool readable = utf_check(path, strlen(path)) == OK;
    r->path = readable ? arena_string(r->arena, path) : "/";
    if (!readable) in->failed = ERR_BAD_UTF8;
    r->method = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 ? METHOD_GET
                : strcmp(method, "POST") == 0                             ? METHOD_POST
                                                                          : METHOD_COUNT;
    r->query = json_object();
    MHD_get_connection_values_n(in->connection, MHD_GET_ARGUMENT_KIND, take_argument, r->query);
    r->token = arena_string(r->arena, MHD_lookup_connection_value(in->connection, MHD_COOKIE_KIND, "kosshi"));
    if (!language_of_tag(MHD_lookup_connection_value(in->connection, MHD_COOKIE_KIND, "kosshi_language"), &r->language))
        r->language = language_from_header(server_in_header(in, "Accept-Language"));
    r->wants_json = accept && strstr(accept, "application/json");
    r->secure = tls || (proto && strcmp(proto, "https") == 0);
    r->host = arena_string(r->arena, server_in_header(in, "Host"));
    r->last_event = arena_string(r->arena, server_in_header(in, "Last-Event-ID"));
    r->now = db_now();
    r->user = (struct user){.name = "", .display = ""};
}

struct gate_headers server_in_gate_headers(const struct incoming *in) {
    return (struct gate_headers){.sec_fetch_site = server_in_header(in, "Sec-Fetch-Site"),
                                 .origin = server_in_header(in, "Origin"),
                                 .host = in->request.host};
}

/* A file that is one too many is thrown away as it comes. */
static void expect_file(struct incoming *in) {
    struct gate_headers headers = server_in_gate_headers(in);
    if (!service_takes_file(in->service, &in->request, &headers)) return;
    in->upload = (struct upload){
        .person = in->request.user.id,
        .socket = MHD_get_connection_info(in->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd};
    in->takes_file = uploads_enter(in->uploads, &in->upload);
    if (!in->takes_file) in->failed = ERR_CROWDED;
}

/* Chooses how the body is read. A body of another kind is taken for a broken one. */
static void begin_body(struct incoming *in) {
    static const char *const forms[] = {"application/x-www-form-urlencoded", "multipart/form-data"};
    const char *type = server_in_header(in, "Content-Type");
    in->body = body_new();
    in->request.address = in->request.method == METHOD_GET ? "" : client_address(in);
    if (!type) return;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strncasecmp(type, forms[i], strlen(forms[i])) != 0) continue;
        in->decoder = MHD_create_post_processor(in->connection, DECODER_MEMORY, take_field, in);
        if (!in->decoder) in->failed = ERR_BAD_BODY;
    }
    if (in->decoder && in->request.method == METHOD_POST) expect_file(in);
}

void server_in_headers(struct incoming *in, const char *path, const char *method, bool tls) {
    read_headers(in, path, method, tls);
    begin_body(in);
}

void server_in_body(struct incoming *in, const char *bytes, size_t size) {
    const char *type = server_in_header(in, "Content-Type");
    if (in->failed != OK) return;
    if (in->decoder) {
        if (MHD_post_process(in->decoder, bytes, size) != MHD_YES) in->failed = ERR_BAD_BODY;
    } else if (type && strncasecmp(type, "application/json", 16) == 0) {
        body_json(in->body, bytes, size);
    } else {
        in->failed = ERR_BAD_BODY;
    }
}

void server_in_finish(struct incoming *in) {
    struct request *r = &in->request;
    if (in->decoder) {
        /* gives the last field its last bytes; a form that stops in the middle is refused */
        if (MHD_destroy_post_processor(in->decoder) != MHD_YES && in->failed == OK) in->failed = ERR_BAD_BODY;
        in->decoder = NULL;
    }
    const char *field = NULL;
    enum err e = body_finish(in->body, &r->body, &field);
    if (e == ERR_TOO_LARGE || in->failed == OK) in->failed = e;
    if (field) r->bad_field = arena_string(r->arena, field);
    if (!r->body) r->body = json_object();
    r->file = body_file_of(in->body);
}
