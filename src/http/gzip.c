#include "kosshi/http/gzip.h"

#include <stdlib.h>
#include <zlib.h>

#include "kosshi/base/errors.h"

char *gzip_make(const char *data, size_t size, int level, size_t *gzip_size) {
    z_stream z = {.next_in = (Bytef *)data, .avail_in = (uInt)size};
    if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) die("out of memory");
    size_t room = deflateBound(&z, size);
    char *out = malloc(room);
    if (!out) die("out of memory");
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    int done = deflate(&z, Z_FINISH);
    *gzip_size = z.total_out;
    deflateEnd(&z);
    if (done == Z_STREAM_END && *gzip_size < size) {
        char *fitted = realloc(out, *gzip_size);
        if (!fitted) die("out of memory");
        return fitted;
    }
    free(out);
    return NULL;
}
