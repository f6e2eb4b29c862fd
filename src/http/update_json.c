#include "kosshi/http/update_json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

/* A string as JSON has it, quotes included. */
static void put_string(struct buf *b, const char *text) {
    json_auto_t *json = json_string(text);
    char *quoted = json_dumps(json, JSON_ENCODE_ANY);
    if (!quoted) die("a text that is told is not valid UTF-8");
    buf_string(b, quoted);
    free(quoted);
}

/* The changes are JSON on one line already, as they stand in the log. */
void update_json_put(struct buf *b, const struct update *u) {
    buf_string(b, "\"client\":");
    put_string(b, u->client);
    buf_string(b, ",\"changes\":");
    buf_string(b, u->changes);
    buf_string(b, ",\"user\":");
    put_string(b, u->user);
    buf_printf(b, ",\"at\":%" PRId64, u->at);
}
