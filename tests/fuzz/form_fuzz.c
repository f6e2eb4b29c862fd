/*
 * Bodies of requests through the server itself: form, multipart and JSON. The first line of an input is the content
 * type, the rest the body. Whatever comes, the answer is 200, 400 or 413, every text that reaches a page is valid, and
 * a file is all there.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kosshi/base/log.h"
#include "kosshi/http/reply.h"
#include "kosshi/http/server.h"
#include "kosshi/text/utf.h"

#define ANSWER_LIMIT ((size_t)8 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/kosshi-fuzz-XXXXXX";
static char document[sizeof folder + 16];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t served = PTHREAD_COND_INITIALIZER;
static int port;
static int connection = -1;

static void check_text(const char *s, size_t size) {
    if (utf_check(s, size) != OK) die("a text that is not valid has reached a page");
    if (memchr(s, '\r', size)) die("a CR has reached a page");
}

static void check_value(json_t *value) {
    const char *name;
    json_t *inner;
    size_t i;
    if (json_is_string(value)) check_text(json_string_value(value), json_string_length(value));
    json_array_foreach(value, i, inner) check_value(inner);
    json_object_foreach(value, name, inner) {
        check_text(name, strlen(name));
        check_value(inner);
    }
}

/* The one page: looks at all that it was given. */
static enum err look(struct request *r) {
    if (!json_is_object(r->body)) die("a body is no object");
    check_value(r->body);
    if (r->file.data && r->file.data[r->file.size] != '\0') die("a file has another size than its bytes");
    if (!r->file.data && r->file.size > 0 && r->file.size <= BODY_FILE_LIMIT) die("a file has no bytes");
    struct buf b = {0};
    buf_string(&b, "seen\n");
    return reply_bytes(r, "text/plain; charset=utf-8", &b, NULL);
}

static const struct route table[] = {
    {.method = METHOD_POST, .path = "/", .role = ROLE_NOBODY, .effect = UPLOAD, .run = look}};

static void ready(int listening, void *context) {
    (void)context;
    pthread_mutex_lock(&lock);
    port = listening;
    pthread_cond_signal(&served);
    pthread_mutex_unlock(&lock);
}

static void *serve(void *assets) {
    struct server_options o = {.file = document,
                               .address = "127.0.0.1",
                               .assets = assets,
                               .routes = table,
                               .route_count = sizeof table / sizeof table[0],
                               .ready = ready};
    if (server_run(&o) != OK) die("the server has ended");
    return NULL;
}

static void clean_up(void) {
    static const char *const tails[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        char path[sizeof document + 8];
        snprintf(path, sizeof path, "%s%s", document, tails[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void start(void) {
    pthread_t thread;
    struct db *db;
    struct assets *assets = assets_open(NULL);
    log_level_set(LOG_ERROR);
    if (!mkdtemp(folder)) die("there is no place for a document");
    snprintf(document, sizeof document, "%s/fuzz.db", folder);
    atexit(clean_up);
    if (db_open(document, DB_CREATE, assets, &db) != OK) die("the document could not be made");
    db_close(db);
    if (pthread_create(&thread, NULL, serve, assets) != 0) die("there is no thread");
    pthread_mutex_lock(&lock);
    while (port == 0)
        pthread_cond_wait(&served, &lock);
    pthread_mutex_unlock(&lock);
}

static void connect_again(void) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (connection >= 0) close(connection);
    connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0)
        die("the server cannot be reached");
}

static bool send_all(const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t sent = send(connection, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* Reads one answer whole. Its status, or 0 when the connection ended before. */
static int read_answer(void) {
    BUF(answer);
    char piece[16384];
    size_t whole = SIZE_MAX;
    while (answer.size < whole) {
        ssize_t got = recv(connection, piece, sizeof piece, 0);
        if (got <= 0) return 0;
        buf_add(&answer, piece, (size_t)got);
        const char *body = strstr(answer.data, "\r\n\r\n"), *length = strcasestr(answer.data, "\r\nContent-Length:");
        if (whole == SIZE_MAX && body) {
            if (!length || length > body) die("an answer does not tell its length");
            whole = (size_t)(body + 4 - answer.data) + strtoul(length + 17, NULL, 10);
            if (whole > ANSWER_LIMIT) die("an answer is far too long");
        }
    }
    return (int)strtol(answer.data + strlen("HTTP/1.1 "), NULL, 10);
}

static int ask(const struct buf *request) {
    for (int i = 0; i < 2; i++) {
        if (connection >= 0 && send_all(request->data, request->size)) {
            int status = read_answer();
            if (status) return status;
        }
        connect_again(); // the server may have closed the last one
    }
    die("there is no answer");
}

/* A content type as it may stand in a header. */
static void add_type(struct buf *request, const char *type, size_t size) {
    for (size_t i = 0; i < size && i < 500; i++) {
        if (type[i] >= ' ' && type[i] <= '~') buf_byte(request, type[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (port == 0) start();
    const char *input = (const char *)data, *line = size ? memchr(input, '\n', size) : NULL;
    if (!line) return 0;
    const char *body = line + 1;
    size_t body_size = size - (size_t)(body - input);
    BUF(request); // in one piece: a second small one would wait for the first one's receipt
    buf_string(&request, "POST / HTTP/1.1\r\nHost: fuzz\r\nContent-Type: ");
    add_type(&request, input, (size_t)(line - input));
    buf_printf(&request, "\r\nContent-Length: %zu\r\n\r\n", body_size);
    buf_add(&request, body, body_size);
    int status = ask(&request);
    if (status != 200 && status != 400 && status != 413) die("the answer is %d", status);
    return 0;
}
