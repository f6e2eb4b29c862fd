#include "kosshi/http/answer.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/http/gzip.h"

#define TAG_BYTES 16
#define SMALLEST_TO_COMPRESS 600
#define LANGUAGE_LASTS (365 * 24 * 3600) /* seconds */

/* What every answer carries. Nothing of ours may be framed, guessed at, or load or send anything elsewhere. */
static const struct answer_header security[] = {
    {"Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                                "form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

struct answer {
    size_t holders;
    int status;
    char *body, *gzip; /* gzip NULL: not compressed yet, or not worth it */
    size_t size, gzip_size;
    bool compressible;
    char tag[2 * TAG_BYTES + 8]; /* W/"…" */
    struct answer_header headers[ANSWER_HEADERS];
    size_t header_count;
    struct arena *arena; /* the headers' texts */
    void *wire[2];
    void (*free_wire)(void *);
};

static void header(struct answer *a, const char *name, const char *value) {
    if (a->header_count + 1 >= ANSWER_HEADERS) die("too many headers in an answer");
    a->headers[a->header_count++] = (struct answer_header){name, value};
}

static bool is_text(const char *type) {
    return type && (strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0 ||
                    strncmp(type, "image/svg", 9) == 0);
}

static void make_tag(struct answer *a) {
    unsigned char hash[TAG_BYTES];
    char hex[2 * TAG_BYTES + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)a->body, a->size, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(a->tag, sizeof a->tag, "W/\"%s\"", hex);
}

/* A file name as RFC 8187 writes it, with an ASCII one for old clients. */
static const char *disposition(struct arena *arena, const char *name) {
    struct buf b = {0};
    buf_string(&b, "attachment; filename=\"kosshi");
    const char *dot = strrchr(name, '.');
    if (dot) buf_string(&b, dot);
    buf_string(&b, "\"; filename*=UTF-8''");
    for (const unsigned char *c = (const unsigned char *)name; *c; c++) {
        bool plain = (*c >= '0' && *c <= '9') || ((*c | 32) >= 'a' && (*c | 32) <= 'z') || strchr("-._~", *c);
        if (plain)
            buf_byte(&b, (char)*c);
        else
            buf_printf(&b, "%%%02X", *c);
    }
    const char *value = arena_string(arena, b.data);
    buf_free(&b);
    return value;
}

static const char *cookie(struct arena *arena, const struct request *r) {
    const char *token = r->reply.session;
    return arena_printf(arena, "kosshi=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s", token,
                        *token ? SESSION_LASTS_MS / 1000 : 0, r->secure ? "; Secure" : "");
}

static const char *language_cookie(struct arena *arena, const struct request *r) {
    return arena_printf(arena, "kosshi_language=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s", r->reply.language,
                        LANGUAGE_LASTS, r->secure ? "; Secure" : "");
}

static void make_headers(struct answer *a, const struct request *r) {
    const struct reply *p = &r->reply;
    for (size_t i = 0; i < sizeof security / sizeof security[0]; i++)
        header(a, security[i].name, security[i].value);
    if (p->type) header(a, "Content-Type", arena_string(a->arena, p->type));
    if (p->location) header(a, "Location", arena_string(a->arena, p->location));
    if (p->file_name) header(a, "Content-Disposition", disposition(a->arena, p->file_name));
    if (p->session) header(a, "Set-Cookie", cookie(a->arena, r));
    if (p->language) header(a, "Set-Cookie", language_cookie(a->arena, r));
    if (p->allow) header(a, "Allow", arena_string(a->arena, p->allow));
    if (p->stream) header(a, "X-Accel-Buffering", "no"); /* a proxy must not wait for the end */
    if (p->retry_after > 0) header(a, "Retry-After", arena_printf(a->arena, "%d", p->retry_after));
    header(a, "Cache-Control",
           p->asset     ? "public, max-age=31536000, immutable"
           : p->lasting ? "private, max-age=31536000, immutable"
           : a->tag[0]  ? "private, no-cache"
                        : "no-store");
    header(a, "Vary", "Accept, Accept-Encoding, Accept-Language, Cookie");
    if (a->tag[0]) header(a, "ETag", a->tag);
}

static void take_gzip(struct answer *a, const struct reply *p) {
    a->gzip = malloc(p->gzip_size);
    if (!a->gzip) die("out of memory");
    memcpy(a->gzip, p->gzip, p->gzip_size);
    a->gzip_size = p->gzip_size;
}

struct answer *answer_new(struct request *r) {
    struct answer *a = calloc(1, sizeof *a);
    if (!a) die("out of memory");
    a->holders = 1;
    a->arena = arena_new();
    a->status = r->reply.status;
    a->body = r->reply.body;
    a->size = r->reply.size;
    r->reply.body = NULL;
    a->compressible = is_text(r->reply.type) && a->size >= SMALLEST_TO_COMPRESS;
    if (a->compressible && r->reply.gzip) take_gzip(a, &r->reply);
    if (a->status == 200 && r->method == METHOD_GET && a->body) make_tag(a);
    make_headers(a, r);
    return a;
}

struct answer *answer_hold(struct answer *a) {
    a->holders++;
    return a;
}

void answer_release(struct answer *a) {
    if (!a || --a->holders > 0) return;
    for (size_t i = 0; i < 2; i++) {
        if (a->wire[i]) a->free_wire(a->wire[i]);
    }
    free(a->body);
    free(a->gzip);
    arena_free(a->arena);
    free(a);
}

int answer_status(const struct answer *a) {
    return a->status;
}

size_t answer_size(const struct answer *a) {
    return a->size + a->size / 4 + sizeof *a;
}

const char *answer_tag(const struct answer *a) {
    return a->tag;
}

const struct answer_header *answer_headers(const struct answer *a) {
    return a->headers;
}

/* Large bodies are compressed faster and less, so that the loop is not held up. */
static void compress_body(struct answer *a) {
    int level = a->size > 64 * 1024 ? 2 : 6;
    a->gzip = gzip_make(a->body, a->size, level, &a->gzip_size);
    if (!a->gzip) a->compressible = false;
}

char *answer_bytes(struct answer *a, bool *gzip, size_t *size) {
    if (*gzip && a->compressible && !a->gzip) compress_body(a);
    *gzip = *gzip && a->gzip;
    *size = *gzip ? a->gzip_size : a->size;
    return *gzip ? a->gzip : a->body;
}

void *answer_wire(const struct answer *a, bool gzip) {
    return a->wire[gzip];
}

void answer_wire_keep(struct answer *a, bool gzip, void *wire, void (*free_wire)(void *)) {
    a->wire[gzip] = wire;
    a->free_wire = free_wire;
}
