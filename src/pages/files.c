#include "kosshi/base/buf.h"
#include "kosshi/http/reply.h"
#include "kosshi/http/statics.h"
#include "kosshi/pages/routes.h"

enum err files_static(struct request *r) {
    struct static_file file;
    if (!statics_get(r->statics, r->word, &file)) return ERR_NOT_FOUND;
    struct buf b = {0};
    buf_add(&b, file.data, file.size);
    r->reply.asset = file.hashed;
    enum err e = reply_bytes(r, file.type, &b, NULL);
    r->reply.gzip = file.gzip;
    r->reply.gzip_size = file.gzip_size;
    return e;
}
