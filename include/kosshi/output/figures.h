#ifndef KOSSHI_OUTPUT_FIGURES_H
#define KOSSHI_OUTPUT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/output/render.h"
#include "kosshi/store/db.h"
#include "kosshi/store/image.h"
#include "kosshi/store/section.h"

/*
 * The last pass over rendered texts, when a page or a paper is put together of them: figures and tables with a caption
 * get their running numbers, 図1… and 表1…, images what a browser must know of them, and controls their words in the
 * reader's language. It is no part of the renderer, so that what is kept there stays true when another section gains a
 * figure, and for every reader.
 *
 * One struct goes through a document from its beginning, text by text.
 */
struct figures_embedded {
    bool is_there; /* with its data, and with the id image-ID */
    int number;    /* of its figure, 0 when it has none */
};

struct figures {
    int figures, tables; /* numbers given so far */
    bool embedded;       /* images become data: addresses; else they stay /images/ID, and all but the first are loaded
                            when they come into sight */
    bool has_image;      /* one was written already */
    struct db *db;
    struct languages *languages;
    enum language language;
    const struct image *images; /* those there are, by id, without their data */
    size_t image_count;
    struct figures_embedded *first; /* as many: where each stands in the file; NULL when not embedded */
    size_t embedded_size;           /* bytes of them, as they stand there */
};

/* Begins a document, in the reader's language. The arena must live as long as f. */
enum err figures_begin(struct figures *f, struct db *db, struct arena *a, struct languages *languages,
                       enum language language, bool embedded) MUST_USE;

/* Begins another document on the same page: its numbers begin anew. */
void figures_restart(struct figures *f);

/* False when no figure and no table with a caption can come of a text as it was typed, nor an image. */
bool figures_may_be_in(const char *text);

/* Adds rendered HTML to out with numbers and images; each image knows its size before it is loaded. One that the
 * document does not have becomes a note that says so, with its alternative text. An embedded one is there once: where
 * it comes again, a link to it says so. ERR_PAPER_TOO_LARGE when the images do not fit into a file. */
enum err figures_finish(struct figures *f, const char *html, size_t size, struct buf *out) MUST_USE;

/* The same for the plain text form, which has numbers alone. */
void figures_finish_text(struct figures *f, const char *text, size_t size, struct buf *out);

/*
 * Counts what stands in the sections before the section with this id: f is at its beginning then. sections: every
 * standing one in document order, with texts, which are rendered as reading pages show them (RENDER_LINES). The renderer
 * is asked for all of them that matter before this is ERR_AGAIN; asker as in render_html.
 */
enum err figures_pass_before(struct figures *f, struct render *render, int64_t asker, const struct section *sections,
                             size_t count, int64_t id) MUST_USE;

#endif
