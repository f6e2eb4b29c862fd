#include "kosshi/base/buf.h"
#include "kosshi/http/reply.h"
#include "kosshi/http/statics.h"
#include "kosshi/pages/routes.h"

enum err files_static(struct request *r) {
    const char *type, *data;
    size_t size;
    bool hashed;
    if (!statics_get(r->statics, r->word, &type, &data, &size, &hashed)) return ERR_NOT_FOUND;
    struct buf b = {0};
    buf_add(&b, data, size);
    r->reply.asset = hashed;
    return reply_bytes(r, type, &b, NULL);
}
