#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "kosshi/cli/command.h"
#include "kosshi/cli/running.h"
#include "kosshi/http/server.h"
#include "kosshi/pages/routes.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/document.h"
#include "kosshi/store/user.h"

enum { LISTEN, TLS_CERT, TLS_KEY, ASSETS };
static const struct command_option options[] = {
    {"listen", false}, {"tls-cert", false}, {"tls-key", false}, {"assets", false}, {NULL, false}};

/* What is said once the server accepts connections. */
struct announcement {
    struct command_line *line;
    const char *file, *host;
    bool tls;
};

/* "127.0.0.1:8080", "[::1]:8080": the host must be named, so that nobody opens a document to a network by leaving it
 * out. */
static bool split(struct arena *a, const char *listen, const char **host, int *port) {
    const char *colon = strrchr(listen, ':');
    int64_t number;
    if (!colon || colon == listen || !command_number(colon + 1, &number) || number > 65535) return false;
    size_t size = (size_t)(colon - listen);
    bool brackets = listen[0] == '[' && listen[size - 1] == ']';
    if (!brackets && memchr(listen, ':', size)) return false;
    *host = arena_copy(a, listen, size);
    *port = (int)number;
    return true;
}

static bool everywhere(const char *host) {
    return strcmp(host, "0.0.0.0") == 0 || strcmp(host, "[::]") == 0;
}

/* Whether nobody but this computer reaches it. */
static bool at_home(const char *host) {
    return strncmp(host, "127.", 4) == 0 || strcmp(host, "[::1]") == 0 || strcmp(host, "localhost") == 0;
}

/* What a browser on this computer opens. */
static const char *address_of(const struct announcement *say, int port) {
    const char *here = say->host[0] == '[' ? "[::1]" : "127.0.0.1";
    return arena_printf(say->line->arena, "%s://%s:%d/", say->tls ? "https" : "http",
                        everywhere(say->host) ? here : say->host, port);
}

/* Earlier links for the first person, which nobody has used: only the newest lets in. */
static enum err withdraw_unused(struct command_line *line, struct db *db) {
    struct invitation *list;
    size_t count = 0;
    enum err e = invitation_list(db, line->arena, &list, &count);
    for (size_t i = 0; e == OK && i < count; i++)
        if (list[i].role == ROLE_SECRETARIAT && !list[i].created_by[0] && !list[i].used_at)
            e = invitation_withdraw(db, list[i].id);
    return e;
}

struct first {
    char token[TOKEN_SIZE]; /* "" when there is a secretariat already */
    bool is_sample;
};

/* Makes a link for the first secretariat. */
static enum err invite_first(struct command_line *line, struct db *db, void *context) {
    struct first *first = context;
    struct document document;
    int there;
    int64_t now = db_now();
    enum err e = document_get(db, line->arena, &document);
    if (e != OK) return e;
    first->is_sample = document.is_sample;
    e = user_count_secretariat(db, &there);
    if (e != OK || there > 0) return e;
    e = withdraw_unused(line, db);
    if (e == OK) e = invitation_add(db, ROLE_SECRETARIAT, 0, NULL, now, first->token);
    return e == OK ? activity_add(db, now, 0, DID_INVITE, 0, role_name(ROLE_SECRETARIAT)) : e;
}

/* The link is written only now: a second start that finds its port taken must not withdraw the link of the first. */
static void ready(int port, void *context) {
    const struct announcement *say = context;
    struct command_line *line = say->line;
    struct first first = {0};
    enum err e = command_write(line, say->file, invite_first, &first);
    if (e != OK) first.token[0] = 0;
    printf("%s%s%s\n", address_of(say, port), first.token[0] ? "invite/" : "", first.token);
    fflush(stdout);
    if (e != OK)
        command_fail(line, e, say->file);
    else
        command_say(line, stderr, first.token[0] ? "cli.serve.first" : "cli.serve.ready", NULL);
    if (!at_home(say->host) && !say->tls) command_say(line, stderr, "cli.serve.open", NULL);
    if (!at_home(say->host) && first.is_sample) command_say(line, stderr, "cli.serve.sample", NULL);
}

static bool answered(const struct announcement *say, int port) {
    return port > 0 && running_answers(say->host, port);
}

static int fail_running(const struct announcement *say, const char *listen, int port) {
    return command_fail_phrase(say->line, "cli.serve.running", listen, address_of(say, port));
}

/* Another process serves the file, wherever it listens. */
static int fail_served(const struct announcement *say, const char *listen, int port) {
    if (answered(say, port)) return fail_running(say, listen, port);
    return command_fail_phrase(say->line, "cli.serve.served", say->file, "");
}

static int fail(const struct announcement *say, enum err e, const char *listen, int port) {
    struct command_line *line = say->line;
    if (e == ERR_PORT_TAKEN)
        return answered(say, port) ? fail_running(say, listen, port) : command_fail(line, e, listen);
    if (e == ERR_BAD_FIELD)
        return command_fail_phrase(line, line->values[TLS_CERT] ? "cli.serve.bad_tls" : "cli.serve.bad_address", listen,
                                   "");
    return command_fail(line, e, say->file);
}

/* Options that are wrong in themselves, told before anything is opened. */
static int check_options(struct command_line *line) {
    const char *cert = line->values[TLS_CERT], *key = line->values[TLS_KEY], *assets = line->values[ASSETS];
    if (!cert != !key) return command_misuse(line, "cli.serve.both", cert ? "--tls-cert" : "--tls-key");
    if (cert && access(cert, R_OK) != 0) return command_fail(line, ERR_NO_FILE, cert);
    if (key && access(key, R_OK) != 0) return command_fail(line, ERR_NO_FILE, key);
    if (assets && access(arena_printf(line->arena, "%s/templates/ja.json", assets), R_OK) != 0)
        return command_fail_phrase(line, "cli.serve.no_assets", assets, "");
    return COMMAND_DONE;
}

/* A view is thousands of small pieces that are freed together. The C library would leave them apart and join all of
 * them when somebody next asks for a large piece, which holds up the loop: each is joined when it is freed. */
static void join_freed_memory(void) {
    mallopt(M_MXFAST, 0);
}

/* The claim is given back when SQLite has closed the file. */
static int serve(const struct announcement *say, const struct server_options *o, const char *listen) {
    int claim;
    if (running_claim(o->file, &claim) != OK) return fail_served(say, listen, o->port);
    join_freed_memory();
    enum err e = server_run(o);
    if (claim >= 0) close(claim);
    return e == OK ? COMMAND_DONE : fail(say, e, listen, o->port);
}

int serve_run(struct command_line *line) {
    if (!command_parse(line, options, 1, 1)) return COMMAND_MISUSED;
    int status = check_options(line);
    if (status != COMMAND_DONE) return status;
    const char *listen = line->values[LISTEN] ? line->values[LISTEN] : "127.0.0.1:8080";
    struct announcement announcement = {.line = line, .file = line->places[0], .tls = line->values[TLS_CERT] != NULL};
    int port;
    if (!split(line->arena, listen, &announcement.host, &port)) return command_misuse(line, "cli.serve.listen", listen);
    if (line->values[ASSETS]) {
        assets_close(line->assets);
        line->assets = assets_open(line->values[ASSETS]);
    }
    struct server_options o = {.file = line->places[0],
                               .address = announcement.host,
                               .port = port,
                               .tls_cert = line->values[TLS_CERT],
                               .tls_key = line->values[TLS_KEY],
                               .assets = line->assets,
                               .routes = routes,
                               .route_count = route_count,
                               .ready = ready,
                               .context = &announcement};
    return serve(&announcement, &o, listen);
}
