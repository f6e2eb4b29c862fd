#include "kosshi/output/style.h"

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

json_t *style_join(struct assets *assets, const char *const names[], size_t count) {
    BUF(css);
    for (size_t i = 0; i < count; i++) {
        struct asset file;
        if (!assets_get(assets, names[i], &file)) die("%s is missing", names[i]);
        buf_add(&css, file.data, file.size);
    }
    return json_stringn_nocheck(css.data, css.size);
}
