#include "kosshi/http/server.h"

#include <errno.h>
#include <malloc.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/helper.h"
#include "kosshi/http/listen.h"
#include "kosshi/http/live.h"
#include "server_in.h"

#define CONNECTION_MEMORY (32u * 1024)
#define IDLE_SECONDS 60
#define ROUNDS_A_TURN 100 /* before signals are looked at again */
#define LONGEST_SLEEP_MS 60000
#define LAST_TURN_MS 50                       /* the same while it stops */
#define LAST_WORD_MS 500                      /* for those who read, to read the ends of their streams */
#define LARGE_PIECE (1024 * 1024)             /* of memory: such a one goes back to the system when it is freed */
#define STREAM_PIECE 4096                     /* the library asks for more, as far as its memory goes */
#define REFUSED_AT_ONCE (32ull * 1024 * 1024) /* a body announced as larger is not even read */

struct server {
    const struct server_options *options;
    struct MHD_Daemon *daemon;
    struct service *service;
    int epoll, signals;
    struct uploads uploads;
};

/* A request on its way in and its answer on its way out. It lives from the first header to the last byte. */
struct exchange {
    struct incoming in; /* first, and its request first there: a request's exchange is at the same address */
    struct server *server;
    bool begun; /* headers were looked at */
    bool head;  /* it asks for the headers alone; for a stream, the library would send its bytes all the same */
    bool taken; /* the service has it */
    struct answer *answer;
};

/* --- where an exchange begins and ends --- */

/* What a connection has of its own while it lasts: the exchange it is in, see connection_notified. */
struct place {
    struct exchange *exchange; /* NULL between two */
};

static struct place *place_of(struct MHD_Connection *connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* Called with the address as it was sent, before anything else of a request is known. */
static void *exchange_begin(void *context, const char *uri, struct MHD_Connection *connection) {
    struct exchange *x = calloc(1, sizeof *x);
    if (!x) die("out of memory");
    x->server = context;
    server_in_open(&x->in, connection, x->server->service, &x->server->uploads, uri);
    place_of(connection)->exchange = x;
    return x;
}

static void exchange_free(struct exchange *x) {
    answer_release(x->answer);
    server_in_free(&x->in);
    free(x);
}

static void exchange_end(void *context, struct MHD_Connection *connection, void **at,
                         enum MHD_RequestTerminationCode how) {
    (void)context, (void)how;
    if (*at) exchange_free(*at);
    *at = NULL;
    place_of(connection)->exchange = NULL;
}

/* A request whose headers do not fit is dropped by the library without exchange_end: what it left is freed here. */
static void connection_notified(void *context, struct MHD_Connection *connection, void **socket_context,
                                enum MHD_ConnectionNotificationCode what) {
    (void)context, (void)connection;
    struct place *place = *socket_context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = calloc(1, sizeof *place);
        if (!*socket_context) die("out of memory");
        return;
    }
    if (place->exchange) exchange_free(place->exchange);
    free(place);
}

/* --- out: from an answer to the wire --- */

static void free_response(void *response) {
    MHD_destroy_response(response);
}

static void add_headers(struct MHD_Response *response, const struct answer *a) {
    for (const struct answer_header *h = answer_headers(a); h->name; h++)
        MHD_add_response_header(response, h->name, h->value);
}

static struct MHD_Response *make_response(const struct answer *a, char *bytes, size_t size, bool gzip) {
    static char none[] = "";
    struct MHD_Response *response = MHD_create_response_from_buffer(size, bytes ? bytes : none, MHD_RESPMEM_PERSISTENT);
    if (!response) die("out of memory");
    add_headers(response, a);
    if (gzip) MHD_add_response_header(response, "Content-Encoding", "gzip");
    return response;
}

/* True when the header's list names gzip and does not refuse it by q=0. */
static bool accepts_gzip(const char *encodings) {
    const char *at = encodings ? strcasestr(encodings, "gzip") : NULL;
    if (!at) return false;
    at += 4 + strspn(at + 4, " ");
    if (*at != ';') return true;
    at = strcasestr(at, "q=");
    return !at || strtod(at + 2, NULL) > 0;
}

/* The library asks for the next bytes of a stream, again once what it had was sent or it was woken. */
static ssize_t read_stream(void *context, uint64_t at, char *to, size_t room) {
    (void)at;
    struct exchange *x = context;
    ssize_t got = live_read(x->in.request.reply.stream, to, room);
    if (got == LIVE_OVER) return MHD_CONTENT_READER_END_OF_STREAM;
    if (got == 0) MHD_suspend_connection(x->in.connection);
    return got;
}

static enum MHD_Result send_stream(struct exchange *x) {
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_PIECE, read_stream, x, NULL);
    if (!response) die("out of memory");
    add_headers(response, x->answer);
    enum MHD_Result sent = MHD_queue_response(x->in.connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return sent;
}

/* A stream has something to send, or is over. */
static void woken(struct request *r) {
    struct exchange *x = (struct exchange *)r;
    MHD_resume_connection(x->in.connection);
}

/* The library does not look at a connection that is suspended; the system knows. */
static bool client_gone(struct request *r) {
    struct exchange *x = (struct exchange *)r;
    int fd = MHD_get_connection_info(x->in.connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    struct tcp_info info;
    socklen_t size = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state != TCP_ESTABLISHED;
}

static enum MHD_Result send_answer(struct exchange *x) {
    struct answer *a = x->answer;
    if (x->in.request.reply.stream && !x->head) return send_stream(x);
    const char *known = server_in_header(&x->in, "If-None-Match"), *tag = answer_tag(a);
    if (tag[0] && known && (strstr(known, tag + 2) || strcmp(known, "*") == 0)) { /* behind W/: a weak comparison */
        struct MHD_Response *same = make_response(a, NULL, 0, false);
        enum MHD_Result sent = MHD_queue_response(x->in.connection, MHD_HTTP_NOT_MODIFIED, same);
        MHD_destroy_response(same);
        return sent;
    }
    bool gzip = accepts_gzip(server_in_header(&x->in, "Accept-Encoding"));
    size_t size;
    char *bytes = answer_bytes(a, &gzip, &size);
    struct MHD_Response *response = answer_wire(a, gzip);
    if (!response) {
        response = make_response(a, bytes, size, gzip);
        answer_wire_keep(a, gzip, response, free_response);
    }
    return MHD_queue_response(x->in.connection, (unsigned)answer_status(a), response);
}

/* The service has the answer of a request that was pending: the next turn of the daemon sends it. */
static void answered(struct request *r, struct answer *a) {
    struct exchange *x = (struct exchange *)r;
    x->answer = a;
    MHD_resume_connection(x->in.connection);
}

static bool announced_too_large(struct exchange *x) {
    const char *length = server_in_header(&x->in, "Content-Length");
    return length && strtoull(length, NULL, 10) > REFUSED_AT_ONCE;
}

/* The whole request is here: the service takes it. */
static enum MHD_Result give_to_service(struct exchange *x) {
    server_in_finish(&x->in);
    x->taken = x->in.upload.is_whole = true;
    struct gate_headers headers = server_in_gate_headers(&x->in);
    x->answer = service_take(x->server->service, &x->in.request, &headers, x->in.failed);
    if (x->answer) return send_answer(x);
    MHD_suspend_connection(x->in.connection);
    return MHD_YES;
}

/* Called by the daemon for headers, for each piece of the body, at its end, and again after a pause. */
static enum MHD_Result take(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                            const char *version, const char *bytes, size_t *size, void **at) {
    (void)context, (void)connection, (void)version;
    struct exchange *x = *at;
    if (!x->begun) {
        x->begun = true;
        x->head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
        server_in_headers(&x->in, path, method, x->server->options->tls_cert != NULL);
        if (!announced_too_large(x)) return MHD_YES;
        x->in.failed = ERR_TOO_LARGE;
        return give_to_service(x);
    }
    if (x->taken) return x->answer ? send_answer(x) : MHD_YES;
    if (*size == 0) return give_to_service(x);
    if (x->in.takes_file && !uploads_go_on(x->in.uploads, &x->in.upload)) return MHD_NO; /* ends the connection */
    server_in_body(&x->in, bytes, *size);
    *size = 0;
    return MHD_YES;
}

/* --- the loop --- */

static void watch(struct server *s, int fd) {
    struct epoll_event event = {.events = EPOLLIN};
    if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll_ctl failed");
}

static int wait_ms(struct server *s) {
    MHD_UNSIGNED_LONG_LONG daemon_ms;
    int ms = service_wait_ms(s->service);
    if (MHD_get_timeout(s->daemon, &daemon_ms) == MHD_YES && (ms < 0 || daemon_ms < (unsigned)ms)) ms = (int)daemon_ms;
    return ms;
}

/* One turn: take in what is ready, then everything a turn does once.
 * What was answered goes out before the loop sleeps. */
static void turn(struct server *s, int most_ms) {
    struct epoll_event events[4];
    int ms = wait_ms(s);
    if (epoll_wait(s->epoll, events, 4, ms < 0 || ms > most_ms ? most_ms : ms) < 0 && errno != EINTR)
        die("epoll_wait failed");
    MHD_run(s->daemon);
    for (int i = 0; i < ROUNDS_A_TURN && service_turn(s->service); i++)
        MHD_run(s->daemon);
}

static bool told_to_stop(struct server *s) {
    struct signalfd_siginfo info;
    return read(s->signals, &info, sizeof info) == sizeof info;
}

static void run(struct server *s) {
    while (!told_to_stop(s))
        turn(s, LONGEST_SLEEP_MS);
    int listening = MHD_quiesce_daemon(s->daemon);
    if (listening >= 0) close(listening);
    /* A suspended connection must not meet MHD_stop_daemon: every stream ends and every pending request gets its answer
     * first, also one that came in the turn before. */
    service_end_streams(s->service);
    int64_t last_word = helper_now() + LAST_WORD_MS;
    do {
        turn(s, LAST_TURN_MS);
    } while (service_pending(s->service) > 0 || (service_streams(s->service) > 0 && helper_now() < last_word));
}

/* --- start and stop --- */

/* A whole small file as a string; NULL when it cannot be read. The caller frees. */
static char *file_text(const char *name) {
    if (!name) return NULL;
    FILE *f = fopen(name, "re");
    if (!f) return NULL;
    struct buf b = {0};
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&b, piece, n);
    fclose(f);
    return buf_steal(&b);
}

static enum err start_daemon(struct server *s, int listening) {
    const struct server_options *o = s->options;
    char *cert = file_text(o->tls_cert), *key = file_text(o->tls_key);
    bool tls = o->tls_cert != NULL;
    enum err e = tls && !(cert && key) ? ERR_BAD_FIELD : OK;
    struct MHD_OptionItem with_tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, cert}, {MHD_OPTION_HTTPS_MEM_KEY, 0, key}, {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    if (e == OK) {
        s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0), 0, NULL, NULL,
                                     take, s, MHD_OPTION_LISTEN_SOCKET, listening, MHD_OPTION_CONNECTION_LIMIT,
                                     listen_most_connections(), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                     (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                                     MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, s, MHD_OPTION_NOTIFY_COMPLETED,
                                     exchange_end, NULL, MHD_OPTION_NOTIFY_CONNECTION, connection_notified, NULL,
                                     MHD_OPTION_ARRAY, tls ? with_tls : plain, MHD_OPTION_END);
        if (!s->daemon) e = ERR_BAD_FIELD;
    }
    free(cert);
    free(key);
    return e;
}

/* SIGTERM and SIGINT are read in the loop, in no other thread or process. */
static int signals_open(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) die("sigprocmask failed");
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void serve(struct server *s, int port) {
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (s->epoll < 0) die("epoll_create1 failed");
    watch(s, MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd);
    watch(s, service_fd(s->service));
    watch(s, s->signals);
    s->options->ready(port, s->options->context);
    run(s);
    MHD_stop_daemon(s->daemon);
    close(s->epoll);
}

enum err server_run(const struct server_options *o) {
    struct server s = {.options = o, .signals = signals_open()};
    mallopt(M_MMAP_THRESHOLD, LARGE_PIECE); /* the allocator would raise it after the first image, and keep the next */
    enum err e;
    int listening = listen_open(o->address, o->port, &e);
    if (listening < 0) {
        close(s.signals);
        return e;
    }
    int port = listen_port(listening);
    struct service_options service = {.file = o->file,
                                      .assets = o->assets,
                                      .routes = o->routes,
                                      .route_count = o->route_count,
                                      .done = answered,
                                      .streams = listen_most_connections() / 2,
                                      .wake = woken,
                                      .gone = client_gone};
    e = service_open(&service, &s.service);
    if (e == OK) e = start_daemon(&s, listening);
    if (e == OK)
        serve(&s, port);
    else
        close(listening);
    service_close(s.service);
    close(s.signals);
    return e;
}
