#ifndef KOSSHI_BASE_ASSETS_H
#define KOSSHI_BASE_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The files that are part of the program: templates/, static/ and schema/, embedded into the binary at build
 * (the Makefile writes build/assets.S with one .incbin a file). With --assets DIR they are read from DIR instead, anew
 * at each call, so that a developer sees a change by reloading. Hidden files and node_modules are no assets. What was
 * built of other files, such as built/editor.js, always comes from the binary, and assets_each leaves it out with
 * --assets. Any thread may read.
 */
struct asset {
    const char *path; /* "templates/desk.mustache"; borrowed */
    const char *data; /* borrowed from the binary, or from the assets until they are closed; not NUL-terminated */
    size_t size;
};

struct assets;

/* Opens the embedded files, or those below dir when it is not NULL. new; never NULL. */
struct assets *assets_open(const char *dir);
void assets_close(struct assets *a);

/* True when files are read from disk and may change at any time. */
bool assets_changing(const struct assets *a);

/* Finds one file. False when there is none. */
bool assets_get(struct assets *a, const char *path, struct asset *out);

/* Calls each(asset, context) for every file whose path starts with prefix, in byte order of their paths. */
void assets_each(struct assets *a, const char *prefix, void (*each)(const struct asset *, void *), void *context);

#endif
