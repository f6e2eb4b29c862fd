#ifndef KOSSHI_HTTP_STATICS_H
#define KOSSHI_HTTP_STATICS_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/assets.h"

/*
 * What a browser loads besides pages, below /static/: one style sheet (every static/css file in byte order of its
 * name), the script modules of static/js by their names, the pictures of static/, the editor as it was built of
 * static/editor. The style sheet, main.js, icons.svg and editor.js have a hash of their bytes in their address, so that
 * browsers may keep them for good. While the assets are changing (--assets), everything is looked at anew at each call.
 * May be used by several threads.
 */
struct statics;

struct statics *statics_open(struct assets *assets); /* new; assets must outlive it */
void statics_close(struct statics *s);               /* NULL is allowed */

/* Addresses for a page: "/static/app.<hash>.css", "/static/main.<hash>.js", "/static/icons.<hash>.svg",
 * "/static/editor.<hash>.js". Borrowed until statics_close. */
const char *statics_css(struct statics *s);
const char *statics_js(struct statics *s);
const char *statics_icons(struct statics *s);
const char *statics_editor(struct statics *s);

/* A file, as it is and compressed. All is borrowed until statics_close. */
struct static_file {
    const char *type, *data, *gzip; /* gzip: NULL when it is not compressed */
    size_t size, gzip_size;
    bool hashed; /* its name holds its hash */
};

/* The file of a name such as "app.<hash>.css", "main.<hash>.js", "contents.js", "icon.svg"; false when there is none. */
bool statics_get(struct statics *s, const char *name, struct static_file *out);

#endif
